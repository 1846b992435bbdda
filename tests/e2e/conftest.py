"""The installed command in processes of its own, on homes that nobody else uses."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).parents[2]
# A server of Safqa's own for as long as its standard input is open.
SERVER = """
import sys
from pathlib import Path
from flows.server import prefect_server
with prefect_server(Path(sys.argv[1]), lambda _: None, lambda: None) as server:
    print(server.url, flush=True)
    sys.stdin.read()
"""
Command = Callable[..., subprocess.CompletedProcess[str]]
Ask = Callable[..., Any]


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One Prefect home for all: its first server runs the migrations, which take ten seconds."""
    return tmp_path_factory.mktemp("prefect")


@pytest.fixture
def environment(tmp_path: Path, prefect_home: Path) -> dict[str, str]:
    """An environment in which nothing of the person's own is found."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "VIRTUAL_ENV") if name in os.environ}
    home = tmp_path / "user"
    home.mkdir()
    return kept | {"HOME": str(home), "SAFQA_HOME": str(tmp_path / "safqa"), "PREFECT_HOME": str(prefect_home)}


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts `safqa …` in a process group of its own; whatever is left of it at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def go(*args: str, **env: str) -> subprocess.Popen[str]:
        started.append(
            subprocess.Popen(
                [str(Path(sys.executable).with_name("safqa")), *args],
                env=environment | env,
                cwd=tmp_path,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                start_new_session=True,
            )
        )
        return started[-1]

    yield go
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def safqa(start: Callable[..., subprocess.Popen[str]]) -> Command:
    """Runs `safqa …` to its end."""

    def run(*args: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
        process = start(*args, **env)
        out, err = process.communicate(stdin, timeout=180)
        return subprocess.CompletedProcess(args, process.returncode, out, err)

    return run


@pytest.fixture
def url(environment: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The API address of a Prefect server."""
    command = [sys.executable, "-c", SERVER, str(tmp_path / "safqa")]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url, "the server did not start; it says why"
        yield url


@pytest.fixture
def ask(url: str) -> Ask:
    """Asks that server: `ask("POST", "flow_runs/filter", {})`."""

    def ask(method: str, path: str, question: dict[str, Any]) -> Any:
        for pause in (0.5, 1, 2, 4, 0):  # on SQLite it answers 503 while it writes, and Prefect's client asks again
            reply = httpx.request(method, f"{url}/{path}", json=question, trust_env=False, timeout=20)
            if reply.status_code != 503 or not pause:
                break
            time.sleep(pause)
        return reply.raise_for_status().json() if reply.content else None

    return ask


@pytest.fixture
def prefect(environment: dict[str, str], url: str) -> Callable[..., None]:
    """Runs `prefect …` on that server to its end, from the root of the checkout if `cwd` says nothing else."""

    def run(*args: str, cwd: Path = ROOT, **env: str) -> None:
        done = subprocess.run(
            [str(Path(sys.executable).with_name("prefect")), "--no-prompt", *args],
            env=environment | {"PREFECT_API_URL": url, "DO_NOT_TRACK": "1"} | env,
            cwd=cwd,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    return run
