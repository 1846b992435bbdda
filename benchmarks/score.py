"""How well extracted deals agree with annotated ones; pure functions over `labels`.

Every thing that is compared gives one verdict: a hit, something wrong, or something missed. Items that the
annotation calls optional are neither required nor wrong.

Figures count inside the deal they belong to (`figure`), and once more wherever they hang (`loose`). Type, status and
stage are judged on paired deals, qualifier and source on paired figures. `agreement` says what pairs with what.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from benchmarks.agreement import likeness, pair, plain, same_figure, same_party

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from benchmarks.labels import Article, Deal, Figure


class Measure(StrEnum):
    """What is measured, from the whole article to the credit of one figure."""

    RELEVANCE = "relevance"
    DEAL = "deal"
    PARTY = "party"
    FIGURE = "figure"
    LOOSE = "loose"
    TYPE = "type"
    STATUS = "status"
    STAGE = "stage"
    QUALIFIER = "qualifier"
    SOURCE = "source"


FOUND = (Measure.RELEVANCE, Measure.DEAL, Measure.PARTY, Measure.FIGURE, Measure.LOOSE)
"""Measures of things to be found, told as F1; the others are labels on what was found, told as accuracy."""


class Outcome(StrEnum):
    """How one comparison ended."""

    HIT = "hit"
    WRONG = "wrong"
    MISSED = "missed"


class Verdict(NamedTuple):
    """The end of one comparison; `text` shows the thing and, for a label, what it should have been."""

    measure: Measure
    outcome: Outcome
    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """The verdicts of one measure, counted."""

    measure: Measure
    hits: int
    wrong: int
    missed: int

    @property
    def value(self) -> float:
        """F1 of what was to be found, or the accuracy of a label; 0 to 1."""
        if self.measure in FOUND:
            return _share(2 * self.hits, 2 * self.hits + self.wrong + self.missed)
        return _share(self.hits, self.hits + self.wrong)

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return _share(self.hits, self.hits + self.wrong)

    @property
    def recall(self) -> float:
        """The share of what was to be found that was."""
        return _share(self.hits, self.hits + self.missed)

    @property
    def items(self) -> int:
        """How many things the annotation required, or how many labels were compared."""
        return self.hits + (self.missed if self.measure in FOUND else self.wrong)


def scores(verdicts: Iterable[Verdict]) -> dict[Measure, Score]:
    """The verdicts counted by measure, in the order of `Measure`; measures without a verdict are left out."""
    counts = Counter((v.measure, v.outcome) for v in verdicts)
    tallies = (Score(m, *(counts[m, outcome] for outcome in Outcome)) for m in Measure)
    return {score.measure: score for score in tallies if score.hits + score.wrong + score.missed}


def judge(gold: Article, founds: Sequence[Deal]) -> Iterator[Verdict]:
    """All verdicts on the deals found in one article."""
    yield from _relevance(gold, founds)
    pairs = pair(gold.deals, founds, likeness)
    yield from _finds(Measure.DEAL, gold.id, gold.deals, founds, pairs)
    for i, j in pairs:
        if not gold.deals[i].optional:
            yield from _labels(gold.id, gold.deals[i], founds[j])
            yield from _parties(gold.id, gold.deals[i], founds[j])
    yield from _figures(gold, founds, dict(pairs))
    required = [claim for deal in gold.deals for claim in deal.claims]
    stated = [figure for deal in founds for figure in deal.figures]
    yield from _finds(Measure.LOOSE, gold.id, required, stated, pair(required, stated, same_figure))


def _relevance(gold: Article, founds: Sequence[Deal]) -> Iterator[Verdict]:
    """An article whose deals are all optional is no test of relevance; finding nothing rightly gives no verdict."""
    if gold.relevant and not all(deal.optional for deal in gold.deals):
        yield Verdict(Measure.RELEVANCE, Outcome.HIT if founds else Outcome.MISSED, gold.id, "reports a deal")
    elif not gold.relevant and founds:
        yield Verdict(Measure.RELEVANCE, Outcome.WRONG, gold.id, "reports no deal")


def _labels(where: str, gold: Deal, found: Deal) -> Iterator[Verdict]:
    yield _label(Measure.TYPE, where, found, gold.type, found.type)
    yield _label(Measure.STATUS, where, found, gold.status, found.status)
    if gold.stage:
        yield _label(Measure.STAGE, where, found, gold.stage, found.stage)


def _parties(where: str, gold: Deal, found: Deal) -> Iterator[Verdict]:
    pairs = pair(gold.parties, found.parties, same_party)
    return _finds(Measure.PARTY, where, gold.parties, found.parties, pairs)


def _figures(gold: Article, founds: Sequence[Deal], partner: dict[int, int]) -> Iterator[Verdict]:
    """Figures inside their deals: those of a deal without a partner are missed, or wrong."""
    for i, deal in enumerate(gold.deals):
        figures = founds[partner[i]].figures if i in partner else ()
        pairs = pair(deal.claims, figures, same_figure)
        yield from _finds(Measure.FIGURE, gold.id, deal.claims, figures, pairs)
        for a, b in pairs:
            if not deal.claims[a].optional:
                yield from _details(gold.id, deal.claims[a], figures[b])
    for j, found in enumerate(founds):
        if j not in partner.values():
            yield from _finds(Measure.FIGURE, gold.id, (), found.figures, ())


def _details(where: str, gold: Figure, found: Figure) -> Iterator[Verdict]:
    yield _label(Measure.QUALIFIER, where, found, gold.qualifier, found.qualifier)
    same = plain(gold.source or "") == plain(found.source or "")
    yield _label(Measure.SOURCE, where, found, gold.source, gold.source if same else found.source)


def _label(measure: Measure, where: str, found: object, gold: str | None, given: str | None) -> Verdict:
    if gold == given:
        return Verdict(measure, Outcome.HIT, where, str(found))
    return Verdict(measure, Outcome.WRONG, where, f"{found}: {given} should be {gold}")


class _Item(Protocol):
    @property
    def optional(self) -> bool: ...


S = TypeVar("S", bound=_Item)


def _finds(
    measure: Measure, where: str, golds: Sequence[S], founds: Sequence[S], pairs: Iterable[tuple[int, int]]
) -> Iterator[Verdict]:
    hits, taken = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, gold in enumerate(golds):
        if not gold.optional:
            yield Verdict(measure, Outcome.HIT if i in hits else Outcome.MISSED, where, str(gold))
    for j, found in enumerate(founds):
        if j not in taken:
            yield Verdict(measure, Outcome.WRONG, where, str(found))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
