"""The command line run inside the test: the exit code and what stood on the two streams."""

import io
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desk.cli import main


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Safqa = Callable[..., Ran]


@pytest.fixture
def home(tmp_path: Path, sqlite_template: Path) -> Path:
    """A data directory whose database has all tables and no row."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(sqlite_template, home / "safqa.db")
    return home


@pytest.fixture
def safqa(home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Safqa:
    """Runs `safqa …` on that data directory; `stdin` is what it reads."""
    for name in (
        "SAFQA_ALERTS",
        "SAFQA_DATABASE_URL",
        "SAFQA_DEBUG",
        "SAFQA_FEEDS",
        "SAFQA_ALLOW_PRIVATE_NETWORKS",
        "COLUMNS",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SAFQA_HOME", str(home))

    def run(*args: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capfd.readouterr()
        code = main(args)
        return Ran(code, *capfd.readouterr())

    return run
