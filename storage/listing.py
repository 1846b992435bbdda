"""What a question to the ledger gives: rows in their order, which also become records and frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar, overload

from storage.frames import fields_of, pandas_frame, polars_frame, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd
    import polars as pl

Row = TypeVar("Row", covariant=True)  # noqa: PLC0105 -- it reads `Rows[DealRow]`


class Rows(Sequence[Row]):
    """Frozen rows of one kind, in their order; nothing is asked of the database any more."""

    def __init__(self, kind: type[Row], rows: Iterable[Row]) -> None:
        self._fields = fields_of(kind)
        self._rows = tuple(rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, place: int | slice) -> Row | tuple[Row, ...]:
        return self._rows[place]

    def __eq__(self, other: object) -> bool:
        return self._rows == (other._rows if isinstance(other, Rows) else other)

    def __hash__(self) -> int:
        return hash(self._rows)

    def __repr__(self) -> str:
        return f"Rows({list(self._rows)!r})"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of records and frames."""
        return tuple(field.name for field in self._fields)

    def records(self) -> list[dict[str, Any]]:
        """The rows as flat dictionaries."""
        found = table(self._fields, self._rows)
        return [dict(zip(found, values, strict=True)) for values in zip(*found.values(), strict=True)]

    def to_pandas(self) -> pd.DataFrame:
        """A frame of pandas: open ends are NaN, moments are in UTC.

        Raises:
            UsageError: pandas is not installed.
        """
        return pandas_frame(self._fields, self._rows)

    def to_polars(self) -> pl.DataFrame:
        """A frame of polars: open ends are null, moments are in UTC.

        Raises:
            UsageError: polars is not installed.
        """
        return polars_frame(self._fields, self._rows)
