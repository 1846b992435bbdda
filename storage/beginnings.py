"""Deals by the beginning of an id: what a shell offers while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from storage import models
from storage.moments import live_at

if TYPE_CHECKING:
    from storage.engine import Database


def ids_beginning(database: Database, beginning: str, *, limit: int) -> list[str]:
    """Ids of live deals that begin so, those told of last first."""
    state = models.DealState
    begins = state.deal_id.startswith(beginning, autoescape=True)
    query = select(state.deal_id).where(live_at(state, None), begins)
    with database.read() as connection:
        return list(connection.scalars(query.order_by(state.last_reported.desc(), state.deal_id).limit(limit)))
