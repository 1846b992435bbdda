"""`safqa maintain`: what it says. What is kept and what goes is tests/storage's."""

from pathlib import Path
from typing import Any

import pytest
from wholeledger import fill

from desk.maintain import maintain
from flows.upkeep import Ages
from storage.engine import open_database


@pytest.fixture
def filled(home: Path, make: Any) -> Path:
    """A ledger of long ago."""
    with open_database(f"sqlite:///{home / 'safqa.db'}") as database:
        fill(database, make)
    return home


@pytest.mark.usefixtures("filled")
def test_it_tells_what_would_go_and_what_went(safqa: Any) -> None:
    would = safqa("maintain", "--dry-run")
    assert (would.code, would.err) == (0, "")
    assert "old texts would be stored small, 0.0 MB less: 2" in would.out
    assert "old polls would be forgotten: 2" in would.out
    done = safqa("maintain", "--format", "json").json
    assert (done["dry_run"], done["texts"], done["polls"], done["samples"]) == (False, 2, 2, 1)
    assert done["bytes_saved"] > 1000
    assert safqa("maintain").out.strip() == "nothing to do"


@pytest.mark.usefixtures("filled")
def test_how_long_is_asked_for(safqa: Any) -> None:
    ever = str(36500)
    kept = safqa("maintain", "--dry-run", "--keep-polls", ever, "--keep-texts", ever, "--keep-sent", ever, "-f", "json")
    assert [kept.json[name] for name in ("texts", "polls", "samples", "notifications")] == [0, 0, 0, 0]
    short = safqa("maintain", "--keep-sent", "1")
    assert (short.code, short.out) == (2, "")
    assert "--keep-sent" in short.err


def test_its_defaults_are_those_of_the_nightly_run() -> None:
    ages = Ages()
    told = [default for default in maintain.__defaults__ or () if type(default) is int]
    assert told == [ages.texts.days, ages.polls.days, ages.sent.days]
