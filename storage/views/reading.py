"""Rows of the documented views, a batch at a time, so that a ledger of any size takes the same memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import column, select, table

from storage import models
from storage.asking import plain_value
from storage.moments import live_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.views.columns import View

# Rows in memory at once: of claims, with their quotes and addresses, some 10 MB.
BATCH = 5_000


def batches(connection: Connection, view: View, since: datetime | None = None) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a view in the order of its key, as plain values; with `since`, of deals told of since then."""
    rows = table(view.name, *(column(one.name) for one in view.columns))
    query = select(rows).order_by(*(rows.c[name] for name in view.key))
    if since is not None:
        state = models.DealState
        told = select(state.deal_id).where(live_at(state, None), state.last_reported >= since)
        query = query.where(rows.c.deal_id.in_(told))
    with connection.execute(query, execution_options={"yield_per": BATCH}) as result:
        for some in result.partitions():
            yield [tuple(map(plain_value, row)) for row in some]
