"""What the queries give: plain frozen values, the same on both databases. `storage.shapes` turns them into JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """The target of a deal, or a party with what it does there."""

    id: str
    name: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class DealHead:
    """What is shown of a deal beside a change."""

    id: str
    type: str
    target: OrganisationRow | None
    parties: tuple[OrganisationRow, ...]


@dataclass(frozen=True, slots=True)
class StatedRow:
    """A value with its slot: what a merged figure and a single claim have in common."""

    metric: str
    scope: str
    party: str | None
    basis: str | None
    low: float | None
    high: float | None
    unit: str
    qualifier: str


@dataclass(frozen=True, slots=True)
class FigureRow(StatedRow):
    """The live claims of one slot and unit, merged; `sources` are their origins."""

    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DealRow:
    """A deal as a list shows it; moments are those of the telling articles."""

    id: str
    type: str
    status: str
    stage: str | None
    target: OrganisationRow | None
    parties: tuple[OrganisationRow, ...]
    first_reported: datetime
    last_reported: datetime
    articles: int
    figures: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class ClaimRow(StatedRow):
    """One figure as one article version states it, with its evidence; `origin` is whose word it is.

    `judged` is what people hold of it: right, wrong, or None.
    """

    id: str
    judged: str | None
    polarity: str
    former: bool
    source: str | None
    publisher: str | None
    origin: str
    published_at: datetime | None
    seen_at: datetime
    url: str
    quote: str | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class DealFigure(FigureRow):
    """A figure with the deal that it is of."""

    deal: DealHead


@dataclass(frozen=True, slots=True)
class DealClaim(ClaimRow):
    """A claim with the deal that it is about."""

    deal: DealHead


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article that tells of a deal; `near_copy_of` is the address of the text that it carries.

    `withdrawn_at` is when it was withdrawn; None where it was not, or tells of the deal again.
    """

    url: str
    title: str | None
    publisher: str | None
    published_at: datetime | None
    near_copy_of: str | None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One side of a change: what a claim said, and whose word it is."""

    low: float | None
    high: float | None
    unit: str
    qualifier: str
    source: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A flag; with `suppressed`, the reason why it is none. What the ledger did itself has an empty `url`."""

    id: str
    kind: str
    deal: DealHead
    metric: str | None
    before: ValueRow | None
    after: ValueRow | None
    from_value: str | None
    to_value: str | None
    url: str
    publisher: str | None
    published_at: datetime | None
    detected_at: datetime
    reason_en: str
    reason_ar: str
    severity: str
    official: bool
    suppressed: str | None


@dataclass(frozen=True, slots=True)
class DealDetail:
    """A deal with every claim, its changes, the articles that tell of it, and what the ledger did to it itself.

    `arrivals` are the merges and splits that came of the order in which articles arrived: for people, not for programs.
    """

    deal: DealRow
    claims: tuple[ClaimRow, ...]
    changes: tuple[ChangeRow, ...]
    articles: tuple[ArticleRow, ...]
    history: tuple[ChangeRow, ...] = ()
    arrivals: tuple[ChangeRow, ...] = ()
