"""Tables that people read and extend: tab-separated UTF-8 files whose comment lines (`# `) explain the columns.

The first line that is no comment names the columns. A row that cannot be used is an `InputError` which tells the file,
the line and the column, so that an editor can go there.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from safqa.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from importlib.resources.abc import Traversable

DATA: Traversable = files("safqa") / "data"
"""The tables of the domain that belong to no single part of it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, with its place for messages."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def items(self, column: str) -> list[str]:
        """The entries of a cell that holds several, joined by `|`."""
        return [item.strip() for item in self.cells[column].split("|") if item.strip()]

    def flag(self, column: str) -> bool:
        """A cell that holds 1 or 0; raises InputError for anything else."""
        return self.choice(column, ("0", "1")) == "1"

    def choice(self, column: str, allowed: Sequence[str]) -> str:
        """A cell that holds one of the words allowed; raises InputError for anything else."""
        if self.cells[column] not in allowed:
            raise self.error(column, f"{self.cells[column]!r} is none of {', '.join(allowed)}")
        return self.cells[column]

    def error(self, column: str, problem: str) -> InputError:
        """The error to raise when a cell of this row cannot be used."""
        return InputError(f"{self.file}, line {self.line}, column {column}: {problem}")


def read_table(source: Traversable, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a table in their order; raises InputError when its columns are not the ones expected."""
    header_seen = False
    for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header_seen:
            if cells != list(columns):
                raise InputError(f"{source.name}, line {number}: the columns must be {', '.join(columns)}")
            header_seen = True
        elif len(cells) != len(columns):
            missing = columns[min(len(cells), len(columns) - 1)]
            raise InputError(
                f"{source.name}, line {number}, column {missing}: {len(cells)} cells where {len(columns)} are expected"
            )
        else:
            yield Row(source.name, number, dict(zip(columns, map(str.strip, cells), strict=True)))
