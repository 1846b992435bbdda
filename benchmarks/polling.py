"""What a poll of many feeds costs, as a multiple of merely asking for them; and its memory. Exit 1 beyond the bounds.

One server on loopback, in a process of its own, shows 500 feeds of 30 entries (benchmarks/origin.py). Two cases, each
beside the least that any reader does, on the same server, right after each other, eight at a time:

* unchanged: the feeds answer 304. The yardstick is httpx alone: the same conditional GETs.
* changed: each feed shows six new entries on top of 24 old ones. The yardstick is httpx and `feedparser.parse` of the
  body as it came, nothing else done with either.

A poll is what a run does (flows.pipeline, without Prefect, whose tasks cost what they cost): what is known of the feeds
is read from a SQLite database, a client is opened, each feed asked and its reply judged, the body decoded and parsed,
entries made plain text with dates, identified, compared with those in the database, articles made of the new ones and
the off-topic ones left out, the next poll decided. Recording (polls, entries and states are written to the database) is
told apart and together. It counts where nothing changed; where entries are new it stores them, which is no reader's
least, so there the bound is for the poll. Reading deals out of the articles is no part of either. The yardstick opens a
client too.

Each round begins with a copy of one database, in which all feeds were polled once, and takes turns in who comes first.
The gate before a host is open, since here all feeds are of one. The ratio is the median of the rounds'; seconds say
little about another machine. Memory is the peak of this whole process, yardsticks included, not the server's.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import feedparser
import httpx

from benchmarks.extraction_speed import peak_memory
from benchmarks.origin import Served, Shape, language, origin
from flows.pipeline import AT_ONCE, PLAIN, poll_all, with_states
from safqa.feeds.entries import EntryOutcome
from safqa.feeds.network import open_client
from safqa.feeds.outcomes import Outcome
from safqa.feeds.politeness import HostGate
from safqa.feeds.sources import Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from safqa.feeds.poll import Poll

FEEDS, ENTRIES, NEW = 500, 30, 6
ROUNDS = 5  # odd, for a median that was measured
# How many times the yardstick a poll may take, and how many bytes the process may hold.
UNCHANGED_BOUND, CHANGED_BOUND, MEMORY_BOUND = 1.5, 1.3, 300 * 2**20


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds of one round: the poll, recording it, and the yardstick."""

    poll: float
    recording: float
    yardstick: float

    @property
    def alone(self) -> float:
        """How many times the yardstick's time the poll takes."""
        return self.poll / self.yardstick

    @property
    def recorded(self) -> float:
        """The same with its recording."""
        return (self.poll + self.recording) / self.yardstick


@dataclass(frozen=True, slots=True)
class Case:
    """One of the two cases: the edition that the server shows, and what every poll of it must be."""

    name: str
    edition: int
    bound: float
    outcome: Outcome
    new: int  # entries in each feed

    def judged(self, one: Round) -> float:
        """The ratio that the bound is for: with the recording, but for entries that no yardstick stores."""
        return one.alone if self.new else one.recorded


CASES = (
    Case("unchanged", 0, UNCHANGED_BOUND, Outcome.NOT_MODIFIED, 0),
    Case("changed", 1, CHANGED_BOUND, Outcome.OK, NEW),
)


