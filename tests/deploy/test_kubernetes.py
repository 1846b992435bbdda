"""The manifests against Kubernetes' own schemas, the pods against its rules, the values against Prefect's charts."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate
import pytest
import yaml
from prefect.utilities.templating import apply_values

# The oldest that gets fixes; what it knows, newer ones know.
KUBERNETES = "1.34"
CHARTS = ("prefect-server", "prefect-worker")
PROBES = ("startupProbe", "readinessProbe", "livenessProbe")


@pytest.fixture(scope="module")
def folder(deploy: Path) -> Path:
    return deploy / "kubernetes"


@pytest.fixture(scope="module")
def manifests(folder: Path) -> list[dict[str, Any]]:
    """All objects of the folder, those of charts and Kustomize aside."""
    others = {"kustomization.yaml", *(f"{chart}.values.yaml" for chart in CHARTS)}
    texts = (f.read_text(encoding="utf-8") for f in sorted(folder.glob("*.yaml")) if f.name not in others)
    return [each for text in texts for each in yaml.safe_load_all(text)]


@pytest.fixture(scope="module")
def template(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "base-job-template.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def run(template: dict[str, Any]) -> dict[str, Any]:
    """The Job of a run, as Prefect fills the template in."""
    known = template["variables"]["properties"]
    values = {name: each["default"] for name, each in known.items() if "default" in each}
    values |= {"name": "a-run", "env": {}, "labels": {}, "command": "prefect flow-run execute"}
    found: dict[str, Any] = apply_values(template["job_configuration"], values)["job_manifest"]
    return found


def pods(manifests: list[dict[str, Any]], run: dict[str, Any]) -> list[dict[str, Any]]:
    return [each["spec"]["template"] for each in [*manifests, run] if each["kind"] in ("Job", "Deployment")]


def test_the_objects_fit_kubernetes(manifests: list[dict[str, Any]]) -> None:
    assert {each["kind"] for each in manifests} == {
        "Deployment",
        "Job",
        "Namespace",
        "NetworkPolicy",
        "PersistentVolumeClaim",
        "Secret",
        "Service",
    }
    for each in manifests:
        kubernetes_validate.validate(each, KUBERNETES, strict=True)
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(manifests[0] | {"specs": {}}, KUBERNETES, strict=True)


def test_kustomize_puts_them_together(folder: Path) -> None:
    if not shutil.which("kubectl"):
        pytest.skip("kubectl is not installed")
    done = subprocess.run(["kubectl", "kustomize", str(folder)], capture_output=True, text=True, check=True)
    found = {(each["kind"], each["metadata"]["name"]): each for each in yaml.safe_load_all(done.stdout)}
    for each in found.values():
        kubernetes_validate.validate(each, KUBERNETES, strict=True)
    assert ("Secret", "safqa") not in found  # the example is never applied
    assert {("ConfigMap", "safqa"), ("ConfigMap", "safqa-job-template"), ("Job", "safqa-migrate")} <= set(found)
    template = found["ConfigMap", "safqa-job-template"]["data"]["baseJobTemplate.json"]
    images = {json.loads(template)["variables"]["properties"]["image"]["default"]}
    for name in (("Job", "safqa-migrate"), ("Job", "safqa-register"), ("Deployment", "safqa-web")):
        images |= {c["image"] for c in found[name]["spec"]["template"]["spec"]["containers"]}
    server = yaml.safe_load((folder / "prefect-server.values.yaml").read_text())["global"]["prefect"]["image"]
    assert images == {f"{server['repository']}:{server['prefectTag']}"}


def test_a_run_fits_kubernetes_and_what_prefects_worker_asks(run: dict[str, Any]) -> None:
    pod = run["spec"]["template"]["spec"]
    # Prefect wants these two in a place where Kubernetes ignores them.
    assert (pod.pop("parallelism"), pod.pop("completions")) == (1, 1)
    pod["containers"][0] |= {"args": ["prefect", "flow-run", "execute"], "env": []}  # the worker makes lists of both
    kubernetes_validate.validate(run, KUBERNETES, strict=True)
    assert pod["containers"][0]["name"] == "prefect-job"
    assert (pod["restartPolicy"], run["spec"]["backoffLimit"]) == ("Never", 0)
    pod |= {"parallelism": 1, "completions": 1}


def test_no_variable_of_the_template_is_missing_or_unused(template: dict[str, Any]) -> None:
    asked = json.dumps(template["job_configuration"])
    jsonschema.Draft202012Validator.check_schema(template["variables"])
    named = set(template["variables"]["properties"])
    assert {name for name in named if f"{{{{ {name} }}}}" in asked} == named
    assert asked.count("{{ ") == sum(asked.count(f"{{{{ {name} }}}}") for name in named)


def test_pods_have_no_rights(manifests: list[dict[str, Any]], run: dict[str, Any]) -> None:
    """What the namespace's level `restricted` asks for, and a root file system that is read-only."""
    found = pods(manifests, run)
    assert len(found) == 4
    for pod in found:
        spec = pod["spec"]
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert spec["automountServiceAccountToken"] is False
        [container] = spec["containers"]
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert {m["mountPath"] for m in container["volumeMounts"]} >= {"/var/lib/safqa", "/tmp"}  # noqa: S108
        assert {m["name"] for m in container["volumeMounts"]} == {v["name"] for v in spec["volumes"]}


