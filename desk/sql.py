"""`safqa sql`: questions in SQL, and the database's own shell; both only read."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from desk.configuration import open_deals
from desk.output import Format, FormatOption, write_list
from safqa.errors import UsageError
from safqa.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType
    from sqlalchemy.engine import URL

    from storage.asking import Answer
    from storage.engine import Database

HELP = """Ask the database in SQL, or open its own shell; both only read.

The views v_deals, v_parties, v_figures, v_claims, v_articles and v_changes are documented in docs/sql.md, with worked
queries. Without QUERY, `sqlite3` or `psql` is started on the database; with - the query is read from standard input.

Examples:

    safqa sql "SELECT target, low, high, unit FROM v_figures WHERE metric = 'valuation'"

    safqa sql --format csv - < query.sql

    safqa sql
"""


def sql(
    query: Annotated[str | None, typer.Argument(metavar="[QUERY|-]", help="One statement; -: standard input.")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Answers a query, or becomes the shell."""
    with open_deals(Settings()) as database:
        if query is None:
            command, environment = shell_of(database)
        else:
            from storage.asking import ask

            answer = ask(database, sys.stdin.read() if query == "-" else query)
            write_list(answer.documents(), form, lambda: _table(answer), columns=answer.columns)
            return
    os.execve(command[0], command, environment)  # noqa: S606 -- a program found in PATH, with arguments of ours


def shell_of(database: Database) -> tuple[list[str], dict[str, str]]:
    """The program that opens a database for reading, with its arguments, and its environment.

    Raises:
        UsageError: it is not installed, or the database is in memory.
    """
    url = database.engine.url
    if url.get_backend_name() == "sqlite":
        if database.file is None:
            raise UsageError("a database in memory has no shell: name a file in SAFQA_DATABASE_URL")
        return [_installed("sqlite3"), "-readonly", "-header", "-column", str(database.file)], dict(os.environ)
    return _psql(url)


def _psql(url: URL) -> tuple[list[str], dict[str, str]]:
    """The password goes where psql looks for it, not into the arguments, which others see in a list of processes."""
    query = dict(url.query)
    secret, options = url.password or query.pop("password", None), query.pop("options", None)
    said = [os.environ.get("PGOPTIONS"), options, "-c default_transaction_read_only=on"]
    environment = {**os.environ, "PGOPTIONS": " ".join(str(one) for one in said if one)}
    if secret is not None:
        environment["PGPASSWORD"] = str(secret)
    bare = type(url).create("postgresql", url.username, None, url.host, url.port, url.database, query)
    return [_installed("psql"), "--dbname", bare.render_as_string(hide_password=False)], environment


def _installed(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise UsageError(f'{program} is not installed: install it, or ask in one line: safqa sql "SELECT …"')
    return found


def _table(answer: Answer) -> RenderableType:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from safqa.bidi import isolate

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for place, name in enumerate(answer.columns):
        numbers = all(isinstance(row[place], int | float | None) for row in answer.rows)
        table.add_column(Text(name), justify="right" if numbers else "left")
    for row in answer.rows:
        table.add_row(*(Text("–" if value is None else isolate(str(value))) for value in row))
    return table
