"""docs/backup.md: its commands, run as they stand, bring back every row."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url, select

from storage.engine import open_database
from storage.ingest import given, ingest
from storage.models import Base

DOC = Path(__file__).parents[2] / "docs" / "backup.md"
PROGRAMS = Path(sys.executable).parent


def commands(heading: str) -> tuple[str, str]:
    """Backup and restore, as they stand under a heading."""
    section = DOC.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    blocks = re.findall(r"(?:^    .+\n)+", section, re.MULTILINE)
    return blocks[0], blocks[1]


def shell(script: str, **env: str) -> str:
    path = f"{PROGRAMS}:{env.pop('PATH', '')}:{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-euc", script], env=env | {"PATH": path}, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def of_the_server(url: str) -> Path:
    """The folder of the programs that came with the test's PostgreSQL; those of the machine may be too old for it."""
    with psycopg.connect(url) as connection:
        [(folder,)] = connection.execute("SELECT setting FROM pg_config() WHERE name = 'BINDIR'").fetchall()
    return Path(folder)


def fill(url: str, make: Any) -> None:
    with open_database(url) as database:
        article = make.article("a", make.mention(make.figure()), title="صفقة")
        ingest(database, [given(article)], seen_at=make.start)


def rows(url: str) -> dict[str, list[Any]]:
    with open_database(url) as database, database.read() as connection:
        tables = [mapper.local_table for mapper in Base.registry.mappers]
        return {table.name: sorted(map(repr, connection.execute(select(*table.c)))) for table in tables}


@pytest.mark.skipif(not shutil.which("sqlite3"), reason="sqlite3 is not installed")
def test_a_sqlite_file_comes_back(tmp_path: Path, make: Any) -> None:
    home, backups = tmp_path / "home", tmp_path / "backups"
    home.mkdir()
    backups.mkdir()
    url = f"sqlite:///{home / 'safqa.db'}"
    fill(url, make)
    before = rows(url)
    env = {"SAFQA_HOME": str(home), "BACKUPS": str(backups)}
    backup, restore = commands("SQLite")
    with open_database(url) as busy, busy.read():  # somebody reads meanwhile
        assert shell(backup, **env) == "ok\n"
    with open_database(url) as database, database.write() as connection:
        connection.exec_driver_sql("DELETE FROM change")
    assert rows(url) != before
    assert shell(restore, **env).endswith("\nnothing became different\n")
    assert rows(url) == before


@pytest.fixture
def server(postgres: Callable[[str | None], str]) -> Iterator[str]:
    """The address of a server with the user and the database that the page speaks of."""
    admin = make_url(postgres(None)).set(database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("CREATE ROLE safqa LOGIN")
        connection.execute("CREATE DATABASE safqa OWNER safqa TEMPLATE template0")
        yield admin
        for name in ("safqa", "safqa_old", "safqa_restored"):
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute("DROP ROLE safqa")


def test_a_postgresql_database_comes_back(server: str, tmp_path: Path, make: Any) -> None:
    own = make_url(server).set(username="safqa", database="safqa")
    url, restored = (u.render_as_string(hide_password=False) for u in (own, own.set(database="safqa_restored")))
    fill(url, make)
    before = rows(url)
    env = {
        "PATH": str(of_the_server(server)),
        "BACKUPS": str(tmp_path),
        "SAFQA_HOME": str(tmp_path),
        "ADMIN_URL": server,
    }
    env |= {"SAFQA_DATABASE_URL": url, "RESTORED_URL": restored}
    backup, restore = commands("PostgreSQL")
    assert int(shell(backup, **env)) >= len(before)
    with open_database(url) as database, database.write() as connection:
        connection.exec_driver_sql("DELETE FROM change")
    assert rows(url) != before
    assert "\nnothing became different\n" in shell(restore, **env)
    assert rows(url) == before
