"""What the tests of deploy/ share: its files, and what is named in them."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
# What a person fills in, which git ignores.
OWN = (".env", "safqa.env", "safqa-web.env")


@pytest.fixture(scope="session")
def deploy() -> Path:
    return ROOT / "deploy"


@pytest.fixture(scope="session")
def project() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def compose(deploy: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((deploy / "compose.yaml").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def files(deploy: Path) -> dict[str, str]:
    """The text of all files of deploy/ that git could have, by path."""
    kept = (p for p in deploy.rglob("*") if p.is_file() and p.name not in OWN)
    return {str(p.relative_to(deploy)): p.read_text(encoding="utf-8") for p in kept if "config" not in p.parts}


@pytest.fixture(scope="session")
def locked() -> dict[str, str]:
    """The version of each package of the lock file."""
    found = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    return {package["name"]: package["version"] for package in found}


def assignments(text: str) -> dict[str, str]:
    """NAME=value lines."""
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))


@pytest.fixture(scope="session")
def server_env(deploy: Path) -> dict[str, str]:
    """deploy/prefect-server.env."""
    return assignments((deploy / "prefect-server.env").read_text(encoding="utf-8"))
