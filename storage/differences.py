"""What a recomputation made different, counted by the moment that it wrote into its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from storage import models

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

_SHOWN: tuple[type[models.Derived], ...] = (models.DealState, models.DealParty, models.DealFigure)


@dataclass(frozen=True, slots=True)
class Differences:
    """How many deals are new, show something else (`restated`), went up in another (`merged`), came out (`split`).

    `raised` and `dropped` are changes that are flagged now and were not, or were and are not.
    """

    new: int = 0
    restated: int = 0
    merged: int = 0
    split: int = 0
    raised: int = 0
    dropped: int = 0

    @property
    def none(self) -> bool:
        """Whether everything is as it was."""
        return self == Differences()


def differences(connection: Connection, now: datetime) -> Differences:
    """What was written at this moment."""
    return Differences(
        new=len(_new(connection, now)),
        restated=len(_restated(connection, now) - _new(connection, now)),
        merged=_events(connection, "merge", now),
        split=_events(connection, "split", now),
        raised=len(_flagged(connection, now, opened=True) - _flagged(connection, now, opened=False)),
        dropped=len(_flagged(connection, now, opened=False) - _flagged(connection, now, opened=True)),
    )


def _new(connection: Connection, now: datetime) -> set[str]:
    return set(connection.scalars(select(models.Deal.id).where(models.Deal.created_at == now)))


def _restated(connection: Connection, now: datetime) -> set[str]:
    """The deals of which something that is shown was written or closed, and that are there still."""
    moved: set[str] = set()
    for table in _SHOWN:
        rows = select(table.deal_id).where(or_(table.recorded_at == now, table.closed_at == now))  # type: ignore[attr-defined]
        moved.update(connection.scalars(rows))
    state = models.DealState
    return moved & set(connection.scalars(select(state.deal_id).where(state.closed_at.is_(None))))


def _events(connection: Connection, kind: str, now: datetime) -> int:
    event = models.ClusterEvent
    query = select(func.count()).select_from(event).where(event.kind == kind, event.recorded_at == now)
    return connection.execute(query).scalar_one()


def _flagged(connection: Connection, now: datetime, *, opened: bool) -> set[str]:
    change = models.Change
    moment = change.recorded_at if opened else change.closed_at
    return set(connection.scalars(select(change.key).where(moment == now, change.suppressed.is_(None))))
