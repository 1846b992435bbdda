"""`safqa copy-database`: what it says, and what it refuses. What is copied is tests/storage's."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from desk.copying import url_of
from storage.engine import open_database
from storage.ingest import given, ingest


@pytest.fixture
def filled(home: Path, make: Any) -> Path:
    """The data directory's ledger, with a deal in it."""
    article = make.article("one", make.mention(make.figure(14e9)))
    with open_database(f"sqlite:///{home / 'safqa.db'}") as database:
        ingest(database, [given(article)], seen_at=make.start)
    return home / "safqa.db"


def test_it_says_what_was_compared(safqa: Any, filled: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    ran = safqa("copy-database", str(filled), str(other), "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    rows = {row["table"]: row for row in ran.json}
    versions = rows["article_version"]
    assert (versions["rows"], versions["copied_rows"]) == (1, 1)
    assert versions["content"] == versions["copied_content"]
    assert len(versions["content"]) == 32
    again = safqa("copy-database", str(other), f"sqlite:///{tmp_path / 'third.db'}")
    assert f"rows copied to {tmp_path / 'third.db'}, the same on both sides" in again.out
    assert versions["content"][:12] in again.out


def test_a_dry_run_makes_nothing(safqa: Any, filled: Path, tmp_path: Path) -> None:
    ran = safqa("copy-database", str(filled), str(tmp_path / "other.db"), "--dry-run")
    assert ran.code == 0
    assert f"rows would be copied from {filled} to {tmp_path / 'other.db'}, which is empty" in ran.out
    assert not (tmp_path / "other.db").exists()


def test_what_is_not_empty_is_refused_in_one_line(safqa: Any, filled: Path, tmp_path: Path) -> None:
    other = shutil.copy(filled, tmp_path / "other.db")
    for options in ((), ("--dry-run",)):
        ran = safqa("copy-database", str(filled), str(other), *options)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == (
            f"safqa: the database {other} is not empty (article has rows): name an empty one to copy into\n"
        )


def test_a_typed_file_is_a_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert url_of("a.db") == f"sqlite:///{tmp_path / 'a.db'}"
    assert url_of("postgresql://u@h/d") == "postgresql://u@h/d"