class Bench:
    """The feeds on their server, and the database in which each was polled once."""

    def __init__(self, served: Served, folder: Path) -> None:
        self._served = served
        self._folder = folder
        self._sources = [
            Source(url=url, name=f"News {feed}", language=language(feed)) for feed, url in enumerate(served.urls)
        ]
        polls, *_ = asyncio.run(self._polled(self._url("first")))
        self._validators = {poll.source.url: poll.state.etag or "" for poll in polls}

    def round(self, number: int, case: Case) -> Round:
        """One round of a case.

        Raises:
            RuntimeError: something else came than the case means, so that there is nothing to compare.
        """
        self._served.show(case.edition)
        shutil.copy(self._folder / "first.db", self._folder / "copy.db")
        poll, recording, yardstick = 0.0, 0.0, 0.0
        for turn in (number, number + 1):
            gc.collect()
            if turn % 2:
                polls, poll, recording = asyncio.run(self._polled(self._url("copy")))
                _check(polls, case)
            else:
                yardstick = asyncio.run(self._bare(case))
        return Round(poll, recording, yardstick)

    def _url(self, name: str) -> str:
        return f"sqlite:///{self._folder / name}.db"

    async def _polled(self, database: str) -> tuple[list[Poll], float, float]:
        """A poll of all feeds, and the seconds that it and its recording took."""
        start = perf_counter()
        due = with_states(self._sources, database)
        async with open_client(allow_private=True, gate=HostGate(at_once=AT_ONCE, seconds_apart=0)) as client:
            polls = await poll_all(due, client, database, PLAIN)
        polled = perf_counter()
        await PLAIN.record(polls, database)
        return polls, polled - start, perf_counter() - polled

    async def _bare(self, case: Case) -> float:
        """The seconds that the yardstick takes, with Safqa's headers, limits and protocols."""
        places = asyncio.Semaphore(AT_ONCE)
        async with open_client(allow_private=True) as polite:
            headers = polite.headers

        async def one(url: str) -> None:
            async with places:
                conditions = {} if case.new else {"If-None-Match": self._validators[url]}
                reply = await client.get(url, headers=conditions)
            if case.new:
                feedparser.parse(BytesIO(reply.content))

        start = perf_counter()
        async with httpx.AsyncClient(http2=True, headers=headers, timeout=polite.timeout, limits=_LIMITS) as client:
            await asyncio.gather(*map(one, self._served.urls))
        return perf_counter() - start


_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=20)


def _check(polls: Sequence[Poll], case: Case) -> None:
    outcomes = Counter(poll.outcome for poll in polls)
    new = sum((poll.counts for poll in polls), Counter())[EntryOutcome.NEW]
    if outcomes != {case.outcome: len(polls)} or new != case.new * len(polls):
        raise RuntimeError(f"{case.name}: {dict(outcomes)} with {new} new entries is not what was to be measured")


def table(rounds: Mapping[Case, Sequence[Round]], peak: int) -> list[str]:
    """The lines to print; `peak` in bytes. The ratios are of the poll, with its recording, and what is judged."""
    names = ("poll", "recording", "yardstick", "alone", "recorded", "judged", "from-to", "bound")
    lines = [f"{'':<10}" + "".join(f"{name:>11}" for name in names)]
    for case, measured in rounds.items():
        times = (median(one.poll for one in measured), median(one.recording for one in measured))
        seconds = (*times, median(one.yardstick for one in measured))
        judged = sorted(map(case.judged, measured))
        ratios = (median(one.alone for one in measured), median(one.recorded for one in measured), median(judged))
        told = [*(f"{took:.2f} s" for took in seconds), *(f"{ratio:.2f}" for ratio in ratios)]
        told += [f"{judged[0]:.2f}-{judged[-1]:.2f}", str(case.bound)]
        lines.append(f"{case.name:<10}" + "".join(f"{cell:>11}" for cell in told))
    return [*lines, f"peak memory: {peak / 2**20:.0f} MiB, bound {MEMORY_BOUND / 2**20:.0f}"]


def missed(rounds: Mapping[Case, Sequence[Round]], peak: int) -> list[str]:
    """A line for each bound that is missed."""
    ratios = {case: median(map(case.judged, measured)) for case, measured in rounds.items()}
    beyond = [
        f"{case.name}: {ratio:.2f} is more than {case.bound}" for case, ratio in ratios.items() if ratio > case.bound
    ]
    return [*beyond, *(["peak memory is more than its bound"] if peak > MEMORY_BOUND else [])]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and say by the exit code whether the bounds hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.polling", description=__doc__)
    parser.add_argument("--feeds", type=int, default=FEEDS, metavar="N")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N")
    wanted = parser.parse_args(argv)
    with origin(Shape(wanted.feeds, ENTRIES, NEW)) as served, tempfile.TemporaryDirectory() as folder:
        bench = Bench(served, Path(folder))
        rounds = {case: [bench.round(number, case) for number in range(wanted.rounds)] for case in CASES}
    peak = peak_memory()
    print(f"{wanted.feeds} feeds of {ENTRIES} entries, {wanted.rounds} rounds, {AT_ONCE} at a time")
    print(*table(rounds, peak), sep="\n")
    beyond = missed(rounds, peak)
    sys.stderr.writelines(f"{line}\n" for line in beyond)
    return int(bool(beyond))


if __name__ == "__main__":
    raise SystemExit(main())
