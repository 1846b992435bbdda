"""Ids of deals that went up in another deal: they keep answering, with the deal that has their mentions now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from storage import models
from storage.sync import chunks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection


def load_redirects(connection: Connection, ids: Sequence[str], as_of: datetime | None = None) -> dict[str, str]:
    """Under which id each of these deals answers now, or did at a moment, for those that went up in another."""
    event = models.ClusterEvent
    merged: dict[str, str] = {}
    for some in chunks(ids):
        moved = or_(event.from_deal.in_(some), event.to_deal.in_(some))
        events = select(event).where(moved).order_by(event.row)
        if as_of is not None:
            events = events.where(event.recorded_at <= as_of)
        for row in connection.execute(events):
            if row.kind == "merge":
                merged[row.from_deal] = row.to_deal
            else:
                merged.pop(row.to_deal, None)
    return merged
