"""Finds the stored entries that an entry shown now may be the same as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from safqa.feeds.entries import EntryKeys, Known, KnownEntry
from storage import models
from storage.sync import chunks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import BindParameter, Connection, Row, Select

_ENTRY = models.Entry.__table__.c
_FEED: BindParameter[str] = bindparam("feed")
_NAMES: BindParameter[str] = bindparam("names", expanding=True)
# Statements are made once: to put one together takes longer than to run it.
_SHARED = (
    select(_ENTRY.base_key)
    .where(_ENTRY.feed_key == _FEED, _ENTRY.base_key.in_(_NAMES))
    .group_by(_ENTRY.base_key)
    .having(func.count(_ENTRY.identity.distinct()) > 1)
)
# One for each index: for "or", as for "distinct", SQLite reads all entries of the feed.
_BY = {
    name: select(_ENTRY.identity).where(_ENTRY.feed_key == _FEED, _ENTRY[name].in_(_NAMES))
    for name in ("identity", "base_key", "full_key", "second_key")
}
_STATES = select(
    _ENTRY.row, _ENTRY.identity, _ENTRY.base_key, _ENTRY.full_key, _ENTRY.second_key, _ENTRY.content_key
).where(_ENTRY.feed_key == _FEED, _ENTRY.identity.in_(_NAMES))


def known(connection: Connection, feed: str, shown: Sequence[EntryKeys]) -> Known:
    """The stored entries that those shown may be, as much as they are, however long the feed's history."""
    bases = {keys.base for keys in shown if keys.base}
    fulls = {keys.full for keys in shown if keys.full}
    seconds = {keys.second for keys in shown if keys.second}
    shared = frozenset(str(base) for (base,) in _rows(connection, _SHARED, feed, bases))
    # A shared base finds none of its entries: a feed that gives all its entries one guid has thousands.
    wanted = {"identity": bases | fulls, "base_key": bases - shared, "full_key": fulls, "second_key": seconds}
    found = {str(name) for key, names in wanted.items() for (name,) in _rows(connection, _BY[key], feed, names)}
    states = sorted((row, name, keys) for row, name, *keys in _rows(connection, _STATES, feed, found))
    return Known(tuple(KnownEntry(name, EntryKeys(*keys)) for _, name, keys in states), shared)


def _rows(connection: Connection, statement: Select[Any], feed: str, names: set[str]) -> Iterator[Row[Any]]:
    for some in chunks(names):
        yield from connection.execute(statement, {"feed": feed, "names": some})
