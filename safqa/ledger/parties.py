"""The organisations of a deal: one for all its spellings, with the name to show."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from safqa.ledger.spellings import is_short_form, organisation_key, same_organisation
from safqa.ledger.values import Organisation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from safqa.model import Party

T = TypeVar("T")


def merge_parties(parties: Iterable[Party]) -> tuple[Organisation, ...]:
    """One organisation for all spellings of a name in a deal, in the order of first appearance.

    A party that gives two spellings makes one of two organisations that were met under these before. The role is the
    most frequent one said, on a tie the earlier.
    """
    groups: list[list[Party]] = []
    for party in parties:
        met = [group for group in groups if any(same_organisation(party, known) for known in group)]
        if not met:
            groups.append([party])
            continue
        first, *others = met
        first += [*chain.from_iterable(others), party]
        groups = [group for group in groups if group not in others]
    return tuple(map(_merged, groups))


def _merged(same: Sequence[Party]) -> Organisation:
    roles = [party.role for party in same if party.role]
    name = shown_name([party.name for party in same])
    return Organisation(organisation_key(name), name, most_frequent(roles) if roles else None)


def shown_name(names: Sequence[str]) -> str:
    """The name to show: in Latin letters where one is known, not a short form of another, the most frequent."""
    latin = [name for name in names if name.isascii()] or list(names)
    whole = [name for name in latin if not any(is_short_form(name, other) for other in latin)]
    return most_frequent(whole or latin)


def most_frequent(values: Iterable[T]) -> T:
    """The value that occurs most often, on a tie the one that occurs first; there must be one."""
    return Counter(values).most_common(1)[0][0]
