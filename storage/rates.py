"""Daily rates as stored, and as the ledger takes them.

A figure is converted at the latest rate that was known when the day began on which it was told. So a rate that is
fetched later alters nothing that was computed before, an article that comes late is compared as one that came in time,
and a rebuild gives the same. Of rates that were stored before the first article, all count as known.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from safqa.ledger.exchange import DOLLAR, Rates, floats
from storage import models
from storage.sync import insert_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from safqa.ledger import Telling
    from storage.engine import Database

# The provider under which rates are stored that were there before any article, and those that came day by day.
FIRST, DAILY = "European Central Bank, before the first article", "European Central Bank"
# Banks publish none on weekends and holidays: five days at most, and a day for the one that was not known yet. Older
# ones say no more than the mean of the year.
_LONGEST_GAP = timedelta(days=10)

DailyRates = dict[date, dict[str, float]]
"""Units of each currency for one dollar, by day."""


def load_rates(connection: Connection, tellings: Iterable[Telling]) -> Rates:
    """The rates at which the figures of these tellings are compared."""
    days: dict[str, set[date]] = {}
    for telling in tellings:
        for figure in telling.deal.figures:
            if floats(figure.unit):
                days.setdefault(figure.unit, set()).add(telling.told_at.date())
    if not days:
        return Rates()
    daily: dict[tuple[str, date], float] = {}
    for unit, told in days.items():
        known = _known(connection, unit, min(told), max(told))
        for day in told:
            if (rate := _before(known, day)) is not None:
                daily[unit, day] = rate
    return Rates(daily)


def _known(connection: Connection, unit: str, first: date, last: date) -> list[tuple[date, datetime | None, float]]:
    """The stored rates of a currency that may count between two days: day, since when known (None: always), rate."""
    row = models.FxRate
    query = (
        select(row.day, row.fetched_at, row.rate, row.provider)
        .where(row.base == DOLLAR, row.quote == unit, row.day >= first - _LONGEST_GAP, row.day < last)
        .order_by(row.day.desc(), row.provider)
    )
    return [(r.day, None if r.provider == FIRST else r.fetched_at, r.rate) for r in connection.execute(query)]


def _before(known: Iterable[tuple[date, datetime | None, float]], day: date) -> float | None:
    start = datetime.combine(day, time(), UTC)
    for rated, since, rate in known:
        if day - _LONGEST_GAP <= rated < day and (since is None or since < start):
            return rate
    return None


def rates_wanted(database: Database, now: datetime) -> str | None:
    """Under which provider rates are to be fetched now; None where they were asked for on this day already."""
    with database.read() as connection:
        last = connection.scalar(select(func.max(models.FxRate.fetched_at)))
        if last is not None:
            return None if last.date() >= now.date() else DAILY
        return DAILY if connection.scalar(select(models.Article.key).limit(1)) else FIRST


def store_rates(database: Database, rates: DailyRates, provider: str, now: datetime) -> int:
    """Store daily rates; those that are known stay as they are. Gives how many were new."""
    rows = [
        {"base": DOLLAR, "quote": unit, "day": day, "provider": provider, "rate": rate, "pegged": False}
        for day, units in sorted(rates.items())
        for unit, rate in sorted(units.items())
    ]
    row = models.FxRate
    with database.write() as connection:
        query = select(row.day, row.quote).where(row.base == DOLLAR, row.day.in_(rates))
        known = {(day, unit) for day, unit in connection.execute(query)}
        new = [{**r, "fetched_at": now} for r in rows if (r["day"], r["quote"]) not in known]
        insert_rows(connection, row, new)
    return len(new)
