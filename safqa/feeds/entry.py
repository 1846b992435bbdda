"""One item of a feed as it was read, before it is known what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """What a feed shows of one item; `text` is what a reader would see of its fullest body, without the headline.

    `guid` and the raw date are as the feed writes them; `published` and `updated` are aware, or None where the feed
    says nothing that can be trusted. `publisher` is whom the entry itself names as its source.
    """

    guid: str | None
    url: str | None
    title: str | None
    text: str
    published: datetime | None = None
    published_raw: str | None = None
    updated: datetime | None = None
    publisher: str | None = None
