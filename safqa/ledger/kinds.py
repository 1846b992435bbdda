"""What kind of transaction a deal is, where its tellings differ: an investment that turns out to be a purchase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safqa.ledger.unflagged import Unflagged

if TYPE_CHECKING:
    from safqa.model import DealType


@dataclass(slots=True)
class Kind:
    """The type of a deal as its tellings move it: a report that is ahead of the others may give another family."""

    shown: DealType | None = None

    def move(self, said: DealType, *, ahead: bool) -> tuple[DealType, DealType, Unflagged | None] | None:
        """Take the next telling: (from, to, why it is no flag) where it gives another family than the deal has."""
        before = self.shown
        if before is None or said.family == before.family:
            self.shown = before or said
            return None
        if not ahead:
            return before, said, Unflagged.LAGGING
        self.shown = said
        return before, said, None
