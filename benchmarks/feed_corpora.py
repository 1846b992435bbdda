"""Whether Safqa's reader keeps its promises on the feeds that other projects test with. Exit 1 where it does not.

Each file is polled twice, as if a server had answered with it: bytes, document, identities, what the database knows,
rows. Three things are promised, whatever the file holds:

* reading it raises nothing;
* identities are stable: an entry has the same one when the file is read again, and when its entries come in reverse,
  be they known or not;
* the second poll writes no row.

The guard that knows a body by its hash is left out, or the second poll would compare nothing. Files that are no feeds
must pass as well: being told that there is no feed is an answer.

The corpora are not part of this repository: feedparser's `tests`, feedvalidator's `testcases`, gofeed's `testdata`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sqlalchemy import func, select

from safqa.feeds import memory
from safqa.feeds.entries import EntryOutcome, Known, settle
from safqa.feeds.fetch import Reply
from safqa.feeds.outcomes import Outcome
from safqa.feeds.poll import Poll, first_state, read
from safqa.feeds.sources import Source
from storage import models
from storage.engine import open_database
from storage.feeds import PollRecord, feed_key, known_entries, record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from safqa.feeds.entries import EntryKeys, Seen
    from storage.engine import Database

# What the three corpora keep feeds in; the rest is code that runs them.
SUFFIXES = frozenset({".xml", ".json", ".html", ".opml"})
NOW = datetime(2025, 6, 20, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=15)
_NEWS = frozenset({EntryOutcome.NEW, EntryOutcome.EDITED})


@dataclass(slots=True)
class Tally:
    """What came of all files; each list names those that broke a promise."""

    files: int = 0
    feeds: int = 0
    others: Counter[str] = field(default_factory=Counter)  # what is no feed, by what it is instead
    entries: Counter[EntryOutcome] = field(default_factory=Counter)
    exceptions: list[str] = field(default_factory=list)
    unstable: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    @property
    def broken(self) -> bool:
        """Whether any promise was."""
        return bool(self.exceptions or self.unstable or self.changed)


def found(folders: Iterable[Path]) -> Iterator[Path]:
    """The files of the corpora, one folder after the other."""
    for folder in folders:
        yield from (path for path in sorted(folder.rglob("*")) if path.suffix.lower() in SUFFIXES and path.is_file())


def judge(database: Database, name: str, body: bytes, tally: Tally) -> None:
    """Polls a body twice, and counts what came of it."""
    tally.files += 1
    try:
        first = _polled(database, name, body, NOW)
        _record(database, first)
        rows = _rows(database)
        again = _polled(database, name, body, LATER)
        _record(database, again)
    except Exception as error:  # whatever it is, it is what this looks for
        tally.exceptions.append(f"{name}: {type(error).__name__}: {error}")
        return
    if first.outcome is Outcome.OK:
        tally.feeds += 1
    else:
        tally.others[first.detail] += 1
    tally.entries.update(first.counts)
    if not stable(database, again.source, first.seen, again.seen):
        tally.unstable.append(name)
    if _rows(database) != rows or any(one.outcome in _NEWS for one in again.seen):
        tally.changed.append(name)


def stable(database: Database, source: Source, first: Sequence[Seen], again: Sequence[Seen]) -> bool:
    """Whether entries are told apart in one way only: when they come again, and when they come in reverse."""
    backwards = [(one.entry, one.keys) for one in reversed(first)]
    known = known_entries(database, feed_key(source.url), [keys for _, keys in backwards])
    reverse = (settle(Known(), backwards), settle(known, backwards))
    names = [(one.keys, one.identity) for one in first]
    others = (again, *(tuple(reversed(seen)) for seen in reverse))
    return all([(one.keys, one.identity) for one in other] == names for other in others)


def _polled(database: Database, name: str, body: bytes, now: datetime) -> Poll:
    source = Source(url=f"https://corpora.example/{quote(name)}", name=name)
    key = feed_key(source.url)

    def known(shown: Sequence[EntryKeys]) -> Known:
        return known_entries(database, key, shown)

    kind = "application/json" if name.endswith(".json") else "application/xml"
    reply = Reply(Outcome.OK, body=body, url=source.url, content_type=kind, status=200)
    # A state that was never asked knows no body, so that the second poll is read like the first.
    return read(reply, source, first_state(source, now), known, now=now, salt=key)


def _record(database: Database, poll: Poll) -> None:
    kept = PollRecord(
        poll.source.url, poll.at, 0.0, poll.outcome, poll.state.next_poll_at, memory.to_text(poll.state), poll.detail
    )
    record(database, kept, poll.seen)


def _rows(database: Database) -> int:
    """How many rows all tables have together."""
    counts = [
        select(func.count()).select_from(table).scalar_subquery() for table in models.Base.metadata.tables.values()
    ]
    with database.read() as connection:
        return sum(connection.execute(select(*counts)).one())


def summary(tally: Tally) -> list[str]:
    """The lines to print: totals, then each file that broke a promise."""
    outcomes = ", ".join(f"{count} {outcome.value}" for outcome, count in sorted(tally.entries.items()))
    lines = [
        f"files: {tally.files}",
        f"feeds accepted: {tally.feeds}",
        *(f"  no feed: {count} times {what}" for what, count in tally.others.most_common()),
        f"entries: {tally.entries.total()} ({outcomes})",
    ]
    for what, names in (
        ("exceptions", tally.exceptions),
        ("unstable", tally.unstable),
        ("changed by the second poll", tally.changed),
    ):
        lines += [f"{what}: {len(names)}", *(f"  {name}" for name in names)]
    return lines


def main(argv: Sequence[str] | None = None) -> int:
    """Read the corpora and print; 1 where a promise is broken or there was nothing to read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.feed_corpora", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", metavar="DIR")
    folders, tally = parser.parse_args(argv).folders, Tally()
    with tempfile.TemporaryDirectory() as folder, open_database(f"sqlite:///{folder}/corpora.db") as database:
        for path in found(folders):
            judge(database, path.as_posix(), path.read_bytes(), tally)
    sys.stdout.writelines(f"{line}\n" for line in summary(tally))
    return 1 if tally.broken or not tally.files else 0


if __name__ == "__main__":
    raise SystemExit(main())
