"""One result in four forms: a table for people; JSON, JSON Lines or CSV for programs."""

from __future__ import annotations

import csv
import io
import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desk.terminal import console, put

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import RenderableType

Json = dict[str, Any]


class Format(StrEnum):
    """How a result is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="A table for people, the rest for programs.")]


def write_list(
    rows: Sequence[Json], form: Format, table: Callable[[], RenderableType], *, columns: Sequence[str] = ()
) -> None:
    """Writes a list; `table` is made only when it is shown. `columns` are known even where there is no row."""
    if form is Format.TABLE:
        console().print(table())
    elif form is Format.JSON:
        put(_json(rows, indent=1))
    elif form is Format.JSONL:
        for row in rows:
            put(_json(row))
    else:
        put(csv_text(rows, columns))


def write_one(document: Json, form: Format, table: Callable[[], RenderableType]) -> None:
    """Writes one document; as CSV, it is a list of one."""
    if form is Format.JSON:
        put(_json(document, indent=1))
    else:
        write_list([document], form, table)


def _json(value: object, *, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)


def csv_text(rows: Sequence[Json], columns: Sequence[str] = ()) -> str:
    """RFC 4180 with a header; nothing for an empty list whose columns nobody knows."""
    out = io.StringIO()
    if header := columns or list(*rows[:1]):
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return out.getvalue().rstrip("\n")


def _cell(value: object) -> object:
    """A cell: plain values as they are, organisations by their names, the rest as JSON."""
    if isinstance(value, dict) and "name" in value:
        return value["name"]
    if isinstance(value, list) and all("name" in item for item in value):
        return "; ".join(item["name"] for item in value)
    return _json(value) if isinstance(value, dict | list) else value
