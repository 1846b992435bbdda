"""Keeps what is to be told to people: decides about new changes, hands out what is due, and notes what became of it.

    decide(database, channels, now, own=changes_of_this_run)
    for one in claim(database, "telegram", now): ...     # send it
    note_sent(database, "telegram", keys, now)           # or note_failed

**Deciding** comes after a run has recorded its polls, not with the changes: only then is it known what stood in a
feed's first document. Nothing is lost by a run that dies in between, because what was decided about is a mark (the row
of the last change, and rows are numbered in the order in which they are committed), and the next run takes up
everything behind it. A change whose text has no entry of a feed may be that of a run that is still at work, or died
before it recorded: it waits, and the mark before it, unless it is the run's `own` or has waited for long. What is
decided twice writes one row.

**Sending** is at least once. Who sends claims the rows first, by putting off when they are due: two processes never
send one row, and what a process that was killed had claimed is due again when the claim has run out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import aliased

from safqa.alerts.plan import plan
from safqa.alerts.timing import pause
from storage import models
from storage.moments import live_at
from storage.news import load_news
from storage.sync import chunks, insert_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection, Row, Select

    from safqa.alerts.channels import Channel
    from safqa.alerts.news import News
    from safqa.alerts.plan import Planned
    from storage.engine import Database

_ALERTS = "alerts"
# A run lasts minutes, and the next one records what the feeds of one that died had shown. Past this, an article without
# an entry came from a file, in a run that died before it could decide.
_WAIT_FOR_ENTRY = timedelta(hours=6)
# Changes in one claim, and for how long it holds: some ten messages, of which each takes ten seconds at worst.
AT_ONCE = 100
CLAIM = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A change to be sent now; `attempts` counts this one."""

    news: News
    attempts: int


@dataclass(frozen=True, slots=True)
class Outstanding:
    """How a channel stands: what waits, when the first of it is due, what went out, and why the last attempt failed."""

    channel: str
    waiting: int
    next_due: datetime | None
    sent: int
    last_sent: datetime | None
    last_error: str | None


def decide(database: Database, channels: Sequence[Channel], now: datetime, own: Collection[str] = ()) -> int:
    """Decide about the changes that came since the last decision; gives how many notifications were written.

    Args:
        database: which.
        channels: those that are configured.
        now: the moment, aware.
        own: the changes of the run that decides.
    """
    with database.read() as connection:
        if _last_change(connection) == _mark(connection)[0]:
            return 0
    with database.write() as connection:
        planned, upto = _plan(connection, channels, now, own)
        known = _known(connection, planned)
        rows = [_row(one, now) for one in planned if (one.change, one.channel) not in known]
        insert_rows(connection, models.Notification, rows)
        _move_mark(connection, upto, now)
    return len(rows)


def due(database: Database, channels: Sequence[Channel], now: datetime) -> dict[str, list[News]]:
    """What would be sent now to each channel, decided already or not; nothing is written."""
    with database.read() as connection:
        planned, _ = _plan(connection, channels, now, ())
        known = _known(connection, planned)
        fresh = [one for one in planned if (one.change, one.channel) not in known and one.due_at <= now]
        found: dict[str, list[News]] = {}
        for channel in channels:
            keys = {row.change_key for row in connection.execute(_due(channel.name, now))}
            keys |= {one.change for one in fresh if one.channel == channel.name}
            found[channel.name] = load_news(connection, keys, now)
    return found


def claim(database: Database, channel: str, now: datetime) -> list[Claimed]:
    """Up to `AT_ONCE` changes that are due, claimed for whoever asks; those that are no longer flagged are dropped."""
    with database.read() as connection:
        if connection.execute(_due(channel, now).limit(1)).first() is None:
            return []
    with database.write() as connection:
        attempts = {row.change_key: row.attempts + 1 for row in connection.execute(_due(channel, now).limit(AT_ONCE))}
        news = load_news(connection, attempts.keys(), now)
        _set(connection, channel, attempts.keys() - {one.key for one in news}, dropped_at=now)
        claimed = [Claimed(one, attempts[one.key]) for one in news]
        for one in claimed:
            _set(connection, channel, [one.news.key], due_at=now + CLAIM, attempts=one.attempts)
    return claimed


def note_sent(database: Database, channel: str, changes: Collection[str], now: datetime) -> None:
    """Note that these changes went out."""
    with database.write() as connection:
        _set(connection, channel, changes, sent_at=now, last_error=None)


def note_failed(database: Database, channel: str, claimed: Collection[Claimed], why: str, now: datetime) -> None:
    """Note why these could not be sent; they are due again later, the later the more often it was tried."""
    with database.write() as connection:
        for one in claimed:
            _set(connection, channel, [one.news.key], due_at=now + pause(one.attempts), last_error=why)


