"""`safqa deals`, `deal`, `changes`: what is shown, in each form, and how wrong questions are answered."""

import csv
import io
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from storage.engine import open_database
from storage.ingest import given, ingest

SEEN = datetime(2025, 6, 20, tzinfo=UTC)


@pytest.fixture
def filled(home: Path, make: Any) -> Path:
    """The data directory with two deals, one of them told by an Arabic name."""
    meta = make.article("one", make.mention(make.figure(14e9)))
    alpha = make.article("two", make.mention(target="ألفا", parties=("صندوق بيتا",)), published=make.day(3))
    with open_database(f"sqlite:///{home / 'safqa.db'}") as database:
        ingest(database, [given(meta), given(alpha)], seen_at=SEEN)
    return home


def test_a_list_comes_as_table_json_lines_and_csv(safqa: Any, filled: Path) -> None:
    assert filled.is_dir()
    table = safqa("deals")
    assert "Meta → Scale AI" in table.out
    assert "amount 14.0 bn USD" in table.out
    documents = safqa("deals", "--format", "json").json
    assert [d["target"]["name"] for d in documents] == ["ألفا", "Scale AI"]
    assert safqa("deals", "--format", "jsonl").lines == documents
    rows = list(csv.DictReader(io.StringIO(safqa("deals", "--format", "csv").out)))
    assert [(r["target"], r["parties"]) for r in rows] == [("ألفا", "صندوق بيتا"), ("Scale AI", "Meta")]
    assert json.loads(rows[1]["figures"])[0]["low"] == 14000000000


def test_json_is_readable_arabic_and_plain_numbers(safqa: Any, filled: Path) -> None:
    assert filled.is_dir()
    out = safqa("deals", "--format", "json").out
    assert '"ألفا"' in out
    assert '"low": 14000000000,' in out


def test_arabic_in_a_table_is_isolated(safqa: Any, filled: Path) -> None:
    assert filled.is_dir()
    assert "\u2067ألفا\u2069" in safqa("deals").out


def test_filters_reach_the_query(safqa: Any, filled: Path) -> None:
    assert filled.is_dir()

    def targets(*args: str) -> list[str]:
        return [d["target"]["name"] for d in safqa("deals", *args, "--format", "json").json]

    assert targets("--company", "Meta") == ["Scale AI"]
    assert targets("--metric", "amount", "--min", "1e9") == ["Scale AI"]
    assert targets("--min", "2e10") == []
    assert targets("--since", "2025-06-03") == ["ألفا"]
    assert targets("--limit", "1") == ["ألفا"]
    assert targets("--status", "completed") == []
    assert targets("--as-of", "2025-06-01") == []


def test_one_deal_shows_its_claims(safqa: Any, filled: Path) -> None:
    assert filled.is_dir()
    [deal_id] = [d["id"] for d in safqa("deals", "--company", "Meta", "--format", "json").json]
    document = safqa("deal", deal_id, "--format", "json").json
    assert document["id"] == deal_id
    assert [c["low"] for c in document["claims"]] == [14000000000]
    assert "14.0 bn USD" in safqa("deal", deal_id).out


def test_changes_are_listed(safqa: Any, filled: Path) -> None:
    assert filled.is_dir()
    kinds = [c["kind"] for c in safqa("changes", "--format", "json").json]
    assert kinds == ["new_deal", "new_deal"]
    assert safqa("changes", "--kind", "conflict", "--format", "json").json == []
    assert "no changes" in safqa("changes", "--kind", "conflict").out
    assert "new_deal" in safqa("changes", "--since", "2025-06-03T00:00Z").out


