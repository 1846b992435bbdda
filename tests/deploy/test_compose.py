"""The Compose file against Compose's own schema, and what it promises: order, no rights, one machine."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ONCE = {"migrate", "register"}


def test_it_fits_the_schema(deploy: Path, tmp_path: Path) -> None:
    check = [str(Path(sys.executable).with_name("check-jsonschema")), "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*check, str(deploy / "compose.yaml")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    wrong = tmp_path / "compose.yaml"
    wrong.write_text("services: {a: {image: a, depends: [b]}}")
    assert subprocess.run([*check, str(wrong)], capture_output=True, check=False).returncode == 1


def test_docker_reads_it(deploy: Path) -> None:
    if not shutil.which("docker"):
        pytest.skip("docker is not installed")
    if subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("docker has no compose plugin")
    passwords = {
        "POSTGRES_PASSWORD": "a",
        "SAFQA_DB_PASSWORD": "b",
        "SAFQA_READER_PASSWORD": "d",
        "PREFECT_DB_PASSWORD": "c",
        "PATH": "/usr/bin:/bin",
    }
    config = ["docker", "compose", "--file", str(deploy / "compose.yaml"), "config", "--quiet"]
    done = subprocess.run(config, env=passwords, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lacking = subprocess.run(config, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False)
    assert "set it in deploy/.env" in lacking.stderr


def test_the_database_is_ready_before_what_writes_to_it(compose: dict[str, Any]) -> None:
    waits = {
        name: {other: how["condition"] for other, how in service.get("depends_on", {}).items()}
        for name, service in compose["services"].items()
    }
    assert waits == {
        "postgres": {},
        "migrate": {"postgres": "service_healthy"},
        "prefect-server": {"postgres": "service_healthy"},
        "register": {"prefect-server": "service_healthy"},
        "worker": {
            "migrate": "service_completed_successfully",
            "register": "service_completed_successfully",
            "prefect-server": "service_healthy",
        },
        "web": {"migrate": "service_completed_successfully"},
    }
    # The worker's check stands in the image.
    checked = {name for name, service in compose["services"].items() if "test" in service.get("healthcheck", {})}
    assert checked == {"postgres", "prefect-server", "web"}
    assert {n for n, s in compose["services"].items() if s.get("healthcheck", {}).get("disable")} == ONCE


def test_no_service_has_rights_or_a_disk_of_its_own(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"]), name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["logging"]["options"]["max-size"] == "10m", name
        assert "privileged" not in service, name


def test_only_this_machine_reaches_it(compose: dict[str, Any]) -> None:
    ports = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert ports == {
        "prefect-server": ["127.0.0.1:${SAFQA_PORT:-4200}:4200"],
        "web": ["127.0.0.1:${SAFQA_WEB_PORT:-4280}:4280"],
    }
    assert all(compose["networks"][name]["internal"] for name in compose["services"]["postgres"]["networks"])


def test_the_pages_only_read_and_do_not_meet_the_prefect_server(compose: dict[str, Any]) -> None:
    web = compose["services"]["web"]
    assert re.match(r"postgresql://safqa_reader:\$\{SAFQA_READER_PASSWORD", web["environment"]["SAFQA_DATABASE_URL"])
    assert all(volume.endswith(":ro") for volume in web["volumes"])
    assert "safqa.env" not in [file["path"] for file in web["env_file"]]  # which has other people's secrets
    near = {name for name, other in compose["services"].items() if set(other["networks"]) & set(web["networks"])}
    assert near == {"web", "postgres"}
    assert "SAFQA_READER_PASSWORD" in compose["services"]["postgres"]["environment"]  # postgres/reader.sql sets it


def test_its_files_are_there(compose: dict[str, Any], deploy: Path) -> None:
    for service in compose["services"].values():
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            assert source in compose["volumes"] or source == "./config" or (deploy / source).exists(), source
        for file in service.get("env_file", []):
            assert isinstance(file, dict) or (deploy / file).exists(), file
    assert (deploy / compose["x-safqa"]["build"]["context"] / compose["x-safqa"]["build"]["dockerfile"]).exists()


def test_there_are_connections_for_all(compose: dict[str, Any], server_env: dict[str, str], deploy: Path) -> None:
    allowed = next(word for word in compose["services"]["postgres"]["command"] if word.startswith("max_connections="))
    image = (deploy / "Containerfile").read_text(encoding="utf-8")
    runs = int(image.split('"--limit", "')[1].split('"')[0])
    pool = int(server_env["PREFECT_SERVER_DATABASE_SQLALCHEMY_POOL_SIZE"])
    overflow = int(server_env["PREFECT_SERVER_DATABASE_SQLALCHEMY_MAX_OVERFLOW"])
    most = (pool + overflow) + (runs + 1) * (5 + 10)  # 5 + 10: SQLAlchemy's own numbers, for each run and for the pages
    assert most + 3 + 10 <= int(allowed.split("=")[1])  # PostgreSQL keeps 3 for superusers; 10 for people
    readme = (deploy / "README.md").read_text(encoding="utf-8")
    assert f"= {most}" in readme
