"""The words behind rows of a list: of a deal those that first told of it, of a change those of both its sides.

A deal by itself and its claims bring their evidence along (storage.evidence); rows of lists do not, for most readers
look at few of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from storage import models
from storage.moments import live_at
from storage.sync import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection, Select

    from storage.engine import Database


@dataclass(frozen=True, slots=True)
class ProofRow:
    """Words of an article, and where it is. `proves` is what for: `deal`, `before` or `after` (sides of a change)."""

    proves: str
    quote: str | None
    title: str | None
    publisher: str | None
    published_at: datetime | None
    url: str


def first_words(database: Database, deals: Iterable[str], as_of: datetime | None) -> dict[str, ProofRow]:
    """What first told of each of these deals, as the ledger stood then; a look back only where nothing else did."""
    member, telling = models.DealMember, models.Telling
    found: dict[str, ProofRow] = {}
    with database.read() as connection:
        for some in chunks(deals):
            query = _placed(select(member.deal_id, telling.background, telling.quote), telling.run_key, as_of)
            query = query.join(member, member.mention_key == telling.mention_key)
            query = query.where(member.deal_id.in_(some), live_at(member, as_of))
            rows = connection.execute(query).all()
            for deal, _, quote, _, *where in sorted(rows, key=lambda row: bool(row.background)):
                found.setdefault(deal, ProofRow("deal", quote, *where))
    return found


def proofs_of_changes(
    database: Database, changes: Iterable[str], as_of: datetime | None
) -> dict[str, tuple[ProofRow, ...]]:
    """The words of both sides of each change that is about a figure, else those of the text that brought it."""
    change = models.Change
    asked = select(change.key, change.deal_id, change.version_key, change.before_claim, change.after_claim)
    proofs: dict[str, tuple[ProofRow, ...]] = {}
    with database.read() as connection:
        for some in chunks(changes):
            rows = connection.execute(asked.where(change.key.in_(some), live_at(change, as_of))).all()
            said = _said(connection, {key for row in rows for key in (row[3], row[4]) if key}, as_of)
            told = _told(connection, rows, as_of)
            for key, deal, version, before, after in rows:
                sides = [
                    ProofRow(name, *said[one]) for name, one in (("after", after), ("before", before)) if one in said
                ]
                own = told.get((deal, version)) if after is None else None
                proofs[key] = (*sides, own) if own else tuple(sides)
    return proofs


def _said(connection: Connection, claims: set[str], as_of: datetime | None) -> dict[str, list[Any]]:
    """The words of each of these claims with their place, of the text told first."""
    sighting = models.Sighting
    found: dict[str, list[Any]] = {}
    for some in chunks(claims):
        query = _placed(select(sighting.claim_key, sighting.quote), sighting.run_key, as_of)
        for claim, quote, _, *where in connection.execute(query.where(sighting.claim_key.in_(some))):
            found.setdefault(claim, [quote, *where])
    return found


def _told(connection: Connection, rows: Iterable[Any], as_of: datetime | None) -> dict[tuple[str, str], ProofRow]:
    """What the texts that brought these changes tell of their deals."""
    member, telling, run = models.DealMember, models.Telling, models.ExtractionRun
    wanted = [(row[1], row[2]) for row in rows if row[4] is None]
    query = _placed(select(member.deal_id, telling.quote), telling.run_key, as_of)
    query = query.join(member, member.mention_key == telling.mention_key).where(live_at(member, as_of))
    query = query.where(member.deal_id.in_({deal for deal, _ in wanted}), run.version_key.in_({v for _, v in wanted}))
    found: dict[tuple[str, str], ProofRow] = {}
    for deal, quote, version, *where in connection.execute(query):
        found.setdefault((deal, version), ProofRow("deal", quote, *where))
    return found


def _placed(query: Select[Any], run_key: Any, as_of: datetime | None) -> Select[Any]:
    """With key, headline, publisher, moment and address of the text that a run has read, in the order told."""
    run, version, article = models.ExtractionRun, models.ArticleVersion, models.Article
    return (
        query.add_columns(version.key, version.title, version.publisher, version.published_at, article.url)
        .join(run, run.key == run_key)
        .join(version, version.key == run.version_key)
        .join(article, article.key == version.article_key)
        .where(live_at(run, as_of))
        .order_by(version.told_at, article.key, version.updated_at.is_not(None), version.key)
    )
