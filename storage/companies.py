"""One organisation: how it is written, the deals it takes part in, and what changed in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from safqa.identity import read_id
from storage import models
from storage.finding import of_organisations
from storage.loading import change_rows, deal_rows
from storage.moments import live_at
from storage.pages import COUNTED

if TYPE_CHECKING:
    from storage.engine import Database
    from storage.rows import ChangeRow, DealRow


@dataclass(frozen=True, slots=True)
class CompanyDetail:
    """An organisation with its spellings, its latest deals and their latest changes.

    `total` is how many deals it has, at most `storage.pages.COUNTED`.
    """

    id: str
    names: tuple[str, ...]
    wikidata: str | None
    deals: tuple[DealRow, ...]
    changes: tuple[ChangeRow, ...]
    total: int


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
        every = select(state).where(live_at(state, None), its)
        latest = every.order_by(state.last_reported.desc(), state.deal_id)
        counted = every.with_only_columns(state.row).limit(COUNTED)
        newest_first = (change.told_at.desc(), change.row.desc())
        flags = select(change.row).where(of_its, live_at(change, None), change.suppressed.is_(None))
        shown = connection.scalars(flags.order_by(*newest_first).limit(changes)).all()
        spelled = select(name.name).where(name.organisation_id == found).order_by(name.recorded_at, name.name)
        return CompanyDetail(
            id=row.id,
            names=tuple(connection.scalars(spelled)),
            wikidata=row.wikidata,
            deals=tuple(deal_rows(connection, latest.limit(deals), None)),
            changes=tuple(change_rows(connection, select(change).where(change.row.in_(shown)).order_by(*newest_first))),
            total=connection.scalar(select(func.count()).select_from(counted.subquery())) or 0,
        )
