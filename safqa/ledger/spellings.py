"""Whether two names that texts give stand for one organisation: as far as the names tell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from safqa.model import Party
from safqa.names import SAME, alike, fold, same_name
from safqa.names.words import weights
from safqa.organisations.identity import identify

# What an Arabic spelling may lose against the Latin one: "قافية" and Qafia AI, with two consonants each, have 0.8.
_NEAR = 0.7
# Letters of a first word by which a longer name may be called: "Waha" of Waha Data Centers.
_CALLED_BY = 3


@dataclass(frozen=True, slots=True)
class DistinctParty(Party):
    """A party of which people said whom it is not to be taken for: `apart` has the keys of these organisations."""

    apart: frozenset[str] = frozenset()


@lru_cache(maxsize=100_000)  # names recur in every article; folding one takes 20 µs
def organisation_key(name: str) -> str:
    """The folded name by which an organisation is known; a name of signs alone stands for itself."""
    return fold(name) or name.strip()


def same_organisation(one: Party, other: Party) -> bool:
    """Whether two parties are one: a spelling in common, or the names sound the same, or one is the other's short form.

    Names of two listed organisations are never one, however they sound; nor are those that people hold apart.
    """
    if _held_apart(one, other) or _held_apart(other, one):
        return False
    if spellings(one) & spellings(other):
        return True
    return _same(one.name, other.name)


def _held_apart(one: Party, other: Party) -> bool:
    return isinstance(one, DistinctParty) and not one.apart.isdisjoint(spellings(other))


@lru_cache(maxsize=50_000)  # a mention is compared with dozens of deals
def spellings(party: Party) -> frozenset[str]:
    """The folded spellings of a party."""
    return frozenset(organisation_key(name) for name in (party.name, *party.surface))


@lru_cache(maxsize=100_000)
def _same(one: str, other: str) -> bool:
    listed = identify(one), identify(other)
    if listed[0] is not None and listed[1] is not None:
        return listed[0].name == listed[1].name
    return _near(one, other) or is_short_form(one, other) or is_short_form(other, one)


def same_in_full(one: Party, other: Party) -> bool:
    """Whether two parties are one by their whole names, which needs no other sign."""
    return bool(spellings(one) & spellings(other)) or same_name(one.name, other.name)


def _near(one: str, other: str) -> bool:
    """Whether two names of different scripts are near: enough for parties of what may be one deal, never for more."""
    return alike(one, other, SAME if one.isascii() is other.isascii() else _NEAR)


@lru_cache(maxsize=100_000)
def is_short_form(short: str, long: str) -> bool:
    """Whether a name is the beginning of a longer one, in either script: "كينيسيو" of Kinesio Robotics."""
    few, many = organisation_key(short).split(), organisation_key(long).split()
    if not few or len(few) >= len(many) or len(few[0]) < _CALLED_BY or few[0] in weights():
        return False
    return few == many[: len(few)] or same_name(" ".join(few), " ".join(many[: len(few)]))
