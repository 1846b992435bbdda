"""`safqa run`: one monitoring run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desk.configuration import open_deals
from desk.running import run_flow, show
from safqa.errors import UsageError
from safqa.settings import Settings

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State

    from flows.pipeline import RunReport

HELP = """Read the feeds that are due, as a Prefect flow, and say what is new.

A feed that fails is named and changes nothing else. The first run stores the seed article.

Examples:

    safqa run

    safqa run --now

    safqa run --no-feeds

    safqa run --feeds my-feeds.toml --no-seed
"""


def run(
    feeds: Annotated[
        Path | None, typer.Option(help="Feeds file; default: SAFQA_FEEDS, else the list that ships.")
    ] = None,
    no_feeds: Annotated[bool, typer.Option("--no-feeds", help="Ask no feed.")] = False,
    no_seed: Annotated[bool, typer.Option("--no-seed", help="Leave out the seed article.")] = False,
    now: Annotated[bool, typer.Option("--now", help="Ask all feeds, due or not.")] = False,
) -> None:
    """Runs the flow monitor-news and shows its report."""
    if feeds and no_feeds:
        raise UsageError("--feeds and --no-feeds exclude each other")
    chosen = Settings()
    if not no_feeds:
        _check_feeds(feeds or chosen.feeds)
    open_deals(chosen).close()
    file = feeds.resolve() if feeds else None
    report = run_flow(chosen, lambda: _monitor(file, poll=not no_feeds, seed=not no_seed, now=now))
    show(report)
    if report.stored.nothing_kept:
        raise typer.Exit(1)


def _check_feeds(file: Path | None) -> None:
    """A mistake in the feeds file is told before a server is started."""
    from safqa.feeds.sources import load

    load(file)


async def _monitor(feeds: Path | None, *, poll: bool, seed: bool, now: bool) -> State[RunReport]:
    from flows.monitor import MonitorConfig, monitor_news

    config = MonitorConfig(feeds=feeds, poll=poll, seed=seed, now=now)
    state: State[RunReport] = await monitor_news(config, return_state=True)
    return state
