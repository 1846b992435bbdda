"""`safqa copy-database`: a whole ledger into another, empty database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desk.output import Format, FormatOption, write_list
from desk.progress import bar
from desk.terminal import put

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from storage.copying import TableCopy
    from storage.engine import Database

HELP = """Copy a whole ledger into another, empty database: from SQLite to PostgreSQL, back, or to a second one.

FROM and TO are database URLs as in SAFQA_DATABASE_URL, or SQLite files. FROM stays as it is; stop `safqa up` first:
what comes in meanwhile is not copied. TO gets its tables by itself. Everything or nothing is copied: at the end each
table is compared by its number of rows and by its content, and a copy that was stopped leaves TO empty.

Examples:

    safqa copy-database ~/.local/share/safqa/safqa.db postgresql://safqa@db.example.org/safqa

    safqa copy-database postgresql://safqa@db.example.org/safqa safqa.db --dry-run
"""

# A hash is shown as far as people compare it; programs get all of it.
_SHOWN = 12


def copy_database(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The database to copy, URL or SQLite file.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="An empty one, URL or SQLite file.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check both and count; copy nothing.")] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Copies all tables and shows what was compared."""
    from storage.copying import copy_all, count_rows, open_as_is, open_empty

    with open_as_is(url_of(source)) as one, open_empty(url_of(target), dry_run=dry_run) as other:
        if dry_run:
            _tell_plan(count_rows(one), one, other, form)
            return
        with bar("copying and comparing") as step:
            done = copy_all(one, other, progress=step)
    write_list([_row(table) for table in done], form, lambda: _table(done))
    if form is Format.TABLE:
        put(f"{sum(table.rows for table in done):,} rows copied to {other.url}, the same on both sides")


def url_of(typed: str) -> str:
    """The URL of a database that was named by it, or by its file."""
    return typed if "://" in typed else f"sqlite:///{Path(typed).expanduser().absolute()}"


def _tell_plan(counts: dict[str, int], source: Database, target: Database, form: Format) -> None:
    rows = [{"table": name, "rows": n} for name, n in counts.items()]
    write_list(rows, form, lambda: _table_of(("table", "rows"), [(name, f"{n:,}") for name, n in counts.items()]))
    if form is Format.TABLE:
        put(f"{sum(counts.values()):,} rows would be copied from {source.url} to {target.url}, which is empty")


def _row(table: TableCopy) -> dict[str, Any]:
    return {
        "table": table.table,
        "rows": table.rows,
        "copied_rows": table.copied_rows,
        "content": table.content,
        "copied_content": table.copied_content,
    }


def _table(done: Sequence[TableCopy]) -> RenderableType:
    head = ("table", "rows", "copied", "content", "copied content")
    rows = [(t.table, f"{t.rows:,}", f"{t.copied_rows:,}", t.content[:_SHOWN], t.copied_content[:_SHOWN]) for t in done]
    return _table_of(head, rows)


def _table_of(head: Sequence[str], rows: Sequence[Sequence[str]]) -> RenderableType:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in head:
        table.add_column(name, justify="right" if name in ("rows", "copied") else "left")
    for row in rows:
        table.add_row(*row)
    return table
