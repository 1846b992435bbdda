"""The work pools of prefect.yaml: each variant loads as Prefect loads it, and its pool has the variables it sets."""

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import prefect.server.api.collections_data.views as collections
import pytest
import yaml
from prefect.cli.deploy._models import DeploymentConfig
from prefect.utilities.templating import apply_values

POOLS = {"process": "prefect", "docker": "prefect-docker", "kubernetes": "prefect-kubernetes"}
ENVIRONMENT = {
    "SAFQA_IMAGE": "registry.example/safqa:0.1.0",
    "SAFQA_DATABASE_URL": "postgresql://safqa@postgres.example/safqa",
    "SAFQA_PGPASS": "/etc/safqa/pgpass",
}


@pytest.fixture(scope="module")
def file(deploy: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((deploy / "prefect.yaml").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def templates() -> dict[str, Any]:
    """The job templates of the types of pools, which the Prefect server brings."""
    path = Path(next(iter(collections.__path__))) / "aggregate-worker-metadata.json"
    packages = json.loads(path.read_text(encoding="utf-8"))
    return {kind: packages[package][kind]["default_base_job_configuration"] for kind, package in POOLS.items()}


@pytest.mark.parametrize("kind", POOLS)
def test_each_variant_sets_what_its_pool_has(
    file: dict[str, Any], templates: dict[str, Any], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    pool = apply_values(file["definitions"][kind], os.environ, remove_notset=False)  # as `prefect deploy` does
    loaded = DeploymentConfig.model_validate(file["deployments"][0] | {"work_pool": pool}).work_pool
    assert loaded is not None
    assert loaded.name == ("safqa" if kind == "process" else f"safqa-{kind}")
    schema = templates[kind]["variables"] | {"additionalProperties": False}
    jsonschema.Draft7Validator(schema).validate(loaded.job_variables)
    assert "{{" not in json.dumps(loaded.job_variables)
    if kind != "process":
        assert loaded.job_variables["image"] == ENVIRONMENT["SAFQA_IMAGE"]


def test_a_variable_that_no_pool_has_is_refused(templates: dict[str, Any]) -> None:
    schema = templates["docker"]["variables"] | {"additionalProperties": False}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema).validate({"immage": "a"})


def test_all_deployments_go_to_the_pool_that_the_script_makes(file: dict[str, Any], deploy: Path) -> None:
    pools = {deployment["work_pool"]["name"] for deployment in file["deployments"]}
    assert pools == {"safqa"}
    assert "work-pool create safqa --type process" in (deploy / "register.sh").read_text(encoding="utf-8")
