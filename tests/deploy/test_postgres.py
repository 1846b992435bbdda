"""deploy/postgres: what Compose runs on an empty volume makes two databases, and a user who only reads."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url
from starlette.testclient import TestClient

from desk.web.app import create_app
from safqa.errors import StorageError
from safqa.settings import Settings
from storage.engine import open_database
from storage.ingest import given, ingest
from storage.queries import deals

ROLES = ("safqa_reader", "safqa", "prefect")
PASSWORDS = {"SAFQA_DB_PASSWORD": "a", "PREFECT_DB_PASSWORD": "b", "SAFQA_READER_PASSWORD": "c"}


@pytest.fixture
def admin(postgres: Callable[[str | None], str]) -> Iterator[str]:
    """The address of a server without our databases and users."""
    url = make_url(postgres(None)).set(database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        yield url
        for name in ("safqa", "prefect"):
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        for name in ROLES:
            connection.execute(f"DROP ROLE IF EXISTS {name}")


def run(script: Path, admin: str) -> None:
    with psycopg.connect(admin) as connection:
        [(programs,)] = connection.execute("SELECT setting FROM pg_config() WHERE name = 'BINDIR'").fetchall()
    done = subprocess.run(
        [str(Path(programs) / "psql"), "--no-psqlrc", "--quiet", "--dbname", admin, "--file", str(script)],
        env=PASSWORDS | {"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


def test_the_scripts_make_a_reader_who_reads_what_comes_later_and_writes_nothing(
    deploy: Path, admin: str, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts = sorted((deploy / "postgres").glob("*.sql"))  # in the order in which the image of PostgreSQL takes them
    assert [script.name for script in scripts] == ["databases.sql", "reader.sql"]
    for script in [*scripts, scripts[-1]]:  # another password is set by running it again
        run(script, admin)
    owner, reader = (make_url(admin).set(username=name, database="safqa") for name in ("safqa", "safqa_reader"))
    as_reader = reader.render_as_string(hide_password=False)
    with pytest.raises(StorageError, match=r"only be read by this user.*safqa migrate"):
        open_database(as_reader)
    with open_database(owner.render_as_string(hide_password=False)) as database:
        ingest(database, [given(make.article("a", make.mention(make.figure())))], seen_at=make.start)
    with open_database(as_reader) as database:
        [found] = deals(database)
        with pytest.raises(StorageError, match="permission denied for table change"), database.write() as connection:
            connection.exec_driver_sql("DELETE FROM change")
    monkeypatch.setenv("SAFQA_DATABASE_URL", as_reader)
    with TestClient(create_app(Settings())) as desk:
        paths = [
            "/healthz",
            "/changes.atom",
            *(f"/api/v1/{what}" for what in ("deals", "changes", "companies", "feeds")),
        ]
        paths += [
            f"/{lang}/{page}" for lang in ("ar", "en") for page in ("changes", "deals", f"deals/{found.id}", "feeds")
        ]
        assert {path: desk.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(str(make_url(admin).set(username="safqa_reader", database="prefect").render_as_string(False)))


def test_it_is_the_reader_that_the_page_on_sql_makes(deploy: Path) -> None:
    page = (deploy.parent / "docs" / "sql.md").read_text(encoding="utf-8")
    [block] = [block for block in re.findall(r"```sql\n(.+?)```", page, re.DOTALL) if "safqa_reader" in block]
    script = (deploy / "postgres" / "reader.sql").read_text(encoding="utf-8")
    said = [line for line in block.splitlines() if not line.startswith("CREATE ROLE")]
    assert len(said) > 4
    assert [line for line in said if line not in script] == []


def test_what_the_page_on_sql_has_for_grafana_is_answered(deploy: Path, postgres: Callable[[str | None], str]) -> None:
    page = (deploy.parent / "docs" / "sql.md").read_text(encoding="utf-8")
    queries = [block for block in re.findall(r"```sql\n(.+?)```", page, re.DOTALL) if "$__timeFilter" in block]
    assert len(queries) == 2
    with open_database(postgres("safqa_template")) as database, database.read() as connection:
        for query in queries:  # the words that Grafana puts there
            asked = re.sub(
                r"\$__timeFilter\((\w+)\)", r"\1 BETWEEN '2025-01-01T00:00:00Z' AND '2026-01-01T00:00:00Z'", query
            )
            assert next(iter(connection.exec_driver_sql(asked).keys())) == "time"
