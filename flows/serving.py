"""Serving the schedule: registers the deployments, runs them when they are due, and ends all of it at the first signal.

Before anything runs, what an earlier process left is swept: a run that it took with it would stay Running for good and
hold the only slot of its deployment, and the moments that were missed would all be made up for one after the other.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from prefect import get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterEndTime,
    FlowRunFilterStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType
from prefect.client.schemas.schedules import CronSchedule, IntervalSchedule
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound
from prefect.runner import Runner
from prefect.states import Cancelled, Crashed
from prefect.types.entrypoint import EntrypointType

from flows.deployments import ANCHOR, AT_ONCE, SLUG, last_moment
from flows.room import watch_room, written_places
from flows.server import is_healthy
from safqa.errors import EngineError
from safqa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import time
    from uuid import UUID

    from prefect import Flow
    from prefect.client.orchestration import PrefectClient
    from prefect.client.schemas.objects import FlowRun
    from prefect.deployments.runner import RunnerDeployment

    from flows.deployments import Deployment

# How often is looked for runs that have ended: as often as Prefect looks for those that are to begin.
_LOOK_EVERY = 10.0
# A server under load answers late; it has gone when it was asked in vain for a quarter of a minute.
_ASK_EVERY, _GONE_AFTER = 5.0, 3
# A run gets 30 s from Prefect to end itself; a server that has gone is not waited for much longer.
_STOP_WITHIN = 45.0
# States in which a run is held by a process, and those in which it waits for its moment.
_HELD = (StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)
_WAITING = (StateType.SCHEDULED,)
# What Prefect writes before the words of an exception.
_BEFORE_FAULT = "Flow run encountered an exception: "


class _Runner(Runner):
    """Prefect's runner, which ends the same way at SIGTERM as at Ctrl-C (its own way leaves its work undone)."""

    def handle_sigterm(self, *_: Any) -> None:
        os.kill(os.getpid(), signal.SIGINT)


async def serve(deployments: Sequence[Deployment], ready: Callable[[], None], tell: Callable[[str], None]) -> None:
    """Runs the deployments until SIGINT or SIGTERM; nothing that was started is left then.

    Those with an interval begin at once, those with a clock time when its last moment was missed, once for all that
    were; those without either wait for somebody.

    Args:
        deployments: what to run.
        ready: called once when the schedule is in force.
        tell: takes one line for each run that has ended, for a disk that is nearly full, and when all is about to end.

    Raises:
        EngineError: a deployment is a worker's, the server has gone, or Prefect's runner has failed.
    """
    stop = asyncio.Event()
    runner = _Runner(name="safqa", webserver=False)
    async with get_client() as client:
        for deployment in deployments:
            await _refuse_a_workers(client, deployment)
        ids = [await runner.aadd_deployment(await to_prefect(d)) for d in deployments]
        await sweep(client, ids)
        now = datetime.now(ZoneInfo(Settings().time_zone))
        for id_, deployment in zip(ids, deployments, strict=True):
            if deployment.every or (deployment.daily and await _is_missed(client, id_, deployment.daily, now)):
                await client.create_flow_run_from_deployment(id_)
        url = str(client.api_url).rstrip("/")
        room = watch_room(written_places(Settings()), tell)
        work = (runner.start(), _tell_runs(client, ids, tell), _until_gone(url), room, stop.wait())
        with _kept_from_runs(signal.SIGINT):
            tasks = [asyncio.create_task(each) for each in work]
            asyncio.get_running_loop().add_signal_handler(signal.SIGINT, stop.set)
            ready()
            ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        tell("stopping")
        await _end(runner, tasks, polite=stop.is_set())
    if not stop.is_set():
        faults = [f"{type(fault).__name__}: {fault}" for task in ended if (fault := task.exception())]
        raise EngineError("; ".join(faults) or f"the Prefect server at {url} does not answer any more")


@contextmanager
def _kept_from_runs(number: signal.Signals) -> Iterator[None]:
    """Has no process that is started within the block receive the signal; this process does.

    A terminal sends Ctrl-C to all that runs in it: a run that was just being started would answer with a traceback, and
    one that is at work would end before it is told to. What this thread blocks is blocked in what it starts.
    """
    done = threading.Event()
    listener = threading.Thread(target=done.wait, name="signals", daemon=True)  # who is there to receive it
    listener.start()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {number})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        done.set()
        listener.join()


