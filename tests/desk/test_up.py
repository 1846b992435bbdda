"""`safqa up`: one of it on a home, and what it says. Starting it is tests/e2e's."""

from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest

from desk.up import only_one, rhythm
from flows.deployments import MONITOR
from safqa.errors import EngineError


def test_a_second_one_names_the_first(tmp_path: Path) -> None:
    with only_one(tmp_path) as announce:
        with pytest.raises(EngineError, match=r"running already \(process \d+, still starting\)"), only_one(tmp_path):
            pass
        announce("http://127.0.0.1:4200")
        with pytest.raises(EngineError, match=r"\(process \d+ at http://127\.0\.0\.1:4200\)"), only_one(tmp_path):
            pass
    with only_one(tmp_path):
        pass


def test_a_record_that_is_being_written_is_no_trouble(tmp_path: Path) -> None:
    with only_one(tmp_path):
        (tmp_path / "safqa-up.json").write_text('{"pid": 1')
        with pytest.raises(EngineError, match="safqa up is running already; a second one"), only_one(tmp_path):
            pass


@pytest.mark.parametrize(
    ("schedule", "said"),
    [
        ({"every": timedelta(seconds=5)}, "every 5 s"),
        ({"every": timedelta(minutes=1)}, "every minute"),
        ({"every": timedelta(minutes=5)}, "every 5 minutes"),
        ({"daily": time(3, 30)}, "daily at 03:30 Asia/Dubai"),
        ({}, None),
    ],
)
def test_a_schedule_is_said(schedule: dict[str, Any], said: str | None) -> None:
    assert rhythm(replace(MONITOR, **({"every": None} | schedule)), "Asia/Dubai") == said