def test_the_network_knows_our_pods(manifests: list[dict[str, Any]], run: dict[str, Any]) -> None:
    outward = [
        each["spec"]["podSelector"]["matchLabels"]["network"]
        for each in manifests
        if each["kind"] == "NetworkPolicy" and each["spec"]["policyTypes"] == ["Egress"]
    ]
    assert {pod["metadata"]["labels"]["network"] for pod in pods(manifests, run)} == set(outward)


def test_the_service_leads_to_the_pages_and_no_further(manifests: list[dict[str, Any]]) -> None:
    [service] = [each for each in manifests if each["kind"] == "Service"]
    [web] = [each for each in manifests if each["kind"] == "Deployment"]
    pod = web["spec"]["template"]
    assert service["spec"]["selector"].items() <= pod["metadata"]["labels"].items()
    assert web["spec"]["selector"]["matchLabels"].items() <= pod["metadata"]["labels"].items()
    assert service["spec"]["type"] == "ClusterIP"
    [container] = pod["spec"]["containers"]
    [port] = container["ports"]
    assert [each["targetPort"] for each in service["spec"]["ports"]] == [port["name"]]
    assert container["command"][-1] == str(port["containerPort"])
    assert {container[probe]["httpGet"]["port"] for probe in PROBES} == {port["name"]}


def test_names_meet(folder: Path, manifests: list[dict[str, Any]], run: dict[str, Any]) -> None:
    """Secrets, claims and addresses that one file names are what another one makes."""
    server = yaml.safe_load((folder / "prefect-server.values.yaml").read_text())
    worker = yaml.safe_load((folder / "prefect-worker.values.yaml").read_text())["worker"]
    settings = yaml.safe_load((folder / "kustomization.yaml").read_text())["configMapGenerator"]
    made = {(each["kind"], each["metadata"]["name"]): each for each in manifests}
    database = server["externalDatabase"]
    assert database["connectionStringSecretKey"] in made["Secret", database["existingSecret"]]["stringData"]
    claim = server["server"]["extraVolumes"][0]["persistentVolumeClaim"]["claimName"]
    assert ("PersistentVolumeClaim", claim) in made
    maps = {each["name"] for each in settings}
    assert worker["config"]["baseJobTemplate"]["existingConfigMapName"] in maps
    for pod in pods(manifests, run):
        [configured, secret] = pod["spec"]["containers"][0]["envFrom"]
        assert configured["configMapRef"]["name"] in maps
        assert ("Secret", secret["secretRef"]["name"]) in made
    url = worker["selfHostedServerApiConfig"]["apiUrl"]
    assert f"PREFECT_API_URL={url}" in settings[0]["literals"]
    assert worker["config"]["workPool"] == "safqa"


@pytest.mark.parametrize("chart", CHARTS)
def test_values_fit_the_chart(folder: Path, chart: str) -> None:
    """With PREFECT_CHARTS=…/prefect-helm/charts, a checkout at the version that the values file names."""
    charts = os.environ.get("PREFECT_CHARTS")
    if not charts:
        pytest.skip("PREFECT_CHARTS names no checkout of Prefect's charts")
    own = yaml.safe_load((Path(charts) / chart / "values.yaml").read_text(encoding="utf-8"))
    schema = json.loads((Path(charts) / chart / "values.schema.json").read_text(encoding="utf-8"))
    ours = yaml.safe_load((folder / f"{chart}.values.yaml").read_text(encoding="utf-8"))
    assert unknown(own, ours) == []
    jsonschema.Draft7Validator(schema).validate(merged(own, ours))


def unknown(own: dict[str, Any], ours: dict[str, Any], above: str = "") -> list[str]:
    """Keys that the chart does not have: Helm would pass over them."""
    found = [f"{above}{key}" for key in ours if key not in own]
    for key, value in ours.items():
        if isinstance(value, dict) and isinstance(own.get(key), dict) and own[key]:
            found += unknown(own[key], value, f"{above}{key}.")
    return found


def merged(own: dict[str, Any], ours: dict[str, Any]) -> dict[str, Any]:
    """As Helm lays values over those of the chart."""
    both = {
        k: merged(own[k], v) if isinstance(v, dict) and isinstance(own.get(k), dict) else v for k, v in ours.items()
    }
    return own | both
