"""Who takes part in a deal, and who joined it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from safqa.ledger.spellings import same_organisation, spellings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safqa.model import DealMention, Party


@dataclass(slots=True)
class Company:
    """The organisations of a deal as its tellings name them; `keys` has every spelling, folded."""

    known: list[Party] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    def take(self, deal: DealMention) -> list[str]:
        """Take the next telling: the names of parties that no telling before has named."""
        new: list[Party] = []
        for party in deal.parties:
            if not any(same_organisation(party, known) for known in (*self._met(deal), *new)):
                new.append(party)
        for party in filter(None, (deal.target, *deal.parties)):
            self.known.append(party)
            self.keys |= spellings(party)
        return [party.name for party in new]

    def _met(self, deal: DealMention) -> Iterator[Party]:
        yield from self.known
        if deal.target is not None:
            yield deal.target
