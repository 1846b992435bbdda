"""A change as alerts see it: what is told of it, and what decides whether and where it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

# News goes round within a day, and a feed that was away over a night shows what it has; two days after it was told, a
# change is history, of which the tables and the web pages tell.
LATE = timedelta(hours=48)


class NotNews(StrEnum):
    """Why a change is told to nobody."""

    RECOMPUTED = "recomputed"  # a rebuild, a judgement or another's late article brought it, not a text that is new
    FIRST_DOCUMENT = "first_document"  # it stood in a feed when that was first read
    LATE = "late"  # it was told long before we learned of it
    RETOLD = "retold"  # the deal was told as new before, from another article


@dataclass(frozen=True, slots=True)
class Said:
    """One side of a change: a figure, and whose word it is."""

    low: float | None
    high: float | None
    unit: str
    qualifier: str
    source: str


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How a change came about; `with_text` says that it came with a text that is new, not with a recomputation."""

    told_at: datetime
    detected_at: datetime
    with_text: bool
    first_document: bool
    retold: bool


@dataclass(frozen=True, slots=True)
class News:
    """A change and its deal.

    `spellings` are the folded names of all its companies, in every spelling met; `amounts` the sums that are told of
    the deal, each with its currency.
    """

    key: str
    kind: str
    severity: str
    official: bool
    deal: str
    deal_type: str
    target: str | None
    parties: tuple[str, ...]
    spellings: frozenset[str]
    amounts: tuple[tuple[float, str], ...]
    metric: str | None
    before: Said | None
    after: Said | None
    from_value: str | None
    to_value: str | None
    reason_en: str
    reason_ar: str
    publisher: str | None
    url: str
    came: Circumstances


def not_news(came: Circumstances) -> NotNews | None:
    """Why a change is told to nobody; None where it is news."""
    if not came.with_text:
        return NotNews.RECOMPUTED
    if came.first_document:
        return NotNews.FIRST_DOCUMENT
    if came.detected_at - came.told_at > LATE:
        return NotNews.LATE
    return NotNews.RETOLD if came.retold else None
