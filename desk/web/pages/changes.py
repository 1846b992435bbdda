"""The page *Changes*: what is new since the reader last looked, newest first, each from old to new with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desk.web.pages import shown
from desk.web.pages.filters import query
from safqa.model import ChangeKind
from storage.pages import ChangeFilter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk.web.pages.filters import Asked
    from desk.web.pages.shown import ChangeShown
    from desk.web.pages.words import Words
    from storage.pages import Page
    from storage.rows import ChangeRow

SEEN_COOKIE = "safqa_seen"
# Changes on a page: two screens of a desk, and one statement.
PAGE = 40

# What the ledger did itself is no news; a deal's own page tells it.
KINDS = tuple(kind for kind in ChangeKind if kind not in {ChangeKind.MERGED, ChangeKind.SPLIT, ChangeKind.RESTATED})


@dataclass(frozen=True, slots=True)
class ChangeDay:
    """The changes told on one day."""

    day: str
    iso: str
    changes: tuple[ChangeShown, ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What the page shows; `until` is the latest moment of learning on it, which "seen" stands for."""

    days: tuple[ChangeDay, ...]
    counted: str
    new: str
    seen: str
    until: str
    more: str | None
    filtered: bool


def wanted(asked: Asked, seen: datetime | None) -> ChangeFilter:
    """The filter that the query of a reader stands for who last looked at `seen`."""
    return ChangeFilter(
        company=asked.text("company"),
        kind=asked.word("kind", KINDS),
        source=asked.text("source"),
        minimum=asked.size("min"),
        since=asked.day("since"),
        until=asked.next_day("until"),
        learned_after=seen if asked.flag("new") else None,
        suppressed=asked.flag("all"),
    )


def view(
    page: Page[ChangeRow],
    words: Words,
    *,
    total: str,
    seen: datetime | None,
    given: Mapping[str, str],
) -> ChangesPage:
    """The page of some changes.

    Args:
        page: the changes, newest first.
        words: of the page's language.
        total: how many there are in all, in words.
        seen: the last moment of learning that the reader has marked as seen.
        given: the query of the reader.
    """
    rows = [shown.change(row, words, seen) for row in page.rows]
    days: dict[str, list[ChangeShown]] = {}
    names: dict[str, str] = {}
    for row, one in zip(page.rows, rows, strict=True):
        told = row.published_at or row.detected_at
        key = f"{told:%Y-%m-%d}"
        names.setdefault(key, words.day(told))
        days.setdefault(key, []).append(one)
    new = sum(one.new for one in rows)
    learned = [row.detected_at for row in page.rows]
    filters = {name: value for name, value in given.items() if name != "cursor" and value}
    return ChangesPage(
        days=tuple(ChangeDay(names[key], key, tuple(some)) for key, some in days.items()),
        counted=total,
        new=words.count("new", new) if new else "",
        seen=words.minute(seen) if seen else "",
        until=max(learned).isoformat() if learned else "",
        more=query(filters | {"cursor": page.next}) if page.next else None,
        filtered=bool(filters),
    )


def seen_moment(cookie: str | None) -> datetime | None:
    """When the reader last looked, as their cookie says; None where it says nothing that can be read."""
    try:
        found = datetime.fromisoformat(cookie or "")
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None
