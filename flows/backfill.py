"""The flow `backfill-archive`: years of articles from files, gone on with wherever it was stopped.

The archive is cut into legs, each a task: 64 MB of it, or as much more as it takes for 80 legs, so that a run shows how
it gets on and its server need not keep a row for each batch. Batches within a leg go to processes, or to a Dask cluster
through Prefect's task runner for it (flows/readers.py); flows/archives.py has what is done to them.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path  # noqa: TC003 - pydantic evaluates it
from typing import TYPE_CHECKING, Any

from prefect import flow, get_client, task
from prefect.artifacts import acreate_markdown_artifact, acreate_progress_artifact, aupdate_progress_artifact
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from prefect.states import Completed
from pydantic import BaseModel, Field

from flows import alerts, events
from flows.archives import WATCH, Course, Progress, Tally, unfinished
from flows.readers import readers
from flows.wording import isolate
from safqa.alerts.channels import configured
from safqa.archives.files import find
from safqa.errors import SafqaError
from safqa.settings import Settings

if TYPE_CHECKING:
    from uuid import UUID

    from prefect.client.schemas.objects import State

    from safqa.alerts.channels import Channel
    from safqa.archives.files import ArchiveFile

logger = logging.getLogger("safqa.run")

# A leg is a minute or two of reading on one machine; a server takes 35 ms and 19 KB a task and shows a hundred well.
LEG_BYTES, MOST_LEGS = 64_000_000, 80
# Seconds between updates of the progress artifact: each is a round trip of 22 ms and a row of the server.
SHOWN_EVERY = 5.0
PROGRESS, REPORT = "backfill-progress", "backfill-report"


class BackfillConfig(BaseModel):
    """What a run of `backfill-archive` reads, and by whom; Prefect makes a form of it."""

    archive: tuple[Path, ...] = Field(
        (),
        title="Files and folders",
        description="JSON Lines (.jsonl, .ndjson, also .gz, .zst) and WARC (.warc, .warc.gz), on the machine of the "
        "run; default: the folder archive in the data directory",
    )
    workers: int | None = Field(None, ge=1, le=256, title="Processes", description="default: one a processor")
    dask: str | None = Field(
        None, title="Dask scheduler", description="its workers read instead of processes, e.g. tcp://10.0.0.5:8786"
    )
    again: bool = Field(False, title="From the beginning", description="also what was read before")

    def files(self) -> list[ArchiveFile]:
        """The files that the run covers.

        Raises:
            UsageError: a place is not there, or is no archive.
        """
        return find(self.archive or (Settings().home / "archive",))


@dataclass(frozen=True, slots=True)
class BackfillReport:
    """What a run did: its files, how many of them were finished before, what it brought, and its number of tasks."""

    files: int
    finished: int
    tally: Tally
    steps: int


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of the way: up to so many bytes."""

    number: int
    of: int
    until: int


def legs(total: int) -> list[Leg]:
    """The parts of an archive of so many bytes; the last one has no end, and takes what is left."""
    of = min(max(1, -(-total // LEG_BYTES)), MOST_LEGS)
    return [Leg(number, of, total * number // of + (number == of)) for number in range(1, of + 1)]


class _Show:
    """What is heard of a backfill goes to the log, to whoever watches, and now and then to the progress artifact."""

    def __init__(self, artifact: UUID) -> None:
        self._artifact = artifact
        self._latest: Progress | None = None
        self._logged = 0
        self._watch = WATCH.get()

    def hear(self, progress: Progress) -> None:
        for fault in progress.tally.faults[self._logged :]:
            logger.warning("%s", fault)
        self._logged = len(progress.tally.faults)
        self._latest = progress
        self._watch(progress)

    async def __aenter__(self) -> None:
        self._updates = asyncio.create_task(self._keep_up())

    async def __aexit__(self, *_: object) -> None:
        self._updates.cancel()
        await asyncio.gather(self._updates, return_exceptions=True)
        await self._update()

    async def _keep_up(self) -> None:
        while True:
            await asyncio.sleep(SHOWN_EVERY)
            await self._update()

    async def _update(self) -> None:
        latest, self._latest = self._latest, None
        if latest:
            told = f"{sum(latest.tally.articles.values()):,} articles, {sum(latest.tally.changes.values()):,} changes"
            share = min(100.0, 100 * latest.passed / latest.total)
            with suppress(Exception):  # a picture of the work: a server that is busy must not end the work
                await aupdate_progress_artifact(self._artifact, share, told)


@task(name="leg", task_run_name="leg {leg.number} of {leg.of}", cache_policy=NO_CACHE)
async def _go(leg: Leg, course: Course) -> None:
    await course.go(leg.until)


@flow(name="backfill-archive", flow_run_name="backfill")
async def backfill(config: BackfillConfig = BackfillConfig()) -> Any:  # noqa: B008 - immutable in use
    """Reads the articles of an archive, brings the ledger in line with them, and reports what they brought."""
    settings = Settings()
    files = await asyncio.to_thread(config.files)
    todo = await asyncio.to_thread(unfinished, files, settings.database, again=config.again)
    show = _Show(await acreate_progress_artifact(0.0, PROGRESS, f"{len(todo)} of {len(files)} files to read"))
    with readers(config.workers, config.dask) as found:
        course = Course(todo, found, settings.database, channels=_channels(settings), tell=show.hear)
        way = legs(course.total) if todo else []
        async with show:
            for leg in way:
                await _go(leg, course)
    delivered = await alerts.after_run(settings, ())
    report = BackfillReport(len(files), len(files) - len(todo), course.tally, len(way))
    await acreate_markdown_artifact(markdown=told(report), key=REPORT)
    await _name(report)
    tally = report.tally
    events.emit_finished(tally.changes, delivered, suppressed=tally.suppressed, articles=tally.articles)
    return _state(report)


def _channels(settings: Settings) -> tuple[Channel, ...]:
    """The channels to decide about; wrong alerts fail no run, and are told at its end."""
    try:
        return configured(settings)
    except SafqaError:
        return ()


async def _name(report: BackfillReport) -> None:
    """Adds to the run's name what it brought: "backfill · 2 files · 120 articles · 3 new deals"."""
    tally = report.tally
    counts = (
        (report.files - report.finished, "file"),
        (sum(tally.articles.values()), "article"),
        (tally.changes["new_deal"], "new deal"),
    )
    name = " · ".join(["backfill", *(f"{n:,} {what}{'' if n == 1 else 's'}" for n, what in counts)])
    async with get_client() as client:
        await client.update_flow_run(flow_run.id, name=name)


def told(report: BackfillReport) -> str:
    """The report in markdown: articles, pages and changes by kind, and what fell out."""
    tally = report.tally
    parts = [f"# {report.files} files, {report.finished} of them read before", ""]
    for head, counts in (("articles", tally.articles), ("pages", tally.pages), ("changes", tally.changes)):
        rows = [f"| {name} | {n} |" for name, n in sorted(counts.items())]
        parts += [f"| {head} | number |", "| --- | --- |", *rows, ""] if rows else []
    parts += [f"{tally.suppressed} changes are kept without a flag.", ""]
    parts += [f"{tally.lost} rows, records or articles could not be read or kept:", ""] if tally.lost else []
    return "\n".join([*parts, *(f"    {isolate(fault)}" for fault in tally.faults)])


def _state(report: BackfillReport) -> State[BackfillReport]:
    changes = sum(report.tally.changes.values())
    if not report.tally.lost:
        return Completed(data=report, message=f"{changes} changes")
    return Completed(name="Degraded", data=report, message=f"{changes} changes; {report.tally.lost} could not be read")
