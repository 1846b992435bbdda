"""How much speaks for a mention telling of a deal: points for and against, and what rules it out.

The points are few and whole, so that a person can add them up: `WEIGHTS` gives each with the case that justifies it.
Sizes are compared by ratio, for a revised price stays within a factor where another deal's does not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from safqa.ledger.blocks import NEAR, OF_EQUALS, RECALLED, blocks_of, kin, lasting
from safqa.ledger.measures import Measure, measure
from safqa.ledger.progress import FORWARD
from safqa.ledger.spellings import same_in_full, same_organisation
from safqa.model import DealType, Metric, Polarity, Qualifier, Scope, Stage, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from safqa.ledger.exchange import Rates
    from safqa.ledger.values import Telling
    from safqa.model import Party

# A mention tells of a deal when it has this many points: the same target and a party in common within the half year, or
# the same target within the fortnight.
ENOUGH = 2

WEIGHTS = {
    "party": 2,  # "Databricks is in talks for Tarjim Labs" and "Databricks buys Tarjim Labs"
    "other_parties": -2,  # two investors of one company, months apart
    "other_lenders": -1,  # a round or a loan has many, and each text names its own
    "other_backers": 0,  # a fund has even more, and a listing has banks and an exchange
    "once": 2,  # a company goes public once
    "one_at_a_time": 1,  # nobody sells a company twice at once, or raises two funds
    "stage": 2,  # both say Series B
    "amount": 2,  # both say 120 million
    "former_amount": 4,  # "150 million instead of 120": it says which deal it means
    "near_amount": 0,  # 85 and 100 million: a round extended, a price sweetened
    "other_amount": -1,  # 2.3 and 3.1 billion: sources differ on one deal
    "far_amount": -3,  # 60 and 250 million: no revision reaches so far
    "fortnight": 2,  # news of one deal comes together
    "two_months": 1,
    "half_year": 0,
    "year": -1,  # from rumour to closing
    "later": -2,
    "goes_on": 1,  # in talks, then announced
    "after_the_end": -2,  # in talks, months after it was completed: the next deal
    "signed_again": -2,  # signed, and half a year later signed at another price: the second contract
    "short_name": -1,  # "Waha" for Waha Data Centers, "قافية" for Qafia AI
    "recalled": 2,  # "the campus that it announced in June": no name and no sum, it means the one that is known
    "turned": -1,  # "Microsoft, 14.3 billion" where others tell of Microsoft's 14.3 billion for Annotiva
    "other_family": -1,  # some outlets call an investment a purchase
    "other_script": -1,  # "معالجات أطلس" of Atlas Processors: a name that is translated sounds like nothing
}
_GAPS = ((14, "fortnight"), (60, "two_months"), (180, "half_year"), (400, "year"))
# A stage in common outweighs investors that are not: a round has many, and each text names its own.
_STAGED = WEIGHTS["stage"] - WEIGHTS["other_parties"]
# Within this factor two prices may be one, told by two sources or revised; beyond the second no rumour errs so far.
_NEAR, _REVISED, _RUMOURED = 1.4, 1.6, 4.0
# A report of talks this long after completion is of another deal; before, it lags.
_LAG = timedelta(days=30)
# A signed price that changes within this time is the same deal's, where it does not say so itself: a value is raised
# within months, and lowered at once or not at all.
_RAISED, _LOWERED = timedelta(days=270), timedelta(days=60)
# From here on the price is settled.
_FIRM = FORWARD.index(Status.ANNOUNCED)
# In these each text names the investors or lenders that it knows of.
_OF_MANY = frozenset({DealType.FUNDING_ROUND, DealType.FUND, DealType.DEBT, DealType.IPO})
_SINGLE = frozenset({DealType.ACQUISITION.family, DealType.FUND.family})


@dataclass(slots=True)
class Side:
    """What is known of a deal, or of one mention of it, as far as comparing needs it."""

    tellings: list[Telling] = field(default_factory=list)
    blocks: set[str] = field(default_factory=set)
    lasting: set[str] = field(default_factory=set)
    versions: set[str] = field(default_factory=set)
    mentions: set[str] = field(default_factory=set)
    families: dict[str, int] = field(default_factory=dict)
    stages: set[Stage] = field(default_factory=set)
    targets: list[Party] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    amounts: list[Measure] = field(default_factory=list)
    values: list[Measure] = field(default_factory=list)
    formers: list[Measure] = field(default_factory=list)
    furthest: int = -1
    ended: bool = False
    equals: bool = False
    many: bool = False
    background: bool = True
    last: datetime = datetime.min  # noqa: DTZ901 -- set by the first telling

    @property
    def family(self) -> str:
        """The family that most tellings give; the first on a tie."""
        return max(self.families, key=self.families.__getitem__)

    @property
    def recalls(self) -> bool:
        """Whether it only names a deal that is known, without a party or a sum."""
        return self.background and not self.parties and not self.amounts

    def add(self, other: Side) -> None:
        """Take in what another side knows, which is told later."""
        self.tellings += other.tellings
        self.blocks |= other.blocks
        self.lasting |= other.lasting
        self.versions |= other.versions
        self.mentions |= other.mentions
        for family, count in other.families.items():
            self.families[family] = self.families.get(family, 0) + count
        self.stages |= other.stages
        self.targets += _unknown(other.targets, self.targets)
        self.parties += _unknown(other.parties, self.parties)
        self.amounts += [m for m in other.amounts if m not in self.amounts]
        self.values += [m for m in other.values if m not in self.values]
        self.formers += [m for m in other.formers if m not in self.formers]
        self.furthest = max(self.furthest, other.furthest)
        self.ended = self.ended or other.ended
        self.equals = self.equals and other.equals
        self.many = self.many or other.many
        if not other.background or self.background:
            self.last = other.last
        self.background = self.background and other.background


def _unknown(new: Iterable[Party], known: Iterable[Party]) -> list[Party]:
    met = {(p.name, p.surface) for p in known}
    return [p for p in new if (p.name, p.surface) not in met]


def side_of(tellings: Iterable[Telling], rates: Rates) -> Side:
    """One mention, as all versions of its article tell it."""
    side: Side | None = None
    for telling in tellings:
        one = _side(telling, rates)
        if side is None:
            side = one
        else:
            side.add(one)
    assert side is not None  # noqa: S101 -- a mention has tellings
    return side


def _side(telling: Telling, rates: Rates) -> Side:
    deal = telling.deal
    blocks = blocks_of(deal)
    status = FORWARD.index(deal.status) if deal.status in FORWARD else -1
    return Side(
        tellings=[telling],
        blocks=set(blocks),
        lasting=set(lasting(blocks)),
        versions={telling.version},
        mentions={telling.mention},
        families={deal.type.family: 1},
        stages={deal.stage} if deal.stage else set(),
        targets=[deal.target] if deal.target else [],
        parties=list(deal.parties),
        amounts=_measures(telling, Metric.AMOUNT, rates),
        values=[*_measures(telling, Metric.VALUATION, rates), *_measures(telling, Metric.STAKE, rates)],
        formers=_measures(telling, Metric.AMOUNT, rates, former=True),
        furthest=status,
        ended=deal.status in {Status.COMPLETED, Status.CANCELLED},
        equals=deal.type in OF_EQUALS,
        many=deal.type in _OF_MANY,
        background=deal.background,
        last=telling.told_at,
    )


def _measures(telling: Telling, metric: Metric, rates: Rates, *, former: bool = False) -> list[Measure]:
    day = telling.told_at.date()
    told = (f for f in telling.deal.figures if f.polarity is Polarity.ASSERTED)
    figures = [f for f in told if f.metric is metric and f.former is former]
    return [measure(f, day, rates) for f in figures if f.scope is Scope.WHOLE and f.qualifier is not Qualifier.VAGUE]


def points(deal: Side, mention: Side) -> int | None:
    """How much speaks for a mention telling of a deal; None where something rules it out."""
    family = _family_points(deal, mention)
    if family is None or _apart(deal, mention):
        return None
    amount = _amount_points(deal, mention)
    found = family + amount + _gap_points(deal, mention) + _course_points(deal, mention)
    staged = bool(deal.stages & mention.stages)
    if found + WEIGHTS["party"] + staged * _STAGED < ENOUGH:
        return None  # whoever they are: names are compared last, for that takes longest
    shared = _same_partners(deal, mention) or _share(deal.parties, mention.parties)
    target, others = _target_points(deal, mention), _party_points(deal, mention, shared=shared)
    if target is None:
        target = _turned_points(deal, mention) or _translated_points(deal, mention, shared=shared)
    if target is None or others is None or (target + family < 0 and not (shared or amount > 0)):
        return None  # a likeness of names or kinds alone is too little
    strangers = bool(deal.parties and mention.parties) and not shared
    return found + target + others + staged * (_STAGED if strangers else WEIGHTS["stage"])


def _apart(deal: Side, mention: Side) -> bool:
    """Whether a mention has nothing to do with a deal, or stands in a text that tells of it, or at another stage."""
    close = abs(mention.last - deal.last) <= (RECALLED if mention.recalls else NEAR)
    if (deal.blocks if close else deal.lasting).isdisjoint(mention.blocks):
        return True
    return not deal.versions.isdisjoint(mention.versions) or len(deal.stages | mention.stages) > 1


def _party_points(deal: Side, mention: Side, *, shared: bool) -> int | None:
    if shared:
        return WEIGHTS["party"]
    if not (deal.parties and mention.parties):
        return 0
    if "acquisition" in (deal.family, mention.family):
        return None  # rival bidders
    return _others_points(deal, mention)


def _family_points(deal: Side, mention: Side) -> int | None:
    one, other = deal.family, mention.family
    if one == other:
        return WEIGHTS["once"] if one == DealType.IPO else 0
    return WEIGHTS["other_family"] if kin(one) == kin(other) else None


def _target_points(deal: Side, mention: Side) -> int | None:
    if _same_partners(deal, mention):
        return 0
    if not deal.targets or not mention.targets:
        both_without = not deal.targets and not mention.targets
        return 0 if both_without and _share(deal.parties, mention.parties) else None
    pairs = [(p, q) for p in deal.targets for q in mention.targets if same_organisation(p, q)]
    if not pairs:
        return None
    return 0 if any(same_in_full(p, q) for p, q in pairs) else WEIGHTS["short_name"]


def _turned_points(deal: Side, mention: Side) -> int | None:
    """The points of a mention that takes a party for the target, or names none: only where it tells the same sum."""
    if _days_between(deal, mention) > _GAPS[0][0] or not _agree(deal.amounts, mention.amounts):
        return None
    if deal.targets and mention.targets:
        one, other = (deal, mention) if _share(deal.parties, mention.targets) else (mention, deal)
        turned = _share(one.parties, other.targets) and all(_share(one.targets, [p]) for p in other.parties)
        return WEIGHTS["turned"] if turned else None
    return WEIGHTS["turned"] if _share(deal.parties, mention.parties) else None


def _translated_points(deal: Side, mention: Side, *, shared: bool) -> int | None:
    """The points of a mention whose target has a name in the other script alone, and no sound in common with it."""
    if not (shared and _days_between(deal, mention) <= _GAPS[1][0] and _agree(deal.amounts, mention.amounts)):
        return None
    scripts = [{p.name.isascii() for p in side.targets} for side in (deal, mention)]
    spelled = [any(len({n.isascii() for n in (p.name, *p.surface)}) > 1 for p in s.targets) for s in (deal, mention)]
    apart = len(scripts[0]) == len(scripts[1]) == 1 and scripts[0] != scripts[1] and not any(spelled)
    return WEIGHTS["other_script"] if apart else None


def _same_partners(deal: Side, mention: Side) -> bool:
    """Whether two deals of equals have two partners in common, whoever is called the target."""
    if not (deal.equals and mention.equals):
        return False
    known = [*deal.targets, *deal.parties]
    return sum(any(same_organisation(p, q) for q in known) for p in (*mention.targets, *mention.parties)) > 1


def _share(some: Iterable[Party], others: Iterable[Party]) -> bool:
    known = list(some)
    return any(same_organisation(p, q) for q in others for p in known)


def _amount_points(deal: Side, mention: Side) -> int:
    if _agree(deal.amounts, mention.formers):
        return WEIGHTS["former_amount"]
    if _agree(deal.amounts, mention.amounts) or _agree(deal.values, mention.values):
        return WEIGHTS["amount"]
    ratios = [r for m in deal.amounts for n in mention.amounts if (r := _ratio(m, n)) is not None]
    if not ratios:
        return 0
    if "acquisition" in (deal.family, mention.family):
        return WEIGHTS["other_amount"]  # a company is bought once: its price moves, and with shares by the day
    firm = deal.furthest >= _FIRM and mention.furthest >= _FIRM
    if min(ratios) > (_REVISED if firm else _RUMOURED):
        return WEIGHTS["far_amount"]
    again = firm and not mention.background and _signed_again(deal, mention)
    return WEIGHTS["near_amount" if min(ratios) <= _NEAR else "other_amount"] + (
        WEIGHTS["signed_again"] if again else 0
    )


def _signed_again(deal: Side, mention: Side) -> bool:
    raised = max(_sizes(mention)) > max(_sizes(deal))
    return mention.last - deal.last > (_RAISED if raised else _LOWERED)


def _sizes(side: Side) -> list[float]:
    return [m.middle for m in side.amounts if m.middle is not None]


def _others_points(deal: Side, mention: Side) -> int:
    if deal.family == mention.family and deal.family in (DealType.FUND, DealType.IPO):
        return WEIGHTS["other_backers"]
    return WEIGHTS["other_lenders" if deal.many and mention.many else "other_parties"]


def _agree(some: Iterable[Measure], others: Iterable[Measure]) -> bool:
    closed = [m for m in some if m.closed]
    return any(m.agrees(n) for n in others if n.closed for m in closed)


def _ratio(one: Measure, other: Measure) -> float | None:
    """How many times the larger is the smaller; None where one is open, or they have no unit in common."""
    a, b = one.middle, other.middle
    if not a or not b:
        return None
    return max(a, b) / min(a, b)


def _gap_points(deal: Side, mention: Side) -> int:
    if mention.background or deal.background:
        return 0  # the day of a text that looks back is not the day of the deal
    days = _days_between(deal, mention)
    name = next((name for most, name in _GAPS if days <= most), "later")
    return WEIGHTS[name]


def _days_between(deal: Side, mention: Side) -> float:
    return abs(mention.last - deal.last) / timedelta(days=1)


def _course_points(deal: Side, mention: Side) -> int:
    if mention.background:
        return WEIGHTS["recalled"] if mention.recalls else 0
    if deal.ended:
        late = mention.last - deal.last > _LAG and 0 <= mention.furthest < len(FORWARD) - 1
        return WEIGHTS["after_the_end"] if late else 0
    single = deal.family == mention.family and deal.family in _SINGLE
    return WEIGHTS["goes_on"] + (WEIGHTS["one_at_a_time"] if single else 0)
