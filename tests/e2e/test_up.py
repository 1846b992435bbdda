"""`safqa up` from end to end: a server, a schedule that fires, and nothing left behind. Nothing else shows whether the
scheduler of the installed Prefect works with the installed versions of what it stands on."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from waiting import wait_until

# `safqa up`, but for the interval: runs every five seconds are none that a person may ask for.
QUICK = """
import sys
from dataclasses import replace
from datetime import timedelta
from desk.cli import main
from flows import deployments
deployments.DEPLOYMENTS = (replace(deployments.MONITOR, every=timedelta(seconds=5)),)
sys.exit(main(["up", "--port", sys.argv[1], "--web-port", "0"]))
"""


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of its own: where another test's server still runs, `up` would take that one."""
    return tmp_path_factory.mktemp("prefect-up")


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
        return found


@pytest.fixture
def up(environment: dict[str, str], tmp_path: Path, port: int) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts the quick `safqa up` over one feed that nobody answers, in a process group of its own."""
    started: list[subprocess.Popen[str]] = []
    feeds = tmp_path / "feeds.toml"
    feeds.write_text('[[feeds]]\nurl = "http://127.0.0.1:9/feed"\nname = "dead"\n')

    def go() -> subprocess.Popen[str]:
        started.append(
            subprocess.Popen(
                [sys.executable, "-c", QUICK, str(port)],
                env=environment | {"SAFQA_FEEDS": str(feeds), "SAFQA_RATES": "none"},
                cwd=tmp_path,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        )
        return started[-1]

    yield go
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def scheduled_runs(port: int) -> list[dict[str, Any]]:
    """Those that the schedule has made: the one at the start was asked for."""
    runs = httpx.post(f"http://127.0.0.1:{port}/api/flow_runs/filter", json={}, trust_env=False).json()
    return [run for run in runs if run["auto_scheduled"]]


def line_with(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if words in line:
            return line
    said = process.stderr.read() if process.stderr else ""
    pytest.fail(f"it has ended before it said {words!r}, and said instead: {said}")


def test_the_schedule_fires_and_ctrl_c_ends_all_of_it(
    up: Callable[[], subprocess.Popen[str]], safqa: Any, port: int
) -> None:
    process = up()
    line_with(process, f"Prefect UI: http://127.0.0.1:{port}")
    pages = line_with(process, "web pages: ").removeprefix("web pages: ").strip()
    assert httpx.get(f"{pages}/healthz", trust_env=False).json() == {"status": "ok"}
    line_with(process, "Ctrl-C")
    assert wait_until(lambda: any(run["state_type"] == "COMPLETED" for run in scheduled_runs(port)), 40)
    second = safqa("up")
    assert second.returncode == 1
    assert f"safqa up is running already (process {process.pid} at http://127.0.0.1:{port})" in second.stderr
    family = psutil.Process(process.pid).children(recursive=True)
    assert family
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to everything in the foreground
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "monitor · " in out
    assert "stopping" in out
    assert "Traceback" not in out + err
    _, alive = psutil.wait_procs(family, timeout=5)
    assert alive == []
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{pages}/healthz", trust_env=False)
