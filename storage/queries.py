"""The way out: deals and changes as people and programs ask for them.

Each function is one read transaction with a fixed number of statements, however many rows it gives. Moments given as
filters are aware; `since` speaks of when things were told, `as_of` of what the ledger knew then.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from safqa.errors import UsageError
from safqa.identity import read_id
from storage import models
from storage.evidence import articles_of, claims_of
from storage.finding import about_company
from storage.loading import change_rows, deal_rows, figure_rows
from storage.moments import live_at
from storage.redirects import load_redirects
from storage.rows import ChangeRow, DealDetail, DealRow, FigureRow
from storage.sync import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Select

    from storage.engine import Database
    from storage.evidence import Mentions


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
    if metric is not None or minimum is not None:
        query = query.where(state.deal_id.in_(_with_figure(metric, minimum, as_of)))
    if since is not None:
        query = query.where(state.last_reported >= since)
    with database.read() as connection:
        if company is not None:
            query = query.where(about_company(connection, company, as_of))
        return deal_rows(connection, query.limit(limit), as_of)


def deal(
    database: Database, deal_id: str, *, as_of: datetime | None = None, told_by: datetime | None = None
) -> DealDetail:
    """One deal with every claim, its evidence and its changes; an id that was merged away answers with the other deal.

    Args:
        database: where from.
        deal_id: as a person may type it.
        as_of: as the ledger stood at this moment.
        told_by: as far as it was told at this moment, computed from the articles that were out by then.

    Raises:
        UsageError: no deal goes by this id, or none any more, or none did then.
    """
    with database.read() as connection:
        found = _resolve(connection, deal_id, as_of)
        if told_by is None:
            state, member = models.DealState, models.DealMember
            rows = deal_rows(connection, select(state).where(state.deal_id == found, live_at(state, as_of)), as_of)
            if not rows:
                raise UsageError(_unknown(found, as_of))
            row = rows[0]
            of_deal = select(member.mention_key).where(member.deal_id == found, live_at(member, as_of))
            # By name: PostgreSQL reads all claims where it is given the question instead.
            mentions: Mentions = connection.scalars(of_deal).all()
        else:
            from storage.world import deal_told_by  # noqa: PLC0415 -- the ledger is not loaded for a plain list

            row, mentions = deal_told_by(connection, found, told_by)
        from storage.doings import history_of  # noqa: PLC0415 -- as above

        change = models.Change
        changes = select(change).where(change.deal_id == found, live_at(change, as_of))
        if told_by is not None:
            changes = changes.where(change.told_at <= told_by)
        history, arrivals = history_of(connection, found, as_of) if told_by is None else ((), ())
        return DealDetail(
            deal=row,
            claims=claims_of(connection, mentions, as_of, told_by),
            changes=tuple(change_rows(connection, changes.order_by(change.told_at, change.row), as_of)),
            articles=articles_of(connection, mentions, as_of, told_by),
            history=history,
            arrivals=arrivals,
        )


def figures(database: Database, deals: Iterable[str]) -> dict[str, list[FigureRow]]:
    """The figures of each of these deals that has any."""
    with database.read() as connection:
        return dict(figure_rows(connection, deals, None))


def deals_with(connection: Connection, mentions: Iterable[str]) -> list[DealRow]:
    """The deals that hold any of these mentions."""
    state, member = models.DealState, models.DealMember
    ids: set[str] = set()
    for some in chunks(mentions):
        ids.update(
            connection.scalars(select(member.deal_id).where(member.mention_key.in_(some), live_at(member, None)))
        )
    found: list[DealRow] = []
    for some in chunks(ids):
        found += deal_rows(connection, select(state).where(state.deal_id.in_(some), live_at(state, None)), None)
    return sorted(found, key=lambda row: (row.last_reported, row.id), reverse=True)


def changes(
    database: Database,
    *,
    since: datetime | None = None,
    kind: str | None = None,
    company: str | None = None,
    as_of: datetime | None = None,
    told_by: datetime | None = None,
    include_suppressed: bool = False,
    limit: int | None = None,
) -> list[ChangeRow]:
    """The flags, most recently told first.

    Args:
        database: where from.
        since: told at or after this moment.
        kind: of this kind only.
        company: of deals of this company, as in `deals`.
        as_of: as the ledger stood at this moment.
        told_by: told at or before this moment.
        include_suppressed: also what was kept but not flagged.
        limit: at most so many.
    """
    change, state = models.Change, models.DealState
    query = select(change).where(live_at(change, as_of)).order_by(change.told_at.desc(), change.row.desc())
    if since is not None:
        query = query.where(change.told_at >= since)
    if told_by is not None:
        query = query.where(change.told_at <= told_by)
    if kind is not None:
        query = query.where(change.kind == kind)
    if not include_suppressed:
        query = query.where(change.suppressed.is_(None))
    with database.read() as connection:
        if company is not None:
            about = about_company(connection, company, as_of)
            query = query.where(change.deal_id.in_(select(state.deal_id).where(live_at(state, as_of), about)))
        return change_rows(connection, query.limit(limit), as_of)


def own_doings(
    database: Database,
    *,
    since: datetime | None = None,
    kind: str | None = None,
    company: str | None = None,
    as_of: datetime | None = None,
    limit: int | None = None,
) -> list[ChangeRow]:
    """What the ledger did itself (merged, split, restated), in the shape of changes, the latest first.

    Args:
        database: where from.
        since: done at or after this moment.
        kind: of this kind only.
        company: to deals of this company, as in `deals`.
        as_of: as the ledger stood at this moment.
        limit: at most so many.
    """
    from storage.doings import doings  # noqa: PLC0415 -- the ledger is not loaded for a plain list

    state = models.DealState
    with database.read() as connection:
        found = doings(connection, as_of)
        if company is not None:
            about = select(state.deal_id).where(live_at(state, as_of), about_company(connection, company, as_of))
            of_company = set(connection.scalars(about))
            found = [row for row in found if row.deal.id in of_company]
    wanted = (row for row in found if (since is None or row.detected_at >= since) and kind in {None, row.kind})
    return list(islice(wanted, limit))


def changes_by_key(connection: Connection, keys: Sequence[str]) -> list[ChangeRow]:
    """These changes, in the order of the keys."""
    change = models.Change
    found: dict[str, ChangeRow] = {}
    for some in chunks(keys):
        rows = change_rows(connection, select(change).where(change.key.in_(some), live_at(change, None)))
        found |= {row.id: row for row in rows}
    return [found[key] for key in keys]


def _with_figure(metric: str | None, minimum: float | None, as_of: datetime | None) -> Select[tuple[str]]:
    figure = models.DealFigure
    query = select(figure.deal_id).where(live_at(figure, as_of))
    if metric is not None:
        query = query.where(figure.metric == metric)
    if minimum is not None:
        query = query.where(or_(figure.low >= minimum, figure.high >= minimum))
    return query


def _resolve(connection: Connection, typed: str, as_of: datetime | None) -> str:
    deal_id = read_id(typed)
    known = connection.scalar(select(models.Deal.created_at).where(models.Deal.id == deal_id))
    if known is None:
        raise UsageError(f"no deal has the id {typed!r}: `safqa deals` lists the ids")
    if as_of is not None and known > as_of:
        raise UsageError(_unknown(deal_id, as_of))
    while (answer := load_redirects(connection, [deal_id], as_of).get(deal_id)) is not None:
        deal_id = answer
    return deal_id


def _unknown(deal_id: str, as_of: datetime | None) -> str:
    if as_of is not None:
        return f"the deal {deal_id} was not known on {as_of:%Y-%m-%d %H:%M} UTC"
    return f"the deal {deal_id} no longer follows from the articles: its mentions were read anew"