def test_an_empty_database_is_no_error(safqa: Any) -> None:
    assert (safqa("deals").out.strip(), safqa("deals", "--format", "json").json) == ("no deals", [])
    assert safqa("deals", "--format", "csv").code == 0


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("deal", "nope"), 2, "no deal has the id 'nope'"),
        (("deals", "--since", "yesterday"), 2, "--since is not an ISO 8601 date"),
        (("deals", "--type", "gift"), 2, "--type"),
        (("deals", "--limit", "0"), 2, "--limit"),
        (("deals", "--nonsense"), 2, "--nonsense"),
        (("nonsense",), 2, "nonsense"),
        (("run", "--feeds", "a.toml", "--no-feeds"), 2, "exclude each other"),
        (("run", "--feeds", "missing.toml"), 2, "missing.toml: no such feeds file"),
        (("ingest",), 2, "FILE"),
        (("ingest", "missing.jsonl"), 2, "missing.jsonl: no such file"),
        (("feeds", "check", "ftp://x"), 2, "not an http(s) address"),
    ],
)
def test_a_wrong_question_is_one_line_and_a_code(safqa: Any, args: tuple[str, ...], code: int, said: str) -> None:
    ran = safqa(*args)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (code, "", 1)
    assert said in ran.err


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.db", "nonsense", "postgresql+psycopg://user:secret@127.0.0.1:1/safqa"]
)
@pytest.mark.parametrize("command", [("deals",), ("run", "--no-feeds"), ("ingest", "-")])
def test_a_database_that_is_nowhere_is_one_line_without_the_password(
    safqa: Any, monkeypatch: pytest.MonkeyPatch, url: str, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("SAFQA_DATABASE_URL", url)
    ran = safqa(*command, stdin=b'{"url": "https://a.example/1", "text": "x"}')
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (1, "", 1)
    assert "secret" not in ran.err


def test_a_wrong_setting_is_named(safqa: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFQA_ALLOW_PRIVATE_NETWORKS", "perhaps")
    ran = safqa("deals")
    assert ran.code == 2
    assert "SAFQA_ALLOW_PRIVATE_NETWORKS" in ran.err


def test_a_fault_of_ours_is_one_line_and_debug_shows_it_whole(safqa: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError("by\nzero")

    monkeypatch.setattr("desk.deals.Settings", broken)
    ran = safqa("deals")
    assert (ran.code, len(ran.err.splitlines())) == (1, 1)
    assert "ZeroDivisionError: by zero" in ran.err
    assert "SAFQA_DEBUG=1" in ran.err
    monkeypatch.setenv("SAFQA_DEBUG", "1")
    assert "Traceback" in safqa("deals").err


def test_help_tells_examples_and_a_bare_call_helps(safqa: Any) -> None:
    for command in ("run", "ingest", "extract", "deals", "deal", "changes"):
        ran = safqa(command, "--help")
        assert (ran.code, "safqa " + command in ran.out) == (0, True)
    bare = safqa()
    assert "Usage" in bare.out + bare.err
    assert safqa("--version").out.startswith("safqa 0.")


def loaded_by(home: Path, *args: str) -> set[str]:
    """The modules that a command has loaded when it ends."""
    program = "import sys; from desk.cli import main; main(sys.argv[1:]); print(*sys.modules)"
    env = {"SAFQA_HOME": str(home), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", program, *args], env=env, capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


# A list is to be there at once; whatever comes in here costs everyone who asks for one.
HEAVY = {
    "alembic",
    "camel_tools",
    "fastapi",
    "feedparser",
    "flows.pipeline",
    "httpx",
    "pandas",
    "prefect",
    "safqa.extraction",
    "safqa.feeds",
    "safqa.ledger",
    "safqa.names",
    "sqlalchemy.dialects.postgresql",
}


def test_reading_loads_nothing_heavy(filled: Path) -> None:
    programs = loaded_by(filled, "deals", "--format", "json")
    assert {"storage.queries", "sqlalchemy", "sqlalchemy.dialects.sqlite"} <= programs
    assert (HEAVY | {"rich"}) & programs == set()
    people = loaded_by(filled, "deals")
    assert "rich.table" in people
    assert HEAVY & people == set()


def test_help_opens_no_database(tmp_path: Path) -> None:
    assert (HEAVY | {"sqlalchemy", "storage"}) & loaded_by(tmp_path, "--help") == set()


def test_a_command_leaves_without_a_last_look_at_all_objects(filled: Path) -> None:
    last = "import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count() > 10_000))"
    program = f"{last}; from desk.cli import main; main(['deals', '--format', 'csv'])"
    env = {"SAFQA_HOME": str(filled), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "True"
