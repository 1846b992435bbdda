"""What a figure is worth in dollars, so that figures told in different currencies can be compared.

Claims stay in the currency they were told in. A currency that is tied to the dollar is converted at its peg, others at
the latest daily rate that was known when the day began, else at the mean of the year (`safqa/data/rates.tsv`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from safqa.tables import DATA, Row, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

DOLLAR = "USD"
PERCENT = "percent"
# How far a restated figure may be from the converted one (docs/design.md, Changes): newsrooms round a peg, and convert
# at the rate of another day.
_PEG_SLACK, _RATE_SLACK = 0.005, 0.03


@dataclass(frozen=True, slots=True)
class Rate:
    """Units of a currency for one dollar, and the share by which a figure converted at it may be off."""

    per_dollar: float
    slack: float


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of a ledger: `daily` has those that were known, by currency and day told, in units for one dollar."""

    daily: Mapping[tuple[str, date], float] = field(default_factory=dict)

    def on(self, unit: str, day: date) -> Rate | None:
        """The rate of a currency for a day; None for a currency of which nothing is known, and for percent."""
        if unit == DOLLAR:
            return Rate(1.0, 0.0)
        if unit in (tied := pegs()):
            return Rate(tied[unit], _PEG_SLACK)
        stored = self.daily.get((unit, day))
        return _rate(stored) if stored else _of_the_year(unit, day.year)


def floats(unit: str) -> bool:
    """Whether the rate of a unit depends on the day: it is neither the dollar, nor tied to it, nor percent."""
    return unit not in (DOLLAR, PERCENT) and unit not in pegs()


def _rate(per_dollar: float) -> Rate:
    return Rate(per_dollar, _RATE_SLACK)


def _of_the_year(unit: str, year: int) -> Rate | None:
    means = yearly_means().get(unit)
    return _rate(means[min(means, key=lambda known: (abs(known - year), known))]) if means else None


@cache
def pegs() -> dict[str, float]:
    """Units for one dollar of the currencies that are tied to it."""
    return {row["unit"]: float(row["rate"]) for row in _rows() if row["year"] == "*"}


@cache
def yearly_means() -> dict[str, dict[int, float]]:
    """The mean rates of the years that are known, of the currencies that are not."""
    means: dict[str, dict[int, float]] = {}
    for row in _rows():
        if row["year"] != "*":
            means.setdefault(row["unit"], {})[int(row["year"])] = float(row["rate"])
    return means


@cache
def _rows() -> tuple[Row, ...]:
    return tuple(read_table(DATA / "rates.tsv", ("unit", "year", "rate")))
