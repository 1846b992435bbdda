"""The one list of what runs by itself, and that deploy/prefect.yaml says the same."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect import Flow

from flows.deployments import ANCHOR, AT_ONCE, DEPLOYMENTS, SLUG, Deployment

DEPLOY = Path(__file__).parents[2] / "deploy" / "prefect.yaml"


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(DEPLOY.read_text(encoding="utf-8"))
    return told


def flow_of(deployment: Deployment) -> Flow[..., Any]:
    module, name = deployment.entrypoint.rsplit(".", 1)
    found = getattr(import_module(module), name)
    assert isinstance(found, Flow)
    return found


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda d: d.name)
def test_its_flow_is_there_and_takes_its_parameters(deployment: Deployment) -> None:
    flow = flow_of(deployment)
    assert flow.name == deployment.flow
    flow.validate_parameters(dict(deployment.parameters))


def test_the_file_deploys_what_up_serves(written: dict[str, Any]) -> None:
    assert [told["name"] for told in written["deployments"]] == [d.name for d in DEPLOYMENTS]
    for told, deployment in zip(written["deployments"], DEPLOYMENTS, strict=True):
        assert told["entrypoint"] == deployment.entrypoint
        assert told["description"] == deployment.description
        assert tuple(told["tags"]) == deployment.tags
        assert told["parameters"] == deployment.parameters
        assert told["concurrency_limit"] == {"limit": AT_ONCE, "collision_strategy": "CANCEL_NEW"}
        assert told.get("schedules", []) == _schedules(deployment)


def _schedules(deployment: Deployment) -> list[dict[str, Any]]:
    """As the file is to say it; no `active`: a person's pause holds."""
    common = {"slug": SLUG, "timezone": "UTC"}
    if deployment.every:
        return [common | {"interval": deployment.every.total_seconds(), "anchor_date": ANCHOR.isoformat()}]
    return [common | {"cron": deployment.cron}] if deployment.daily else []


def test_the_file_runs_in_processes_and_knows_containers(written: dict[str, Any]) -> None:
    pools = written["definitions"]
    assert all(told["work_pool"] == pools["process"] for told in written["deployments"])
    assert written["pull"] == []
    for kind in ("docker", "kubernetes"):
        assert pools[kind]["job_variables"]["image"] == "{{ $SAFQA_IMAGE }}"
    # A pod has its environment from its pool, deploy/kubernetes/base-job-template.json.
    assert pools["docker"]["job_variables"]["env"]["DO_NOT_TRACK"] == "1"
