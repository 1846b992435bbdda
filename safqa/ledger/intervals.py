"""A figure is an interval: what a reader of "14.3 billion" may take to be meant.

Exact figures reach half a unit of the last digit as written to each side (14.3 billion: 14.25 to 14.35); "about" ones
10 %, or half a unit if that is more; "at least" and "at most" are open on one side and leave no room on the other, and
so is "billions". Two figures agree when they have numbers in common. Overlap is not transitive (14.3 and 14, 14 and
13.6): a group of figures agrees when all of them have a point in common.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from safqa.model import Qualifier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from safqa.model import Figure

_ABOUT = 0.1  # "about 15 billion" was used for 14 to 16.5 in the stories the ledger is judged by
_MAGNITUDES = (10**12, 10**9, 10**6, 10**3)
CLOSED = frozenset({Qualifier.EXACT, Qualifier.ABOUT, Qualifier.BETWEEN})
OPEN = frozenset({Qualifier.AT_LEAST, Qualifier.AT_MOST})


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed range of numbers; infinite where a figure is open."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How much it leaves open; 0 for a point."""
        return self.high - self.low

    def meets(self, other: Interval) -> bool:
        """Whether both have numbers in common; an end that both touch is none, or 14 and 15 billion would agree."""
        return self == other or max(self.low, other.low) < min(self.high, other.high)


def interval(figure: Figure) -> Interval:
    """The numbers that a figure may mean, in its unit."""
    low = -math.inf if figure.low is None else figure.low
    high = math.inf if figure.high is None else figure.high
    if figure.qualifier in (Qualifier.BETWEEN, *OPEN, Qualifier.VAGUE):
        return Interval(low, high)  # "up to a billion" leaves no room for 1.2
    slack = step(figure) / 2
    if figure.qualifier is Qualifier.ABOUT:
        return Interval(low - max(slack, abs(low) * _ABOUT), high + max(slack, abs(high) * _ABOUT))
    return Interval(low - slack, high + slack)


def step(figure: Figure) -> float:
    """The value of one unit of the last digit as written; worked out from the number where the figure does not say.

    Trailing zeros count as written up to the magnitude word: 500 billion is written to the billion, 14.3 billion to
    the hundred million, 49 % to the percent.
    """
    number = figure.low if figure.low is not None else figure.high
    if figure.step is not None or not number:
        return figure.step or 0.0
    last_digit = Decimal(repr(number)).normalize().as_tuple().exponent
    magnitude = next((unit for unit in _MAGNITUDES if abs(number) >= unit), 1)
    return min(10.0 ** int(last_digit), float(magnitude))


def common(intervals: Iterable[Interval]) -> Interval | None:
    """The numbers that all intervals have in common; None when there are none."""
    every = list(intervals)
    low, high = max(i.low for i in every), min(i.high for i in every)
    return Interval(low, high) if low <= high else None
