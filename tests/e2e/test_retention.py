"""Safqa's own Prefect server forgets runs that are older than 30 days, by itself."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from waiting import wait_until


@pytest.fixture(scope="module")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of its own: a server that is running already has its settings."""
    return tmp_path_factory.mktemp("prefect-retention")


@pytest.fixture
def environment(environment: dict[str, str]) -> dict[str, str]:
    """A server that looks for old runs every two seconds, and not every hour."""
    return environment | {"PREFECT_SERVER_SERVICES_DB_VACUUM_LOOP_SECONDS": "2"}


def test_old_runs_are_forgotten(ask: Any, prefect_home: Path) -> None:
    def left() -> set[str]:
        return {run["id"] for run in ask("POST", "flow_runs/filter", {})}

    flow = ask("POST", "flows/", {"name": "monitor-news"})["id"]
    ended = {"flow_id": flow, "state": {"type": "COMPLETED"}}
    old, young = (ask("POST", "flow_runs/", ended)["id"] for _ in range(2))
    for run, days in ((old, 31), (young, 29)):
        moment = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S.%f")
        with sqlite3.connect(prefect_home / "prefect.db", timeout=20) as connection:
            aged = connection.execute("UPDATE flow_run SET end_time = ? WHERE id = ?", (moment, run))
        assert aged.rowcount == 1
        connection.close()
    assert wait_until(lambda: left() == {young}, 40)
