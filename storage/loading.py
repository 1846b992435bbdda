"""Rows of deals and changes as values: the part of the queries that is the same whichever rows were asked for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from storage import models
from storage.evidence import values_of
from storage.moments import live_at
from storage.rows import ChangeRow, DealHead, DealRow, FigureRow, OrganisationRow
from storage.sync import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection, Select

    from storage.rows import ValueRow


def deal_rows(connection: Connection, query: Select[Any], as_of: datetime | None) -> list[DealRow]:
    """The deals whose states a query gives, in its order."""
    states = connection.execute(query).all()
    ids = [state.deal_id for state in states]
    parties, figures = _parties(connection, ids, as_of), figure_rows(connection, ids, as_of)
    return [
        DealRow(
            id=state.deal_id,
            type=state.type,
            status=state.status,
            stage=state.stage,
            target=_target(state),
            parties=tuple(parties[state.deal_id]),
            first_reported=state.first_reported,
            last_reported=state.last_reported,
            articles=state.articles,
            figures=tuple(figures[state.deal_id]),
        )
        for state in states
    ]


def _target(state: Any) -> OrganisationRow | None:
    return OrganisationRow(state.target_id, state.target_name) if state.target_id else None


def _parties(connection: Connection, ids: Iterable[str], as_of: datetime | None) -> dict[str, list[OrganisationRow]]:
    party = models.DealParty
    found: dict[str, list[OrganisationRow]] = defaultdict(list)
    for some in chunks(ids):
        query = select(party).where(party.deal_id.in_(some), live_at(party, as_of)).order_by(party.place)
        for row in connection.execute(query):
            found[row.deal_id].append(OrganisationRow(row.organisation_id, row.name, row.role))
    return found


def figure_rows(connection: Connection, ids: Iterable[str], as_of: datetime | None) -> dict[str, list[FigureRow]]:
    """The merged figures of each of these deals, in their order."""
    figure = models.DealFigure
    found: dict[str, list[FigureRow]] = defaultdict(list)
    for some in chunks(ids):
        query = select(figure).where(figure.deal_id.in_(some), live_at(figure, as_of)).order_by(figure.place)
        for row in connection.execute(query):
            slot = (row.metric, row.scope, row.party, row.basis)
            found[row.deal_id].append(FigureRow(*slot, row.low, row.high, row.unit, row.qualifier, tuple(row.sources)))
    return found


def deal_heads(connection: Connection, ids: Iterable[str], as_of: datetime | None) -> dict[str, DealHead]:
    """What is shown of these deals beside a change; of those that are there."""
    state = models.DealState
    wanted = set(ids)
    parties = _parties(connection, wanted, as_of)
    heads: dict[str, DealHead] = {}
    for some in chunks(wanted):
        for row in connection.execute(select(state).where(state.deal_id.in_(some), live_at(state, as_of))):
            heads[row.deal_id] = DealHead(row.deal_id, row.type, _target(row), tuple(parties[row.deal_id]))
    return heads


def change_rows(connection: Connection, query: Select[Any], as_of: datetime | None = None) -> list[ChangeRow]:
    """The changes that a query gives, in its order, with what their deals were at a moment."""
    version, article = models.ArticleVersion, models.Article
    where_told = query.add_columns(article.url, version.publisher, version.published_at)
    where_told = where_told.join(version, version.key == models.Change.version_key)
    rows = connection.execute(where_told.join(article, article.key == version.article_key)).all()
    heads = deal_heads(connection, (row.deal_id for row in rows), as_of)
    keys = [key for row in rows for key in (row.before_claim, row.after_claim) if key]
    values = values_of(connection, keys, as_of)
    return [_change_row(row, heads[row.deal_id], values) for row in rows]


def _change_row(row: Any, head: DealHead, values: dict[str, ValueRow]) -> ChangeRow:
    return ChangeRow(
        id=row.key,
        kind=row.kind,
        deal=head,
        metric=row.metric,
        before=values.get(row.before_claim),
        after=values.get(row.after_claim),
        from_value=row.from_value,
        to_value=row.to_value,
        url=row.url,
        publisher=row.publisher,
        published_at=row.published_at,
        detected_at=row.recorded_at,
        reason_en=row.reason_en,
        reason_ar=row.reason_ar,
        severity=row.severity,
        official=row.official,
        suppressed=row.suppressed,
    )
