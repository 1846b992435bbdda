"""The types that travel through Safqa, named by their place in the flow.

`Article -> DealMention -> Claim -> Deal / Change`. All are frozen values; nothing here reads, writes or decides.
The meaning of each label is fixed by docs/annotation.md, in which every value has an example.

Amounts are plain numbers in the unit named (never "millions"); percentages are percent (49, not 0.49).
Offsets are half-open `[start, end)` positions in the text that the article carries, counted in code points.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class DealType(StrEnum):
    """What kind of transaction a deal is."""

    INVESTMENT = "investment"
    FUNDING_ROUND = "funding_round"
    ACQUISITION = "acquisition"
    MERGER = "merger"
    PARTNERSHIP = "partnership"
    CONTRACT = "contract"
    INFRASTRUCTURE = "infrastructure"
    IPO = "ipo"
    DEBT = "debt"
    FUND = "fund"

    @property
    def family(self) -> str:
        """Types that outlets use for the same transaction share a family; only those can be one deal."""
        return _FAMILY.get(self, self.value)


_FAMILY = {
    DealType.INVESTMENT: "equity",
    DealType.FUNDING_ROUND: "equity",
    DealType.MERGER: "acquisition",
}


class Status(StrEnum):
    """How far a deal is, as its article tells it."""

    RUMOURED = "rumoured"
    IN_TALKS = "in_talks"
    ANNOUNCED = "announced"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    DENIED = "denied"


class Stage(StrEnum):
    """The named stage of a funding round."""

    PRE_SEED = "pre_seed"
    SEED = "seed"
    SERIES_A = "series_a"
    SERIES_B = "series_b"
    SERIES_C = "series_c"
    SERIES_D = "series_d"
    SERIES_E = "series_e"
    SERIES_F = "series_f"
    SERIES_G = "series_g"
    SERIES_H = "series_h"
    BRIDGE = "bridge"


class Role(StrEnum):
    """What a party does in a deal; the target has no role."""

    INVESTOR = "investor"
    LEAD_INVESTOR = "lead_investor"
    ACQUIRER = "acquirer"
    CUSTOMER = "customer"
    PARTNER = "partner"
    LENDER = "lender"
    BACKER = "backer"


class Metric(StrEnum):
    """What a figure measures."""

    AMOUNT = "amount"
    VALUATION = "valuation"
    STAKE = "stake"
    TOTAL_RAISED = "total_raised"


class Qualifier(StrEnum):
    """How exactly a figure is stated."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    VAGUE = "vague"


class Scope(StrEnum):
    """Which part of the deal an amount is."""

    WHOLE = "whole"
    PARTY_SHARE = "party_share"
    TRANCHE = "tranche"
    DEBT = "debt"


class Basis(StrEnum):
    """Whether a valuation counts the new money; None stands for "not said"."""

    PRE_MONEY = "pre_money"
    POST_MONEY = "post_money"


class Polarity(StrEnum):
    """Whether the text states something or denies it."""

    ASSERTED = "asserted"
    DENIED = "denied"


class ChangeKind(StrEnum):
    """The flags of the ledger; docs/design.md gives the rule of each."""

    NEW_DEAL = "new_deal"
    NEW_FIGURE = "new_figure"
    REFINED = "refined"
    REVISED = "revised"
    CORRECTED = "corrected"
    CORROBORATED = "corroborated"
    CONFIRMED = "confirmed"
    CONFLICT = "conflict"
    DENIED = "denied"
    STATUS_CHANGED = "status_changed"
    PARTY_ADDED = "party_added"
    RECLASSIFIED = "reclassified"
    RETRACTED = "retracted"
    MERGED = "merged"
    SPLIT = "split"
    RESTATED = "restated"


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of an article's text that proves a fact: `article.text[start:end] == text`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a fact is believed: the rule that fired and the words it fired on."""

    fact: str
    rule: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation or person of a deal.

    `name` is the canonical (Latin) name where one is known, else the name as the text first writes it;
    `surface` holds every spelling the text uses.
    """

    name: str
    surface: tuple[str, ...] = ()
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One statement of a number about a deal, as an interval with its evidence.

    `low` is None when open below, `high` when open above. `step` is the value of one unit of the last digit as
    written ("14.3 billion" -> 1e8): half of it is the rounding of the figure. `source` is whom the text credits.
    `party` names whose share it is when `scope` is `party_share`. `former` marks a value told as the old one.
    """

    metric: Metric
    low: float | None
    high: float | None
    unit: str
    qualifier: Qualifier
    step: float | None = None
    source: str | None = None
    scope: Scope = Scope.WHOLE
    party: str | None = None
    basis: Basis | None = None
    polarity: Polarity = Polarity.ASSERTED
    former: bool = False
    quote: Quote | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class DealMention:
    """One deal as one article version tells it."""

    type: DealType
    status: Status
    target: Party | None
    parties: tuple[Party, ...] = ()
    stage: Stage | None = None
    figures: tuple[Figure, ...] = ()
    background: bool = False
    polarity: Polarity = Polarity.ASSERTED
    quote: Quote | None = None
    reasons: tuple[Reason, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one page, as a feed, a file or the seed gave it.

    `published` and `updated` are aware; None where the source does not say. `mentions` is None when the text is
    still to be read, and holds the deals that came with the article when another extractor has read it.
    """

    url: str
    title: str | None
    text: str
    publisher: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    lang: str | None = None
    mentions: tuple[DealMention, ...] | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That a page says its article is withdrawn, in which words; `quote` is None where only the headline has them."""

    words: str
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What the extractor found in one article; `relevant` says whether the article reports a deal at all.

    A page that says that its article is withdrawn tells of no deal.
    """

    lang: str
    relevant: bool
    deals: tuple[DealMention, ...] = ()
    withdrawal: Withdrawal | None = None
