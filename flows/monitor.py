"""The flows: `monitor-news` reads the feeds, `ingest-articles` takes articles from files. Both run flows.pipeline.

Each step of the pipeline is a task, one for each feed and two for each batch, so that a run shows what it did; fewer
than a hundred tasks, however many feeds and articles there are. Tasks do not cache: what was seen before is the
database's knowledge. The flows are async because a sync flow run of Prefect lasts at least a second (its heartbeat
thread).
"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path  # noqa: TC003 - pydantic evaluates it
from typing import TYPE_CHECKING, Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run, task_run
from prefect.states import Completed
from pydantic import BaseModel, Field

from flows import alerts, events, pipeline, polling, rates
from flows.artifacts import name_run, publish, summary
from flows.figures import figure_lines, new_deals
from flows.pipeline import Batch, ReadBatch, RunReport, Steps, Stored
from flows.wording import drawn_name, isolate, number
from safqa.feeds.seed import seed_article
from safqa.feeds.sources import Source, load
from safqa.settings import Settings
from storage.engine import open_database
from storage.queries import figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prefect.client.schemas.objects import State

    from flows.figures import FigureLine
    from flows.polling import Due, Kit
    from safqa.feeds.poll import Poll
    from safqa.model import Article

logger = logging.getLogger("safqa.run")
# Of loggers that are not its own Prefect shows warnings alone, unless they have a level.
logger.setLevel(logging.INFO)

# A silent or dropped connection is often gone two seconds later. One more try: a feed that is down stays so for longer
# than a run should wait, and the next run comes anyway. Prefect's own would ask all feeds of the task again.
_AGAIN_AFTER = 2.0


class MonitorConfig(BaseModel):
    """What a run of `monitor-news` covers; Prefect makes a form of it."""

    feeds: Path | None = Field(None, title="Feeds file", description="default: SAFQA_FEEDS, else the list that ships")
    poll: bool = Field(True, title="Read the feeds")
    seed: bool = Field(True, title="Read the seed article", description="it is stored once, however often it is read")
    now: bool = Field(False, title="Ask all feeds", description="also those that are not due")

    def sources(self) -> tuple[Source, ...]:
        """The feeds that the run covers."""
        return load(self.feeds or Settings().feeds) if self.poll else ()


class Handover:
    """Articles handed to a flow run in memory.

    Prefect stores a run's parameters, and is not to store the texts: an object with slots is nothing that it can
    encode, so it shows the name of the class.
    """

    __slots__ = ("articles",)

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles


def _poll_name() -> str:
    names = [drawn_name(feed.source) for feed in task_run.parameters["feeds"]]
    return f"poll {names[0]}" if len(names) == 1 else f"poll {len(names)} feeds: {', '.join(names)}"


@task(name="poll", task_run_name=_poll_name, cache_policy=NO_CACHE)
async def _poll(feeds: Sequence[Due], kit: Kit, database: str) -> list[Poll]:
    polls = await polling.poll_feeds(feeds, kit, database)
    again = [n for n, poll in enumerate(polls) if poll.passing]
    if again:
        for n in again:
            logger.info("%s; asked once more", _said(polls[n]))
        await asyncio.sleep(_AGAIN_AFTER)
        retried = await polling.poll_feeds([feeds[n] for n in again], kit, database)
        for n, poll in zip(again, retried, strict=True):
            polls[n] = poll
    for poll in polls:
        if not poll.outcome.good:
            logger.warning("%s", _said(poll))
    return polls


def _said(poll: Poll) -> str:
    return ": ".join([isolate(poll.source.name), poll.outcome, *([isolate(poll.detail)] if poll.detail else [])])


@task(name="read", task_run_name="read batch {batch.number}", cache_policy=NO_CACHE)
async def _read(batch: Batch, database: str) -> ReadBatch:
    return await pipeline.read_batch(batch, database)


@task(name="store", task_run_name="store batch {batch.number}", cache_policy=NO_CACHE)
async def _store(batch: ReadBatch, database: str) -> Stored:
    return await pipeline.store_batch(batch, database)


@task(name="record", task_run_name="record polls", cache_policy=NO_CACHE)
async def _record(polls: Sequence[Poll], database: str) -> None:
    await polling.record_polls(polls, database)


TASKS = Steps(_poll, _read, _store, _record)


def _monitor_name() -> str:
    enabled = sum(source.enabled for source in flow_run.parameters["config"].sources())
    return f"monitor · {number(enabled, 'feed')}"


def _ingest_name() -> str:
    return f"ingest · {number(len(flow_run.parameters['handover'].articles), 'article')}"


@flow(name="monitor-news", flow_run_name=_monitor_name)
async def monitor_news(config: MonitorConfig = MonitorConfig()) -> Any:  # noqa: B008 - immutable in use
    """Reads the seed and the feeds, stores what they tell, and reports what is new."""
    seed = [seed_article()] if config.seed else []
    sources = config.sources()
    if sources:
        settings = Settings()
        await rates.refresh(settings.database, settings.rates, allow_private=settings.allow_private_networks)
    return await _run(sources, seed, now=config.now)


@flow(name="ingest-articles", flow_run_name=_ingest_name, validate_parameters=False)
async def ingest_articles(handover: Handover) -> Any:
    """Stores articles that were handed in, and reports what is new."""
    return await _run((), handover.articles)


async def _run(sources: Sequence[Source], articles: Sequence[Article], *, now: bool = False) -> State[RunReport]:
    settings = Settings()
    report = await pipeline.run(
        sources,
        articles,
        database=settings.database,
        allow_private=settings.allow_private_networks,
        steps=TASKS,
        now=now,
    )
    told = await alerts.after_run(settings, [change.id for change in report.stored.changes])
    await publish(report, await asyncio.to_thread(_figures, report, settings.database))
    await name_run(report)
    events.emit(report, told)
    logger.info("%s", summary(report))
    return _state(report)


def _figures(report: RunReport, url: str) -> list[FigureLine]:
    """What the run has learned of figures; those of new deals stand with the deals."""
    changes = report.stored.changes
    with open_database(url) as database:
        return figure_lines(changes, figures(database, new_deals(changes)))


def _state(report: RunReport) -> State[RunReport]:
    """Completed, in any case: a failing feed is an outcome. The name says at a glance whether all of them answered."""
    if not report.failing:
        return Completed(data=report, message=number(len(report.stored.changes), "change"))
    names = ", ".join(f"{drawn_name(p.source)} ({p.outcome})" for p in report.failing)
    message = f"{number(len(report.failing), 'feed')} failing: {names}"
    return Completed(name="Degraded", data=report, message=message)
