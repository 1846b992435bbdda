"""The units: systemd reads them, and they leave a service next to no rights."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

UNITS = (
    "safqa.service",
    "prefect-server.service",
    "safqa-prepare.service",
    "safqa-worker.service",
    "safqa-web.service",
)
# Of 10, the lower the better; a service without any hardening has 9.6.
MOST_EXPOSED = 1.5
TARGETS = ("multi-user", "network-online", "basic", "sysinit", "shutdown", "network")

needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")


@pytest.fixture
def machine(deploy: Path, tmp_path: Path) -> Path:
    """A root directory with the units, and with the programs that they start."""
    units = tmp_path / "etc" / "systemd" / "system"
    units.mkdir(parents=True)
    for unit in UNITS:
        shutil.copy(deploy / "systemd" / unit, units)
    for target in TARGETS:
        (units / f"{target}.target").write_text(f"[Unit]\nDescription={target}\n")
    for program in ("opt/safqa/.venv/bin/safqa", "opt/safqa/.venv/bin/prefect", "bin/sh"):
        (tmp_path / program).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy("/bin/true", tmp_path / program)
    return tmp_path


def verify(machine: Path) -> str:
    done = subprocess.run(
        ["systemd-analyze", "verify", f"--root={machine}", "--recursive-errors=yes", *UNITS],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@needs_systemd
def test_systemd_reads_them(machine: Path) -> None:
    assert verify(machine) == ""
    unit = machine / "etc" / "systemd" / "system" / "safqa.service"
    unit.write_text(unit.read_text().replace("ProtectSystem=strict", "ProtectSystems=strict"))
    (machine / "opt" / "safqa" / ".venv" / "bin" / "prefect").unlink()
    wrong = verify(machine)
    assert "ProtectSystems" in wrong
    assert "/opt/safqa/.venv/bin/prefect is not executable" in wrong


def test_what_they_read_and_run_is_in_the_checkout(deploy: Path) -> None:
    units = "".join((deploy / "systemd" / unit).read_text(encoding="utf-8") for unit in UNITS)
    named = set(re.findall(r"^[A-Za-z]+=/opt/safqa/(\S+)", units, re.MULTILINE))
    assert named == {".venv/bin/safqa", ".venv/bin/prefect", "deploy/register.sh", "deploy/prefect-server.env"}
    assert all((deploy.parent / path).exists() for path in named if path.startswith("deploy/"))


@needs_systemd
@pytest.mark.parametrize("unit", UNITS)
def test_they_may_do_little(deploy: Path, unit: str) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(deploy / "systemd" / unit)],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        check=False,
    )
    level = re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)
    assert level, done.stderr
    assert float(level.group(1)) <= MOST_EXPOSED


def test_they_have_one_state_and_write_nowhere_else(deploy: Path) -> None:
    for unit in UNITS:
        text = (deploy / "systemd" / unit).read_text(encoding="utf-8")
        [state] = re.findall(r"^StateDirectory=(\S+)$", text, re.MULTILINE)
        written = re.findall(r"(?:HOME|DIRECTORY)=(/\S+)", text)
        assert written, unit
        assert all(f"{path}/".startswith(f"/var/lib/{state}/") for path in written), unit
        assert "User=safqa" in text
    users = (deploy / "systemd" / "safqa.sysusers.conf").read_text(encoding="utf-8")
    assert re.search(r"^u safqa ", users, re.MULTILINE)


def test_the_worker_waits_for_database_and_schedule(deploy: Path) -> None:
    worker = (deploy / "systemd" / "safqa-worker.service").read_text(encoding="utf-8")
    prepare = (deploy / "systemd" / "safqa-prepare.service").read_text(encoding="utf-8")
    assert re.search(r"^Wants=.*safqa-prepare.service", worker, re.MULTILINE)  # and on further machines goes without
    assert re.search(r"^After=.*safqa-prepare.service", worker, re.MULTILINE)
    assert re.search(r"^After=prefect-server.service", prepare, re.MULTILINE)
    assert re.findall(r"^ExecStart=\S+/(\S+)", prepare, re.MULTILINE) == ["safqa", "register.sh"]
