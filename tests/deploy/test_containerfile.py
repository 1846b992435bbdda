"""The image: what it copies is there, what it runs as and writes to, and how it answers for its health."""

import json
import re
import subprocess
import sys
from fnmatch import fnmatch
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from dockerfile_parse import DockerfileParser
from served import serving

ROOT = Path(__file__).parents[2]
Step = dict[str, Any]


@pytest.fixture(scope="module")
def steps(deploy: Path) -> list[Step]:
    """Instructions in order, each with the number of its stage."""
    parser = DockerfileParser(fileobj=BytesIO((deploy / "Containerfile").read_bytes()))
    stage, found = -1, []
    for step in parser.structure:
        stage += step["instruction"] == "FROM"
        if step["instruction"] != "COMMENT":
            found.append(step | {"stage": stage})
    return found


def of(steps: list[Step], instruction: str) -> list[str]:
    return [step["value"] for step in steps if step["instruction"] == instruction]


def copied(steps: list[Step]) -> list[str]:
    """What comes from the checkout."""
    lines = [value.split() for value in of(steps, "COPY") if not value.startswith("--from=")]
    return [source for line in lines for source in line[:-1]]


def test_what_is_copied_is_there_and_is_all_that_the_builder_gets(steps: list[Step], deploy: Path) -> None:
    ignore = (deploy / "Containerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = [line[1:] for line in ignore if line.startswith("!")]
    assert "*" in ignore
    assert sorted(copied(steps)) == sorted(let_in)
    assert [source for source in let_in if not (ROOT / source).exists()] == []


def test_all_packages_are_in_it(steps: list[Step], project: dict[str, Any]) -> None:
    assert set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) <= set(copied(steps))
    named = {project["project"]["readme"], *project["project"]["license-files"]}  # the build asks for them
    assert named <= set(copied(steps))


def test_it_is_made_from_the_lock_file_alone(steps: list[Step], project: dict[str, Any]) -> None:
    syncs = [line for line in of(steps, "RUN") if "uv sync" in line]
    assert len(syncs) == 2
    assert all("--locked --no-dev" in line for line in syncs)
    [python] = {image.split()[0] for image in of(steps, "FROM") if image.startswith("python:")}
    minor = re.search(r"python:(3\.\d+)", python).group(1)  # type: ignore[union-attr]
    assert f"Programming Language :: Python :: {minor}" in project["project"]["classifiers"]


def test_it_is_a_user_without_rights_who_runs_it(steps: list[Step]) -> None:
    last = max(step["stage"] for step in steps)
    [user] = [step["value"] for step in steps if step["instruction"] == "USER" and step["stage"] == last]
    assert user == "1001:1001"
    made = next(value for value in of(steps, "RUN") if "useradd" in value)
    assert "--uid 1001 --gid 1001" in made
    assert not any(step["instruction"] == "ADD" for step in steps)


def test_what_is_written_goes_to_the_volume_or_to_tmp(steps: list[Step], compose: dict[str, Any]) -> None:
    env = dict(re.findall(r"(\w+)=(\S+)", of(steps, "ENV")[-1]))
    homes = [env["HOME"], env["SAFQA_HOME"], env["PREFECT_HOME"], env["PREFECT_UI_STATIC_DIRECTORY"]]
    assert all(any(fnmatch(home, p) for p in ("/var/lib/safqa*", "/tmp/*")) for home in homes)  # noqa: S108
    assert of(steps, "VOLUME") == ["/var/lib/safqa"]
    ours = [service for service in compose["services"].values() if "safqa" in service["image"]]
    for service in ours:
        assert "/var/lib/safqa" in [v.split(":")[1] for v in service["volumes"]] + service["tmpfs"]
        assert "/tmp" in service["tmpfs"]  # noqa: S108


def health_checks(steps: list[Step], compose: dict[str, Any], deploy: Path) -> dict[str, str]:
    """The Python programs that ask, by where they stand."""
    [image] = of(steps, "HEALTHCHECK")
    unit = (deploy / "systemd" / "prefect-server.service").read_text(encoding="utf-8")
    return {
        "image": json.loads(image[image.index("[") :])[2],
        "compose": compose["services"]["prefect-server"]["healthcheck"]["test"][3],
        "web": compose["services"]["web"]["healthcheck"]["test"][3],
        "systemd": re.search(r'python -c "(.*)"; do', unit).group(1).replace("\\'", "'"),  # type: ignore[union-attr]
    }


@pytest.mark.parametrize("place", ["image", "compose", "web", "systemd"])
def test_health_is_what_is_answered(place: str, steps: list[Step], compose: dict[str, Any], deploy: Path) -> None:
    program = health_checks(steps, compose, deploy)[place]
    path = {"image": "/health", "web": "/healthz"}.get(place, "/api/health")
    # A proxy must not be asked for what is on this machine.
    env = {"http_proxy": "http://127.0.0.1:9", "PATH": ""}

    def ask(port: int) -> int:
        there = re.sub(r"(?<=127\.0\.0\.1)(:|', )\d+", rf"\g<1>{port}", program)
        assert there != program
        return subprocess.run([sys.executable, "-c", there], env=env, cwd=ROOT, check=False).returncode

    with serving() as origin:
        origin.serve(path)
        well = ask(origin.port)
        origin.serve(path, status=503)
        ill = ask(origin.port)
    assert (well, ill, ask(origin.port)) == (0, 1, 1)
