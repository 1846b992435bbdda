"""`safqa web` as a process: what it says, a busy port, and its end."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from desk.passwords import NOBODYS
from desk.web.server import address_of, listen
from safqa.errors import ServingError

RUN = (
    "import sys; from desk.cli import main; code = main(sys.argv[1:]); print('prefect' in sys.modules); sys.exit(code)"
)


@contextmanager
def web(home: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SAFQA_")}
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, "web", *options],
        env=environment | {"SAFQA_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_without_prefect_until_it_is_told_to_stop(home: Path, ending: signal.Signals) -> None:
    with web(home, "--port", "0") as process:
        assert process.stdout is not None
        address = process.stdout.readline().removeprefix("web pages: ").strip()
        assert httpx.get(f"{address}/healthz", trust_env=False).json() == {"status": "ok"}
        assert httpx.get(f"{address}/api/v1/deals", trust_env=False).json()["items"] == []
        assert httpx.get(f"{address}/api/v1/feeds", trust_env=False).json()["items"]
        process.send_signal(ending)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    assert out.splitlines()[-2:] == ["stopped", "False"]


@pytest.mark.parametrize("names", [(), ("omar", "sara")])
def test_it_says_who_may_judge(home: Path, names: tuple[str, ...]) -> None:
    (home / "editors").write_text("".join(f"{name}:{NOBODYS}\n" for name in names), encoding="utf-8")
    with web(home, "--port", "0") as process:
        assert process.stdout is not None
        said = next(line for line in process.stdout if line.startswith("who may judge: "))
    told = ", ".join(names) + " (docs/judging.md)" if names else "nobody: the pages are read-only"
    assert said == f"who may judge: {told}\n"


def test_a_busy_port_is_named(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with web(home, "--port", str(port)) as process:
            _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert err.startswith(f"safqa: port {port} of 127.0.0.1 cannot be used (Address already in use): ")
    assert err.endswith(f"take another port: --port {port + 1}\n")
    assert err.count("\n") == 1


def test_an_unknown_host_is_named() -> None:
    with pytest.raises(ServingError, match=r"there is no host 'nowhere\.invalid' to serve on"):
        listen("nowhere.invalid", 0, "--port")


def test_the_address_is_one_that_a_browser_can_open() -> None:
    with listen("0.0.0.0", 0, "--port") as everywhere:  # noqa: S104 - what is tested
        assert address_of(everywhere).startswith("http://127.0.0.1:")


def test_answers_do_not_wait_for_their_acknowledgement() -> None:
    with listen("127.0.0.1", 0, "--port") as listener:
        assert listener.proto == socket.IPPROTO_TCP  # what asyncio looks at
