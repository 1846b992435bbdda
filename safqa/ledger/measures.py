"""Two figures compared: whether they agree, and which of them says more.

Figures of money are compared in dollars, widened by what the conversion leaves open; within one currency nothing is
converted. Overlap is not transitive, so figures are compared with each other, never along a chain.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safqa.ledger.exchange import PERCENT
from safqa.ledger.intervals import CLOSED, OPEN, Interval, interval
from safqa.model import Qualifier

if TYPE_CHECKING:
    from datetime import date

    from safqa.ledger.exchange import Rates
    from safqa.model import Figure


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure ready for comparing: its interval in its own unit, and in dollars (None: no rate is known)."""

    unit: str
    own: Interval
    dollars: Interval | None
    qualifier: Qualifier

    @property
    def closed(self) -> bool:
        """Whether it is bounded on both sides: exact, about, between."""
        return self.qualifier in CLOSED

    @property
    def open(self) -> bool:
        """Whether it is bounded on one side: at least, at most."""
        return self.qualifier in OPEN

    @property
    def vague(self) -> bool:
        """Whether it is a magnitude and no number: "billions"."""
        return self.qualifier is Qualifier.VAGUE

    @property
    def middle(self) -> float | None:
        """The number that stands for it when sizes are compared, in dollars or percent; None where it is open."""
        within = self.dollars or (self.own if self.unit == PERCENT else None)
        return None if within is None or math.isinf(within.width) else (within.low + within.high) / 2

    def agrees(self, other: Measure) -> bool:
        """Whether both may mean the same number; figures without a common unit never do."""
        return (pair := self._beside(other)) is not None and pair[0].meets(pair[1])

    def within(self, other: Measure) -> bool:
        """Whether everything that this may mean the other may mean too: within one unit only."""
        return self.unit == other.unit and other.own.low <= self.own.low and self.own.high <= other.own.high

    def narrower(self, other: Measure) -> bool:
        """Whether this says more exactly what the other says, in its own digits: within one unit only."""
        return self.unit == other.unit and self.own.width < other.own.width

    def _beside(self, other: Measure) -> tuple[Interval, Interval] | None:
        if self.unit == other.unit:
            return self.own, other.own
        return (self.dollars, other.dollars) if self.dollars and other.dollars else None


def measure(figure: Figure, day: date, rates: Rates) -> Measure:
    """A figure as it was told on a day."""
    own = interval(figure)
    rate = None if figure.unit == PERCENT else rates.on(figure.unit, day)
    dollars = None
    if rate is not None:
        factor = 1 / rate.per_dollar
        dollars = Interval(own.low * factor * (1 - rate.slack), own.high * factor * (1 + rate.slack))
    return Measure(figure.unit, own, dollars, figure.qualifier)
