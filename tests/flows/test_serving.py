"""What is swept before the schedule is served, and whose deployments are left alone. Serving is tests/e2e's."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from prefect import get_client
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import FlowRun, State
from prefect.client.schemas.schedules import CronSchedule
from prefect.states import Cancelled, Completed, Crashed, Failed, Late, Pending, Running, Scheduled

from flows import serving
from flows.deployments import MONITOR, last_moment
from flows.serving import _is_missed, serve, sweep, to_prefect
from safqa.errors import EngineError

pytestmark = [
    pytest.mark.usefixtures("prefect_api"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

LONG_AGO = datetime.now(UTC) - timedelta(hours=3)


@asynccontextmanager
async def deployed(name: str) -> AsyncIterator[tuple[PrefectClient, UUID]]:
    deployment = await to_prefect(replace(MONITOR, name=name))
    id_ = await deployment.aapply()
    async with get_client() as client:
        yield client, id_
        await client.delete_deployment(id_)


def test_what_a_dead_process_left_is_ended_and_the_slot_is_free() -> None:
    left: list[tuple[State[Any], str]] = [
        (Running(), "Crashed"),
        (Late(scheduled_time=LONG_AGO), "Cancelled"),
        (Scheduled(scheduled_time=datetime.now(UTC) + timedelta(hours=3)), "Scheduled"),
        (Completed(), "Completed"),
    ]

    async def go() -> None:
        async with deployed("swept") as (client, id_):
            ids = []
            for state, _ in left:
                run = await client.create_flow_run_from_deployment(id_, state=Pending())
                await client.set_flow_run_state(run.id, state, force=True)
                ids.append(run.id)
            await sweep(client, [id_])
            assert [(await client.read_flow_run(i)).state_name for i in ids] == [after for _, after in left]
            fresh = await client.create_flow_run_from_deployment(id_)
            for state in (Pending(), Running()):
                assert (await client.set_flow_run_state(fresh.id, state)).state.name == state.name

    asyncio.run(go())


def test_it_is_registered_once_with_one_run_at_a_time_and_a_pause_stays() -> None:
    async def go() -> None:
        async with deployed("registered") as (client, id_):
            [schedule] = (await client.read_deployment(id_)).schedules
            await client.update_deployment_schedule(id_, schedule.id, active=False)
            assert await (await to_prefect(replace(MONITOR, name="registered"))).aapply() == id_
            found = await client.read_deployment(id_)
            [schedule] = found.schedules
            assert not schedule.active
            assert (schedule.slug, schedule.schedule.interval) == ("regular", MONITOR.every)
            assert found.entrypoint == MONITOR.entrypoint
            assert found.concurrency_options.collision_strategy.value == "CANCEL_NEW"

    asyncio.run(go())


def test_a_clock_time_is_scheduled_and_without_a_schedule_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFQA_TIME_ZONE", "Asia/Dubai")

    async def go() -> None:
        daily, none = replace(MONITOR, every=None, daily=time(3, 30)), replace(MONITOR, every=None)
        [schedule] = (await to_prefect(daily)).schedules or []
        assert (schedule.slug, schedule.schedule) == ("regular", CronSchedule(cron="30 3 * * *", timezone="Asia/Dubai"))
        assert (await to_prefect(none)).schedules == []

    asyncio.run(go())


def test_a_daily_run_that_was_missed_is_made_up_for_once() -> None:
    now = datetime.now(ZoneInfo("Asia/Dubai"))
    clock = (now - timedelta(minutes=5)).time()
    tomorrow = now + timedelta(days=1)

    async def go() -> None:
        async with deployed("daily") as (client, id_):
            assert not await _is_missed(client, id_, clock, now)  # nobody had thought of it then
            assert await _is_missed(client, id_, clock, tomorrow)
            late = await client.create_flow_run_from_deployment(id_, state=Scheduled(scheduled_time=LONG_AGO))
            await client.set_flow_run_state(late.id, Cancelled(), force=True)
            assert await _is_missed(client, id_, clock, tomorrow)  # what never began made nothing up
            run = await client.create_flow_run_from_deployment(id_, state=Pending())
            await client.set_flow_run_state(run.id, Running(), force=True)
            assert not await _is_missed(client, id_, clock, now + timedelta(hours=12))
            assert await _is_missed(client, id_, clock, tomorrow)
            [schedule] = (await client.read_deployment(id_)).schedules
            await client.update_deployment_schedule(id_, schedule.id, active=False)
            assert not await _is_missed(client, id_, clock, tomorrow)  # somebody has paused it

    asyncio.run(go())


@pytest.mark.parametrize(("hour", "expected"), [(2, "05-31 03:30"), (3, "05-31 03:30"), (4, "06-01 03:30")])
def test_the_last_moment_of_a_clock_time(hour: int, expected: str) -> None:
    found = last_moment(time(3, 30), datetime(2025, 6, 1, hour, tzinfo=ZoneInfo("Asia/Dubai")))
    assert f"{found:%m-%d %H:%M %Z}" == f"{expected} +04"


def test_a_deployment_that_workers_run_is_left_alone() -> None:
    async def go() -> None:
        async with get_client() as client:
            await client.create_work_pool(WorkPoolCreate(name="theirs", type="process"))
        deployment = await to_prefect(replace(MONITOR, name="workers"))
        id_ = await deployment.aapply(work_pool_name="theirs")
        with pytest.raises(
            EngineError, match=r"monitor-news/workers is deployed to the work pool theirs .*--pool theirs"
        ):
            await serve([replace(MONITOR, name="workers")], lambda: None, lambda _: None)
        async with get_client() as client:
            await client.delete_deployment(id_)

    asyncio.run(go())


def test_a_server_has_gone_when_it_is_silent_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [True, False, False, True, False, False, False]
    monkeypatch.setattr(serving, "_ASK_EVERY", 0.0)
    monkeypatch.setattr(serving, "is_healthy", lambda _: answers.pop(0))
    asyncio.run(serving._until_gone("http://127.0.0.1:9/api"))
    assert answers == []


def test_ctrl_c_reaches_this_process_and_none_that_it_has_started() -> None:
    sleeper = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]

    async def go() -> int | None:
        stop = asyncio.Event()
        with serving._kept_from_runs(signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(signal.SIGINT, stop.set)
            run = await asyncio.create_subprocess_exec(*sleeper, stdout=asyncio.subprocess.PIPE)
            assert run.stdout is not None
            await run.stdout.readline()
            for process in (run.pid, os.getpid()):  # as a terminal does
                os.kill(process, signal.SIGINT)
            await asyncio.wait_for(stop.wait(), 5)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(run.wait(), 0.5)
        run.terminate()
        return await run.wait()

    assert asyncio.run(go()) == -signal.SIGTERM
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (
            Failed(message="Flow run encountered an exception: StorageError: the database x\nis gone"),
            ": StorageError: the database x",
        ),
        (Failed(message="Flow run encountered an exception: KeyError: 'a'"), ": KeyError: 'a'"),
        (
            Crashed(message="Execution was aborted by a termination signal."),
            ": Execution was aborted by a termination signal.",
        ),
        (Completed(name="Degraded", message="1 feed failing"), ""),
    ],
)
def test_a_run_that_failed_says_of_what(state: State[Any], why: str) -> None:
    assert serving._why(FlowRun(flow_id=UUID(int=1), state=state)) == why
