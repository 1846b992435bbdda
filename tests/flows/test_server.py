"""Which server a run reports to, and that a server of ours ends with its last user. Starting one is tests/e2e's."""

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows import keeper
from flows.server import is_healthy, prefect_server
from safqa.errors import EngineError


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A Prefect home of the test's own, no server named; the lines that the person gets to read."""
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    for name in ("PREFECT_API_URL", "PREFECT_PROFILE"):
        monkeypatch.setenv(name, "")
    return []


@pytest.fixture
def running(site: tuple[Path, str]) -> str:
    """The API address of something that answers as a healthy server does."""
    folder, address = site
    (folder / "api").mkdir()
    (folder / "api" / "health").write_text("true")
    return f"{address}/api"


def never() -> None:
    pytest.fail("no server is to be started")


def test_the_named_server_is_used(
    told: list[str], running: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", running)
    with prefect_server(tmp_path, told.append, never) as server:
        assert (server.url, server.own, os.environ["PREFECT_API_URL"]) == (running, False, running)
        assert os.environ["PREFECT_CLIENT_MAX_RETRIES"] == "10"
    assert told == []
    assert not (tmp_path / "prefect").exists()


def test_the_server_of_the_active_profile_is_used(told: list[str], running: str, tmp_path: Path) -> None:
    home = tmp_path / "prefect"
    home.mkdir()
    (home / "profiles.toml").write_text(f'active = "mine"\n[profiles.mine]\nPREFECT_API_URL = "{running}"\n')
    with prefect_server(tmp_path, told.append, never) as server:
        assert (server.url, server.own) == (running, False)


def test_a_server_that_cannot_start_is_one_error_that_names_the_log(
    told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    monkeypatch.setenv("PREFECT_SERVER_DATABASE_CONNECTION_URL", "nonsense://")
    with (
        pytest.raises(EngineError, match=r"ended with code .* its log: .*prefect-server\.log"),
        prefect_server(tmp_path / "home", told.append, lambda: None),
    ):
        pytest.fail("there is no server")
    assert told[0].startswith("no Prefect server answers at http://127.0.0.1:9/api")
    assert "nonsense" in (tmp_path / "home" / "logs" / "prefect-server.log").read_text()


def test_a_home_that_cannot_be_made_is_an_error(told: list[str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EngineError, match="cannot be made"), prefect_server(tmp_path / "file", told.append, never):
        pytest.fail("there is no server")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/api", "nonsense", ""])
def test_what_does_not_answer_is_not_healthy(url: str) -> None:
    assert not is_healthy(url)


def test_a_keeper_ends_when_its_last_user_lets_go(tmp_path: Path) -> None:
    users, log = tmp_path / "users", tmp_path / "log"
    log.touch()
    os.truncate(log, keeper.LONGEST_LOG)
    first, second = (os.open(users, os.O_RDWR | os.O_CREAT) for _ in range(2))
    for handle in (first, second):
        fcntl.flock(handle, fcntl.LOCK_SH)
    program = f"from flows.keeper import *; stop_when_unused(Path({str(users)!r}), Path({str(log)!r}))"
    process = subprocess.Popen([sys.executable, "-c", program])
    os.close(first)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(3 * keeper._LOOK_EVERY)
    os.close(second)
    started = time.monotonic()
    assert process.wait(10) != 0
    assert time.monotonic() - started < keeper._STOP_WITHIN
    assert log.stat().st_size == 0


def test_a_long_log_begins_anew_and_the_one_before_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "LONGEST_LOG", 10)
    log, before = tmp_path / "server.log", tmp_path / "server.log.1"
    with log.open("ab", buffering=0) as server:
        server.write(b"short\n")
        keeper.begin_anew(log)
        assert not before.exists()
        server.write(b"longer\n")
        keeper.begin_anew(log)
        server.write(b"anew, and long\n")
        assert (log.read_bytes(), before.read_bytes()) == (b"anew, and long\n", b"short\nlonger\n")
        before.unlink()
        before.mkdir()  # nothing can be kept there, as where the disk is full
        keeper.begin_anew(log)
    assert log.read_bytes() == b""
    log.unlink()
    keeper.begin_anew(log)
    assert not log.exists()


def test_a_busy_port_is_named_with_what_to_do(told: list[str], site: tuple[Path, str], tmp_path: Path) -> None:
    port = int(site[1].rpartition(":")[2])
    with (
        pytest.raises(EngineError, match=rf"port {port} cannot be used .*another program.* --port {port + 1}"),
        prefect_server(tmp_path, told.append, never, port),
    ):
        pytest.fail("there is no server")
    assert told == []


def test_a_prefect_server_on_the_port_is_told_how_to_be_used(told: list[str], running: str, tmp_path: Path) -> None:
    port = int(running.removesuffix("/api").rpartition(":")[2])
    with (
        pytest.raises(EngineError, match=rf"a Prefect server is there; to use it, set PREFECT_API_URL={running}"),
        prefect_server(tmp_path, told.append, never, port),
    ):
        pytest.fail("there is no server")
