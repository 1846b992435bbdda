"""Every command line of deploy/ is one that the installed programs know, with options that they have."""

import json
import re
import shlex
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

PROGRAMS = Path(sys.executable).parent


def of_the_image(deploy: Path) -> list[list[str]]:
    [command] = re.findall(r"^CMD (\[.*\])$", (deploy / "Containerfile").read_text(encoding="utf-8"), re.MULTILINE)
    return [json.loads(command)]


def of_compose(compose: dict[str, Any]) -> list[list[str]]:
    found: list[list[str]] = []
    for service in compose["services"].values():
        command = service.get("command", [])
        lines = command[2].split("; ") if command[:2] == ["sh", "-c"] else [shlex.join(command)]
        found += [shlex.split(line.removeprefix("exec ")) for line in lines if line]
    return found


def of_systemd(deploy: Path) -> list[list[str]]:
    units = [unit.read_text(encoding="utf-8") for unit in (deploy / "systemd").glob("*.service")]
    return [shlex.split(line) for unit in units for line in re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)]


def of_kubernetes(deploy: Path) -> list[list[str]]:
    files = ("migrate.yaml", "register.yaml", "web.yaml")
    pods = [next(yaml.safe_load_all((deploy / "kubernetes" / file).read_text())) for file in files]
    server = yaml.safe_load((deploy / "kubernetes" / "prefect-server.values.yaml").read_text())["server"]
    found = [job["spec"]["template"]["spec"]["containers"][0]["command"] for job in pods]
    return [*found, server["command"] + server["args"]]


def of_the_script(deploy: Path) -> list[list[str]]:
    text = (deploy / "register.sh").read_text(encoding="utf-8")
    return [shlex.split(line) for line in re.findall(r"prefect (?:--\S+ )?[a-z-]+ [^>|\n]*", text)]


@cache
def helped(*words: str) -> str:
    done = subprocess.run(
        [str(PROGRAMS / words[0]), *words[1:], "--help"], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout


def test_every_command_and_option_exists(deploy: Path, compose: dict[str, Any]) -> None:
    found = of_the_image(deploy) + of_compose(compose) + of_systemd(deploy) + of_kubernetes(deploy)
    found += of_the_script(deploy)
    ours = [line for line in found if Path(line[0]).name in ("safqa", "prefect")]
    others = {Path(line[0]).name for line in found if line not in ours}
    assert (len(ours) > 12, others) == (True, {"postgres", "register.sh", "python"})
    modules = [line[2] for line in found if line[:2] == ["python", "-m"]]
    assert modules == ["flows.sweeping"]
    assert all(find_spec(module) for module in modules)
    for program, *rest in ours:
        rest = [word for word in rest if word != "--no-prompt"]  # an option of every command  # noqa: PLW2901
        verbs = rest[: next((i for i, word in enumerate(rest) if word.startswith("-")), len(rest))]
        verbs = verbs[: 1 if verbs[0] in ("deploy", "migrate", "up", "web") else 2]
        told = helped(Path(program).name, *verbs)
        for option in (word for word in rest if word.startswith("--")):
            assert re.search(rf"{option}\b", told), (program, rest)


@pytest.mark.parametrize("file", ["register.sh"])
def test_the_script_is_one_that_a_shell_reads_and_may_run(deploy: Path, file: str) -> None:
    subprocess.run(["sh", "-n", str(deploy / file)], check=True)
    assert (deploy / file).stat().st_mode & 0o111 == 0o111
