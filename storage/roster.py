"""The companies of the ledger, page by page in the order of their folded names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, or_, select, union

from storage import models
from storage.cursors import cursor_of, read_cursor
from storage.finding import organisations_called
from storage.moments import live_at
from storage.pages import Page

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.engine import Database


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """An organisation that is the target of a deal or a party; `name` is the spelling met first, `deals` how many."""

    id: str
    name: str
    names: tuple[str, ...]
    deals: int


def company_page(
    database: Database, *, name: str | None = None, limit: int, cursor: str | None = None
) -> Page[CompanyRow]:
    """Organisations that take part in deals; with `name`, those that go by it: whole words of a name do.

    Raises:
        UsageError: the cursor is none.
    """
    organisation, state, party = models.Organisation, models.DealState, models.DealParty
    is_target = exists(select(state.row).where(state.target_id == organisation.id, live_at(state, None)))
    is_party = exists(select(party.row).where(party.organisation_id == organisation.id, live_at(party, None)))
    query = select(organisation.id, organisation.key).where(or_(is_target, is_party)).order_by(organisation.key)
    if cursor is not None:
        query = query.where(organisation.key > read_cursor(cursor, str)[0])
    with database.read() as connection:
        if name is not None:
            query = query.where(organisation.id.in_(organisations_called(connection, name, None)))
        found = connection.execute(query.limit(limit + 1)).all()
        rows = _rows(connection, [row.id for row in found[:limit]])
    return Page(rows, cursor_of(found[limit - 1].key) if len(found) > limit else None)


def _rows(connection: Connection, ids: list[str]) -> tuple[CompanyRow, ...]:
    names, state, party = models.OrganisationName, models.DealState, models.DealParty
    spelled: dict[str, list[str]] = defaultdict(list)
    query = select(names.organisation_id, names.name).where(names.organisation_id.in_(ids))
    for id_, spelling in connection.execute(query.order_by(names.recorded_at, names.name)):
        spelled[id_].append(spelling)
    as_target = select(state.target_id.label("id"), state.deal_id).where(state.target_id.in_(ids))
    as_party = select(party.organisation_id, party.deal_id).where(party.organisation_id.in_(ids))
    part = union(as_target.where(live_at(state, None)), as_party.where(live_at(party, None))).subquery()
    counts = dict(connection.execute(select(part.c.id, func.count()).group_by(part.c.id)).tuples().all())
    return tuple(CompanyRow(id_, spelled[id_][0], tuple(spelled[id_]), counts[id_]) for id_ in ids)
