"""One result in five forms: a table for people; JSON, JSON Lines, CSV or Parquet for programs."""

from __future__ import annotations

import csv
import io
import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desk.terminal import console, put, put_bytes
from safqa.errors import UsageError

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
    PARQUET = "parquet"


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
    elif form is Format.CSV:
        put(csv_text(rows, columns))
    else:
        put_bytes(_parquet(rows, columns))


def write_one(document: Json, form: Format, table: Callable[[], RenderableType]) -> None:
    """Writes one document; as CSV or Parquet, it is a list of one."""
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


def _parquet(rows: Sequence[Json], columns: Sequence[str]) -> bytes:
    """A Parquet file; types are those of the values, organisations and figures stay nested.

    Raises:
        UsageError: pyarrow is not installed.
    """
    pyarrow, parquet = load_pyarrow()
    empty: dict[str, list[Any]] = {name: [] for name in columns}
    out = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(rows) if rows else pyarrow.table(empty), out, compression="zstd")
    return out.getvalue()


def load_pyarrow() -> tuple[Any, Any]:
    """The modules `pyarrow` and `pyarrow.parquet`.

    Raises:
        UsageError: they are not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise UsageError(
            "Parquet needs pyarrow, which is not installed: `uv sync --extra parquet` or `pip install "
            "'safqa[parquet]'`, or choose another --format"
        ) from None
    return pyarrow, parquet


def _cell(value: object) -> object:
    """A cell: plain values as they are, organisations by their names, the rest as JSON."""
    if isinstance(value, dict) and "name" in value:
        return value["name"]
    if isinstance(value, list) and all("name" in item for item in value):
        return "; ".join(item["name"] for item in value)
    return _json(value) if isinstance(value, dict | list) else value
