"""What people say of mentions, figures and names: an input of the ledger like the tellings, and above its own rules.

People judge pairs of mentions and pairs of names, for these stay when an article is read again. Names are judged by
their keys (`organisation_key`). The tellings are given to the rules as people want them read (`Judged.read`): a party
goes by all names that people hold for one, knows whom it is not to be taken for, and a figure knows that it is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from safqa.ledger.copies import connected
from safqa.ledger.spellings import DistinctParty, organisation_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from safqa.ledger.values import Deal, Organisation, Telling
    from safqa.model import DealMention, Party

Pairs = frozenset[frozenset[str]]
_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Names:
    """Which names people hold for one organisation, and which for two.

    `alike` has for each judged name all names of its organisation, `others` those that are another's.
    """

    alike: Mapping[str, frozenset[str]] = field(default_factory=dict)
    others: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, same: Iterable[Iterable[str]], apart: Iterable[Iterable[str]]) -> Names:
        """The names as pairs of keys tell of them; what is held apart of one name is held apart of all its names."""
        alike = {name: group for group in connected(same) for name in group}
        others: dict[str, set[str]] = {}
        for one, other in map(sorted, apart):
            for mine, theirs in ((one, other), (other, one)):
                for name in alike.get(mine, {mine}):
                    others.setdefault(name, set()).update(alike.get(theirs, {theirs}))
        return cls(alike, {name: frozenset(apart) for name, apart in others.items()})

    def key(self, key: str) -> str:
        """The key under which an organisation goes: that of a Latin name, where its names differ."""
        return min(self.alike.get(key, {key}), key=lambda name: (not name.isascii(), name))

    def read(self, mention: DealMention) -> DealMention:
        """A mention whose parties go by all their names."""
        if not self.alike and not self.others:
            return mention
        target = self._known(mention.target) if mention.target else None
        return replace(mention, target=target, parties=tuple(map(self._known, mention.parties)))

    def _known(self, party: Party) -> Party:
        own = organisation_key(party.name)
        apart = self.others.get(own, _NOBODY)
        surface = [name for name in party.surface if organisation_key(name) not in apart]
        met = {own, *map(organisation_key, surface)}
        aliases = sorted({alias for name in met for alias in self.alike.get(name, ())} - met - apart)
        if not apart and not aliases:
            return party
        return DistinctParty(party.name, (*surface, *aliases), party.role, apart)

    def settle(self, deal: Deal) -> Deal:
        """A deal whose organisations go by the keys that their judged names have in common."""
        if not self.alike:
            return deal
        target = self._settled(deal.target) if deal.target else None
        return replace(deal, target=target, parties=tuple(map(self._settled, deal.parties)))

    def _settled(self, organisation: Organisation) -> Organisation:
        return replace(organisation, key=self.key(organisation.key))


@dataclass(frozen=True, slots=True)
class Judged:
    """What people hold: mentions that tell of the same deal or do not, figures (by the keys of claims), names."""

    same: Pairs = frozenset()
    apart: Pairs = frozenset()
    right: frozenset[str] = frozenset()
    wrong: frozenset[str] = frozenset()
    names: Names = field(default_factory=Names)

    def read(self, telling: Telling) -> Telling:
        """A telling as people want it read."""
        deal = self.names.read(telling.deal)
        if deal is telling.deal and not self.right and not self.wrong:
            return telling
        return replace(telling, deal=deal, right=self.right, wrong=self.wrong)


def contradictions(same: Iterable[Iterable[str]], apart: Iterable[Iterable[str]]) -> list[frozenset[str]]:
    """The groups that pairs hold together although another pair holds some of them apart."""
    held = list(map(frozenset, apart))
    return [group for group in connected(same) if any(pair <= group for pair in held)]
