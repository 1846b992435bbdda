"""Records polls: their history, the entries that they showed, and the state of their feeds (storage.feeds says what).

Many at once: what a poll needs to know of its feed is read, and what it changes is written, for a group of polls in one
statement each. A poll that tells nothing new, as most do, then costs a tenth of what it would alone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, func, select, update

from safqa import identity
from safqa.feeds.entries import EntryOutcome, settle
from safqa.feeds.outcomes import Outcome
from safqa.feeds.state import is_from_a_wrong_clock
from storage import models
from storage.entries import STORED, keep_entries, storable
from storage.known import known
from storage.sync import insert_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import BindParameter, Connection, Row

    from safqa.feeds.entries import Seen
    from safqa.feeds.pages import Page
    from storage.engine import Database

# Polls in one transaction: half a second of other writers' patience when each has a document, a tenth when none has.
_AT_ONCE = 100
# Answers that say of themselves that nothing changed: the document is the one that came before.
_SAME_DOCUMENT = frozenset({Outcome.NOT_MODIFIED, Outcome.SAME_BODY})
_NO_TEXTS: Mapping[str, Page | None] = MappingProxyType({})

_FEED, _POLL = models.Feed.__table__.c, models.Poll.__table__.c
# What a poll may change of its feed.
_CHANGED = ("baseline_at", "polled_at", "outcome", "detail", "next_poll_at", "state", "entries", "new_entries")
# Statements are made once: to put one together takes as long as to run it.
_KEYS: BindParameter[str] = bindparam("keys", expanding=True)
_FEEDS = select(models.Feed.__table__).where(_FEED.key.in_(_KEYS))
_LATEST = select(_POLL.feed_key, _POLL.row, _POLL.outcome, _POLL.status).where(
    _POLL.row.in_(select(func.max(_POLL.row)).where(_POLL.feed_key.in_(_KEYS)).group_by(_POLL.feed_key))
)
_REPEAT = update(models.Poll).where(_POLL.row == bindparam("of")).values(repeats=_POLL.repeats + 1)
_STATE = (
    update(models.Feed)
    .where(_FEED.key == bindparam("of"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGED})
)


@dataclass(frozen=True, slots=True)
class PollRecord:
    """One poll to be kept. Moments are aware, `state` is given back by `states` as it is.

    `etag` and `last_modified` are as the server sent them; `body_key` is a hash of the body, `body_bytes` its size
    after decompression; `sample` is the start of a body that could not be read. `unusable` counts the entries that the
    document lists and nobody can use.
    """

    url: str
    polled_at: datetime
    seconds: float
    outcome: Outcome
    next_poll_at: datetime
    state: str
    detail: str | None = None
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_key: str | None = None
    body_bytes: int | None = None
    sample: str | None = None
    unusable: int = 0


@dataclass(frozen=True, slots=True)
class Recording:
    """A poll to be kept with what it showed.

    `seen` are the decided entries of the document, none when no document was read; `texts` has the address of each
    article that was read, with what came of its page (None: not asked for).
    """

    poll: PollRecord
    seen: Sequence[Seen] = ()
    texts: Mapping[str, Page | None] = field(default_factory=dict)


class _Group(NamedTuple):
    """What the polls of one transaction need to know, by the keys of their feeds."""

    feeds: Mapping[str, Row[Any]]
    latest: Mapping[str, Row[Any]]


def feed_key(url: str) -> str:
    """The key of the feed at an address."""
    return identity.digest("feed", identity.normalise_url(url))


def record(
    database: Database, poll: PollRecord, seen: Sequence[Seen] = (), texts: Mapping[str, Page | None] = _NO_TEXTS
) -> tuple[Seen, ...]:
    """Keep one poll, what it showed, and the feed's state, in one transaction.

    Returns:
        The entries with what became of them: as given, unless another process recorded the same feed meanwhile.

    Raises:
        StorageError: the database failed; nothing is written.
    """
    return record_all(database, [Recording(poll, seen, texts)])[0]


def record_all(database: Database, recordings: Iterable[Recording]) -> list[tuple[Seen, ...]]:
    """Keep polls as `record` does, in their order and a hundred in a transaction.

    Raises:
        StorageError: the database failed; of the transaction in which it did, nothing is written.
    """
    done: list[tuple[Seen, ...]] = []
    for group in _groups(recordings):
        with database.write() as connection:
            done += _record(connection, group)
    return done


def _groups(recordings: Iterable[Recording]) -> Iterator[dict[str, Recording]]:
    """The recordings by their feeds, so many that a transaction takes them; two of one feed are in two groups."""
    group: dict[str, Recording] = {}
    for one in recordings:
        key = feed_key(one.poll.url)
        if key in group or len(group) == _AT_ONCE:
            yield group
            group = {}
        group[key] = one
    if group:
        yield group


def _record(connection: Connection, group: Mapping[str, Recording]) -> list[tuple[Seen, ...]]:
    keys = {"keys": list(group)}
    feeds = _feeds(connection, group)
    known_of = _Group(feeds, {row.feed_key: row for row in connection.execute(_LATEST, keys)})
    done, repeats, polls, states = [], [], [], []
    for key, one in group.items():
        final = _keep_entries(connection, known_of.feeds[key], one)
        counts = Counter(seen.outcome for seen in final)
        counts[EntryOutcome.UNUSABLE] += one.poll.unusable
        before = known_of.latest.get(key)
        if before and _tells_nothing_new(one.poll, counts, before):
            repeats.append({"of": before.row})
        else:
            polls.append(_poll_row(key, one.poll, counts))
        states.append(_state(known_of.feeds[key], one.poll, counts))
        done.append(final)
    insert_rows(connection, models.Poll, polls)
    if repeats:
        connection.execute(_REPEAT, repeats)
    connection.execute(_STATE, states)
    return done


def _feeds(connection: Connection, group: Mapping[str, Recording]) -> dict[str, Row[Any]]:
    """The rows of the feeds, made where one is polled for the first time."""
    keys = {"keys": list(group)}
    found = {row.key: row for row in connection.execute(_FEEDS, keys)}
    first = [one.poll for key, one in group.items() if key not in found]
    if not first:
        return found
    rows = [{"key": feed_key(poll.url), "url": poll.url, "first_seen_at": poll.polled_at} for poll in first]
    insert_rows(connection, models.Feed, rows)
    return {row.key: row for row in connection.execute(_FEEDS, keys)}


def _keep_entries(connection: Connection, feed: Row[Any], one: Recording) -> tuple[Seen, ...]:
    """Store what is new of the entries, decided again now that nobody else writes."""
    if not one.seen:
        return ()
    stored = known(connection, feed.key, [seen.keys for seen in one.seen])
    final = settle(stored, [(seen.entry, seen.keys) for seen in one.seen])
    baseline = feed.baseline_at is None
    keep_entries(connection, feed.key, final, one.poll.polled_at, baseline=baseline, texts=one.texts)
    return final


def _tells_nothing_new(poll: PollRecord, counts: Mapping[EntryOutcome, int], before: Row[Any]) -> bool:
    news = any(counts.get(outcome) for outcome in STORED)
    return not news and _same_ending(poll, Outcome(before.outcome), before.status)


def _poll_row(feed: str, poll: PollRecord, counts: Mapping[EntryOutcome, int]) -> dict[str, Any]:
    return {
        "feed_key": feed,
        "polled_at": poll.polled_at,
        "seconds": poll.seconds,
        "outcome": poll.outcome.value,
        "detail": storable(poll.detail),
        "status": poll.status,
        "etag": storable(poll.etag),
        "last_modified": storable(poll.last_modified),
        "body_key": poll.body_key,
        "body_bytes": poll.body_bytes,
        "sample": storable(poll.sample),
        "entries": sum(counts.values()),
        **{f"{outcome.value}_entries": counts.get(outcome, 0) for outcome in EntryOutcome},
        "next_poll_at": poll.next_poll_at,
    }


def _same_ending(poll: PollRecord, before: Outcome, status: int | None) -> bool:
    """Whether a poll without news ended as the one that has the last row."""
    if poll.outcome in _SAME_DOCUMENT:
        return before.good  # also after `moved`: the document at the new address is unchanged
    if poll.outcome is Outcome.OK:
        return before is Outcome.OK or before in _SAME_DOCUMENT
    return (poll.outcome, poll.status) == (before, status)


def _state(feed: Row[Any], poll: PollRecord, counts: Mapping[EntryOutcome, int]) -> dict[str, Any]:
    """What the feed's row says after the poll, for `_STATE`."""
    read = poll.outcome.good and poll.outcome not in _SAME_DOCUMENT
    values = {name: getattr(feed, name) for name in _CHANGED}
    if read and feed.baseline_at is None:
        values["baseline_at"] = poll.polled_at
    later = feed.polled_at is not None and feed.polled_at > poll.polled_at  # by a run that went on beside this one
    if not later or is_from_a_wrong_clock(feed.polled_at, datetime.now(UTC)):
        values |= {
            "polled_at": poll.polled_at,
            "outcome": poll.outcome.value,
            "detail": storable(poll.detail),
            "next_poll_at": poll.next_poll_at,
            "state": poll.state,
            "entries": sum(counts.values()) if read else feed.entries,
            "new_entries": counts.get(EntryOutcome.NEW, 0),
        }
    return {"of": feed.key, **{f"new_{name}": value for name, value in values.items()}}
