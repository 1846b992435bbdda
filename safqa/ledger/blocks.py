"""Which mentions are compared at all: those that share a block.

Some blocks last: who did it with whom, for how much, in which round. Those by the target's name alone hold for news of
one time, for a company in the news has hundreds of deals, and a text that agrees with one of years ago in nothing but
the name tells of another. In the database they are dated by quarters, so that a new mention is compared with the deals
of its time, however many years lie before.
"""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from itertools import combinations, product
from typing import TYPE_CHECKING

from safqa.ledger.spellings import organisation_key
from safqa.model import DealType, Metric, Scope
from safqa.names import sound_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

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


# News that has only the target in common with a deal tells of it within this time: "half_year" of `likeness`.
NEAR = timedelta(days=180)
# A text that only names a deal ("the campus that it announced last year") means one of this time.
RECALLED = timedelta(days=400)
_QUARTER = 91 * 86_400  # seconds
_TARGET = " target:"


def kin(family: str) -> str:
    """The families that outlets mix up for one transaction; mentions of others never tell of one deal."""
    return _KIN.get(family, family)


def blocks_of(mention: DealMention) -> frozenset[str]:
    """The blocks of a mention; only mentions with a block in common are compared.

    Each is of one kin of deals. A block is the sound of a target's name, of all of it and of its first word, in each of
    its spellings, so that "قافية" meets Qafia AI, and "سوفت بنك" SoftBank, whichever script they come in; and the
    target with each party, and with the stage. A deal of equals, and one without a target, is known by pairs of its
    parties; any deal by each organisation with each sum.
    """
    blocks = {f"pair:{pair}" for pair in _pairs(mention)} | set(_sums(mention))
    if mention.target is not None:
        sounds = {sound for name in _names(mention.target) for sound in (_sound(name), _whole(name))}
        called = "once" if mention.type is DealType.IPO else "target"  # a company goes public once, whenever
        blocks |= {f"{called}:{sound}" for sound in sounds}
        blocks |= {f"stage:{sound}:{mention.stage}" for sound in sounds if mention.stage}
    if not blocks:
        blocks.add("party:" + "+".join(sorted(_sound(party.name) for party in mention.parties)))
    return frozenset(f"{kin(mention.type.family)} {block}" for block in blocks)


def lasting(blocks: Iterable[str]) -> frozenset[str]:
    """Those of the blocks that hold at any time."""
    return frozenset(block for block in blocks if _TARGET not in block)


def dated(blocks: Iterable[str], told_at: datetime) -> frozenset[str]:
    """The blocks as the database keeps them, of a mention told at a moment."""
    return _shifted(blocks, (int(told_at.timestamp()) // _QUARTER,))


def around(kept: Iterable[str], within: timedelta = RECALLED) -> frozenset[str]:
    """The kept blocks of all that may be compared with mentions that have these: told so far from them at most."""
    reach = -(-int(within.total_seconds()) // _QUARTER)
    found: set[str] = set()
    for block in kept:
        undated, parted, quarter = block.partition("@")
        found |= _shifted((undated,), range(int(quarter) - reach, int(quarter) + reach + 1)) if parted else {block}
    return frozenset(found)


def reach_of(mention: DealMention) -> timedelta:
    """How far from a mention a deal may have been told of that has nothing but the target in common with it."""
    return RECALLED if mention.background and not mention.parties else NEAR


def _shifted(blocks: Iterable[str], quarters: Iterable[int]) -> frozenset[str]:
    every = tuple(quarters)
    return frozenset(kept for b in blocks for kept in ([f"{b}@{q}" for q in every] if _TARGET in b else [b]))


def _pairs(mention: DealMention) -> Iterator[str]:
    """The target with each party; of equals, each with each."""
    everyone = [{_sound(name) for name in _names(party)} for party in _first(mention)]
    if mention.target is None or mention.type in OF_EQUALS:
        beside = list(combinations(everyone, 2))
    else:
        beside = [(everyone[0], other) for other in everyone[1:]]
    return ("+".join(sorted(pair)) for one, other in beside for pair in product(one, other))


def _first(mention: DealMention) -> list[Party]:
    return [*filter(None, [mention.target]), *mention.parties][:_PARTNERS]


def _sums(mention: DealMention) -> Iterator[str]:
    """Each organisation with each price: who is the target is easily mistaken, who and how much together are not."""
    amounts = [f for f in mention.figures if f.metric is Metric.AMOUNT and f.scope is Scope.WHOLE and f.low == f.high]
    for party in _first(mention):
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
