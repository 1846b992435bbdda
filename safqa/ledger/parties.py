"""Which organisation a party is: the folded name, and the name to show where tellings spell it differently."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from safqa.ledger.spellings import organisation_key
from safqa.ledger.values import Organisation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from safqa.model import DealMention, Party

T = TypeVar("T")


def party_keys(mention: DealMention) -> frozenset[str]:
    """The organisations on the other side of a mention's deal."""
    return frozenset(organisation_key(party.name) for party in mention.parties)


def merge_parties(parties: Iterable[Party]) -> tuple[Organisation, ...]:
    """One organisation for each key, in the order of first appearance.

    The name is the most frequent spelling and the role the most frequent one said; on a tie the earlier.
    """
    spellings: dict[str, list[Party]] = {}
    for party in parties:
        spellings.setdefault(organisation_key(party.name), []).append(party)
    return tuple(_merge_spellings(key, same) for key, same in spellings.items())


def _merge_spellings(key: str, same: Sequence[Party]) -> Organisation:
    roles = [party.role for party in same if party.role]
    return Organisation(key, most_frequent(party.name for party in same), most_frequent(roles) if roles else None)


def most_frequent(values: Iterable[T]) -> T:
    """The value that occurs most often, on a tie the one that occurs first; there must be one."""
    return Counter(values).most_common(1)[0][0]
