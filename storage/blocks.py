"""Computes the deals of touched blocks anew and writes what became different."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from safqa import identity
from safqa.ledger import compute
from safqa.ledger.continuity import KnownDeal, continue_ids
from safqa.ledger.severity import severity
from storage import models
from storage.judged import load_judged
from storage.mentions import insert_unknown
from storage.rates import load_rates
from storage.reach import moved_mentions
from storage.redirects import load_redirects
from storage.restatements import ARRIVAL, REREAD, note_restatements, without_news
from storage.sync import Row, chunks, insert_rows, synchronise
from storage.tellings import load_tellings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from safqa.ledger import Change, Deal, Telling
    from safqa.ledger.continuity import Continuity


def recompute(
    connection: Connection,
    mentions: Iterable[str],
    now: datetime,
    *,
    cause: str = ARRIVAL,
    reread: Collection[str] = (),
) -> list[str]:
    """Bring the ledger in line with stored mentions and judgements, as far as the given mentions can have moved it.

    Args:
        connection: a transaction that writes.
        mentions: those that are new, were read anew, or were judged.
        now: when the ledger learned it, aware.
        cause: what is kept as the reason where ids of deals go up in others or part, or show other values without news.
        reread: the mentions of articles that were only read anew.

    Returns:
        The keys of the changes that no earlier state of the ledger knew, in the order told.
    """
    moved = moved_mentions(connection, mentions)
    return settle(connection, moved.mentions, now, cause, reread=reread, together=moved.deals)


def settle(
    connection: Connection,
    touched: Collection[str],
    now: datetime,
    cause: str,
    *,
    reread: Collection[str] = (),
    together: Sequence[frozenset[str]] | None = None,
) -> list[str]:
    """Compute the deals of these mentions, which are all that can meet, and write what became different.

    `together` says which of them tell of one deal, where that is known already.
    """
    tellings = load_tellings(connection, touched)
    deals = compute(tellings, load_judged(connection, touched), load_rates(connection, tellings), together)
    known = _known_deals(connection, touched)
    continuity = continue_ids(deals, known)
    ids = _settle_ids(connection, continuity, now, cause)
    affected = {*ids.values(), *_deals_of(connection, touched), *(deal.id for deal in known)}
    _know_organisations(connection, deals, now)
    rows = _derived_rows(deals, ids, _sources(tellings))
    told = _known_changes(connection, (row["key"] for row in rows[models.Change]))
    for table, wanted in rows.items():
        synchronise(connection, table, affected, wanted, now)
    ours = {ids[deal.root] for deal in deals if cause != ARRIVAL or without_news(deal, tellings, reread, now)}
    ours -= {
        deal for told in continuity.redirects for deal in (told.from_deal, told.to_deal)
    }  # these say so themselves
    note_restatements(connection, ours, now, REREAD if cause == ARRIVAL else cause)
    return [row["key"] for row in rows[models.Change] if row["key"] not in told]


def _know_organisations(connection: Connection, deals: Sequence[Deal], now: datetime) -> None:
    """Names may be folded by other rules than when they were stored: the organisations of deals come with the deals."""
    keys = {party.key for deal in deals for party in (deal.target, *deal.parties) if party}
    rows = [{"id": identity.organisation_id(key), "key": key, "recorded_at": now} for key in sorted(keys)]
    insert_unknown(connection, models.Organisation, rows)


def _settle_ids(connection: Connection, continuity: Continuity, now: datetime, cause: str) -> dict[str, str]:
    """The id of each deal by its root: kept from before, or new."""
    ids = {root: kept or _new_id(connection, root, now) for root, kept in continuity.ids.items()}
    events: list[Row] = [
        {"kind": r.kind, "from_deal": r.from_deal, "to_deal": r.to_deal, "cause": cause, "recorded_at": now}
        for r in continuity.redirects
    ]
    insert_rows(connection, models.ClusterEvent, events)
    return ids


def _new_id(connection: Connection, root: str, now: datetime) -> str:
    attempt = 0
    while connection.scalar(select(models.Deal.id).where(models.Deal.id == identity.deal_id(root, attempt))):
        attempt += 1
    new = identity.deal_id(root, attempt)
    connection.execute(insert(models.Deal).values(id=new, root_mention=root, created_at=now))
    return new


def _known_deals(connection: Connection, mentions: Iterable[str]) -> list[KnownDeal]:
    deal = models.Deal
    found = []
    for some in chunks(mentions):
        rows = connection.execute(select(deal).where(deal.root_mention.in_(some))).all()
        redirects = load_redirects(connection, [row.id for row in rows])
        found += [KnownDeal(row.id, row.root_mention, row.created_at, redirects.get(row.id)) for row in rows]
    return found


def _deals_of(connection: Connection, mentions: Iterable[str]) -> set[str]:
    member = models.DealMember
    found: set[str] = set()
    for some in chunks(mentions):
        query = select(member.deal_id).where(member.mention_key.in_(some), member.closed_at.is_(None))
        found.update(connection.scalars(query))
    return found


def _known_changes(connection: Connection, keys: Iterable[str]) -> set[str]:
    known: set[str] = set()
    for some in chunks(keys):
        known.update(connection.scalars(select(models.Change.key).where(models.Change.key.in_(some))))
    return known


def _sources(tellings: Iterable[Telling]) -> dict[str, set[str]]:
    """Who tells of each mention, or is credited in it."""
    found: dict[str, set[str]] = defaultdict(set)
    for telling in tellings:
        credited = (figure.source for figure in telling.deal.figures)
        found[telling.mention].update(filter(None, (telling.publisher, *credited)))
    return found


def _derived_rows(
    deals: Sequence[Deal], ids: dict[str, str], sources: dict[str, set[str]]
) -> dict[type[models.Base], list[Row]]:
    named = [(ids[deal.root], deal) for deal in deals]
    changes = [(deal_id, change) for deal_id, deal in named for change in deal.changes]
    changes.sort(key=lambda pair: (pair[1].telling.order, pair[0]))
    return {
        models.DealMember: [{"deal_id": i, "mention_key": key} for i, deal in named for key in sorted(deal.mentions)],
        models.DealState: [_state_row(i, deal) for i, deal in named],
        models.DealParty: [row for i, deal in named for row in _party_rows(i, deal)],
        models.DealFigure: [row for i, deal in named for row in _figure_rows(i, deal)],
        models.DealSource: [row for i, deal in named for row in _source_rows(i, deal, sources)],
        models.Change: [_change_row(deal_id, change) for deal_id, change in changes],
    }


def _state_row(deal_id: str, deal: Deal) -> Row:
    return {
        "deal_id": deal_id,
        "type": deal.type,
        "status": deal.status,
        "stage": deal.stage,
        "target_id": identity.organisation_id(deal.target.key) if deal.target else None,
        "target_name": deal.target.name if deal.target else None,
        "first_reported": deal.first_reported,
        "last_reported": deal.last_reported,
        "articles": deal.articles,
    }


def _party_rows(deal_id: str, deal: Deal) -> list[Row]:
    return [
        {
            "deal_id": deal_id,
            "organisation_id": identity.organisation_id(party.key),
            "place": place,
            "name": party.name,
            "role": party.role,
        }
        for place, party in enumerate(deal.parties)
    ]


def _source_rows(deal_id: str, deal: Deal, sources: dict[str, set[str]]) -> list[Row]:
    names = set().union(*(sources[mention] for mention in deal.mentions))
    return [{"deal_id": deal_id, "source": name} for name in sorted(names)]


def _figure_rows(deal_id: str, deal: Deal) -> list[Row]:
    return [
        {
            "deal_id": deal_id,
            "place": place,
            "metric": figure.slot.metric,
            "scope": figure.slot.scope,
            "party": figure.party,
            "basis": figure.slot.basis,
            "low": figure.low,
            "high": figure.high,
            "unit": figure.unit,
            "qualifier": figure.qualifier,
            "sources": list(figure.sources),
        }
        for place, figure in enumerate(deal.figures)
    ]


def _change_row(deal_id: str, change: Change) -> Row:
    return {
        "key": change.key,
        "deal_id": deal_id,
        "kind": change.kind,
        "rule": change.rule,
        "metric": change.metric,
        "version_key": change.telling.version,
        "before_claim": change.before.key if change.before else None,
        "after_claim": change.after.key if change.after else None,
        "from_value": change.from_value,
        "to_value": change.to_value,
        "reason_en": change.reason_en,
        "reason_ar": change.reason_ar,
        "severity": severity(change),
        "official": change.official,
        "suppressed": change.suppressed,
        "told_at": change.telling.told_at,
        "publisher": change.telling.publisher,
        "source": change.after.figure.source if change.after else None,
    }