def outstanding(database: Database) -> list[Outstanding]:
    """How each channel stands that was ever told something, by name."""
    row = models.Notification
    waits = row.sent_at.is_(None) & row.dropped_at.is_(None)
    columns = (row.channel, func.count().filter(waits), func.min(row.due_at).filter(waits), func.count(row.sent_at))
    counts = select(*columns, func.max(row.sent_at)).group_by(row.channel).order_by(row.channel)
    failed = select(row.channel, row.last_error).where(waits, row.last_error.is_not(None)).order_by(row.due_at)
    with database.read() as connection:
        errors = {found.channel: found.last_error for found in connection.execute(failed)}
        return [
            Outstanding(channel, waiting, next_due, sent, last_sent, errors.get(channel))
            for channel, waiting, next_due, sent, last_sent in connection.execute(counts)
        ]


def _plan(
    connection: Connection, channels: Sequence[Channel], now: datetime, own: Collection[str]
) -> tuple[list[Planned], int]:
    """What is to be told of the changes behind the mark, and the row up to which everything is decided."""
    last, since = _mark(connection)
    keys, upto = _undecided(connection, last, now, own)
    return (plan(load_news(connection, keys, since), channels, now) if channels else []), upto


def _undecided(connection: Connection, last: int, now: datetime, own: Collection[str]) -> tuple[list[str], int]:
    """The changes behind the mark that are new and need not wait, and the row to which the mark may go."""
    change, version, entry, before = models.Change, models.ArticleVersion, models.Entry, aliased(models.Change)
    shown = select(func.max(entry.seen_at)).where(entry.article_key == version.article_key).scalar_subquery()
    query = (
        select(change.row, change.key, change.recorded_at, version.seen_at, shown.label("shown_at"))
        .join(version, version.key == change.version_key)
        .where(change.row > last, live_at(change, None), change.suppressed.is_(None))
        .where(~select(before.row).where(before.key == change.key, before.row <= last).exists())
        .order_by(change.row)
    )
    found = connection.execute(query).all()
    mine = set(own)
    wait = {row.row for row in found if row.key not in mine and _waits(row, now)}
    upto = min(wait) - 1 if wait else _last_change(connection)
    return [row.key for row in found if row.row not in wait], upto


def _waits(row: Row[Any], now: datetime) -> bool:
    """Whether the entry that brought a change's text may still be recorded.

    An article whose text was edited has one from before; the entry of the edit is about as old as the edit.
    """
    return row.recorded_at > now - _WAIT_FOR_ENTRY and (
        row.shown_at is None or row.shown_at <= row.seen_at - _WAIT_FOR_ENTRY
    )


def _last_change(connection: Connection) -> int:
    return connection.scalar(select(func.max(models.Change.row))) or 0


def _mark(connection: Connection) -> tuple[int, datetime]:
    decided = models.Decided
    row = connection.execute(select(decided).where(decided.topic == _ALERTS)).first()
    return (row.change_row, row.decided_at) if row else (0, datetime.min.replace(tzinfo=UTC))


def _move_mark(connection: Connection, upto: int, now: datetime) -> None:
    """Back too: rows that were lost and computed again are numbered anew, and what they tell is history."""
    decided = models.Decided
    moved = update(decided).where(decided.topic == _ALERTS, decided.change_row != upto)
    connection.execute(moved.values(change_row=upto, decided_at=now))


def _known(connection: Connection, planned: Collection[Planned]) -> set[tuple[str, str]]:
    row = models.Notification
    found: set[tuple[str, str]] = set()
    for some in chunks(one.change for one in planned):
        query = select(row.change_key, row.channel).where(row.change_key.in_(some))
        found.update((key, channel) for key, channel in connection.execute(query))
    return found


def _row(one: Planned, now: datetime) -> dict[str, object]:
    return {
        "change_key": one.change,
        "channel": one.channel,
        "created_at": now,
        "attempts": 0,
        "due_at": one.due_at,
    }


def _due(channel: str, now: datetime) -> Select[tuple[str, int]]:
    row = models.Notification
    waits = (row.channel == channel, row.sent_at.is_(None), row.dropped_at.is_(None), row.due_at <= now)
    return select(row.change_key, row.attempts).where(*waits).order_by(row.created_at, row.change_key)


def _set(connection: Connection, channel: str, changes: Collection[str], **values: object) -> None:
    row = models.Notification
    for some in chunks(changes):
        connection.execute(update(row).where(row.channel == channel, row.change_key.in_(some)).values(values))
