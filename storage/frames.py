"""Rows as flat tables and as data frames of pandas or polars, neither of which Safqa needs for itself.

A frame has a column for each plain value: of the target and the parties their names, of the two sides of a change
`before_low`, `after_low` and so on. Columns have the names of those of the documented views (docs/sql.md) where these
have them too, and the same types whether there are rows or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from safqa.errors import UsageError
from storage.roster import CompanyRow
from storage.rows import ChangeRow, DealClaim, DealFigure, DealRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    import polars as pl

    from storage.rows import OrganisationRow


class Kind(StrEnum):
    """What a column of a frame holds; all but names and flags may be missing."""

    TEXT = "text"
    NUMBER = "number"
    COUNT = "count"
    FLAG = "flag"
    MOMENT = "moment"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name, what it holds, and its value in a row."""

    name: str
    kind: Kind
    of: Callable[[Any], Any]


Table = dict[str, list[Any]]


def fields_of(kind: type) -> tuple[Field, ...]:
    """The columns of rows of this kind.

    Raises:
        KeyError: they have none.
    """
    return _FIELDS[kind]


def table(fields: Sequence[Field], rows: Sequence[Any]) -> Table:
    """The rows by columns."""
    return {field.name: [field.of(row) for row in rows] for field in fields}


def pandas_frame(fields: Sequence[Field], rows: Sequence[Any]) -> pd.DataFrame:
    """A frame of pandas.

    Raises:
        UsageError: pandas is not installed.
    """
    try:
        import pandas as pd  # noqa: PLC0415 -- half a second, for those who ask for it
    except ImportError:
        raise _missing("pandas") from None
    types = {
        Kind.TEXT: "string",
        Kind.NUMBER: "float64",
        Kind.COUNT: "Int64",
        Kind.FLAG: "bool",
        Kind.MOMENT: "datetime64[us, UTC]",
        Kind.NAMES: "object",
    }
    found = table(fields, rows)
    return pd.DataFrame({one.name: pd.Series(found[one.name], dtype=types[one.kind]) for one in fields})


def polars_frame(fields: Sequence[Field], rows: Sequence[Any]) -> pl.DataFrame:
    """A frame of polars.

    Raises:
        UsageError: polars is not installed.
    """
    try:
        import polars as pl  # noqa: PLC0415 -- as above
    except ImportError:
        raise _missing("polars") from None
    types = {
        Kind.TEXT: pl.String(),
        Kind.NUMBER: pl.Float64(),
        Kind.COUNT: pl.Int64(),
        Kind.FLAG: pl.Boolean(),
        Kind.MOMENT: pl.Datetime("us", "UTC"),
        Kind.NAMES: pl.List(pl.String()),
    }
    return pl.DataFrame(table(fields, rows), schema={one.name: types[one.kind] for one in fields})


def _missing(library: str) -> UsageError:
    return UsageError(
        f"{library} is not installed: `uv sync --extra frames` or `pip install 'safqa[frames]'`; "
        "`records()` needs neither pandas nor polars"
    )


def _target(row: Any) -> str | None:
    return row.target.name if row.target else None


def _names(parties: Sequence[OrganisationRow]) -> list[str]:
    return [party.name for party in parties]


def _plain(kind: Kind, *names: str) -> tuple[Field, ...]:
    """Columns that a row has by these names."""
    return tuple(Field(name, kind, attrgetter(name)) for name in names)


_TEXT, _NUMBER, _MOMENT = Kind.TEXT, Kind.NUMBER, Kind.MOMENT
_HEAD = (
    Field("deal_id", _TEXT, attrgetter("deal.id")),
    Field("deal_type", _TEXT, attrgetter("deal.type")),
    Field("target", _TEXT, lambda row: _target(row.deal)),
    Field("parties", Kind.NAMES, lambda row: _names(row.deal.parties)),
)
_STATED = (
    *_plain(_TEXT, "metric", "scope", "party", "basis"),
    *_plain(_NUMBER, "low", "high"),
    *_plain(_TEXT, "unit", "qualifier"),
)


def _side(side: str) -> tuple[Field, ...]:
    kinds = {"low": _NUMBER, "high": _NUMBER, "unit": _TEXT, "qualifier": _TEXT, "source": _TEXT}

    def value(name: str) -> Callable[[Any], Any]:
        return lambda row: getattr(getattr(row, side), name, None)  # a side may be None

    return tuple(Field(f"{side}_{name}", kind, value(name)) for name, kind in kinds.items())


_FIELDS: dict[type, tuple[Field, ...]] = {
    DealRow: (
        *_plain(_TEXT, "id", "type", "status", "stage"),
        Field("target_id", _TEXT, lambda row: row.target.id if row.target else None),
        Field("target", _TEXT, _target),
        Field("parties", Kind.NAMES, lambda row: _names(row.parties)),
        *_plain(Kind.COUNT, "articles"),
        *_plain(_MOMENT, "first_reported", "last_reported"),
    ),
    DealFigure: (*_HEAD, *_STATED, Field("sources", Kind.NAMES, lambda row: list(row.sources))),
    DealClaim: (
        *_plain(_TEXT, "id"),
        *_HEAD,
        *_STATED,
        *_plain(_TEXT, "polarity"),
        *_plain(Kind.FLAG, "former"),
        *_plain(_TEXT, "source", "origin", "judged", "quote"),
        *_plain(Kind.COUNT, "start", "end"),
        *_plain(_TEXT, "url", "publisher"),
        *_plain(_MOMENT, "published_at", "seen_at"),
    ),
    ChangeRow: (
        *_plain(_TEXT, "id"),
        *_HEAD,
        *_plain(_TEXT, "kind", "metric"),
        *_side("before"),
        *_side("after"),
        *_plain(_TEXT, "from_value", "to_value", "severity"),
        *_plain(Kind.FLAG, "official"),
        *_plain(_TEXT, "suppressed", "url", "publisher"),
        *_plain(_MOMENT, "published_at", "detected_at"),
        *_plain(_TEXT, "reason_en", "reason_ar"),
    ),
    CompanyRow: (
        *_plain(_TEXT, "id", "name"),
        Field("names", Kind.NAMES, lambda row: list(row.names)),
        *_plain(Kind.COUNT, "deals"),
    ),
}
