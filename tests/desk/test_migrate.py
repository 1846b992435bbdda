"""`safqa migrate`: tables where there were none, nothing new where they are, no password shown."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url

from storage.schema import SCHEMA


def test_a_data_directory_is_made_with_its_database(
    safqa: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "new" / "home"
    monkeypatch.setenv("SAFQA_HOME", str(home))
    first, second = safqa("migrate"), safqa("migrate")
    assert (first.code, first.out, first.err) == (0, f"{home / 'safqa.db'}: schema {SCHEMA}\n", "")
    assert second == first


def test_postgresql_has_its_tables_then_and_the_password_is_not_shown(
    safqa: Any, postgres: Callable[[str | None], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, secret = make_url(postgres(None)), "hidden"
    monkeypatch.setenv("SAFQA_DATABASE_URL", url.set(password=secret).render_as_string(hide_password=False))
    ran = safqa("migrate")
    assert (ran.code, f"schema {SCHEMA}" in ran.out, secret in ran.out) == (0, True, False)
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(SCHEMA,)]


def test_a_server_that_is_not_there_is_one_line(safqa: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFQA_DATABASE_URL", "postgresql://safqa:hidden@127.0.0.1:1/safqa")
    ran = safqa("migrate")
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (1, "", 1)
    assert "does not answer" in ran.err
    assert "hidden" not in ran.err
