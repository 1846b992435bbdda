"""deploy/prefect.yaml on a real server: deployed twice, and run by a worker of the process pool."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flows.deployments import DEPLOYMENTS, MONITOR


def test_it_is_deployed_once_keeps_a_pause_and_runs_on_a_worker(
    prefect: Callable[..., None], ask: Callable[..., Any], tmp_path: Path
) -> None:
    feeds = tmp_path / "feeds.toml"
    feeds.write_text('[[feeds]]\nurl = "http://127.0.0.1:9/feed"\nname = "dead"\n')
    deploy = ("deploy", "--prefect-file", "deploy/prefect.yaml", "--all")
    # As deploy/register.sh has it: a busy server may make the pool and answer 503, and the client asks again.
    prefect("work-pool", "create", "safqa", "--type", "process", "--overwrite")
    prefect(*deploy)
    deployed = ask("GET", f"deployments/name/{MONITOR.full_name}", {})
    [schedule] = deployed["schedules"]
    assert (schedule["active"], schedule["schedule"]["interval"]) == (True, 300)
    ask("PATCH", f"deployments/{deployed['id']}/schedules/{schedule['id']}", {"active": False})
    prefect(*deploy)
    again = ask("GET", f"deployments/name/{MONITOR.full_name}", {})
    assert (again["id"], [s["active"] for s in again["schedules"]]) == (deployed["id"], [False])
    assert ask("POST", "deployments/count", {}) == len(DEPLOYMENTS)
    run = ask("POST", f"deployments/{deployed['id']}/create_flow_run", {})
    worker = ("worker", "start", "--pool", "safqa", "--run-once")
    prefect(*worker, cwd=tmp_path, SAFQA_FEEDS=str(feeds), SAFQA_RATES="none")  # from anywhere
    ended = ask("GET", f"flow_runs/{run['id']}", {})
    assert (ended["state_type"], ended["name"].startswith("monitor · 1 feed · ")) == ("COMPLETED", True)
