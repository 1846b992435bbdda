"""What the world had said of a deal by a day: computed from the articles that were out by then, and not written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from safqa import identity
from safqa.errors import UsageError
from safqa.ledger import compute
from storage import models
from storage.judged import load_judged
from storage.rates import load_rates
from storage.rows import DealRow, FigureRow, OrganisationRow
from storage.tellings import load_tellings
from storage.together import hang_together

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from safqa.ledger import Deal, Organisation, SlotFigure, Telling


def deal_told_by(connection: Connection, deal_id: str, moment: datetime) -> tuple[DealRow, list[str]]:
    """The deal as it was told at a moment, with its mentions; it keeps the id that it has now.

    Raises:
        UsageError: nothing was told of it by then.
    """
    member = models.DealMember
    query = select(member.mention_key).where(member.deal_id == deal_id, member.closed_at.is_(None))
    members = set(connection.scalars(query))
    together = hang_together(connection, members)
    told = [_by(moment, telling) for telling in load_tellings(connection, together) if telling.told_at <= moment]
    deals = compute(told, load_judged(connection, together), load_rates(connection, told))
    shared = [(len(deal.mentions & members), deal) for deal in deals if deal.mentions & members]
    if not shared:
        raise UsageError(f"nothing was told of the deal {deal_id} by {moment:%Y-%m-%d %H:%M} UTC")
    most = max(shared, key=lambda pair: pair[0])[1]
    return _row(deal_id, most), sorted(most.mentions)


def _by(moment: datetime, telling: Telling) -> Telling:
    """A telling as it stood at a moment: not withdrawn yet, where that came later."""
    later = telling.retracted is not None and telling.retracted.told_at > moment
    return replace(telling, retracted=None) if later else telling


def _row(deal_id: str, deal: Deal) -> DealRow:
    return DealRow(
        id=deal_id,
        type=deal.type,
        status=deal.status,
        stage=deal.stage,
        target=_organisation(deal.target) if deal.target else None,
        parties=tuple(map(_organisation, deal.parties)),
        first_reported=deal.first_reported,
        last_reported=deal.last_reported,
        articles=deal.articles,
        figures=tuple(map(_figure, deal.figures)),
    )


def _organisation(organisation: Organisation) -> OrganisationRow:
    return OrganisationRow(identity.organisation_id(organisation.key), organisation.name, organisation.role)


def _figure(figure: SlotFigure) -> FigureRow:
    slot = (figure.slot.metric, figure.slot.scope, figure.party, figure.slot.basis)
    return FigureRow(*slot, figure.low, figure.high, figure.unit, figure.qualifier, figure.sources)
