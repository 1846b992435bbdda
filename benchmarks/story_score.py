"""How well a ledger agrees with an annotated story; pure functions over `story_labels`.

* same deal: F1 over the pairs of mentions that belong to one deal. A mention that the ledger does not have is paired
  with none.
* deals: whether the ledger has as many as the story.
* flags: F1 over (article, kind, metric, target of the deal). A flag that is allowed is neither required nor wrong.
* noise: flags on figures that the story marks as no news, unless another flag is expected on the same metric.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from benchmarks.agreement import likeness, same_figure, same_party
from benchmarks.labels import Deal, Figure
from benchmarks.story_labels import Flag, Noise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from benchmarks.story_labels import Mention, Story

# How much it says that a mention and a deal of the ledger agree in something. Types and targets are what deals are
# told apart by; a stage or a figure only parts deals that agree in those.
_TYPE, _TARGET, _PARTY, _STAGE, _FIGURE = 2.0, 2.0, 1.0, 0.5, 0.5
# One of type and target, with a party or with a stage and a figure: the other may have been read otherwise.
_ENOUGH = 3.0


@dataclass(frozen=True, slots=True)
class LedgerDeal:
    """A deal of a ledger; `told` has each article that tells of it, with the figures that it states."""

    id: str
    deal: Deal
    told: Mapping[str, tuple[Figure, ...]]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What came of a story; `lines` say all of it but ids, so equal lines are equal ledgers."""

    deals: tuple[LedgerDeal, ...]
    flags: Counter[Flag]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of what was to be found."""

    hits: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Found) -> Found:
        return Found(self.hits + other.hits, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return _share(2 * self.hits, 2 * self.hits + self.wrong + self.missed)

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return _share(self.hits, self.hits + self.wrong)

    @property
    def recall(self) -> float:
        """The share of what was to be found that was."""
        return _share(self.hits, self.hits + self.missed)


@dataclass(frozen=True, slots=True)
class StoryScore:
    """The measures of one story or several; `errors` has a line for each that fell short."""

    stories: int = 0
    right_number: int = 0
    pairs: Found = Found()
    flags: Found = Found()
    noise: int = 0
    flagged_noise: int = 0
    errors: tuple[str, ...] = ()

    def __add__(self, other: StoryScore) -> StoryScore:
        return StoryScore(
            self.stories + other.stories,
            self.right_number + other.right_number,
            self.pairs + other.pairs,
            self.flags + other.flags,
            self.noise + other.noise,
            self.flagged_noise + other.flagged_noise,
            self.errors + other.errors,
        )


def score(story: Story, ledger: Ledger) -> StoryScore:
    """All measures of one story."""
    homes = [home(mention, ledger.deals) for mention in story.mentions]
    right = len(ledger.deals) == story.number_of_deals
    quiet = story.noise - {Noise(flag.url, flag.metric) for flag in story.expected}
    noisy = [flag for flag in ledger.flags if Noise(flag.url, flag.metric) in quiet]
    flags = _flags(story, ledger)
    errors = [
        *(f"lost {m.url} {m.label}" for m, at in zip(story.mentions, homes, strict=True) if at is None),
        *_misplaced(story.mentions, homes),
        *([] if right else [f"{len(ledger.deals)} deals, {story.number_of_deals} expected"]),
        *(f"{what} flag {flag}" for what, flags_of in flags.items() if what != "right" for flag in flags_of.elements()),
        *(f"noise flagged {flag}" for flag in noisy),
    ]
    return StoryScore(
        stories=1,
        right_number=int(right),
        pairs=_pairs(story.mentions, homes),
        flags=Found(*(flags[what].total() for what in ("right", "wrong", "missed"))),
        noise=len(quiet),
        flagged_noise=len(noisy),
        errors=tuple(f"{story.slug}: {error}" for error in errors),
    )


def home(mention: Mention, deals: Iterable[LedgerDeal]) -> str | None:
    """The deal that holds a mention: told by the same article, and of those the most alike; None where none is."""
    told = [deal for deal in deals if mention.url in deal.told]
    best = max(told, key=lambda deal: _alike(mention, deal), default=None)
    return best.id if best and _alike(mention, best) >= _ENOUGH else None


def _alike(mention: Mention, found: LedgerDeal) -> float:
    gold, deal, stated = mention.deal, found.deal, found.told[mention.url]
    return (
        _TYPE * _one_family(gold, deal)
        + _TARGET
        * (same_party(gold.target, deal.target) if gold.target and deal.target else gold.target is deal.target)
        + _PARTY * any(same_party(g, f) for g in gold.parties for f in deal.parties)
        + _STAGE * (gold.stage == deal.stage)
        + _FIGURE * sum(any(same_figure(g, f) for f in stated) for g in gold.figures)
    )


def _one_family(one: Deal, other: Deal) -> bool:
    """Whether outlets use the types of the two for one transaction: deals without any name are alike by type alone."""
    return likeness(Deal(one.type), Deal(other.type)) > 0


def _pairs(mentions: Iterable[Mention], homes: Iterable[str | None]) -> Found:
    found: Counter[tuple[bool, bool]] = Counter()
    for (one, at), (other, at_other) in combinations(zip(mentions, homes, strict=True), 2):
        found[one.label == other.label, at is not None and at == at_other] += 1
    return Found(hits=found[True, True], wrong=found[False, True], missed=found[True, False])


def _misplaced(mentions: Iterable[Mention], homes: Iterable[str | None]) -> Iterator[str]:
    """A line for each pair that is merged or split; a lost mention has its own line and no more."""
    for (one, at), (other, at_other) in combinations(zip(mentions, homes, strict=True), 2):
        if at is not None and at_other is not None and (one.label == other.label) != (at == at_other):
            pair = f"{one.url} {one.label} and {other.url} {other.label}"
            yield f"split {pair}" if one.label == other.label else f"merged {pair}"


def _flags(story: Story, ledger: Ledger) -> dict[str, Counter[Flag]]:
    return {
        "right": story.expected & ledger.flags,
        "wrong": ledger.flags - story.expected - story.allowed,
        "missed": story.expected - ledger.flags,
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
