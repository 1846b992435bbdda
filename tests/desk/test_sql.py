"""`safqa sql`: answers in four forms, and the shells that it opens. What may be asked is tests/storage's."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from desk.sql import shell_of
from safqa.errors import UsageError
from storage.engine import connect_database, open_database
from storage.ingest import given, ingest


@pytest.fixture
def filled(home: Path, make: Any) -> Path:
    """The data directory's ledger, with a deal in it."""
    article = make.article("one", make.mention(make.figure(14e9), target="سيرج إيه آي"))
    with open_database(f"sqlite:///{home / 'safqa.db'}") as database:
        ingest(database, [given(article)], seen_at=make.start)
    return home / "safqa.db"


QUERY = "SELECT target, low, first_day FROM v_figures"


@pytest.mark.usefixtures("filled")
def test_it_answers_in_each_form(safqa: Any) -> None:
    row = {"target": "سيرج إيه آي", "low": 14_000_000_000, "first_day": "2025-06-01"}
    assert safqa("sql", QUERY, "--format", "json").json == [row]
    assert safqa("sql", QUERY, "-f", "jsonl").lines == [row]
    assert safqa("sql", QUERY, "-f", "csv").out == "target,low,first_day\nسيرج إيه آي,14000000000,2025-06-01\n"
    ran = safqa("sql", QUERY)
    assert (ran.code, ran.err) == (0, "")
    assert "\u2067سيرج إيه آي\u2069" in ran.out
    assert "14000000000" in ran.out


@pytest.mark.usefixtures("filled")
def test_the_query_may_come_from_standard_input(safqa: Any) -> None:
    assert safqa("sql", "-", "-f", "csv", stdin=b"SELECT COUNT(*) AS n\nFROM v_deals;\n").out == "n\n1\n"


def test_no_rows_still_have_columns(safqa: Any) -> None:
    assert safqa("sql", QUERY, "-f", "csv").out == "target,low,first_day\n"
    assert safqa("sql", QUERY, "-f", "json").json == []


@pytest.mark.usefixtures("filled")
def test_what_cannot_be_asked_is_one_line(safqa: Any) -> None:
    ran = safqa("sql", "SELECT missing FROM v_deals")
    assert (ran.code, ran.out, ran.err) == (2, "", "safqa: the query failed: no such column: missing\n")
    ran = safqa("sql", "DELETE FROM deal")
    assert (ran.code, ran.err) == (2, "safqa: the query failed: attempt to write a readonly database\n")


def test_a_shell_that_is_not_installed_is_named(safqa: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = safqa("sql")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == 'safqa: sqlite3 is not installed: install it, or ask in one line: safqa sql "SELECT …"\n'


@pytest.mark.skipif(not shutil.which("sqlite3"), reason="sqlite3 is not installed")
def test_the_shell_of_sqlite_only_reads(filled: Path) -> None:
    script = "SELECT target FROM v_deals;\nDELETE FROM deal;\n"
    env = {**os.environ, "SAFQA_HOME": str(filled.parent)}
    program = Path(sys.executable).with_name("safqa")
    done = subprocess.run(
        [program, "sql"], input=script, env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert "سيرج إيه آي" in done.stdout
    assert "readonly database" in done.stderr


@pytest.fixture
def psql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A program of that name, since the machine may have none."""
    program = tmp_path / "bin" / "psql"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent))
    monkeypatch.delenv("PGOPTIONS", raising=False)
    return str(program)


def test_the_password_is_not_among_the_arguments(psql: str) -> None:
    url = "postgresql://sara:se%40cret@db.example.org:5433/safqa?sslmode=require&options=-c%20timezone%3DUTC"
    with connect_database(url) as database:
        command, environment = shell_of(database)
    assert command == [psql, "--dbname", "postgresql://sara@db.example.org:5433/safqa?sslmode=require"]
    assert environment["PGPASSWORD"] == "se@cret"
    assert environment["PGOPTIONS"] == "-c timezone=UTC -c default_transaction_read_only=on"


def test_without_a_password_none_is_set(psql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    with connect_database("postgresql://db.example.org/safqa") as database:
        command, environment = shell_of(database)
    assert command == [psql, "--dbname", "postgresql://db.example.org/safqa"]
    assert "PGPASSWORD" not in environment


def test_the_shell_of_postgresql_only_reads(postgres: Any) -> None:
    """The server's own psql, on a real server."""
    import psycopg  # noqa: PLC0415

    url = postgres("safqa_template")
    with psycopg.connect(url) as connection:
        [(folder,)] = connection.execute("SELECT setting FROM pg_config() WHERE name = 'BINDIR'").fetchall()
    env = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "SAFQA_DATABASE_URL": url}
    script = "SELECT 'deals ' || COUNT(*) FROM v_deals;\nDELETE FROM decided;\n"
    program = Path(sys.executable).with_name("safqa")
    done = subprocess.run(
        [program, "sql"], input=script, env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert "deals 0" in done.stdout
    assert "read-only transaction" in done.stderr


def test_a_database_in_memory_has_no_shell() -> None:
    with connect_database("sqlite://") as database, pytest.raises(UsageError, match="in memory"):
        shell_of(database)


def test_lists_come_as_parquet(home: Path, filled: Path) -> None:
    """Of a subprocess, since a file of bytes goes past what stands in for standard output in tests."""
    program, env = Path(sys.executable).with_name("safqa"), {**os.environ, "SAFQA_HOME": str(home)}

    def table(*args: str) -> Any:
        done = subprocess.run([program, *args, "-f", "parquet"], env=env, capture_output=True, timeout=60, check=True)
        assert done.stderr == b""
        return parquet.read_table(pa.BufferReader(done.stdout))

    row = {"target": "سيرج إيه آي", "low": 14_000_000_000, "first_day": "2025-06-01"}
    assert filled.exists()
    assert table("sql", QUERY).to_pylist() == [row]
    assert table("sql", f"{QUERY} WHERE low = 1").column_names == ["target", "low", "first_day"]
    [deal] = table("deals").to_pylist()
    assert deal["target"]["name"] == "سيرج إيه آي"
    assert deal["figures"][0]["low"] == 14_000_000_000
    assert table("deals", "--company", "nobody").num_rows == 0
