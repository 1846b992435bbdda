"""What all tables share: the declarative base, names of constraints, column types, and the two kinds of rows.

*Facts* (articles, mentions, claims) are inserted once and never changed. *Derived* rows (deals, figures, changes)
follow from the facts: when one no longer follows it is closed, never overwritten, so that any earlier moment can be
read back.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from sqlalchemy import JSON, BigInteger, DateTime, Double, Index, Integer, MetaData, Numeric, String, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import Dialect


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC: refuses naive values, gives aware ones back (SQLite itself keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: "Dialect") -> datetime | None:  # noqa: ARG002
        """Turn an aware moment into UTC.

        Raises:
            ValueError: the moment has no zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a zone cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: "Dialect") -> datetime | None:  # noqa: ARG002
        """Give the moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# 24 digits, 4 after the point: the yearly product of the world in the smallest currency, and percent to 0.0001.
Amount = Annotated[float, mapped_column(Numeric(24, 4, asdecimal=False))]
# The first 128 bits of a SHA-256 in hex: safqa.identity.
Key = Annotated[str, mapped_column(String(32))]
# Ids that people see and type: safqa.identity.
PublicId = Annotated[str, mapped_column(String(16))]
# A word of a fixed list (safqa.model); lists grow without a migration, so the database does not check them.
Word = Annotated[str, mapped_column(Text())]
RowId = Annotated[int, mapped_column(BigInteger().with_variant(Integer(), "sqlite"))]

# Where an index keeps the condition that its rows meet.
_LIVE = "live"


class Base(DeclarativeBase):
    """The base of every table; names of constraints are fixed so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        float: Double,
        str: Text,
        list[str]: JSON,
        list[dict[str, Any]]: JSON,
    }


class Derived:
    """A row that follows from the facts: true from `recorded_at` until `closed_at` (null: still true)."""

    row: Mapped[RowId] = mapped_column(primary_key=True, comment="running number, without meaning")
    recorded_at: Mapped[datetime] = mapped_column(comment="when the ledger began to say so, UTC")
    closed_at: Mapped[datetime | None] = mapped_column(comment="when it ceased to say so; null: it still does")


class Stated:
    """A value with its slot: what a claim and the merged figure of a deal have in common."""

    metric: Mapped[Word] = mapped_column(comment="amount, valuation, stake or total_raised")
    scope: Mapped[Word] = mapped_column(comment="which part of the deal the figure is")
    party: Mapped[str | None] = mapped_column(comment="whose share it is, when the scope is a party's share")
    basis: Mapped[Word | None] = mapped_column(comment="pre_money or post_money; null: not said")
    low: Mapped[Amount | None] = mapped_column(comment="lower end in `unit`; null: open below")
    high: Mapped[Amount | None] = mapped_column(comment="upper end in `unit`; null: open above")
    unit: Mapped[Word] = mapped_column(comment="ISO 4217 code, or percent")


def unique_while_live(name: str, *columns: str, ended: str = "closed_at") -> Index:
    """At most one live row for these columns, on both databases (`complete_for_postgresql`)."""
    live = text(f"{ended} IS NULL")
    return Index(name, *columns, unique=True, sqlite_where=live, info={_LIVE: live})


def index_where(name: str, *columns: str, where: str) -> Index:
    """An index over the rows that meet a condition, on both databases."""
    condition = text(where)
    return Index(name, *columns, sqlite_where=condition, info={_LIVE: condition})


def complete_for_postgresql(metadata: MetaData) -> None:
    """Give the indexes over some rows their condition on PostgreSQL; to be called before tables are made from models.

    An index that said it from the start would load SQLAlchemy's PostgreSQL drivers into every command on SQLite: 18 ms.
    """
    for table in metadata.tables.values():
        for index in table.indexes:
            if _LIVE in index.info:
                index.dialect_kwargs["postgresql_where"] = index.info[_LIVE]