async def to_prefect(deployment: Deployment) -> RunnerDeployment:
    """A deployment as Prefect's runner takes it; whether its schedule is active is left as a person has set it."""
    module, name = deployment.entrypoint.rsplit(".", 1)
    flow: Flow[..., Any] = getattr(import_module(module), name)
    return await flow.ato_deployment(
        deployment.name,
        schedules=[DeploymentScheduleCreate(schedule=beat, slug=SLUG) for beat in _beats(deployment)],
        concurrency_limit=ConcurrencyLimitConfig(limit=AT_ONCE, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
        parameters=dict(deployment.parameters),
        description=deployment.description,
        tags=list(deployment.tags),
        paused=False,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def _beats(deployment: Deployment) -> list[IntervalSchedule | CronSchedule]:
    if deployment.every:
        return [IntervalSchedule(interval=deployment.every, anchor_date=ANCHOR, timezone="UTC")]
    return [CronSchedule(cron=deployment.cron, timezone=Settings().time_zone)] if deployment.cron else []


async def sweep(client: PrefectClient, deployments: Sequence[UUID]) -> int:
    """Ends the runs that an earlier process left: held ones as Crashed, those that it has missed as Cancelled.

    Gives how many were held.
    """
    held = await _runs(client, deployments, _HELD)
    for run in held:
        await client.set_flow_run_state(run.id, Crashed(message="Its process had ended."), force=True)
    for run in await _runs(client, deployments, _WAITING):
        if run.next_scheduled_start_time is None or run.next_scheduled_start_time < datetime.now(UTC):
            await client.set_flow_run_state(run.id, Cancelled(message="Nobody was there at its time."), force=True)
    return len(held)


async def _is_missed(client: PrefectClient, id_: UUID, clock: time, now: datetime) -> bool:
    """Whether nobody was there at the last moment of a daily run: a laptop sleeps at night."""
    deployment = await client.read_deployment(id_)
    if not any(schedule.active for schedule in deployment.schedules):
        return False
    begun = FlowRunFilter(start_time=FlowRunFilterStartTime(is_null_=False))
    latest = await client.read_flow_runs(
        deployment_filter=_ours([id_]), flow_run_filter=begun, sort=FlowRunSort.START_TIME_DESC, limit=1
    )
    since = latest[0].start_time if latest else deployment.created
    return since is not None and since < last_moment(clock, now)


async def _refuse_a_workers(client: PrefectClient, deployment: Deployment) -> None:
    """A deployment of deploy/prefect.yaml has workers whose runs must not be swept."""
    with suppress(ObjectNotFound):
        found = await client.read_deployment_by_name(deployment.full_name)
        if pool := found.work_pool_name:
            raise EngineError(
                f"{deployment.full_name} is deployed to the work pool {pool} on {client.api_url}; start a worker "
                f"(prefect worker start --pool {pool}), or delete it (prefect deployment delete {deployment.full_name})"
            )


async def _runs(client: PrefectClient, deployments: Sequence[UUID], types: Sequence[StateType]) -> list[FlowRun]:
    """All runs in these states; the server gives them in pages."""
    found: list[FlowRun] = []
    in_state = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(types))))
    while page := await client.read_flow_runs(
        deployment_filter=_ours(deployments), flow_run_filter=in_state, offset=len(found)
    ):
        found += page
    return found


def _ours(deployments: Sequence[UUID]) -> DeploymentFilter:
    return DeploymentFilter(id=DeploymentFilterId(any_=list(deployments)))


async def _tell_runs(client: PrefectClient, deployments: Sequence[UUID], tell: Callable[[str], None]) -> None:
    """Tells of each run when it has ended, in the order in which they did; of one that never began there is nothing."""
    told: set[UUID] = set()
    begun = datetime.now(UTC)
    while True:
        await asyncio.sleep(_LOOK_EVERY)
        since = FlowRunFilter(end_time=FlowRunFilterEndTime(after_=begun))
        ended = await client.read_flow_runs(deployment_filter=_ours(deployments), flow_run_filter=since)
        fresh = (run for run in ended if run.start_time and run.id not in told)
        for run in sorted(fresh, key=lambda run: run.end_time or begun):
            tell(f"{run.end_time or begun:%H:%M} UTC  {run.name}: {run.state_name}{_why(run)}")
        begun = max((r.end_time for r in ended if r.end_time), default=begun)
        told = {run.id for run in ended}


def _why(run: FlowRun) -> str:
    """What a run has failed of, as its exception says it; of others their name tells enough."""
    if run.state is None or run.state.type not in (StateType.FAILED, StateType.CRASHED) or not run.state.message:
        return ""
    return f": {run.state.message.splitlines()[0].removeprefix(_BEFORE_FAULT)}"


async def _until_gone(url: str) -> None:
    """Waits until the server has ended: Prefect's client would go on trying for half an hour, and say nothing."""
    missed = 0
    while missed < _GONE_AFTER:
        await asyncio.sleep(_ASK_EVERY)
        missed = 0 if await asyncio.to_thread(is_healthy, url) else missed + 1


async def _end(runner: Runner, tasks: Sequence[asyncio.Task[Any]], *, polite: bool) -> None:
    """Ends the runs that are going on, and the schedule; `polite` tells the server. A second Ctrl-C does not wait."""
    asyncio.get_running_loop().remove_signal_handler(signal.SIGINT)
    runner.pause_on_shutdown = polite
    with suppress(TimeoutError):
        async with asyncio.timeout(_STOP_WITHIN):
            if polite and runner.started:
                await runner.astop()
                await asyncio.wait(tasks[:1])
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
