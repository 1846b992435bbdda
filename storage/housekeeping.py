"""Keeps the database small: what it may forget with age, and what it keeps for ever.

    cleared = clear(database, Ages(), datetime.now(UTC))
    space = tidy(database)

**For ever**: articles, all their versions with the whole text, what was read in them, claims with their quotes, deals,
changes and what they were before, people's judgements, rates, and the identities of entries, by which nothing comes
back as new. So a rebuild, an as-of question and a quote in its text are as they were: texts that are old only take less
room (storage.bodies).

**With age** goes what people look at for a while and nothing is computed from: polls but for the latest of each feed,
the starts of pages that could not be read, and notifications that went out or were dropped, but for the latest of each
channel. A change of which a notification is forgotten is not told again: by then it is history (safqa.alerts.news), and
what was decided about is marked by rows, not by notifications.

A second time writes nothing. Each step is a transaction of its own, so that what was stopped is gone on with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import LargeBinary, and_, delete, func, or_, select, type_coerce, update
from sqlalchemy.orm import aliased

from storage import models
from storage.bodies import pack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from storage.engine import Database

# Texts in one transaction: a tenth of a second in which nobody else can write.
_AT_ONCE = 500
# A text that becomes hardly smaller stays as it is: short ones.
_WORTH = 0.8


@dataclass(frozen=True, slots=True)
class Ages:
    """How old what is cleared must be.

    Texts stay readable to any SQL tool for a quarter, in which most questions about them are asked. Polls and samples
    tell why a feed fails, for which a quarter is long. Notifications tell for half a year what was sent to whom.
    """

    texts: timedelta = timedelta(days=90)
    polls: timedelta = timedelta(days=90)
    sent: timedelta = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Cleared:
    """What was cleared, or would be: numbers of rows, and bytes that texts take less."""

    texts: int
    bytes_saved: int
    samples: int
    polls: int
    notifications: int

    @property
    def none(self) -> bool:
        """Whether nothing was old enough."""
        return not (self.texts or self.samples or self.polls or self.notifications)


def clear(
    database: Database,
    ages: Ages,
    now: datetime,
    *,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Cleared:
    """Clear what is old enough; a dry run only counts.

    Args:
        database: which.
        ages: how old that is.
        now: the moment, aware.
        dry_run: whether nothing is written.
        progress: is told how many old texts of how many were looked at.

    Raises:
        StorageError: the database failed; what was cleared before stays so.
    """
    texts, saved = _make_small(database, now - ages.texts, progress, dry_run=dry_run)
    steps = (_samples(now - ages.polls), _polls(now - ages.polls), _notifications(now - ages.sent))
    samples, polls, sent = (step.take(database, dry_run=dry_run) for step in steps)
    return Cleared(texts, saved, samples, polls, sent)


def _make_small(
    database: Database, before: datetime, progress: Callable[[int, int], None], *, dry_run: bool
) -> tuple[int, int]:
    """Store old texts small; gives how many, and how many bytes they take less. PostgreSQL does so by itself."""
    if database.engine.dialect.name != "sqlite":
        return 0, 0
    version = models.ArticleVersion
    texts = saved = seen = 0
    of = _count(database, version, _plain(before))
    for some in _old_texts(database, before):
        packed = {key: small for key, text in some if len(small := pack(text)) < _WORTH * len(text.encode())}
        if packed and not dry_run:
            with database.write() as connection:
                for key, small in packed.items():
                    stored = update(version).where(version.key == key)
                    connection.execute(stored.values(text=type_coerce(small, LargeBinary)))
        texts += len(packed)
        saved += sum(len(text.encode()) - len(packed[key]) for key, text in some if key in packed)
        seen += len(some)
        progress(seen, of)
    return texts, saved


def _old_texts(database: Database, before: datetime) -> Iterator[list[tuple[str, str]]]:
    """Old texts that are stored as they are, with their keys, some at a time."""
    version, last = models.ArticleVersion, ""
    while True:
        query = select(version.key, version.text).where(_plain(before), version.key > last)
        with database.read() as connection:
            some = [(key, text) for key, text in connection.execute(query.order_by(version.key).limit(_AT_ONCE))]
        if not some:
            return
        yield some
        last = some[-1][0]


def _plain(before: datetime) -> ColumnElement[bool]:
    version = models.ArticleVersion
    return and_(version.seen_at < before, func.typeof(version.text) == "text")


def _samples(before: datetime) -> _Step:
    """What stood where an entry's page was expected."""
    entry = models.Entry
    return _Step(entry, and_(entry.seen_at < before, entry.page_sample.is_not(None)), {"page_sample": None})


def _polls(before: datetime) -> _Step:
    """All polls but the latest of each feed, by which the next one is compared."""
    poll = models.Poll
    latest = select(func.max(poll.row)).group_by(poll.feed_key)
    return _Step(poll, and_(poll.polled_at < before, poll.row.not_in(latest)))


def _notifications(before: datetime) -> _Step:
    """What went out or was dropped, but for the latest of each channel, which says when it was last told."""
    one, later = models.Notification, aliased(models.Notification)
    is_latest = ~select(later.channel).where(later.channel == one.channel, later.sent_at > one.sent_at).exists()
    went = and_(one.sent_at < before, ~is_latest)
    return _Step(one, or_(went, one.dropped_at < before))


@dataclass(frozen=True, slots=True)
class _Step:
    """Rows of a table, and what becomes of them; without values they are deleted."""

    table: type[models.Base]
    rows: ColumnElement[bool]
    values: Mapping[str, None] | None = None

    def take(self, database: Database, *, dry_run: bool) -> int:
        """Gives how many rows there are; writes only when there are any."""
        found = _count(database, self.table, self.rows)
        if found and not dry_run:
            act = delete(self.table) if self.values is None else update(self.table).values(self.values)
            with database.write() as connection:
                connection.execute(act.where(self.rows))
        return found


def _count(database: Database, table: type[models.Base], rows: ColumnElement[bool]) -> int:
    with database.read() as connection:
        return connection.scalar(select(func.count()).select_from(table).where(rows)) or 0
