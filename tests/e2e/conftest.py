"""The installed command in processes of its own, on homes that nobody else uses."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]


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
