"""`safqa up`: one of it on a home, and what it says. Starting it is tests/e2e's."""

from datetime import timedelta
from pathlib import Path

import pytest

from desk.up import only_one, rhythm
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


@pytest.mark.parametrize(("seconds", "said"), [(5, "every 5 s"), (60, "every minute"), (300, "every 5 minutes")])
def test_an_interval_is_said(seconds: int, said: str) -> None:
    assert rhythm(timedelta(seconds=seconds)) == said
