"""Ten years of invented deal news, with the truth: which deal each mention tells of. For `ledger_scale.py`.

Drawn from a seed: companies of which a few are in hundreds of deals, deals of all kinds that are hard to keep apart,
and articles with their deals as another extractor would give them. The plan (who did what when, which article tells of
it) is made first and is small; an article is written when it is asked for, so that a hundred thousand need no memory.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING

from benchmarks.synthetic_names import Namer
from safqa.model import DealType, Stage, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.synthetic_names import Company

BEGIN = datetime(2015, 1, 1, tzinfo=UTC)
DAYS = 3650
OUTLETS = 30
# The popularity of the company at a rank is 1 / (rank + 10): of 20,000 deals the first has about 280, the twentieth
# 100, half of all companies one.
_FLAT = 10
# Rounds of one company are at least this many days apart; half of them say which round it is.
_BETWEEN_ROUNDS = 240
_STAGES = (Stage.SEED, Stage.SERIES_A, Stage.SERIES_B, Stage.SERIES_C, Stage.SERIES_D, Stage.SERIES_E)
# Another deal of like kind between the same two within this time could not be told apart by its readers.
_BETWEEN_ALIKE = 500
_COMMERCE = ("contract", "partnership", "infrastructure", "debt", "investment", "beside")
TYPES = {
    "round": DealType.FUNDING_ROUND,
    "investment": DealType.INVESTMENT,
    "acquisition": DealType.ACQUISITION,
    "rival": DealType.ACQUISITION,
    "contract": DealType.CONTRACT,
    "beside": DealType.CONTRACT,
    "partnership": DealType.PARTNERSHIP,
    "venture": DealType.PARTNERSHIP,
    "debt": DealType.DEBT,
    "infrastructure": DealType.INFRASTRUCTURE,
}


@dataclass(frozen=True, slots=True)
class Deal:
    """What truly happened; `kind` names the difficulty, `phases` when which status began to be told."""

    number: int
    kind: str
    target: Company | None
    parties: tuple[Company, ...]
    amount: float
    rumoured: float  # what was told of the amount before it was announced
    upsized: float  # what is told of it in the end
    valuation: float
    stage: Stage | None
    phases: tuple[tuple[datetime, Status], ...]

    @property
    def announced(self) -> datetime:
        """When it was told for certain."""
        return next((when for when, status in self.phases if status is Status.ANNOUNCED), self.phases[0][0])


@dataclass(frozen=True, slots=True)
class Event:
    """An article to be written: when, of which deal, how far that is then; `copies` is the event whose text it has."""

    when: datetime
    deal: int
    number: int
    status: Status
    copies: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """All deals, and the articles in the order published; `earlier` has the deals of each target, by their time."""

    seed: int
    deals: tuple[Deal, ...]
    events: tuple[Event, ...]
    outlets: tuple[str, ...]
    words: tuple[str, ...]
    earlier: dict[str, tuple[Deal, ...]]


def plan(articles: int, deals: int, seed: int) -> Plan:
    """Draw deals and the articles that tell of them."""
    rng = Random(seed)  # noqa: S311 -- repeatable, not secret
    namer = Namer(rng)
    companies, funds = namer.companies(max(12, deals * 7 // 20)), namer.funds(max(12, deals * 3 // 20))
    made = _Maker(rng, companies, funds, deals).deals()
    told: dict[str, list[Deal]] = {}
    for deal in sorted(made, key=lambda deal: deal.announced):
        if deal.target is not None:
            told.setdefault(deal.target.name, []).append(deal)
    return Plan(
        seed,
        tuple(made),
        tuple(sorted(_events(rng, made, articles), key=lambda event: (event.when, event.number))),
        tuple(namer.outlets(OUTLETS)),
        tuple(namer.words(3000)),
        {name: tuple(same) for name, same in told.items()},
    )


def rounded(number: float, digits: int) -> float:
    """A number with so many digits that count."""
    return round(number, digits - 1 - math.floor(math.log10(abs(number))))


class _Ranks:
    """Draws from companies by their rank."""

    def __init__(self, rng: Random, companies: Sequence[Company]) -> None:
        self._rng, self.companies = rng, companies
        self._weights = list(accumulate(1 / (rank + _FLAT) for rank in range(1, len(companies) + 1)))

    def draw(self) -> Company:
        point = self._rng.random() * self._weights[-1]
        return self.companies[min(bisect_left(self._weights, point), len(self.companies) - 1)]


class _Maker:
    """Makes deals company by company, so that those of one company keep the distance that real ones keep."""

    def __init__(self, rng: Random, companies: Sequence[Company], funds: Sequence[Company], count: int) -> None:
        self._rng, self._count = rng, count
        self._makers, self._funds = _Ranks(rng, companies), _Ranks(rng, funds)
        self._made: list[Deal] = []
        self._met: dict[tuple[str, frozenset[str]], list[float]] = {}

    def deals(self) -> list[Deal]:
        """So many deals: three of a hundred without a target, the others of companies by their popularity."""
        while len(self._made) < self._count * 3 // 100:
            self._deal("venture", None, self._rng.random() * DAYS, [self._makers.draw() for _ in range(2)])
        while len(self._made) < self._count:
            shares: dict[Company, int] = {}
            for _ in range(self._count - len(self._made)):
                company = self._makers.draw()
                shares[company] = shares.get(company, 0) + 1
            for company in self._makers.companies:
                self._life(company, shares.get(company, 0) * 9 // 10 or min(shares.get(company, 0), 1))
        return self._made[: self._count]

    def _life(self, company: Company, share: int) -> None:
        """The deals of one company: rounds, business with others, and for some small ones a sale in the end."""
        rng = self._rng
        rounds = min((share + 1) // 2, 6)
        room = (DAYS - rounds * _BETWEEN_ROUNDS) * rng.random() ** 0.5
        starts = sorted(rng.random() * room for _ in range(rounds))
        first = rng.choice((0, 0, 1))
        for number, start in enumerate(starts):
            stage = _STAGES[min(first + number, len(_STAGES) - 1)] if rng.random() < 0.5 else None
            self._deal("round", company, start + number * _BETWEEN_ROUNDS, self._several(self._funds), stage=stage)
        sold = share <= 6 and rng.random() < 0.25
        for _ in range(share - rounds - sold):
            self._business(company)
        if sold:
            last = min((starts[-1] if starts else 0) + rounds * _BETWEEN_ROUNDS + 300 * rng.random(), DAYS)
            self._deal("acquisition", company, last, [self._makers.draw()])
            if rng.random() < 0.3:
                self._deal("rival", company, last + rng.uniform(2, 30), [self._makers.draw()])

    def _business(self, company: Company) -> None:
        rng = self._rng
        kind, day = rng.choice(_COMMERCE), rng.random() * DAYS
        other = (self._funds if kind in {"debt", "investment"} else self._makers).draw()
        if kind == "beside":  # money one way and an order the other, at one time
            self._deal("investment", company, day, [other])
            day += rng.uniform(0, 20)
        self._deal(kind, company, day, [other])

    def _several(self, pool: _Ranks) -> list[Company]:
        return [pool.draw() for _ in range(self._rng.choice((1, 2, 2, 3)))]

    def _deal(
        self, kind: str, target: Company | None, day: float, parties: Sequence[Company], *, stage: Stage | None = None
    ) -> None:
        rng = self._rng
        names = frozenset(c.name for c in (*parties, *filter(None, [target])))
        days = self._met.setdefault((TYPES[kind].family, names), [])
        if len(names) < 2 or any(abs(day - other) < _BETWEEN_ALIKE for other in days):
            return
        days.append(day)
        amount = rounded(10 ** rng.uniform(6.5, 10), rng.choice((2, 2, 3)))
        rumoured = rounded(amount * rng.uniform(0.75, 1.3), rng.choice((1, 2)))
        upsized = rounded(amount * rng.uniform(1.1, 1.4), 2) if rng.random() < 0.08 else amount
        self._made.append(
            Deal(
                number=len(self._made),
                kind=kind,
                target=target,
                parties=tuple(dict.fromkeys(parties)),
                amount=amount,
                rumoured=rumoured,
                upsized=upsized,
                valuation=rounded(amount * rng.uniform(4, 20), 2),
                stage=stage,
                phases=self._phases(kind, day),
            )
        )

    def _phases(self, kind: str, day: float) -> tuple[tuple[datetime, Status], ...]:
        rng = self._rng
        slow = kind in {"acquisition", "rival"}
        likely = {Status.RUMOURED: 0.3, Status.IN_TALKS: 0.35, Status.ANNOUNCED: 0.95, Status.COMPLETED: 0.2}
        pauses = {Status.RUMOURED: 40.0, Status.IN_TALKS: 45.0, Status.COMPLETED: 200.0 if slow else 60.0}
        phases: list[tuple[datetime, Status]] = []
        when = BEGIN + timedelta(days=day)
        for status, chance in likely.items():
            if rng.random() < (0.6 if slow and status is Status.COMPLETED else chance):
                if phases:
                    when += timedelta(days=rng.uniform(5, pauses.get(phases[-1][1], 45.0) if slow else 45.0))
                phases.append((when, status))
        if kind == "rival" and len(phases) > 1:
            phases[-1] = (phases[-1][0], Status.CANCELLED)
        return tuple(phases or [(when, Status.ANNOUNCED)])


def _events(rng: Random, deals: Sequence[Deal], articles: int) -> list[Event]:
    """One article for each deal, the rest by chance: deals of more steps are told of more often."""
    counts = [1] * len(deals)
    weights = list(accumulate(len(deal.phases) * rng.expovariate(1) for deal in deals))
    for number in rng.choices(range(len(deals)), cum_weights=weights, k=articles - len(deals)):
        counts[number] += 1
    events: list[Event] = []
    for deal, count in zip(deals, counts, strict=True):
        latest: Event | None = None
        for when, status in sorted(_told(rng, deal, count)):
            number = len(events)
            if latest is not None and latest.status is status and rng.random() < 0.2:
                copied = latest.number if latest.copies is None else latest.copies
                hours = timedelta(hours=rng.uniform(0.2, 12))
                events.append(Event(latest.when + hours, deal.number, number, status, copied))
            else:
                latest = Event(when, deal.number, number, status)
                events.append(latest)
    return events


def _told(rng: Random, deal: Deal, count: int) -> list[tuple[datetime, Status]]:
    told = []
    for number in range(count):
        when, status = deal.phases[number] if number < len(deal.phases) else rng.choice(deal.phases)
        late = rng.expovariate(1 / 1.5) if number >= len(deal.phases) else rng.random() / 4
        told.append((when + timedelta(days=late), status))
    return told
