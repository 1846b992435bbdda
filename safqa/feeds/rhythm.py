"""How often a feed may be asked: the bounds of what is learned, and the beat on which all polls lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MINUTE: Final = 60
"""Seconds."""
HOUR: Final = 60 * MINUTE
"""Seconds."""
DAY: Final = 24 * HOUR
"""Seconds. The longest wait, whatever a server demands (317,100 s were met in the wild): news that is older is none."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often feeds may be asked, in seconds. `own` is what a person wants for this feed: then nothing is learned.

    `least` and `most` bound what is learned (failures and servers may ask for up to a day all the same).

    Raises:
        ValueError: a bound is no multiple of the grid, or they are out of order.
    """

    own: int | None = None
    # The lower bound of the public crawlers whose rules these are; servers ban clients that come more often.
    least: int = 10 * MINUTE
    # News: two feeds that carry a deal differ by more than that, and it is what people expect of "monitoring".
    usual: int = 15 * MINUTE
    most: int = DAY
    # The beat of the runs. It divides all of the above, and an hour.
    grid: int = 5 * MINUTE

    def __post_init__(self) -> None:
        if not 0 < self.grid <= self.least <= self.usual <= self.most:
            raise ValueError("grid, least, usual and most of a rhythm must rise")
        if self.most > DAY:
            raise ValueError("a feed is asked once a day at least")
        if any(bound % self.grid for bound in (self.least, self.usual, self.most)):
            raise ValueError("the bounds of a rhythm must be multiples of its grid")

    @property
    def first(self) -> int:
        """The interval of a feed of which nothing is known."""
        return self.bounded(self.usual if self.own is None else self.own)

    def bounded(self, interval: int) -> int:
        """The interval rounded up to the grid and brought within the bounds."""
        return min(self.most, max(self.least, -(-interval // self.grid) * self.grid))
