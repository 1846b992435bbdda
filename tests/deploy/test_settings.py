"""Settings: their names exist, the server's are the same everywhere, telemetry is off, and no secret is in git."""

import re
import subprocess
from pathlib import Path
from typing import Any

import prefect.settings
import pytest
import yaml
from prefect.logging.configuration import DEFAULT_LOGGING_SETTINGS_PATH, to_envvar
from prefect.settings.legacy import _get_settings_fields
from prefect.utilities.collections import dict_to_flatdict

from flows.engine import CLIENT_SETTINGS, SERVER_SETTINGS
from safqa.settings import Settings

# What the files themselves ask for, beside Safqa's and Prefect's settings.
OF_THE_FILES = {
    "PREFECT_DB_PASSWORD",
    "SAFQA_DB_PASSWORD",
    "SAFQA_READER_PASSWORD",
    "SAFQA_IMAGE",
    "SAFQA_PGPASS",
    "SAFQA_PORT",
    "SAFQA_WEB_PORT",
    "PREFECT_CHARTS",
}


def of_logging() -> set[str]:
    """The variables that Prefect reads beside its settings: each place of its logging.yml has one."""
    places = dict_to_flatdict(yaml.safe_load(DEFAULT_LOGGING_SETTINGS_PATH.read_text(encoding="utf-8")))
    return {to_envvar("PREFECT_LOGGING_" + "_".join(place)).upper() for place in places}


def test_every_setting_that_is_named_exists(files: dict[str, str]) -> None:
    known = set(_get_settings_fields(prefect.settings.Settings)) | of_logging()
    known |= {f"SAFQA_{name.upper()}" for name in Settings.model_fields} | OF_THE_FILES
    named = {(file, name) for file, text in files.items() for name in re.findall(r"\b(?:PREFECT|SAFQA)_[A-Z_]+", text)}
    assert len(named) > 40
    assert {(file, name) for file, name in named if name not in known} == set()


def test_the_server_has_the_settings_of_safqas_own(server_env: dict[str, str], deploy: Path) -> None:
    assert server_env.items() >= SERVER_SETTINGS.items()
    values = yaml.safe_load((deploy / "kubernetes" / "prefect-server.values.yaml").read_text(encoding="utf-8"))
    in_the_chart = {entry["name"]: entry["value"] for entry in values["server"]["env"]}
    level = server_env["PREFECT_LOGGING_SERVER_LEVEL"]  # a value of the chart's own
    assert values["server"]["loggingLevel"] == level
    assert in_the_chart | {"PREFECT_LOGGING_SERVER_LEVEL": level} == server_env | {"PREFECT_HOME": "/var/lib/prefect"}


def test_the_server_accepts_its_settings(server_env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in server_env.items():
        monkeypatch.setenv(name, value)
    server = prefect.settings.Settings().server
    assert server.analytics_enabled is False
    assert server.services.db_vacuum.enabled == {"events", "flow_runs"}
    assert server.services.db_vacuum.retention_period.days == 30
    assert (server.database.sqlalchemy.pool_size, server.database.sqlalchemy.max_overflow) == (5, 10)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("Containerfile", "DO_NOT_TRACK=1"),
        ("Containerfile", "PREFECT_SERVER_ANALYTICS_ENABLED=false"),
        ("systemd/safqa-worker.service", "DO_NOT_TRACK=1"),
        ("systemd/safqa-prepare.service", "DO_NOT_TRACK=1"),
        ("systemd/prefect-server.service", "EnvironmentFile=/opt/safqa/deploy/prefect-server.env"),
        ("kubernetes/kustomization.yaml", "DO_NOT_TRACK=1"),
        ("kubernetes/prefect-worker.values.yaml", '{ name: DO_NOT_TRACK, value: "1" }'),
        ("prefect.yaml", 'DO_NOT_TRACK: "1"'),
    ],
)
def test_nobody_is_told(files: dict[str, str], file: str, words: str) -> None:
    assert words in files[file]


@pytest.mark.parametrize(
    "file", ["Containerfile", "systemd/safqa-worker.service", "kubernetes/kustomization.yaml", "prefect.yaml"]
)
def test_runs_of_workers_log_as_those_of_safqa_up(files: dict[str, str], file: str) -> None:
    for name in ("PREFECT_LOGGING_EXTRA_LOGGERS", "PREFECT_LOGGING_LOGGERS_PREFECT_TASK_RUNS_LEVEL"):
        assert re.search(rf"\b{name}(=|: ){CLIENT_SETTINGS[name]}\b", files[file]), name


def test_secrets_have_their_place_outside_git(deploy: Path) -> None:
    root = deploy.parent
    ignored = (root / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"deploy/.env", "deploy/safqa.env", "deploy/safqa-web.env", "deploy/config/"} <= set(ignored)
    if (root / ".git").exists():
        tracked = subprocess.run(
            ["git", "ls-files", "deploy"], cwd=root, capture_output=True, text=True, check=True
        ).stdout.split()
        assert not {"deploy/.env", "deploy/safqa.env", "deploy/safqa-web.env"} & set(tracked)


def test_examples_have_no_password(files: dict[str, str]) -> None:
    assert re.findall(r"^\w*PASSWORD=(.*)$", files[".env.example"], re.MULTILINE) == [""] * 4
    for file, text in files.items():
        for word in re.findall(r"://\w+:([^@\s]+)@", text):
            assert re.fullmatch(r"PASSWORD|\$\{\w+(:\?.*)?", word), (file, word)


def test_images_and_charts_are_pinned_to_a_version(files: dict[str, str], compose: dict[str, Any]) -> None:
    images = [service["image"] for service in compose["services"].values()]
    images += re.findall(r"^FROM (\S+:\S+)", files["Containerfile"], re.MULTILINE)
    assert len(images) > 6
    for image in images:
        assert re.search(r":\d+\.\d+\.?\d*(-[a-z]+)*\}?$", image), image
    for chart in ("prefect-server", "prefect-worker"):
        assert re.search(r"--version \d{4}\.\d+\.\d+ ", files[f"kubernetes/{chart}.values.yaml"])


def test_the_version_of_safqa_is_the_same_everywhere(files: dict[str, str], project: dict[str, Any]) -> None:
    version = project["project"]["version"]
    named = {
        (file, found)
        for file, text in files.items()
        for found in re.findall(
            r"safqa:(\d[\d.]*\d)|newTag: \"([\d.]+)\"|prefectTag: \"([\d.]+)\"|image.version=\"([\d.]+)\"", text
        )
    }
    assert {"".join(found) for _, found in named} == {version}
    assert {file for file, _ in named} >= {
        "Containerfile",
        "compose.yaml",
        "kubernetes/base-job-template.json",
        "kubernetes/kustomization.yaml",
        "kubernetes/prefect-server.values.yaml",
    }


def test_prefects_image_has_the_version_of_the_lock_file(files: dict[str, str], locked: dict[str, str]) -> None:
    assert f"prefectTag: {locked['prefect']}-python" in files["kubernetes/prefect-worker.values.yaml"]
