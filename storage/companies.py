"""One organisation: how it is written, the deals it takes part in, and what changed in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from safqa.identity import read_id
from storage import models
from storage.finding import of_organisations
from storage.loading import change_rows, deal_rows
from storage.moments import live_at

if TYPE_CHECKING:
    from storage.engine import Database
    from storage.rows import ChangeRow, DealRow


@dataclass(frozen=True, slots=True)
class CompanyDetail:
    """An organisation with its spellings, its deals (latest told first) and their latest changes."""

    id: str
    names: tuple[str, ...]
    wikidata: str | None
    deals: tuple[DealRow, ...]
    changes: tuple[ChangeRow, ...]


def company(database: Database, typed: str, *, deals: int, changes: int) -> CompanyDetail | None:
    """The organisation with this id; None where none has it.

    Args:
        database: where from.
        typed: the id, as a person may type it.
        deals: at most so many of its deals.
        changes: at most so many of their changes.
    """
    organisation, name = models.Organisation, models.OrganisationName
    state, change = models.DealState, models.Change
    found = read_id(typed)
    with database.read() as connection:
        row = connection.execute(
            select(organisation.id, organisation.wikidata).where(organisation.id == found)
        ).one_or_none()
        if row is None:
            return None
        its, of_its = (of_organisations(connection, table.deal_id, [found], None) for table in (state, change))
        latest = select(state).where(live_at(state, None), its).order_by(state.last_reported.desc(), state.deal_id)
        flags = select(change).where(of_its, live_at(change, None), change.suppressed.is_(None))
        spelled = select(name.name).where(name.organisation_id == found).order_by(name.recorded_at, name.name)
        return CompanyDetail(
            id=row.id,
            names=tuple(connection.scalars(spelled)),
            wikidata=row.wikidata,
            deals=tuple(deal_rows(connection, latest.limit(deals), None)),
            changes=tuple(
                change_rows(connection, flags.order_by(change.told_at.desc(), change.row.desc()).limit(changes))
            ),
        )
