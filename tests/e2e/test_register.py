"""deploy/register.sh on a real server: everything is there after it, and after it again."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from flows.deployments import DEPLOYMENTS

SCRIPT = Path(__file__).parents[2] / "deploy" / "register.sh"


def test_the_script_makes_pool_and_deployments_once(
    environment: dict[str, str], url: str, ask: Any, tmp_path: Path
) -> None:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    ours = environment | {"PATH": path, "PREFECT_API_URL": url, "DO_NOT_TRACK": "1"}
    for _ in range(2):
        done = subprocess.run(
            [SCRIPT], env=ours, cwd=tmp_path, capture_output=True, text=True, timeout=180, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert ask("GET", "work_pools/safqa", {})["type"] == "process"
    deployed = ask("POST", "deployments/filter", {})
    assert sorted(d["name"] for d in deployed) == sorted(d.name for d in DEPLOYMENTS)
    assert {d["work_pool_name"] for d in deployed} == {"safqa"}
