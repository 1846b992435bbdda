"""Writes the articles of a plan: a few sentences, and the deals as another extractor would give them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from benchmarks.synthetic import TYPES, rounded
from benchmarks.synthetic_names import to_arabic
from safqa import identity
from safqa.model import Article, DealMention, Figure, Metric, Party, Qualifier, Quote, Role, Scope, Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from benchmarks.synthetic import Deal, Event, Plan
    from benchmarks.synthetic_names import Company

# Units for one dollar: two pegs and a currency that floats, at about the mean of the years.
_CURRENCIES = {"SAR": 3.75, "AED": 3.6725, "EUR": 0.9}
_SENTENCES, _SENTENCE = 5, 14  # a text: sentences, and words in each
_LATE = timedelta(days=60)  # an earlier deal is looked back at after this long
_EARLY = frozenset({Status.RUMOURED, Status.IN_TALKS})
_ROLES = {
    **dict.fromkeys(("round", "investment"), Role.INVESTOR),
    **dict.fromkeys(("acquisition", "rival"), Role.ACQUIRER),
    **dict.fromkeys(("contract", "beside"), Role.CUSTOMER),
    **dict.fromkeys(("partnership", "venture", "infrastructure"), Role.PARTNER),
    "debt": Role.LENDER,
}


@dataclass(frozen=True, slots=True)
class Told:
    """An article, and for each of its mentions the key under which it is stored and the deal it tells of."""

    article: Article
    truth: tuple[tuple[str, int], ...]


def articles(plan: Plan) -> Iterator[Told]:
    """All articles in the order published."""
    following: dict[int, Event] = {}
    for event, after in zip(plan.events, (*plan.events[1:], plan.events[0]), strict=True):
        following[event.number] = after
    by_number = {event.number: event for event in plan.events}
    for event in plan.events:
        yield _Writer(plan, by_number[event.copies] if event.copies is not None else event, following).told(event)


class _Writer:
    """Writes one article; a copy is written as its original was, then cut and given another headline."""

    def __init__(self, plan: Plan, original: Event, following: dict[int, Event]) -> None:
        self._plan, self._event, self._following = plan, original, following
        self._rng = Random(f"{plan.seed} {original.number}")  # noqa: S311 -- repeatable, not secret
        self._arabic = self._rng.random() < 0.45
        self._numbers: list[str] = []

    def told(self, event: Event) -> Told:
        mentions, truth = self._mentions()
        body = self._body()
        outlet = self._rng.randrange(len(self._plan.outlets))
        if event is not self._event:
            body = body[:-1] if event.number % 2 else [*body, self._sentence()]
            outlet = (outlet + 1 + event.number % (len(self._plan.outlets) - 1)) % len(self._plan.outlets)
        title = f"{self._sentence()} {event.number}"
        text = "\n\n".join((title, *body))
        name = self._plan.outlets[outlet]
        url = f"https://{name.split()[0].lower()}.example/{event.number}"
        found = tuple(_quoted(mention, text) for mention in mentions)
        article = Article(url, title, text, name, event.when, lang="ar" if self._arabic else "en", mentions=found)
        return Told(article, tuple(zip(mention_keys(article), truth, strict=True)))

    def _mentions(self) -> tuple[list[DealMention], list[int]]:
        deals = self._plan.deals
        told = [(deals[self._event.deal], self._event.status, False)]
        if self._rng.random() < 0.12 and (past := self._past(told[0][0])) is not None:
            told.append((past, past.phases[-1][1] if past.kind != "rival" else Status.ANNOUNCED, True))
        after = self._following[self._event.number]
        if self._rng.random() < 0.03 and after.deal != self._event.deal and after.when >= self._event.when:
            told.append((deals[after.deal], after.status, False))
        written = [self._mention(deal, status, background=background) for deal, status, background in told]
        return written, [deal.number for deal, _, _ in told]

    def _past(self, deal: Deal) -> Deal | None:
        """An earlier deal of the same company, the latest ones first."""
        same = self._plan.earlier.get(deal.target.name, ()) if deal.target else ()
        known = [other for other in same if other.phases[-1][0] + _LATE < self._event.when and other is not deal]
        return known[-1 - min(int(self._rng.expovariate(0.7)), len(known) - 1)] if known else None

    def _mention(self, deal: Deal, status: Status, *, background: bool) -> DealMention:
        rng = self._rng
        target, parties = deal.target, list(deal.parties)
        if deal.kind == "partnership" and target is not None and rng.random() < 0.3:
            target, parties = parties[0], [target, *parties[1:]]  # either is the target, as the outlet likes
        if deal.kind == "round":
            parties = [] if rng.random() < 0.08 else parties[: rng.randint(1, len(parties))]
        role = _ROLES[deal.kind]
        return DealMention(
            type=TYPES["round"] if deal.kind == "investment" and rng.random() < 0.1 else TYPES[deal.kind],
            status=status,
            target=self._party(target, None) if target is not None else None,
            parties=tuple(self._party(party, role) for party in parties),
            stage=deal.stage if rng.random() < 0.8 else None,
            figures=tuple(self._figures(deal, status, background=background)),
            background=background,
        )

    def _party(self, company: Company, role: Role | None) -> Party:
        """A company as this newsroom writes it: with its Latin name beside, in a second spelling, or in short."""
        chance = self._rng.random()
        if not self._arabic:
            surface = (company.name, company.short) if chance < 0.3 else (company.name,)
            return Party(company.short, (company.short,), role) if chance > 0.93 else Party(company.name, surface, role)
        if chance < 0.5:
            return Party(company.name, (company.arabic, company.name), role)
        if chance > 0.95:
            return Party(company.short_arabic, (company.short_arabic,), role)
        written = company.arabic if chance < 0.85 else company.other_arabic
        return Party(written, (written,), role)

    def _figures(self, deal: Deal, status: Status, *, background: bool) -> Iterator[Figure]:
        rng = self._rng
        if rng.random() < 0.85:
            yield self._figure(Metric.AMOUNT, _amount(deal, status, self._event.when), certain=status not in _EARLY)
        if deal.kind == "round" and not background and rng.random() < 0.4:
            yield self._figure(Metric.VALUATION, deal.valuation, certain=status not in _EARLY)

    def _figure(self, metric: Metric, number: float, *, certain: bool) -> Figure:
        """A number as it is told: in full, rounded, with a reserve, in the currency of the reader."""
        rng = self._rng
        unit, qualifier, chance = "USD", Qualifier.EXACT, rng.random()
        if chance < 0.1 or (chance < 0.25 and self._arabic):
            unit = rng.choice(list(_CURRENCIES))
            number = rounded(number * _CURRENCIES[unit], 3)
        elif chance < 0.35:
            qualifier = Qualifier.ABOUT
            number = rounded(number, 2)
        elif chance < (0.4 if certain else 0.55):
            qualifier = rng.choice((Qualifier.AT_LEAST, Qualifier.AT_MOST))
        self._numbers.append(f"{number:.0f} {unit}")
        low = None if qualifier is Qualifier.AT_MOST else number
        high = None if qualifier is Qualifier.AT_LEAST else number
        source = rng.choice(self._plan.outlets[:8]) if rng.random() < 0.2 else None
        words = Quote(self._numbers[-1], 0, 0)
        return Figure(metric, low, high, unit, qualifier, source=source, scope=Scope.WHOLE, quote=words)

    def _body(self) -> list[str]:
        body = [self._sentence() for _ in range(_SENTENCES)]
        return [" ".join((*self._numbers, body[0])), *body[1:]]

    def _sentence(self) -> str:
        words = self._rng.choices(self._plan.words, k=_SENTENCE)
        return " ".join(map(to_arabic, words) if self._arabic else words) + "."


def _amount(deal: Deal, status: Status, when: datetime) -> float:
    if status in _EARLY:
        return deal.rumoured
    return deal.upsized if when > deal.announced + timedelta(days=3) else deal.amount


def _quoted(mention: DealMention, text: str) -> DealMention:
    """The mention with its quotes put where they stand in the text."""
    return replace(mention, figures=tuple(_placed(figure, text) for figure in mention.figures))


def _placed(figure: Figure, text: str) -> Figure:
    assert figure.quote is not None
    start = text.index(figure.quote.text)
    return replace(figure, quote=Quote(figure.quote.text, start, start + len(figure.quote.text)))


def mention_keys(article: Article) -> Iterator[str]:
    """The keys under which the mentions of an article are stored."""
    page = identity.article_key(article.url)
    met: dict[tuple[str, str], int] = {}
    for mention in article.mentions or ():
        named = mention.type.family, identity.mention_anchor(mention)
        yield identity.mention_key(page, *named, met.setdefault(named, 0))
        met[named] += 1
