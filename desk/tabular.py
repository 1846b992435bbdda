"""Rows into files, a batch at a time: CSV, JSON Lines, Parquet."""

from __future__ import annotations

import csv
import json
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from desk.output import load_pyarrow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from storage.views.columns import Column

    Rows = Sequence[Sequence[Any]]
    Writer = Callable[[Path, Sequence[Column]], AbstractContextManager[Callable[[Rows], None]]]


class FileFormat(StrEnum):
    """How files of rows are written; the value is the ending of their names."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"


MEDIA_TYPES = {
    FileFormat.CSV: "text/csv",
    FileFormat.JSONL: "application/jsonl",
    FileFormat.PARQUET: "application/vnd.apache.parquet",
}


def writer_of(form: FileFormat) -> Writer:
    """What writes files of a format: a context that gives a function, which takes a batch of rows.

    Raises:
        UsageError: Parquet is asked for, and pyarrow is not installed.
    """
    if form is FileFormat.PARQUET:
        load_pyarrow()
    return {FileFormat.CSV: _csv, FileFormat.JSONL: _jsonl, FileFormat.PARQUET: _parquet}[form]


@contextmanager
def _csv(path: Path, columns: Sequence[Column]) -> Iterator[Callable[[Rows], None]]:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in columns])
        yield writer.writerows


@contextmanager
def _jsonl(path: Path, columns: Sequence[Column]) -> Iterator[Callable[[Rows], None]]:
    names = [column.name for column in columns]
    with path.open("w", encoding="utf-8") as file:

        def write(rows: Rows) -> None:
            for row in rows:
                file.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n")

        yield write


@contextmanager
def _parquet(path: Path, columns: Sequence[Column]) -> Iterator[Callable[[Rows], None]]:
    pa, parquet = load_pyarrow()

    types = {
        "text": pa.string(),
        "number": pa.float64(),
        "integer": pa.int64(),
        "flag": pa.int8(),
        "moment": pa.timestamp("us", tz="UTC"),
        "day": pa.date32(),
    }
    read: dict[str, Callable[[Any], Any]] = {
        "number": float,
        "moment": datetime.fromisoformat,
        "day": date.fromisoformat,
    }
    schema = pa.schema([pa.field(c.name, types[c.kind], metadata={"description": c.meaning}) for c in columns])
    with parquet.ParquetWriter(path, schema, compression="zstd") as file:

        def write(rows: Rows) -> None:
            arrays = [
                pa.array([_given(row[place], read.get(column.kind)) for row in rows], types[column.kind])
                for place, column in enumerate(columns)
            ]
            file.write_table(pa.Table.from_arrays(arrays, schema=schema))

        yield write


def _given(value: Any, read: Callable[[Any], Any] | None) -> Any:
    return value if value is None or read is None else read(value)
