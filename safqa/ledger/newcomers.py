"""Who takes part in a deal, and who joined it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from safqa.ledger.spellings import organisation_key, same_organisation, spellings
from safqa.ledger.voices import is_outlet, voice_key
from safqa.model import Party

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safqa.model import DealMention


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
            if party not in self.known:
                self.known.append(party)
            self.keys |= spellings(party)
        return [party.name for party in new]

    def speaker(self, origin: str) -> str | None:
        """The key of the organisation that an origin is, whatever script it is credited in; None for anybody else."""
        key = voice_key(origin)
        if is_outlet(key):
            return None
        named = Party(origin)
        same = (k for k in self.known if key in spellings(k) or same_organisation(named, k))
        first = next(same, None)
        if first is None:
            return None
        leader = next(k for k in self.known if same_organisation(first, k))
        return organisation_key(leader.name)

    def _met(self, deal: DealMention) -> Iterator[Party]:
        yield from self.known
        if deal.target is not None:
            yield deal.target
