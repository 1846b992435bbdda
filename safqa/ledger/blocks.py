"""Which mentions are compared at all: those that share a block."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations, product
from typing import TYPE_CHECKING

from safqa.ledger.spellings import organisation_key
from safqa.model import DealType, Metric, Scope
from safqa.names import sound_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safqa.model import DealMention, Party

# Pairs of partners by which a deal of equals is found: the first six name it, a list of forty would make 780 pairs.
_PARTNERS = 6
# In these nobody is bought or paid: who is the target is a matter of style.
OF_EQUALS = frozenset({DealType.PARTNERSHIP, DealType.MERGER})
# Shares of a company, some or all of them; and what companies do for each other.
_KIN = {
    **dict.fromkeys(("equity", "acquisition"), "shares"),
    **dict.fromkeys(("partnership", "contract", "infrastructure"), "business"),
}


def kin(family: str) -> str:
    """The families that outlets mix up for one transaction; mentions of others never tell of one deal."""
    return _KIN.get(family, family)


def blocks_of(mention: DealMention) -> frozenset[str]:
    """The blocks of a mention; only mentions with a block in common are compared.

    Each is of one kin of deals. A block is the sound of a target's name, of all of it and of its first word, in each of
    its spellings, so that "قافية" meets Qafia AI, and "سوفت بنك" SoftBank, whichever script they come in. A deal of
    equals, and one without a target, is known by pairs of its parties; any deal by each organisation with each sum.
    """
    blocks: set[str] = set()
    if mention.target is not None:
        blocks |= {f"target:{sound}" for name in _names(mention.target) for sound in (_sound(name), _whole(name))}
    if mention.target is None or mention.type in OF_EQUALS:
        everyone = [*filter(None, [mention.target]), *mention.parties][:_PARTNERS]
        sounds = [{_sound(name) for name in _names(party)} for party in everyone]
        pairs = (pair for one, other in combinations(sounds, 2) for pair in product(one, other))
        blocks |= {f"pair:{'+'.join(sorted(pair))}" for pair in pairs}
    blocks |= set(_sums(mention))
    if not blocks:
        blocks.add("party:" + "+".join(sorted(_sound(party.name) for party in mention.parties)))
    return frozenset(f"{kin(mention.type.family)} {block}" for block in blocks)


def _sums(mention: DealMention) -> Iterator[str]:
    """Each organisation with each price: who is the target is easily mistaken, who and how much together are not."""
    amounts = [f for f in mention.figures if f.metric is Metric.AMOUNT and f.scope is Scope.WHOLE and f.low == f.high]
    for party in [*filter(None, [mention.target]), *mention.parties][:_PARTNERS]:
        sounds = {_sound(name) for name in _names(party)}
        yield from (f"sum:{sound}:{f.low:.3g}{f.unit}" for sound in sounds for f in amounts if f.low)


def _names(party: Party) -> tuple[str, ...]:
    return (party.name, *party.surface)


@lru_cache(maxsize=50_000)  # names recur in every article; to sound one takes 50 µs
def _sound(name: str) -> str:
    """The consonants of a name's first word; the word itself where it has none."""
    words = organisation_key(name).split()
    return _whole(words[0] if words else name)


@lru_cache(maxsize=50_000)
def _whole(name: str) -> str:
    """The consonants of a name; the name itself where it has none."""
    return sound_key(name) or name
