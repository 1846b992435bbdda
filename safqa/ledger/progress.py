"""How far a deal is: the furthest that was reported, and which report moved it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safqa.ledger.unflagged import Unflagged
from safqa.model import Polarity, Status

if TYPE_CHECKING:
    from safqa.model import DealMention

FORWARD = (Status.RUMOURED, Status.IN_TALKS, Status.ANNOUNCED, Status.COMPLETED)


@dataclass(slots=True)
class Progress:
    """The status of a deal as its tellings move it, in the order told.

    The furthest of rumoured, in_talks, announced, completed: a lagging report moves nothing back. Cancelled ends a deal
    from any stage. A denial stands until a report of more than was denied, and is told once. A text that only looks
    back moves nothing, unless nobody has told more.
    """

    status: Status | None = None
    furthest: int = -1
    denied: bool = False
    reported: bool = False  # told as news, not only looked back at

    def move(self, deal: DealMention) -> tuple[Status, Status, Unflagged | None] | None:
        """Take the next telling: (from, to, why it is no flag) where it says another status than the deal has."""
        said = Status.DENIED if deal.polarity is Polarity.DENIED else deal.status
        if deal.background and self.reported:  # what a text looks back at is not its news
            return None if said is self.status or self.status is None else (self.status, said, Unflagged.LAGGING)
        before, self.status = self.status, self._after(said)
        self.furthest = max(self.furthest, FORWARD.index(said) if said in FORWARD else -1)
        self.reported = self.reported or not deal.background
        again = said is Status.DENIED and self.denied
        self.denied = self.denied or said is Status.DENIED
        if before is None or (said is before and not again):
            return None
        if again:
            return before, said, Unflagged.ECHO
        return before, said, None if self.status is said else Unflagged.LAGGING

    def _after(self, said: Status) -> Status:
        if self.status is None or said in {Status.CANCELLED, Status.DENIED} or said is self.status:
            return self.status if self.status is Status.CANCELLED and said is Status.DENIED else said
        if self.status is Status.CANCELLED:
            return self.status
        return said if FORWARD.index(said) > self.furthest else self.status
