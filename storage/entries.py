"""Keeps the entries that feeds showed, and finds those that an entry shown now may be the same as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from safqa import identity
from safqa.feeds.entries import EntryKeys, EntryOutcome, Known, KnownEntry, Seen
from storage import models
from storage.sync import chunks, insert_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from safqa.feeds.pages import Page

# Each of these is one state of an entry that the database lacks.
STORED = frozenset({EntryOutcome.NEW, EntryOutcome.EDITED})


def known(connection: Connection, feed: str, shown: Sequence[EntryKeys]) -> Known:
    """The stored entries that those shown may be, as much as they are, however long the feed's history."""
    entry = models.Entry
    names = {name for keys in shown for name in (keys.base, keys.full, keys.second) if name}
    shared = _shared(connection, feed, {keys.base for keys in shown if keys.base})
    found: set[str] = set()
    for some in chunks(names):
        # A shared base finds none of its entries: a feed that gives all its entries one guid has thousands.
        by_base = (entry.base_key, [name for name in some if name not in shared])
        # One statement for each index: for "or", as for "distinct", SQLite reads all entries of the feed.
        for column, wanted in (by_base, (entry.identity, some), (entry.full_key, some), (entry.second_key, some)):
            match = select(entry.identity).where(entry.feed_key == feed, column.in_(wanted))
            found.update(connection.scalars(match))
    return Known(tuple(state for _, state in sorted(_entries(connection, feed, found))), shared)


def _shared(connection: Connection, feed: str, bases: set[str]) -> frozenset[str]:
    entry = models.Entry
    found: set[str] = set()
    for some in chunks(bases):
        several = select(entry.base_key).where(entry.feed_key == feed, entry.base_key.in_(some))
        several = several.group_by(entry.base_key).having(func.count(entry.identity.distinct()) > 1)
        found.update(connection.scalars(several))
    return frozenset(found)


def _entries(connection: Connection, feed: str, identities: set[str]) -> Iterator[tuple[int, KnownEntry]]:
    entry = models.Entry
    columns = (entry.row, entry.identity, entry.base_key, entry.full_key, entry.second_key, entry.content_key)
    for some in chunks(identities):
        for row, name, *keys in connection.execute(
            select(*columns).where(entry.feed_key == feed, entry.identity.in_(some))
        ):
            yield row, KnownEntry(name, EntryKeys(*keys))


def keep_entries(
    connection: Connection,
    feed: str,
    seen: Sequence[Seen],
    now: datetime,
    *,
    baseline: bool,
    texts: Mapping[str, Page | None],
) -> None:
    """Insert the new states; put known ones under the keys by which the feed now shows them.

    `texts` has the address of each article that was read, with what came of its page (None: not asked for).
    """
    rows = [
        {
            "feed_key": feed,
            "identity": one.identity,
            **_keys(one.keys),
            "guid": storable(one.entry.guid),
            "url": storable(one.entry.url),
            "title": storable(one.entry.title),
            "content_key": one.keys.content,
            "published_raw": storable(one.entry.published_raw),
            "article_key": _article_key(one.entry.url),
            "outcome": one.outcome.value,
            "baseline": baseline,
            "seen_at": now,
            **_text(one.entry.url, texts),
        }
        for one in seen
        if one.outcome in STORED
    ]
    insert_rows(connection, models.Entry, rows)
    entry = models.Entry
    for one in seen:
        if one.rekeyed and one.outcome is EntryOutcome.KNOWN:
            state = (entry.feed_key == feed, entry.identity == one.identity, entry.content_key == one.keys.content)
            connection.execute(update(entry).where(*state).values(_keys(one.keys)))


def _keys(keys: EntryKeys) -> dict[str, str | None]:
    return {"base_key": keys.base, "full_key": keys.full, "second_key": keys.second}


def _text(url: str | None, texts: Mapping[str, Page | None]) -> dict[str, str | int | None]:
    """Whose text of an entry's article was read, and what came of its page."""
    page = texts.get(url or "")
    return {
        "text_from": ("page" if page and page.whole else "feed") if url in texts else None,
        "page_outcome": page.outcome.value if page else None,
        "page_status": page.status if page else None,
        "page_detail": storable(page.detail) or None if page else None,
        "page_sample": storable(page.sample) or None if page else None,
    }


def _article_key(url: str | None) -> str | None:
    try:
        return identity.article_key(storable(url) or "") if url else None
    except ValueError:  # an ill-formed address is the address of no page
        return None


def storable(text: str | None) -> str | None:
    """A text that both databases keep: U+0000 and half surrogate pairs, which one of them refuses, become "?"."""
    return None if text is None else text.replace("\x00", "?").encode(errors="replace").decode()
