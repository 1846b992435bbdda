"""What the commands that run a flow share: a Prefect server, a flow run, and what is said about it."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from desk.terminal import console, put, say
from flows.wording import isolate

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from contextlib import AbstractContextManager

    from prefect.client.schemas.objects import State

    from flows.pipeline import RunReport
    from safqa.settings import Settings


class Report(Protocol):
    """What a flow of ours gives."""

    @property
    def steps(self) -> int:
        """How many tasks it made."""
        ...


R = TypeVar("R", bound=Report)


def run_flow(
    chosen: Settings,
    make_run: Callable[[], Coroutine[Any, Any, State[R]]],
    *,
    module: str = "flows.monitor",
    sign: AbstractContextManager[object] | None = None,
) -> R:
    """Runs a flow on a Prefect server; `make_run` is called when the server is there and Prefect may be imported.

    `module` is the flow's, imported while a server starts, and `sign` a sign of life in place of the usual one.

    Raises:
        EngineError: there is no server.
        StorageError: the database failed during the run.
    """
    import asyncio
    from importlib import import_module

    from flows.server import prefect_server

    meanwhile = partial(import_module, module)
    with sign or _progress("working"), prefect_server(chosen.home, say, meanwhile) as server:
        return asyncio.run(_finished(make_run, wait=server.own))


async def _finished(make_run: Callable[[], Coroutine[Any, Any, State[R]]], *, wait: bool) -> R:
    from flows.records import await_tasks, send_rest

    try:
        state = await make_run()
        report = await state.aresult()
    finally:
        if wait:
            await send_rest()
    if wait and (run := state.state_details.flow_run_id):
        await await_tasks(run, report.steps)
    return report


def _progress(words: str) -> AbstractContextManager[object]:
    """A sign of life on a terminal; nothing in a log."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(words)


def show(report: RunReport) -> None:
    """Says what a run brought: changes, counts, each failing feed in one line; on the other stream what fell out."""
    from desk.tables import changes_table

    stored = report.stored
    if stored.changes:
        console().print(changes_table(stored.changes))
    articles = ", ".join(f"{n} {outcome}" for outcome, n in sorted(stored.outcomes.items())) or "none"
    put(f"articles: {articles}")
    if report.polls:
        put(f"feeds: {len(report.polls) - len(report.failing)} of {len(report.polls)} answered")
    if pages := report.pages:
        put("pages: " + ", ".join(f"{n} {outcome}" for outcome, n in sorted(pages.items())))
    if texts := report.texts:
        put(f"texts: {texts['page']} of the article's page, {texts['feed']} of the feed")
    if report.waiting and report.next_due is not None:
        feeds = "feed is" if report.waiting == 1 else "feeds are"
        put(f"{report.waiting} {feeds} not due before {report.next_due:%Y-%m-%d %H:%M} UTC; --now asks at once")
    for poll in report.failing:
        put(f"feed failing: {isolate(poll.source.name)}: {poll.outcome}: {isolate(poll.detail)}")
    noted = f", {stored.suppressed} noted without a flag" if stored.suppressed else ""
    put(f"{len(stored.changes) or 'no'} change{'' if len(stored.changes) == 1 else 's'}{noted}")
    for fault in stored.faults:
        say(isolate(fault))
