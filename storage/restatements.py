"""Deals that are shown otherwise although no article says anything new: our own doing, noted when it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from storage import models
from storage.sync import chunks, insert_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from safqa.ledger import Deal, Telling

# Why the ledger was computed: news came; or it did not, and articles were only read anew.
ARRIVAL, REREAD = "clusters", "reread"


def without_news(deal: Deal, told: Collection[Telling], reread: Collection[str], now: datetime) -> bool:
    """Whether a deal moves at this moment because its articles were read anew, and no text of it came."""
    if deal.mentions.isdisjoint(reread):
        return False
    own = [telling for telling in told if telling.mention in deal.mentions]
    return not any(t.seen_at >= now or (t.retracted and t.retracted.seen_at >= now) for t in own)


def note_restatements(connection: Connection, deals: Collection[str], now: datetime, cause: str) -> None:
    """Note which of these deals show another value, or state, than until this moment; new ones showed none."""
    moved = set(_moved(connection, deals, now))
    rows = [{"deal_id": deal, "cause": cause, "recorded_at": now} for deal in sorted(_shown(connection, moved, now))]
    insert_rows(connection, models.Restatement, rows)


def _moved(connection: Connection, deals: Collection[str], now: datetime) -> Iterator[str]:
    tables: tuple[type[models.DealState | models.DealFigure], ...] = (models.DealState, models.DealFigure)
    for table in tables:
        turned = or_(table.closed_at == now, table.recorded_at == now)
        for some in chunks(deals):
            yield from connection.scalars(select(table.deal_id).where(table.deal_id.in_(some), turned))


def _shown(connection: Connection, deals: Collection[str], now: datetime) -> Iterator[str]:
    """Those of these deals that were there until this moment."""
    state = models.DealState
    before = (state.recorded_at < now) & or_(state.closed_at.is_(None), state.closed_at == now)
    for some in chunks(deals):
        yield from connection.scalars(select(state.deal_id).where(state.deal_id.in_(some), before))
