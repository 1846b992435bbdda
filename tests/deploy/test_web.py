"""The web pages as deploy/ runs them: asked for their health, behind a proxy, and under the rules of systemd."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import worldofdeals
import yaml

from storage.engine import open_database
from storage.queries import deals

# Becomes the program that its arguments name, under Linux's PR_SET_MDWE, what systemd makes of MemoryDenyWriteExecute:
# no memory may be written and run.
RESTRICTED = """
import ctypes, os, sys
if ctypes.CDLL(None).prctl(65, 1, 0, 0, 0):
    sys.exit(77)
os.execv(sys.argv[1], sys.argv[1:])
"""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory, make: Any) -> Path:
    """A data directory with deals."""
    home = tmp_path_factory.mktemp("ledger")
    with open_database(f"sqlite:///{home / 'safqa.db'}") as database:
        worldofdeals.fill(database, make)
    return home


@contextmanager
def web(home: Path, *before: str, **env: str) -> Iterator[str]:
    """The address of `safqa web` while the block runs; `before` stands before it on the command line."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SAFQA_", "FORWARDED"))}
    process = subprocess.Popen(
        [*before, str(Path(sys.executable).with_name("safqa")), "web", "--port", "0"],
        env=kept | {"SAFQA_HOME": str(home)} | env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().removeprefix("web pages: ").strip()
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.communicate()


def probed(deploy: Path, compose: dict[str, Any]) -> set[str]:
    """The paths that somebody asks for."""
    text = (deploy / "kubernetes" / "web.yaml").read_text(encoding="utf-8")
    [container] = next(yaml.safe_load_all(text))["spec"]["template"]["spec"]["containers"]
    found = {probe["httpGet"]["path"] for name, probe in container.items() if name.endswith("Probe")}
    return found | set(re.findall(r"'GET', '(\S+)'", compose["services"]["web"]["healthcheck"]["test"][3]))


def test_what_is_asked_for_health_is_there(deploy: Path, compose: dict[str, Any], ledger: Path) -> None:
    paths = probed(deploy, compose)
    assert len(paths) == 2
    with web(ledger) as address:
        for path in paths:
            assert httpx.get(f"{address}{path}", trust_env=False).status_code == 200, path


def forwarded(address: str) -> str:
    """The first address in the feed of changes, asked for as a proxy asks that has TLS and another name."""
    asked = {"Host": "deals.example.org", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
    return re.search("<id>(.*?)</id>", httpx.get(f"{address}/changes.atom", headers=asked, trust_env=False).text)[1]  # type: ignore[index]


def test_behind_a_proxy_that_is_known_addresses_are_the_proxys(compose: dict[str, Any], ledger: Path) -> None:
    with web(ledger) as address:  # one on the same machine, as with systemd
        assert forwarded(address) == "https://deals.example.org/changes.atom"
    trusted = compose["services"]["web"]["environment"]["FORWARDED_ALLOW_IPS"]
    with web(ledger, FORWARDED_ALLOW_IPS=trusted) as address:  # this machine is none of Compose's networks
        assert forwarded(address) == "http://deals.example.org/changes.atom"


def test_pages_are_drawn_where_no_written_code_may_run(deploy: Path, ledger: Path) -> None:
    """A library that compiles code, to draw a chart say, would kill all of `safqa up` at the first look at a deal."""
    for unit in ("safqa.service", "safqa-web.service"):
        assert "\nMemoryDenyWriteExecute=yes\n" in (deploy / "systemd" / unit).read_text(encoding="utf-8")
    restricted = (sys.executable, "-c", RESTRICTED)
    written = "import mmap; mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)"
    refused = subprocess.run([*restricted, sys.executable, "-c", written], capture_output=True, check=False)
    if refused.returncode == 77:
        pytest.skip("this kernel has no PR_SET_MDWE")
    assert b"PermissionError" in refused.stderr
    with open_database(f"sqlite:///{ledger / 'safqa.db'}") as database:
        shown = [deal.id for deal in deals(database) if deal.figures]
    with web(ledger, *restricted) as address:
        pages = [httpx.get(f"{address}/en/deals/{one}", trust_env=False) for one in shown]
    assert [page.status_code for page in pages] == [200] * len(pages)
    assert all('<div class="chart" hidden>' in page.text for page in pages)
