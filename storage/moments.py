"""Which rows hold now, or held at a moment: what the ledger or a person said then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute as Column

    from storage import models


def live_at(table: type[models.Derived | models.ExtractionRun], as_of: datetime | None) -> ColumnElement[bool]:
    """Rows that the ledger says now, or said at a moment."""
    return _between(table.recorded_at, table.closed_at, as_of)


def held_at(table: type[models.Judgement | models.ClaimJudgement], as_of: datetime | None) -> ColumnElement[bool]:
    """Judgements that people hold now, or held at a moment."""
    return _between(table.created_at, table.deleted_at, as_of)


def _between(begun: Column[datetime], ended: Column[datetime | None], as_of: datetime | None) -> ColumnElement[bool]:
    if as_of is None:
        return ended.is_(None)
    return and_(begun <= as_of, or_(ended.is_(None), ended > as_of))
