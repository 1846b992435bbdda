"""Which mentions are compared at all: those that share a block."""

from __future__ import annotations

from itertools import combinations
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


def blocks_of(mention: DealMention) -> frozenset[str]:
    """The blocks of a mention; only mentions with a block in common are compared.

    A block is the sound of a target's name, of all of it and of its first word, in each of its spellings, so that
    "قافية" meets Qafia AI, and "سوفت بنك" SoftBank, whichever script they come in. A deal of equals, and one without a
    target, is known by pairs of its parties.
    """
    blocks: set[str] = set()
    if mention.target is not None:
        blocks |= {
            f"target:{sound}" for name in _names(mention.target) for sound in (_sound(name), sound_key(name) or name)
        }
    if mention.target is None or mention.type in OF_EQUALS:
        everyone = [*filter(None, [mention.target]), *mention.parties][:_PARTNERS]
        sounds = [min(map(_sound, _names(party))) for party in everyone]
        blocks |= {f"pair:{'+'.join(sorted(pair))}" for pair in combinations(sounds, 2)}
    blocks |= set(_sums(mention))
    if not blocks:
        blocks.add("party:" + "+".join(sorted(_sound(party.name) for party in mention.parties)))
    return frozenset(blocks)


def _sums(mention: DealMention) -> Iterator[str]:
    """Each organisation with each price: who is the target is easily mistaken, who and how much together are not."""
    amounts = [f for f in mention.figures if f.metric is Metric.AMOUNT and f.scope is Scope.WHOLE and f.low == f.high]
    for party in [*filter(None, [mention.target]), *mention.parties][:_PARTNERS]:
        sound = min(map(_sound, _names(party)))
        yield from (f"sum:{sound}:{f.low:.3g}{f.unit}" for f in amounts if f.low)


def _names(party: Party) -> tuple[str, ...]:
    return (party.name, *party.surface)


def _sound(name: str) -> str:
    """The consonants of a name's first word; the word itself where it has none."""
    words = organisation_key(name).split()
    first = words[0] if words else name
    return sound_key(first) or first
