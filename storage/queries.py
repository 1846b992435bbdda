"""The way out: deals and changes as people and programs ask for them.

Each function is one read transaction with a fixed number of statements, however many rows it gives. Moments given as
filters are aware; `since` speaks of when things were told, `as_of` of what the ledger knew then.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from safqa.errors import UsageError
from safqa.identity import read_id
from storage import models
from storage.evidence import articles_of, claims_of, values_of
from storage.redirects import load_redirects
from storage.rows import ChangeRow, DealDetail, DealHead, DealRow, FigureRow, OrganisationRow
from storage.sync import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Select

    from storage.engine import Database
    from storage.rows import ValueRow


def deals(
    database: Database,
    *,
    company: str | None = None,
    type: str | None = None,  # noqa: A002 -- the option's own name
    status: str | None = None,
    metric: str | None = None,
    minimum: float | None = None,
    since: datetime | None = None,
    as_of: datetime | None = None,
    limit: int | None = None,
) -> list[DealRow]:
    """The deals, most recently reported first.

    Args:
        database: where from.
        company: name of the target or of a party, in any spelling met so far; whole words of a name do.
        type: deal type.
        status: status.
        metric: deals with a figure of this metric.
        minimum: deals with a figure (of `metric`, where given) that reaches this number, in the figure's own unit.
        since: told of at or after this moment.
        as_of: as the ledger stood at this moment.
        limit: at most so many.
    """
    state = models.DealState
    query = select(state).where(live_at(state, as_of)).order_by(state.last_reported.desc(), state.deal_id)
    if type is not None:
        query = query.where(state.type == type)
    if status is not None:
        query = query.where(state.status == status)
    if company is not None:
        query = query.where(_about_company(company, as_of))
    if metric is not None or minimum is not None:
        query = query.where(state.deal_id.in_(_with_figure(metric, minimum, as_of)))
    if since is not None:
        query = query.where(state.last_reported >= since)
    with database.read() as connection:
        return _deal_rows(connection, query.limit(limit), as_of)


def deal(database: Database, deal_id: str) -> DealDetail:
    """One deal with every claim, its evidence and its changes; an id that was merged away answers with the other deal.

    Raises:
        UsageError: no deal goes by this id, or none any more.
    """
    with database.read() as connection:
        found = _resolve(connection, deal_id)
        state = models.DealState
        rows = _deal_rows(connection, select(state).where(state.deal_id == found, live_at(state, None)), None)
        if not rows:
            raise UsageError(f"the deal {found} no longer follows from the articles: its mentions were read anew")
        change = models.Change
        changes = (
            select(change).where(change.deal_id == found, live_at(change, None)).order_by(change.told_at, change.row)
        )
        return DealDetail(
            deal=rows[0],
            claims=claims_of(connection, found),
            changes=tuple(_change_rows(connection, changes)),
            articles=articles_of(connection, found),
        )


def changes(
    database: Database,
    *,
    since: datetime | None = None,
    kind: str | None = None,
    company: str | None = None,
    include_suppressed: bool = False,
    limit: int | None = None,
) -> list[ChangeRow]:
    """The flags, most recently told first.

    Args:
        database: where from.
        since: told at or after this moment.
        kind: of this kind only.
        company: of deals of this company, as in `deals`.
        include_suppressed: also what was kept but not flagged.
        limit: at most so many.
    """
    change, state = models.Change, models.DealState
    query = select(change).where(live_at(change, None)).order_by(change.told_at.desc(), change.row.desc())
    if since is not None:
        query = query.where(change.told_at >= since)
    if kind is not None:
        query = query.where(change.kind == kind)
    if company is not None:
        of_company = select(state.deal_id).where(live_at(state, None), _about_company(company, None))
        query = query.where(change.deal_id.in_(of_company))
    if not include_suppressed:
        query = query.where(change.suppressed.is_(None))
    with database.read() as connection:
        return _change_rows(connection, query.limit(limit))


def changes_by_key(connection: Connection, keys: Sequence[str]) -> list[ChangeRow]:
    """These changes, in the order of the keys."""
    change = models.Change
    found: dict[str, ChangeRow] = {}
    for some in chunks(keys):
        rows = _change_rows(connection, select(change).where(change.key.in_(some), live_at(change, None)))
        found |= {row.id: row for row in rows}
    return [found[key] for key in keys]


def live_at(table: type[models.Derived], as_of: datetime | None) -> ColumnElement[bool]:
    """Rows that hold now, or held at a moment."""
    if as_of is None:
        return table.closed_at.is_(None)
    return and_(table.recorded_at <= as_of, or_(table.closed_at.is_(None), table.closed_at > as_of))


def _about_company(company: str, as_of: datetime | None) -> ColumnElement[bool]:
    from safqa.ledger.spellings import organisation_key  # noqa: PLC0415 -- the ledger is not loaded for a plain list

    name, state, party = models.OrganisationName, models.DealState, models.DealParty
    words = (" " + name.folded + " ").contains(f" {organisation_key(company)} ", autoescape=True)
    called = select(name.organisation_id).where(words)
    with_party = select(party.deal_id).where(party.organisation_id.in_(called), live_at(party, as_of))
    return or_(state.target_id.in_(called), state.deal_id.in_(with_party))


def _with_figure(metric: str | None, minimum: float | None, as_of: datetime | None) -> Select[tuple[str]]:
    figure = models.DealFigure
    query = select(figure.deal_id).where(live_at(figure, as_of))
    if metric is not None:
        query = query.where(figure.metric == metric)
    if minimum is not None:
        query = query.where(or_(figure.low >= minimum, figure.high >= minimum))
    return query


def _resolve(connection: Connection, typed: str) -> str:
    deal_id = read_id(typed)
    if connection.scalar(select(models.Deal.id).where(models.Deal.id == deal_id)) is None:
        raise UsageError(f"no deal has the id {typed!r}: `safqa deals` lists the ids")
    while (answer := load_redirects(connection, [deal_id]).get(deal_id)) is not None:
        deal_id = answer
    return deal_id


def _deal_rows(connection: Connection, query: Select[Any], as_of: datetime | None) -> list[DealRow]:
    states = connection.execute(query).all()
    ids = [state.deal_id for state in states]
    parties, figures = _parties(connection, ids, as_of), _figures(connection, ids, as_of)
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


def _figures(connection: Connection, ids: Iterable[str], as_of: datetime | None) -> dict[str, list[FigureRow]]:
    figure = models.DealFigure
    found: dict[str, list[FigureRow]] = defaultdict(list)
    for some in chunks(ids):
        query = select(figure).where(figure.deal_id.in_(some), live_at(figure, as_of)).order_by(figure.place)
        for row in connection.execute(query):
            slot = (row.metric, row.scope, row.party, row.basis)
            found[row.deal_id].append(FigureRow(*slot, row.low, row.high, row.unit, row.qualifier, tuple(row.sources)))
    return found


def _heads(connection: Connection, ids: Iterable[str]) -> dict[str, DealHead]:
    state = models.DealState
    wanted = set(ids)
    parties = _parties(connection, wanted, None)
    heads: dict[str, DealHead] = {}
    for some in chunks(wanted):
        for row in connection.execute(select(state).where(state.deal_id.in_(some), live_at(state, None))):
            heads[row.deal_id] = DealHead(row.deal_id, row.type, _target(row), tuple(parties[row.deal_id]))
    return heads


def _change_rows(connection: Connection, query: Select[Any]) -> list[ChangeRow]:
    version, article = models.ArticleVersion, models.Article
    where_told = query.add_columns(article.url, version.publisher, version.published_at)
    where_told = where_told.join(version, version.key == models.Change.version_key)
    rows = connection.execute(where_told.join(article, article.key == version.article_key)).all()
    heads = _heads(connection, (row.deal_id for row in rows))
    keys = [key for row in rows for key in (row.before_claim, row.after_claim) if key]
    values = values_of(connection, keys)
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
