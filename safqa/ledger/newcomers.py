"""Who takes part in a deal, and who joined it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from safqa.ledger.spellings import organisation_key, same_organisation

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
        new = [party.name for party in deal.parties if not any(same_organisation(party, k) for k in self._met(deal))]
        for party in (deal.target, *deal.parties):
            if party is not None:
                self.known.append(party)
                self.keys |= {organisation_key(name) for name in (party.name, *party.surface)}
        return list(dict.fromkeys(new))

    def _met(self, deal: DealMention) -> Iterator[Party]:
        yield from self.known
        if deal.target is not None:
            yield deal.target
