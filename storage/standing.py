"""How the ledger stands, in one word: as long as the word is the same, so is every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from safqa.identity import digest
from storage import models

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.engine import Database

# Whatever a deal or a change is shown with has a row in one of these when it becomes different.
_NUMBERED = (
    models.DealMember,
    models.DealState,
    models.DealParty,
    models.DealFigure,
    models.DealSource,
    models.Change,
    models.NearCopyMember,
    models.ClusterEvent,
    models.Restatement,
    models.Judgement,
    models.ClaimJudgement,
)
# What may end with nothing new in its place: a mention that is no longer found, a flag, a person's word.
_ENDING = (
    models.DealMember.closed_at,
    models.Change.closed_at,
    models.Judgement.deleted_at,
    models.ClaimJudgement.deleted_at,
)


def standing(database: Database) -> str:
    """The word: a hash of the highest row numbers, and of what ended last. An index each, however long the ledger."""
    with database.read() as connection:
        highest = [func.max(table.row) for table in _NUMBERED]
        rows = connection.execute(select(*(select(each).scalar_subquery() for each in highest))).one()
        ended = [_last_ended(connection, column) for column in _ENDING]
    return digest(*(row or 0 for row in rows), *(str(part) for part in ended))


def _last_ended(connection: Connection, column: Any) -> tuple[object, int]:
    """When the last row ended, and how many did at that moment: a long rebuild ends all of its rows at one."""
    latest = connection.scalar(select(column).where(column.is_not(None)).order_by(column.desc()).limit(1))
    if latest is None:
        return None, 0
    return latest, connection.scalar(select(func.count()).where(column == latest)) or 0
