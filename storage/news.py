"""Changes as alerts see them: with what decides whether they are news, and where they are told."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from safqa.alerts.news import Circumstances, News, Said
from safqa.ledger.spellings import organisation_key
from safqa.model import ChangeKind, Metric
from storage import models
from storage.entries import old_news
from storage.loading import change_rows
from storage.moments import live_at
from storage.sync import chunks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.rows import ChangeRow, DealHead, ValueRow


def load_news(connection: Connection, keys: Collection[str], since: datetime) -> list[News]:
    """Those of these changes that are flagged now, in the order in which they were stored.

    Args:
        connection: where from.
        keys: their ids.
        since: until when everything had been decided about: a text that came later is new.
    """
    change = models.Change
    rows: list[ChangeRow] = []
    for some in chunks(keys):
        flagged = select(change).where(change.key.in_(some), live_at(change, None), change.suppressed.is_(None))
        rows += change_rows(connection, flagged.order_by(change.row))
    came = _circumstances(connection, [row.id for row in rows], since)
    spellings = _spellings(connection, (row.deal for row in rows))
    amounts = _amounts(connection, (row.deal.id for row in rows))
    return [_news(row, came[row.id], spellings, amounts) for row in rows]


def _news(
    row: ChangeRow,
    came: Circumstances,
    spellings: dict[str, set[str]],
    amounts: dict[str, list[tuple[float, str]]],
) -> News:
    deal = row.deal
    return News(
        key=row.id,
        kind=row.kind,
        severity=row.severity,
        official=row.official,
        deal=deal.id,
        deal_type=deal.type,
        target=deal.target.name if deal.target else None,
        parties=tuple(party.name for party in deal.parties),
        spellings=frozenset(spelling for company in _companies(deal) for spelling in spellings[company]),
        amounts=tuple(amounts[deal.id]),
        metric=row.metric,
        before=_said(row.before),
        after=_said(row.after),
        from_value=row.from_value,
        to_value=row.to_value,
        reason_en=row.reason_en,
        reason_ar=row.reason_ar,
        publisher=row.publisher,
        url=row.url,
        came=came,
    )


def _said(value: ValueRow | None) -> Said | None:
    return Said(value.low, value.high, value.unit, value.qualifier, value.source) if value else None


def _circumstances(connection: Connection, keys: Collection[str], since: datetime) -> dict[str, Circumstances]:
    change, version = models.Change, models.ArticleVersion
    query = (
        select(change.key, change.kind, change.deal_id, change.version_key, change.told_at, version.seen_at)
        .add_columns(func.min(change.recorded_at).over(partition_by=change.key).label("detected_at"), change.closed_at)
        .join(version, version.key == change.version_key)
    )
    found = [row for some in chunks(keys) for row in connection.execute(query.where(change.key.in_(some)))]
    live = [row for row in found if row.closed_at is None]
    old = old_news(connection, {row.version_key for row in live})
    first = {row.deal_id for row in live if row.kind == ChangeKind.NEW_DEAL}
    told = _told_as_new(connection, first)
    return {
        row.key: Circumstances(
            told_at=row.told_at,
            detected_at=row.detected_at,
            # What a text brings is recorded at the moment at which the text was seen; a run that stores in several
            # batches may move what an earlier one of them brought, about which nothing was decided yet.
            with_text=row.detected_at == row.seen_at or row.seen_at > since,
            first_document=row.version_key in old,
            retold=row.kind == ChangeKind.NEW_DEAL and not told.get(row.deal_id, {row.key}) <= {row.key},
        )
        for row in live
    }


def _told_as_new(connection: Connection, deals: Iterable[str]) -> dict[str, set[str]]:
    """The changes that told of each deal as new, to whichever channel."""
    change, notification = models.Change, models.Notification
    query = select(change.deal_id, change.key).join(notification, notification.change_key == change.key)
    found: dict[str, set[str]] = defaultdict(set)
    for some in chunks(deals):
        for deal, key in connection.execute(query.where(change.deal_id.in_(some), change.kind == ChangeKind.NEW_DEAL)):
            found[deal].add(key)
    return found


def _companies(deal: DealHead) -> list[str]:
    return [company.id for company in (deal.target, *deal.parties) if company]


def _spellings(connection: Connection, deals: Iterable[DealHead]) -> dict[str, set[str]]:
    """The folded names of companies in all spellings met, by the company's id."""
    found: dict[str, set[str]] = defaultdict(set)
    for deal in deals:
        for company in (deal.target, *deal.parties):
            if company:
                found[company.id].add(organisation_key(company.name))
    name = models.OrganisationName
    for some in chunks(list(found)):
        for company_id, folded in connection.execute(
            select(name.organisation_id, name.folded).where(name.organisation_id.in_(some))
        ):
            found[company_id].add(folded)
    return found


def _amounts(connection: Connection, deals: Iterable[str]) -> dict[str, list[tuple[float, str]]]:
    """The sums told of deals, the larger end of each, with their currencies."""
    figure = models.DealFigure
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for some in chunks(deals):
        live = select(figure).where(figure.deal_id.in_(some), live_at(figure, None), figure.metric == Metric.AMOUNT)
        for row in connection.execute(live):
            value = row.low if row.high is None else row.high
            if value is not None:
                found[row.deal_id].append((value, row.unit))
    return found
