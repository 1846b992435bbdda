"""What Prefect costs a monitoring run over 500 feed entries, beside the bare pipeline. Exit 1 beyond the bound.

25 feeds of 20 entries on loopback (benchmarks/origin.py), and a Prefect server as `safqa run` starts it, both in
processes of their own. Each round runs over the same feeds by either way, from a fresh SQLite database on, and takes
turns in who comes first:

* bare: `flows.pipeline.run` with plain functions for steps; nothing of Prefect;
* prefect: the flow `monitor-news` in this process, from its call until the server shows its whole record: a task for
  each feed and two for each batch, log lines, events, artifacts, name and state. It also looks for alerts to send, of
  which there are none.

Each way runs twice on its database: at first all entries are new, then the feeds answer 304 and there is nothing to do,
so that the second run is all but overhead. This process is warm: each way was gone before the first round. The gate
before a host is open, since here all feeds are of one. Judged are the medians of the rounds. Seconds are the clock's,
and of three processes: on a machine that has other work they say little.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.origin import Shape, language, origin
from flows import pipeline
from flows.server import prefect_server
from safqa.feeds.network import open_client
from safqa.feeds.politeness import HostGate
from safqa.feeds.sources import load
from storage.engine import open_database

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

    from flows.pipeline import RunReport

FEEDS, ENTRIES = 25, 20
ROUNDS = 5  # odd, for a median that was measured
# How many times the bare pipeline a run may take, and seconds on top: what a run that brings nothing may cost.
FACTOR, SECONDS = 1.3, 2.0
NEW, UNCHANGED = "all new", "unchanged"


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of one round in one of the two cases."""

    bare: float
    prefect: float


Rounds = dict[str, list[Took]]


class Bench:
    """The feeds, in a file, and an empty database to copy."""

    def __init__(self, urls: Sequence[str], folder: Path) -> None:
        self._folder = folder
        self._feeds = folder / "feeds.toml"
        tables = (
            f'[[feeds]]\nurl = "{url}"\nname = "News {feed}"\nlanguage = "{language(feed)}"\n'
            for feed, url in enumerate(urls)
        )
        self._feeds.write_text("".join(tables))
        open_database(f"sqlite:///{folder / 'empty.db'}").close()

    def rounds(self, number: int) -> Rounds:
        """So many rounds, after one that is not counted."""
        self._round(0)
        measured: Rounds = {NEW: [], UNCHANGED: []}
        for each in range(number):
            for case, took in self._round(each).items():
                measured[case].append(took)
        return measured

    def _round(self, number: int) -> dict[str, Took]:
        """Both ways, in turns.

        Raises:
            RuntimeError: they did not do the same, so that there is nothing to compare.
        """
        ways = (self._bare, self._prefect)
        took: dict[int, dict[str, float]] = {}
        done = []
        for way in (number % 2, 1 - number % 2):
            self._fresh()
            took[way] = {}
            for case in (NEW, UNCHANGED):
                seconds, report = _timed(ways[way])
                took[way][case] = seconds
                done.append((case, report.stored.outcomes, len(report.stored.changes), len(report.polls)))
        if done[:2] != done[2:] or not done[0][1].total() or done[1][1].total():
            raise RuntimeError(f"{done[:2]} and {done[2:]} are not the work that was to be measured")
        return {case: Took(took[0][case], took[1][case]) for case in (NEW, UNCHANGED)}

    def _fresh(self) -> None:
        for old in self._folder.glob("copy.db*"):
            old.unlink()
        shutil.copy(self._folder / "empty.db", self._folder / "copy.db")

    async def _bare(self) -> RunReport:
        database = os.environ["SAFQA_DATABASE_URL"]
        sources = load(self._feeds)
        return await pipeline.run(sources, [], database=database, allow_private=True, steps=pipeline.PLAIN, now=True)

    async def _prefect(self) -> RunReport:
        monitor, records = import_module("flows.monitor"), import_module("flows.records")
        config = monitor.MonitorConfig(feeds=self._feeds, seed=False, now=True)
        state = await monitor.monitor_news(config, return_state=True)
        report: RunReport = await state.aresult()
        await records.send_rest()
        await records.await_tasks(state.state_details.flow_run_id, report.steps)
        return report


def _timed(way: Callable[[], Awaitable[RunReport]]) -> tuple[float, RunReport]:
    async def go() -> RunReport:
        return await way()

    gc.collect()
    start = perf_counter()
    report = asyncio.run(go())
    return perf_counter() - start, report


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """A Prefect server on a home of its own, and nothing that the person has set."""
    for name in [name for name in os.environ if name.startswith(("PREFECT_", "SAFQA_"))]:
        del os.environ[name]
    os.environ |= {
        "PREFECT_HOME": str(folder / "prefect"),
        "SAFQA_HOME": str(folder),
        "SAFQA_DATABASE_URL": f"sqlite:///{folder / 'copy.db'}",
        "SAFQA_RATES": "none",
        "SAFQA_ALLOW_PRIVATE_NETWORKS": "1",
    }
    with prefect_server(folder, print, lambda: import_module("flows.monitor")):
        yield


def open_gate() -> None:
    """Lets runs of this process ask one host without a pause."""

    def client(*, allow_private: bool) -> object:
        gate = HostGate(at_once=pipeline.AT_ONCE, seconds_apart=0)
        return open_client(allow_private=allow_private, gate=gate)

    vars(pipeline)["open_client"] = client


def lines(measured: Mapping[str, Sequence[Took]]) -> list[str]:
    """What to print."""
    names = ("bare", "prefect", "adds", "bound")
    told = [f"{'':<10}" + "".join(f"{name:>10}" for name in names) + "  rounds (bare/prefect)"]
    for case, rounds in measured.items():
        bare, prefect = _medians(rounds)
        cells = (bare, prefect, prefect - bare, bound(bare))
        each = ", ".join(f"{one.bare:.2f}/{one.prefect:.2f}" for one in rounds)
        told.append(f"{case:<10}" + "".join(f"{cell:>8.2f} s" for cell in cells) + f"  {each}")
    return told


def bound(bare: float) -> float:
    """The seconds that a run through Prefect may take."""
    return FACTOR * bare + SECONDS


def missed(measured: Mapping[str, Sequence[Took]]) -> list[str]:
    """A line for each case beyond the bound."""
    medians = {case: _medians(rounds) for case, rounds in measured.items()}
    return [
        f"{case}: {prefect:.2f} s are more than {bound(bare):.2f} s"
        for case, (bare, prefect) in medians.items()
        if prefect > bound(bare)
    ]


def _medians(rounds: Sequence[Took]) -> tuple[float, float]:
    return median(one.bare for one in rounds), median(one.prefect for one in rounds)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and say by the exit code whether the bound holds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.overhead", description=__doc__)
    parser.add_argument("--feeds", type=int, default=FEEDS, metavar="N")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N")
    wanted = parser.parse_args(argv)
    open_gate()
    with tempfile.TemporaryDirectory() as made, origin(Shape(wanted.feeds, ENTRIES, 0)) as served:
        bench = Bench(served.urls, Path(made))
        with alone(Path(made)):
            measured = bench.rounds(wanted.rounds)
    print(f"{wanted.feeds} feeds of {ENTRIES} entries, {wanted.rounds} rounds")
    print(*lines(measured), sep="\n")
    beyond = missed(measured)
    sys.stderr.writelines(f"{line}\n" for line in beyond)
    return int(bool(beyond))


if __name__ == "__main__":
    raise SystemExit(main())
