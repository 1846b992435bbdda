"""`safqa backfill`: an archive of articles, from files."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desk.configuration import open_deals
from desk.running import run_flow
from desk.terminal import console, put, say
from flows.wording import isolate
from safqa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from prefect.client.schemas.objects import State

    from flows.archives import Progress, Tally, Todo
    from flows.backfill import BackfillReport
    from safqa.archives.files import ArchiveFile

HELP = """Read an archive of articles into the ledger, by all processors, going on where it was stopped.

An archive is JSON Lines as `safqa ingest` reads them (.jsonl, .ndjson, also .gz, .zst) or crawled pages as WARC (.warc,
.warc.gz), or folders of these. Of pages those that may tell of a deal are kept. Bad rows and records are named and
counted, the good ones are kept, and the exit code is 1. Stop it whenever you like: the same command goes on from there,
and writes nothing twice.

Examples:

    safqa backfill archive.jsonl.gz

    safqa backfill --dry-run CC-NEWS-*.warc.gz

    safqa backfill crawls/ --workers 8

    safqa backfill crawls/ --dask tcp://10.0.0.5:8786
"""


def backfill(
    archive: Annotated[list[Path], typer.Argument(metavar="FILE…|DIR", help="Files, and folders of them.")],
    workers: Annotated[
        int | None, typer.Option(min=1, max=256, help="Processes that read; default: one a processor.")
    ] = None,
    dask: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Dask scheduler, whose workers read instead of processes.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Read from the beginning what was read before.")] = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Say what is left to read, and what comes of the first of it; write nothing."),
    ] = False,
) -> None:
    """Runs the flow backfill-archive and shows its report."""
    from flows.archives import unfinished
    from safqa.archives.files import find

    chosen = Settings()
    files = find(archive)
    open_deals(chosen).close()
    todo = unfinished(files, chosen.database, again=again)
    if dry_run:
        _preview(files, todo)
        return
    if not todo:
        put(f"{_files(len(files))}, read before; --again reads from the beginning")
        return
    places = tuple(place.resolve() for place in archive)
    report = run_flow(
        chosen,
        lambda: _backfill(places, workers, dask, again=again),
        module="flows.backfill",
        sign=_watched(),
    )
    _show(report)
    if report.tally.lost:
        raise typer.Exit(1)


async def _backfill(
    places: tuple[Path, ...], workers: int | None, dask: str | None, *, again: bool
) -> State[BackfillReport]:
    from flows.backfill import BackfillConfig
    from flows.backfill import backfill as flow

    config = BackfillConfig(archive=places, workers=workers, dask=dask, again=again)
    state: State[BackfillReport] = await flow(config, return_state=True)
    return state


@contextmanager
def _watched() -> Iterator[None]:
    """Tells of each fault as it is met, and on a terminal shows a bar with what came in so far."""
    from flows.archives import WATCH

    told = 0

    def hear(progress: Progress) -> None:
        nonlocal told
        for fault in progress.tally.faults[told:]:
            say(isolate(fault))
        told = len(progress.tally.faults)
        show(progress)

    with _bar() as show:
        before = WATCH.set(hear)
        try:
            yield
        finally:
            WATCH.reset(before)


@contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    """A bar on a terminal; nothing in a log."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda p: bar.update(task, description=_so_far(p.tally), completed=p.passed, total=p.total)


def _so_far(tally: Tally) -> str:
    lost = f", {tally.lost:,} lost" if tally.lost else ""
    return f"{sum(tally.articles.values()):,} articles, {sum(tally.changes.values()):,} changes{lost}"


def _show(report: BackfillReport) -> None:
    """Says what an archive brought."""
    tally = report.tally
    before = f", {report.finished} of them read before" if report.finished else ""
    put(f"{_files(report.files)}{before}")
    put(f"articles: {_counts(tally.articles)}")
    if tally.pages:
        put(f"pages: {_counts(tally.pages)}")
    noted = f", {tally.suppressed} noted without a flag" if tally.suppressed else ""
    put(f"changes: {_counts(tally.changes)}{noted}")
    if tally.lost:
        say(f"{tally.lost} could not be read or kept")


def _preview(files: Sequence[ArchiveFile], todo: Sequence[Todo]) -> None:
    """Says what is left to read, and what comes of the first batch of it."""
    from rich.box import SIMPLE_HEAD
    from rich.filesize import decimal
    from rich.table import Table

    left = {one.file.key: one.mark for one in todo}
    table = Table("file", "holds", "size", "read before", box=SIMPLE_HEAD, pad_edge=False)
    for file in files:
        mark = left.get(file.key)
        done = "all" if mark is None else f"{mark.number:,}" if mark.number else "–"
        table.add_row(isolate(str(file.path)), file.kind, decimal(file.size), done)
    console().print(table)
    if todo:
        _try(todo[0])


def _try(one: Todo) -> None:
    from flows.archives import read_batch
    from flows.pipeline import EXTRACTOR
    from safqa.archives.batches import batches

    batch = next(batches(one.file, one.mark))
    found = read_batch(EXTRACTOR, batch)
    for fault in found.articles.faults:
        say(isolate(fault))
    deals = sum(len(reading.extraction.deals) for reading in found.articles.readings)
    counts = found.articles.outcomes + Counter({"to keep": len(found.articles.readings)})
    came = f"{_counts(counts)}, {deals} deal{'' if deals == 1 else 's'}"
    put(f"of {isolate(str(one.file.path))} the next {len(batch.pieces)} {one.file.kind}: {came}")
    put("nothing was written")


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n} {what}" for what, n in sorted(counts.items())) or "none"


def _files(n: int) -> str:
    return f"{n} file{'' if n == 1 else 's'}"
