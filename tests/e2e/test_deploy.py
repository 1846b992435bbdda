"""deploy/prefect.yaml on a real server: deployed twice, and run by a worker of the process pool."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.deployments import DEPLOYMENTS, MONITOR

ROOT = Path(__file__).parents[2]
# A server for as long as its standard input is open.
SERVER = """
import sys
from pathlib import Path
from flows.server import prefect_server
with prefect_server(Path(sys.argv[1]), lambda _: None, lambda: None) as server:
    print(server.url, flush=True)
    sys.stdin.read()
"""
Ask = Callable[[str, str, dict[str, Any]], Any]


@pytest.fixture
def url(environment: dict[str, str], tmp_path: Path) -> Iterator[str]:
    command = [sys.executable, "-c", SERVER, str(tmp_path / "safqa")]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()


@pytest.fixture
def ask(url: str) -> Ask:
    def ask(method: str, path: str, question: dict[str, Any]) -> Any:
        reply = httpx.request(method, f"{url}/{path}", json=question, trust_env=False, timeout=20)
        return reply.raise_for_status().json() if reply.content else None

    return ask


def test_it_is_deployed_once_keeps_a_pause_and_runs_on_a_worker(
    environment: dict[str, str], url: str, ask: Ask, tmp_path: Path
) -> None:
    feeds = tmp_path / "feeds.toml"
    feeds.write_text('[[feeds]]\nurl = "http://127.0.0.1:9/feed"\nname = "dead"\n')
    ours = {"PREFECT_API_URL": url, "SAFQA_FEEDS": str(feeds), "SAFQA_RATES": "none", "DO_NOT_TRACK": "1"}

    def prefect(*args: str, cwd: Path = ROOT) -> None:
        command = [str(Path(sys.executable).with_name("prefect")), "--no-prompt", *args]
        done = subprocess.run(
            command, env=environment | ours, cwd=cwd, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    deploy = ("deploy", "--prefect-file", "deploy/prefect.yaml", "--all")
    prefect("work-pool", "create", "safqa", "--type", "process")
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
    prefect("worker", "start", "--pool", "safqa", "--run-once", cwd=tmp_path)  # from anywhere
    ended = ask("GET", f"flow_runs/{run['id']}", {})
    assert (ended["state_type"], ended["name"].startswith("monitor · 1 feed · ")) == ("COMPLETED", True)
