"""The claims of many deals at once, each with the deal that it is about."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage import models
from storage.evidence import claims_of
from storage.moments import live_at
from storage.sync import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.engine import Database
    from storage.rows import ClaimRow

# Mentions in one statement, as in storage.sync; SQLite takes 32,766 values, and no deal has so many.
_AT_ONCE = 5_000


def claims_by_deal(database: Database, deals: Iterable[str], as_of: datetime | None) -> dict[str, list[ClaimRow]]:
    """The claims of each of these deals that has any, in the order told, as the ledger stood at a moment."""
    claim = models.Claim
    said: dict[str, list[ClaimRow]] = defaultdict(list)
    with database.read() as connection:
        for mentions in _batches(_mentions_by_deal(connection, deals, as_of)):
            about = select(claim.key, claim.mention_key).where(claim.mention_key.in_(mentions))
            mention_of = dict(connection.execute(about).tuples().all())
            for row in claims_of(connection, list(mentions), as_of):
                said[mentions[mention_of[row.id]]].append(row)
    return said


def _mentions_by_deal(connection: Connection, deals: Iterable[str], as_of: datetime | None) -> dict[str, list[str]]:
    member = models.DealMember
    found: dict[str, list[str]] = defaultdict(list)
    for some in chunks(deals):
        query = select(member.deal_id, member.mention_key).where(member.deal_id.in_(some), live_at(member, as_of))
        for deal, mention in connection.execute(query):
            found[deal].append(mention)
    return found


def _batches(mentions: dict[str, list[str]]) -> Iterator[dict[str, str]]:
    """The deal of each mention, as many as a statement takes; never half of a deal, whose order would be lost."""
    batch: dict[str, str] = {}
    for deal, of_it in mentions.items():
        if batch and len(batch) + len(of_it) > _AT_ONCE:
            yield batch
            batch = {}
        batch.update(dict.fromkeys(of_it, deal))
    if batch:
        yield batch
