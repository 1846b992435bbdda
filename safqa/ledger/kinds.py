"""What a deal is, where its tellings differ: an investment that turns out to be a purchase, or of another company."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from safqa.ledger.spellings import same_organisation
from safqa.ledger.unflagged import Unflagged

if TYPE_CHECKING:
    from safqa.model import DealMention, DealType, Party

# Families of deals that have one target. In others tellings take now one and now the other side for it.
_OF_ONE = frozenset({"equity", "acquisition", "ipo", "debt"})


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


@dataclass(slots=True)
class Target:
    """Whom a deal is about as its tellings move it: a report that is ahead of the others may name somebody else.

    Somebody who is known as a party of the deal is not its new target: who buys whom is easily mistaken.
    """

    shown: Party | None = None
    parties: list[Party] = field(default_factory=list)

    def move(self, deal: DealMention, *, ahead: bool) -> tuple[Party, Party, Unflagged | None] | None:
        """Take the next telling: (from, to, why it is no flag) where it names another target than the deal has."""
        before, said = self.shown, deal.target
        others = [*self.parties, *deal.parties]
        self.parties += [party for party in deal.parties if party not in self.parties]
        if before is None or said is None or deal.type.family not in _OF_ONE:
            self.shown = before or said
            return None
        if any(same_organisation(said, known) for known in (before, *others)):
            return None
        if not ahead:
            return before, said, Unflagged.LAGGING
        self.shown = said
        return before, said, None
