"""The backfill as a Prefect flow: few tasks, progress, a report; and on a Dask cluster with PostgreSQL."""

import asyncio
import gc
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from archived import all_rows, jsonl, row
from prefect import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey, FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.sorting import ArtifactSort
from prefect.events.filters import EventFilter, EventNameFilter
from pydantic import ValidationError

from flows import backfill as module
from flows.archives import WATCH, Progress
from flows.backfill import PROGRESS, REPORT, BackfillConfig, backfill, legs
from flows.events import FINISHED
from flows.records import send_rest
from safqa.archives import batches as cutting
from safqa.errors import EngineError, UsageError
from storage.engine import Database

pytestmark = [
    pytest.mark.usefixtures("prefect_api"),
    # Prefect's event client and Dask's connections are left to the garbage collector when a loop ends.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"),
]
ROWS = [row(n) for n in range(40)]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(cutting, "PIECES", 4)
    yield
    gc.collect()  # so that what Prefect left is met here, and not in a test of something else


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    jsonl(folder / "a.jsonl", [*ROWS[:20], "broken"])
    jsonl(folder / "b.jsonl.gz", ROWS[20:])
    return folder


@pytest.fixture
def into(monkeypatch: pytest.MonkeyPatch) -> Callable[[Database], None]:
    """Points runs at a database."""

    def point(database: Database) -> None:
        monkeypatch.setenv("SAFQA_DATABASE_URL", database.engine.url.render_as_string(hide_password=False))

    return point


async def artifact(key: str) -> Any:
    async with get_client() as client:
        [found, *_] = await client.read_artifacts(
            artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[key])), sort=ArtifactSort.CREATED_DESC
        )
    return found


async def finished(run: Any) -> Any:
    """The event that sums up a run, once it is there: events are written with some delay."""
    await send_rest()
    deadline = time.monotonic() + 20
    asked = EventFilter(event=EventNameFilter(name=[FINISHED])).model_dump(mode="json")
    async with get_client() as client:
        while True:
            reply = await client._client.post("/events/filter", json={"filter": asked, "limit": 50})
            found = [e for e in reply.json()["events"] if e["resource"]["prefect.resource.id"] == f"safqa.run.{run}"]
            if found or time.monotonic() > deadline:
                [event] = found
                return event
            await asyncio.sleep(0.2)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_run_has_few_tasks_shows_how_it_gets_on_and_what_it_brought(
    archive: Path, database: Database, into: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    into(database)
    monkeypatch.setattr(module, "LEG_BYTES", 1)  # however many bytes a leg has, there are no more of them
    heard: list[Progress] = []
    config = BackfillConfig(archive=(archive,), workers=2)

    async def go() -> None:
        WATCH.set(heard.append)
        state = await backfill(config, return_state=True)
        report = await state.aresult()
        assert (state.is_completed(), state.name) == (True, "Degraded")
        assert (report.files, report.finished, report.steps) == (2, 0, 80)
        assert (report.tally.articles, report.tally.lost) == ({"new": 40, "broken": 1}, 1)
        of_run = FlowRunFilter(id=FlowRunFilterId(any_=[state.state_details.flow_run_id]))
        async with get_client() as client:
            run = await client.read_flow_run(state.state_details.flow_run_id)
            assert len(await client.read_task_runs(flow_run_filter=of_run)) <= 80
        assert run.name == f"backfill · 2 files · 41 articles · {report.tally.changes['new_deal']} new deals"
        shown = await artifact(PROGRESS)
        assert (shown.data, "41 articles" in shown.description) == (100.0, True)
        assert f"{archive}/a.jsonl:21: not JSON" in (await artifact(REPORT)).data
        told = await finished(state.state_details.flow_run_id)
        assert told["resource"]["safqa.flow"] == "backfill-archive"
        assert told["resource"]["safqa.changed"] == "yes"
        assert told["payload"]["articles"] == {"new": 40, "broken": 1}
        assert told["payload"]["changes"] == report.tally.changes.total() > 0
        unchanged = await backfill(config, return_state=True)
        again = await unchanged.aresult()
        assert (again.files, again.finished, again.steps, again.tally.articles) == (2, 2, 0, {})
        assert (await finished(unchanged.state_details.flow_run_id))["resource"]["safqa.changed"] == "no"

    asyncio.run(go())
    assert heard[-1].passed == heard[-1].total
    assert len(heard) == 6 + 6


def test_an_archive_of_any_size_has_fewer_than_a_hundred_legs() -> None:
    for total in (0, 1, 10**6, 10**9, 10**13):
        way = legs(total)
        assert 1 <= len(way) <= 80
        assert [leg.until for leg in way] == sorted(leg.until for leg in way)
        assert way[-1].until > total
    assert len(legs(10**9)) == 16


def test_what_cannot_be_read_is_told_before_anything_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFQA_HOME", str(tmp_path))
    with pytest.raises(UsageError, match=f"{tmp_path}/archive: no such file"):
        BackfillConfig().files()
    with pytest.raises(ValidationError):
        BackfillConfig(workers=0)


@pytest.mark.filterwarnings("ignore")  # of Dask, about its own event loop and this machine
@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_cluster_gives_the_ledger_of_one_process(
    archive: Path, new_database: Callable[[], Database], into: Any
) -> None:
    """A real cluster of two processes reads, one process stores in PostgreSQL."""
    distributed = pytest.importorskip("distributed")
    database, alone = new_database(), new_database()

    async def run(**by: Any) -> Any:
        state = await backfill(BackfillConfig(archive=(archive,), **by), return_state=True)
        return (await state.aresult()).tally

    into(database)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, scheduler_port=0
    ) as cluster:
        tally = asyncio.run(run(dask=cluster.scheduler_address))
        with distributed.Client(cluster) as client:
            read = client.run(_executed)
    assert len(read) == 2
    assert all(read.values()), read
    into(alone)
    assert asyncio.run(run(workers=1)) == tally
    assert tally.articles == {"new": 40, "broken": 1}
    assert all_rows(database) == all_rows(alone)


def _executed(dask_worker: Any) -> int:
    """How many batches a worker has read."""
    return sum(1 for key in dask_worker.state.stimulus_log if type(key).__name__ == "ExecuteSuccessEvent")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_cluster_that_is_not_there_is_one_clear_error(archive: Path, database: Database, into: Any) -> None:
    dask = pytest.importorskip("dask")
    pytest.importorskip("distributed")  # if it came within the block, its defaults would be taken back behind it
    into(database)

    async def go() -> None:
        with pytest.raises(EngineError, match="no Dask scheduler answers at tcp"):
            await backfill(BackfillConfig(archive=(archive,), dask="tcp://127.0.0.1:9"))

    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}):
        asyncio.run(go())
