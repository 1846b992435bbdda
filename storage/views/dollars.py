"""What a currency was worth, as a piece of SQL: the rates of safqa.ledger.exchange, for sorting and adding up.

The ledger asks besides since when a daily rate was known, so that a rebuild gives what was shown; a view need not.
"""

# ruff: noqa: S608 -- numbers and codes of our own table

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.ledger.exchange import DOLLAR, pegs, yearly_means

if TYPE_CHECKING:
    from storage.views.dialects import Dialect

# Banks publish none on weekends and holidays; as in storage.rates.
_LONGEST_GAP = 10


def rate(db: Dialect, unit: str, day: str) -> str:
    """Units of a currency for one dollar: its peg, else the latest daily rate before that day, else the year's mean."""
    pegged = " ".join(f"WHEN '{code}' THEN {rate}" for code, rate in {DOLLAR: 1.0, **pegs()}.items())
    means = " ".join(
        f"WHEN '{code}' THEN CASE {_nearest(db.year(day), rates)} END" for code, rates in yearly_means().items()
    )
    return f"""CASE {unit} {pegged} ELSE COALESCE(
      (SELECT {db.number("fx_rate.rate")} FROM fx_rate
       WHERE fx_rate.base = '{DOLLAR}' AND fx_rate.quote = {unit} AND fx_rate.day < {day}
         AND fx_rate.day >= {db.days_before(day, _LONGEST_GAP)}
       ORDER BY fx_rate.day DESC, fx_rate.provider LIMIT 1),
      CASE {unit} {means} END) END"""


def _nearest(year: str, rates: dict[int, float]) -> str:
    """The mean of a year; of the first or the last year that is known for one before or behind."""
    *others, last = sorted(rates)
    return " ".join(f"WHEN {year} <= {one} THEN {rates[one]}" for one in others) + f" ELSE {rates[last]}"
