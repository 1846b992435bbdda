"""Whether the ledger stays as fast and as right as it grows: 100,000 invented articles that tell of 20,000 deals.

The articles (`synthetic.py`) come with their deals and in the order published, in the batches of `safqa ingest` (200),
each stored and brought into the ledger in one transaction of a database that is opened for it, as a run does. Writing
the articles is not timed. Told: milliseconds an article for each tenth; the last thousand as a multiple of the first
thousand after a warm-up of a thousand; the peak of memory, the generator's included; how pairs of mentions agree with
the truth; flags and suppressed flags an article. Exit 1 where the ratio or F1 is out of bounds.

The first thousand are taken in once more in the end, into a ledger of the thousand before them, in turns with the last:
a quarter of an hour lies between them, and a machine is not always as fast. Both files are put back as they were and
it is done again; the ratio is the median of the rounds, for one pass of the garbage collector costs as much as 50
articles.

Seconds are the processor's, so that other programs on the machine do not count; the clock's stand beside. With
PostgreSQL, which works in other processes, the clock's are judged, of one round.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from sqlalchemy import func, make_url, select

from benchmarks.extraction_speed import peak_memory
from benchmarks.ledger_truth import Mentioned, agreement, fault_lines, faults, manner_of
from benchmarks.synthetic import plan
from benchmarks.synthetic_articles import articles
from flows.pipeline import BATCH
from storage import models
from storage.engine import open_database
from storage.ingest import given, ingest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.ledger_truth import Agreement
    from benchmarks.synthetic import Plan
    from benchmarks.synthetic_articles import Told

ARTICLES, DEALS, SEED = 100_000, 20_000, 1
# What the last thousand may cost, in first thousands, and how well pairs of mentions must agree with the truth.
RATIO_BOUND, F1_BOUND = 1.2, 0.98
_MEASURED = 1000  # articles of warm-up, of the first and of the last thousand
_ROUNDS = 7  # of the first and the last thousand
_PARTS = 10


@dataclass(frozen=True, slots=True)
class Cost:
    """What articles cost, in seconds of the processor, and by the clock."""

    articles: int = 0
    processor: float = 0.0
    clock: float = 0.0

    def __add__(self, other: Cost) -> Cost:
        """Both together."""
        return Cost(self.articles + other.articles, self.processor + other.processor, self.clock + other.clock)

    @property
    def each(self) -> tuple[float, float]:
        """Milliseconds an article: of the processor, and by the clock."""
        return 1000 * self.processor / (self.articles or 1), 1000 * self.clock / (self.articles or 1)


@dataclass(frozen=True, slots=True)
class Round:
    """What the first thousand and the last cost, in turns."""

    first: Cost
    last: Cost


@dataclass(slots=True)
class Run:
    """What a run measured, and the truth of each mention."""

    by_clock: bool = False  # which of the two is judged
    rounds: list[Round] = field(default_factory=list)
    _truth: dict[str, tuple[int, str, str]] = field(default_factory=dict)

    def note(self, truth: Mapping[str, Mentioned]) -> None:
        """Keep the truth of mentions as plain tuples: the collector of garbage need not look through these."""
        self._truth |= {key: (one.deal, one.manner, one.url) for key, one in truth.items()}

    @property
    def truth(self) -> dict[str, Mentioned]:
        """The truth of each mention."""
        return {key: Mentioned(*told) for key, told in self._truth.items()}

    @property
    def first(self) -> float:
        """Milliseconds an article of the first thousand after the warm-up, the median of the rounds."""
        return median(one.first.each[self.by_clock] for one in self.rounds)

    @property
    def last(self) -> float:
        """The same of the last thousand."""
        return median(one.last.each[self.by_clock] for one in self.rounds)

    @property
    def ratios(self) -> tuple[float, float]:
        """The last thousand in first thousands, the median of the rounds: what is judged, and by the clock."""
        return self._ratio(self.by_clock), self._ratio(by_clock=True)

    def _ratio(self, by_clock: bool) -> float:
        return median(
            one.last.each[by_clock] / (one.first.each[by_clock] or one.last.each[by_clock]) for one in self.rounds
        )


def run(made: Plan, url: str, beside: str) -> Run:
    """Take in all articles of a plan, batch by batch, and print how it goes; the first and the last are measured."""
    gc.collect()
    gc.freeze()  # to look through the plan for garbage is not the ledger's work
    done = Run(by_clock=not url.startswith("sqlite"))
    part = max(len(made.events) // _PARTS, BATCH)
    tenth, early, late, place = Cost(), [], [], 0
    for batch in _batches(articles(made)):
        done.note(_truth(batch, made))
        if place < 2 * _MEASURED:
            early.append(batch)
        if place >= len(made.events) - _MEASURED:
            late.append(batch)
        else:
            tenth += _take_in(batch, made, url)
        place += len(batch)
        if place % part < BATCH and tenth.articles:
            _say("{:>7} articles: {:.2f} ms each, {:.2f} by the clock".format(place, *tenth.each))
            tenth = Cost()
    _measure(done, early, late, made, (beside, url))
    return done


def _measure(done: Run, early: list[list[Told]], late: list[list[Told]], made: Plan, urls: tuple[str, str]) -> None:
    """Take in the first articles and the last in turns; all but the last time on files that are put back."""
    warming, first = early[: _MEASURED // BATCH], early[_MEASURED // BATCH :]
    beside, url = urls
    _all_of(warming, made, beside)
    for left in reversed(range(1 if done.by_clock else _ROUNDS)):
        with ExitStack() as undone:
            for database in urls if left else ():
                undone.enter_context(_put_back(database))
            done.rounds.append(Round(_all_of(first, made, beside), _all_of(late, made, url)))


@contextmanager
def _put_back(url: str) -> Iterator[None]:
    """A SQLite file as it was before the block; all connections are closed by then, so nothing lies beside it."""
    file = Path(str(make_url(url).database))
    with open_database(url):
        pass  # a ledger of few articles may have no file yet
    saved = shutil.copy(file, file.with_suffix(".saved"))
    yield
    Path(saved).replace(file)


def _all_of(batches: Sequence[Sequence[Told]], made: Plan, url: str) -> Cost:
    return sum((_take_in(batch, made, url) for batch in batches), Cost())


def _take_in(batch: Sequence[Told], made: Plan, url: str) -> Cost:
    readings = [given(told.article) for told in batch]
    seen_at = max(reading.article.published or made.events[0].when for reading in readings) + timedelta(hours=1)
    start, started = process_time(), perf_counter()
    with open_database(url) as database:
        ingest(database, readings, seen_at=seen_at)
    return Cost(len(batch), process_time() - start, perf_counter() - started)


def _batches(told: Iterator[Told]) -> Iterator[list[Told]]:
    while batch := list(islice(told, BATCH)):
        yield batch


def _truth(batch: Sequence[Told], made: Plan) -> dict[str, Mentioned]:
    found = {}
    for told in batch:
        for mention, (key, number) in zip(told.article.mentions or (), told.truth, strict=True):
            found[key] = Mentioned(number, sys.intern(manner_of(mention, made.deals[number])), told.article.url)
    return found


def found_deals(url: str) -> dict[str, str]:
    """The deal of each mention, as the ledger has it."""
    member = models.DealMember
    with open_database(url) as database, database.read() as connection:
        rows = connection.execute(select(member.mention_key, member.deal_id).where(member.closed_at.is_(None)))
        return dict(rows.tuples().all())


def flags(url: str) -> tuple[Counter[str], Counter[str]]:
    """Flags by kind, and what was kept without a flag by its reason."""
    change = models.Change
    query = select(change.kind, change.suppressed, func.count()).where(change.closed_at.is_(None))
    raised, kept = Counter[str](), Counter[str]()
    with open_database(url) as database, database.read() as connection:
        for kind, reason, count in connection.execute(query.group_by(change.kind, change.suppressed)):
            (raised if reason is None else kept)[reason or kind] += count
    return raised, kept


def summary(done: Run, agreed: Agreement, flagged: tuple[Mapping[str, int], Mapping[str, int]], peak: int) -> list[str]:
    """The lines to print; `peak` in bytes."""
    (ratio, by_clock), (raised, kept), count = done.ratios, flagged, len({one.url for one in done.truth.values()})
    return [
        f"first thousand {done.first:.2f} ms an article, last thousand {done.last:.2f}: {ratio:.2f} times,"
        f" bound {RATIO_BOUND}; {by_clock:.2f} by the clock",
        f"peak memory: {peak / 2**20:.0f} MiB",
        f"pairs of mentions: precision {agreed.precision:.4f}, recall {agreed.recall:.4f}, F1 {agreed.f1:.4f},"
        f" bound {F1_BOUND}",
        f"flags an article: {_each(raised, count)}",
        f"kept without a flag: {_each(kept, count)}",
    ]


def _each(counted: Mapping[str, int], count: int) -> str:
    named = (f"{name} {number / count:.3f}" for name, number in sorted(counted.items(), key=lambda item: -item[1]))
    return f"{sum(counted.values()) / count:.3f} ({', '.join(named)})"


def _say(line: str) -> None:
    print(line, flush=True)  # a run of hours is watched through a file


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and say by the exit code whether the bounds hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledger_scale", description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES, metavar="N")
    parser.add_argument("--deals", type=int, metavar="N", help="default: one for five articles")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N")
    parser.add_argument(
        "--database",
        nargs=2,
        metavar="URL",
        help="two empty databases, the second for the first articles once more; default: SQLite files, thrown away",
    )
    parser.add_argument("--faults", action="store_true", help="print which deals were merged or split wrongly")
    wanted = parser.parse_args(argv)
    made = plan(wanted.articles, wanted.deals or max(1, wanted.articles * DEALS // ARTICLES), wanted.seed)
    with tempfile.TemporaryDirectory() as folder:
        url, beside = wanted.database or [f"sqlite:///{Path(folder) / name}" for name in ("scale.db", "beside.db")]
        done = run(made, url, beside)
        peak, found, flagged = peak_memory(), found_deals(url), flags(url)
    truth = done.truth
    agreed, wrong = agreement(found, truth), faults(found, truth, made.deals)
    for line in summary(done, agreed, flagged, peak):
        _say(line)
    counted = Counter(fault.kind for fault in wrong)
    _say(f"of {len(made.deals)} deals: parts merged into another {counted['merged']}, split off {counted['split']}")
    for line in fault_lines(wrong) if wanted.faults else ():
        _say(line)
    return int(done.ratios[0] > RATIO_BOUND or agreed.f1 < F1_BOUND)


if __name__ == "__main__":
    raise SystemExit(main())
