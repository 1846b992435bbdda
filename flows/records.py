"""Waiting until a Prefect server shows what a run has sent it; a server that stops before has lost it."""

from __future__ import annotations

import asyncio
import inspect
import time
from typing import TYPE_CHECKING

from prefect import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogHandler

if TYPE_CHECKING:
    from uuid import UUID

    from prefect.client.orchestration import PrefectClient

# Records come within a second or two. A server that is slower is not waited for: the deals are stored already.
_WITHIN = 20.0
_LOOK_EVERY = 0.1


async def send_rest() -> None:
    """Sends the log lines and events that are left: Prefect does it from threads, which would outlive the server."""
    await APILogHandler.aflush()
    sent = EventsWorker.drain_all(timeout=_WITHIN)
    if inspect.isawaitable(sent):
        await sent


async def await_tasks(flow_run: UUID, tasks: int) -> None:
    """Waits for a while until the server shows so many tasks of a run as finished."""
    deadline = time.monotonic() + _WITHIN
    async with get_client() as client:
        while time.monotonic() < deadline and await _finished(client, flow_run) < tasks:
            await asyncio.sleep(_LOOK_EVERY)


async def _finished(client: PrefectClient, flow_run: UUID) -> int:
    """How many tasks of a run the server shows as finished; it gives them in pages."""
    of_run = FlowRunFilter(id=FlowRunFilterId(any_=[flow_run]))
    finished = seen = 0
    while page := await client.read_task_runs(flow_run_filter=of_run, offset=seen):
        seen += len(page)
        finished += sum(run.state is not None and run.state.is_final() for run in page)
    return finished
