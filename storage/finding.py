"""Which deals a question is about: by a company's name, by the size of a figure, by who tells of them.

A list is read from its newest row on, until the page is full. That is fast for what many deals have, and slow for what
few have; so `narrowed` first looks whether they are few, and then asks for these alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Numeric, Text, and_, any_, cast, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from safqa.identity import organisation_id
from storage import models
from storage.moments import live_at

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Select
    from sqlalchemy.orm import InstrumentedAttribute as Column
    from sqlalchemy.sql.selectable import SelectBase

    Organisations = Collection[str] | Select[tuple[str]]

# Deals that are asked for one by one: as many are found in 10 ms. What more deals have stands on the first pages.
_FEW = 1_000
# Organisations whose ids are put into a statement, some of them twice; SQLite takes 32,766 values.
_MANY = 5_000


def about_company(connection: Connection, company: str, as_of: datetime | None) -> ColumnElement[bool]:
    """That a `models.DealState` is of this company, in any spelling met so far; whole words of a name do."""
    state, party = models.DealState, models.DealParty
    of_it = organisations_called(connection, company, as_of)
    with_party = select(party.deal_id).where(party.organisation_id.in_(of_it), live_at(party, as_of))
    return or_(state.target_id.in_(of_it), state.deal_id.in_(with_party))


def organisations_called(connection: Connection, company: str, as_of: datetime | None) -> Organisations:
    """The organisations that go by a name, or that people hold for the same as one that does."""
    from safqa.ledger.spellings import organisation_key  # noqa: PLC0415 -- the ledger is not loaded for a plain list

    name = models.OrganisationName
    typed = f" {organisation_key(company)} "
    called = select(name.organisation_id).where((" " + name.folded + " ").contains(typed, autoescape=True))
    ids = set(connection.scalars(called))
    ids |= _namesakes(connection, typed, ids, as_of)
    return ids if len(ids) <= _MANY else called


def _namesakes(connection: Connection, typed: str, ids: set[str], as_of: datetime | None) -> set[str]:
    """The organisations that people hold for the same as one that is called so, or that they call so themselves."""
    from storage.judged import load_names  # noqa: PLC0415 -- as above

    found: set[str] = set()
    for group in set(load_names(connection, as_of).alike.values()):
        own = set(map(organisation_id, group))
        if own & ids or any(typed in f" {key} " for key in group):
            found |= own
    return found


def of_organisations(
    connection: Connection, deal_id: Column[str], ids: Organisations, as_of: datetime | None
) -> ColumnElement[bool]:
    """That one of these organisations is the target of a deal, or a party."""
    state, party = aliased(models.DealState), models.DealParty
    as_target = select(state.deal_id).where(state.target_id.in_(ids), live_at(state, as_of))
    as_party = select(party.deal_id).where(party.organisation_id.in_(ids), live_at(party, as_of))
    holds = or_(
        exists(as_target.where(state.deal_id == deal_id).correlate_except(state)),
        exists(as_party.where(party.deal_id == deal_id).correlate_except(party)),
    )
    return narrowed(connection, deal_id, union_all(as_target, as_party), holds)


def of_type(connection: Connection, deal_id: Column[str], kind: str, as_of: datetime | None) -> ColumnElement[bool]:
    """That a deal is of a type."""
    state = aliased(models.DealState)
    these = select(state.deal_id).where(state.type == kind, live_at(state, as_of))
    return narrowed(connection, deal_id, these, exists(these.where(state.deal_id == deal_id).correlate_except(state)))


def with_figure(
    connection: Connection,
    deal_id: Column[str],
    as_of: datetime | None,
    *,
    metric: str | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
) -> ColumnElement[bool]:
    """That a deal has a figure of a metric that reaches one number and does not begin beyond the other."""
    figure = models.DealFigure
    these = select(figure.deal_id).where(live_at(figure, as_of))
    if metric is not None:
        these = these.where(figure.metric == metric)
    if maximum is not None:
        these = these.where(or_(figure.low <= maximum, figure.high <= maximum))
    every: SelectBase = these
    if minimum is not None:
        # Two ranges of an index; with OR it would be a look at all figures. No figure has its ends the wrong way round.
        reached = cast(minimum, Numeric())  # else PostgreSQL turns each figure into what the number is
        reaching = (figure.high >= reached, and_(figure.high.is_(None), figure.low >= reached))
        every = union_all(*map(these.where, reaching))
        these = these.where(or_(*reaching))
    holds = exists(these.where(figure.deal_id == deal_id).correlate_except(figure))
    return narrowed(connection, deal_id, every, holds)


def of_source(connection: Connection, deal_id: Column[str], source: str, as_of: datetime | None) -> ColumnElement[bool]:
    """That an article of this publisher tells of a deal, or one that credits this source with a figure."""
    row = models.DealSource
    these = select(row.deal_id).where(row.source == source, live_at(row, as_of))
    return narrowed(connection, deal_id, these, exists(these.where(row.deal_id == deal_id).correlate_except(row)))


def narrowed(
    connection: Connection, column: Column[str], these: SelectBase, holds: ColumnElement[bool]
) -> ColumnElement[bool]:
    """`holds`, which says of each row whether it is one of `these`; or these themselves, where they are few."""
    found = these.subquery()
    ids = connection.scalars(select(found.c[0]).limit(_FEW + 1)).all()
    return _among(connection, column, set(ids)) if len(ids) <= _FEW else holds


def _among(connection: Connection, column: Column[str], ids: set[str]) -> ColumnElement[bool]:
    """That a value is one of a few, each of which is to be looked up in an index.

    PostgreSQL, which sees how many there are, takes disks to be slow at that, and walks through the list instead; of an
    array that a query gives it expects ten.
    """
    if connection.dialect.name != "postgresql":
        return column.in_(ids)
    from sqlalchemy.dialects.postgresql import ARRAY  # noqa: PLC0415 -- a driver that SQLite does not need

    names = ARRAY(Text())
    each = select(func.unnest(literal(sorted(ids), names))).scalar_subquery()
    return column == any_(func.array(each, type_=names))
