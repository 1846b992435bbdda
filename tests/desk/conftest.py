"""The command line run inside the test: the exit code and what stood on the two streams."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from desk.cli import main


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Safqa = Callable[..., Ran]


@pytest.fixture
def safqa(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Safqa:
    """Runs `safqa …` on a data directory of its own; `stdin` is what it reads."""
    monkeypatch.setenv("SAFQA_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SAFQA_DATABASE_URL", raising=False)
    monkeypatch.delenv("SAFQA_DEBUG", raising=False)

    def run(*args: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capfd.readouterr()
        code = main(args)
        return Ran(code, *capfd.readouterr())

    return run
