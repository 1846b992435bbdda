"""A ledger that was moved to PostgreSQL goes on there: a run over what it knows brings nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

SEED_AGAIN = "articles: 1 unchanged\nno changes\n"


def test_a_run_on_the_copy_brings_nothing(safqa: Any, postgres: Callable[[str | None], str], tmp_path: Path) -> None:
    first = safqa("run", "--no-feeds")
    assert (first.returncode, "articles: 1 new" in first.stdout) == (0, True), first.stderr
    url = postgres(None)
    copied = safqa("copy-database", str(tmp_path / "safqa" / "safqa.db"), url)
    assert "the same on both sides" in copied.stdout, copied.stderr
    again = safqa("run", "--no-feeds", SAFQA_DATABASE_URL=url)
    assert (again.returncode, again.stdout) == (0, SEED_AGAIN), again.stderr
    one, other = (safqa("deals", "--format", "json", **env) for env in ({}, {"SAFQA_DATABASE_URL": url}))
    assert (one.stdout, one.returncode) == (other.stdout, 0)
