"""The Prefect server that a run reports to: the one that is there, or one of Safqa's own for as long as it is needed.

`prefect_server(home)` looks for, in this order,

1. the server that the person named, by PREFECT_API_URL in the environment or in Prefect's active profile;
2. the server that another Safqa process has started on the same Prefect home;

and takes the first that is healthy; else it starts one (flows/keeper.py) on a free port of 127.0.0.1. Processes that
come at the same time share one server: they hold the users file shared, and the server stops when nobody does.
Prefect's temporary server is not used: it loses most of a run's history (57 of 1,101 task runs arrived).

The server's home is Prefect's own (`PREFECT_HOME`, default `~/.prefect`), so that `prefect server start` shows the runs
afterwards. Prefect reads its settings when it is imported: this module imports nothing of it, and sets the environment
of this process before anyone does.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from flows.engine import CLIENT_SETTINGS, SERVER_SETTINGS
from safqa.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The first start runs all of Prefect's migrations: 10 to 24 s were measured on two cores; slower machines need more.
_START_WITHIN = 120.0
# The keeper itself gives up politeness after 10 s.
_STOP_WITHIN = 12.0
_LOOK_EVERY = 0.1

# Held shared by each process that uses the server; beside it stand the server's record and the starter's lock.
USERS = "safqa-server.users"
_RECORD = "safqa-server.json"
_KEEPER = Path(__file__).with_name("keeper.py")


@dataclass(frozen=True, slots=True)
class Server:
    """A healthy Prefect server: its API address, and whether Safqa has started it (then its records come at once)."""

    url: str
    own: bool


@contextmanager
def prefect_server(
    home: Path, tell: Callable[[str], None], meanwhile: Callable[[], object], port: int | None = None
) -> Iterator[Server]:
    """A healthy server while the block runs, and this process set up to report to it.

    Args:
        home: the data directory; the log of a server that is started goes there.
        tell: takes one line for the person who waits.
        meanwhile: called while a server starts, with the environment set already: the time to import Prefect.
        port: where a server that is started is to be found; None takes any that is free.

    Raises:
        EngineError: no server answers and none could be started; the text names the log, or the busy port.
    """
    named = _named_server()
    if named and is_healthy(named):
        _report_to(named)
        yield Server(named, own=False)
        return
    if named:
        tell(f"no Prefect server answers at {named}; starting one")
    state = prefect_home()
    try:
        state.mkdir(parents=True, exist_ok=True)
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EngineError(f"{error.filename}: cannot be made: {error.strerror}") from None
    with _locked(state / USERS, fcntl.LOCK_SH) as users:
        running = _shared_server(state, home, tell, meanwhile, port)
        try:
            yield Server(running.url, own=True)
        finally:
            _stop_if_last(running, users)


def prefect_home() -> Path:
    """Prefect's own home, by Prefect's own rule."""
    return Path(os.environ.get("PREFECT_HOME") or "~/.prefect").expanduser()


def running_server() -> str | None:
    """The API address of the server that a run would report to, where one answers; none is started."""
    recorded = _recorded(prefect_home() / _RECORD)
    for url in (_named_server(), recorded and recorded.url):
        if url and is_healthy(url):
            return url
    return None


def is_healthy(url: str) -> bool:
    """Whether a Prefect API answers at the address, within two seconds."""
    # Loopback must not go through a proxy; a server that only a proxy reaches is not "there" for Prefect's client.
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(f"{url}/health", timeout=2) as reply:
            return bool(reply.status == 200)  # noqa: PLR2004
    except (URLError, OSError, ValueError):
        return False


def _report_to(url: str) -> None:
    """Points this process at a server; must come before anything imports Prefect."""
    os.environ["PREFECT_API_URL"] = url
    for name, value in CLIENT_SETTINGS.items():
        os.environ.setdefault(name, value)


def _named_server() -> str | None:
    """The API address that the person has set: in the environment, else in Prefect's active profile."""
    if url := os.environ.get("PREFECT_API_URL"):
        return url
    try:
        profiles = tomllib.loads((prefect_home() / "profiles.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    active = os.environ.get("PREFECT_PROFILE") or profiles.get("active")
    url = profiles.get("profiles", {}).get(active, {}).get("PREFECT_API_URL")
    return url if isinstance(url, str) else None


@contextmanager
def _locked(file: Path, kind: int) -> Iterator[int]:
    """Holds a lock on the file and gives its handle; the lock goes with the process, however that ends."""
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, kind)
        yield handle
    finally:
        os.close(handle)


@dataclass(frozen=True, slots=True)
class _Running:
    """A server that Safqa has started, as it stands in the record file."""

    url: str
    pid: int


def _shared_server(
    state: Path, home: Path, tell: Callable[[str], None], meanwhile: Callable[[], object], port: int | None
) -> _Running:
    """The server that Safqa processes share; the first of them starts it."""
    record = state / _RECORD
    with _locked(state / "safqa-server.starting", fcntl.LOCK_EX):
        running = _recorded(record)
        if running is None or not is_healthy(running.url):
            if port is not None:
                _refuse_busy(port)
            tell("starting a Prefect server (the first time takes about half a minute)")
            running = _start(state, home, meanwhile, port or _free_port())
            record.write_text(json.dumps(asdict(running)), encoding="utf-8")
    _report_to(running.url)
    return running


def _recorded(record: Path) -> _Running | None:
    try:
        return _Running(**json.loads(record.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _stop_if_last(running: _Running, users: int) -> None:
    """Stops the server and waits for its end, unless someone else uses it.

    The keeper would do it by itself a moment later; waiting here leaves nothing running, and no file half-written,
    behind a command that has ended.
    """
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    deadline = time.monotonic() + _STOP_WITHIN
    with suppress(ProcessLookupError):
        os.kill(running.pid, signal.SIGTERM)
        while time.monotonic() < deadline and not _reaped(running.pid):
            os.kill(running.pid, 0)
            time.sleep(_LOOK_EVERY)


def _reaped(pid: int) -> bool:
    """Whether the process was a child of this one and has ended; a stranger's end shows as ProcessLookupError."""
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return False


def _start(state: Path, home: Path, meanwhile: Callable[[], object], port: int) -> _Running:
    """Starts the server and waits for it; its session is its own, so that Ctrl-C reaches the run and not its server."""
    log = home / "logs" / "prefect-server.log"
    log.parent.mkdir(exist_ok=True)
    url = f"http://127.0.0.1:{port}/api"
    # -P: neither the working directory nor this package's folder may shadow what Prefect imports.
    command = [sys.executable, "-P", str(_KEEPER), str(port), str((state / USERS).resolve()), str(log.resolve())]
    environment = SERVER_SETTINGS | dict(os.environ)
    environment |= {
        "PREFECT_API_URL": url,
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_HOME": str(state.resolve()),
    }
    with log.open("ab") as output:
        child = subprocess.Popen(  # noqa: S603 - this interpreter on a file of this package
            command,
            env=environment,
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    _report_to(url)
    meanwhile()
    _await_health(child, url, log)
    return _Running(url, child.pid)


def _await_health(child: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + _START_WITHIN
    while not is_healthy(url):
        if child.poll() is not None:
            raise EngineError(f"the Prefect server ended with code {child.returncode} while starting; its log: {log}")
        if time.monotonic() > deadline:
            child.terminate()
            raise EngineError(f"the Prefect server did not answer within {_START_WITHIN:.0f} s; its log: {log}")
        time.sleep(_LOOK_EVERY)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _refuse_busy(port: int) -> None:
    """Names what to do about a port that another program has."""
    with socket.socket() as probe:
        # As the server itself will: connections that have just ended do not keep a port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            url = f"http://127.0.0.1:{port}/api"
            if is_healthy(url):
                hint = f"a Prefect server is there; to use it, set PREFECT_API_URL={url}"
            else:
                hint = "another program may have it"
            why = f"port {port} cannot be used ({error.strerror}): {hint}"
            raise EngineError(f"{why}; or take another port: --port {port + 1}") from None
