"""The lists of organisations, outlets and descriptions as one: where a text names somebody who is listed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from safqa.organisations import (
    Descriptor,
    Gazetteer,
    NameMatch,
    Organisation,
    Outlet,
    load_descriptors,
    load_organisations,
    load_outlets,
)

OUTLET = "outlet"
"""The kind of a name that is on the list of outlets, whatever sort of outlet it is."""

MONEYED = frozenset({"investor", "sovereign_fund", "bank"})
"""The kinds of those whose business is putting money in."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A listed name at `[start, end)` of the text.

    A `described` one is a description that stands for the name ("مطورة شات جي بي تي"); it and a `homograph` need a
    second sign: the name itself elsewhere in the text when `weak`.
    """

    start: int
    end: int
    name: str
    kind: str
    ai: bool = False
    homograph: bool = False
    described: bool = False
    weak: bool = False


class Listing:
    """All lists in one search; made once."""

    def __init__(self) -> None:
        """Read the lists that ship with Safqa; where two claim a spelling, outlets come before the others."""
        organisations = load_organisations()
        self._gazetteer: Gazetteer[Outlet | Descriptor | Organisation] = Gazetteer(
            [*load_outlets(), *load_descriptors(), *organisations]
        )
        self._kinds = {o.name: (o.kind.value, o.ai) for o in organisations}

    def find(self, text: str) -> list[Listed]:
        """The listed names of a normalised text in order, none inside another."""
        return [self._listed(match) for match in self._gazetteer.find(text)]

    def _listed(self, match: NameMatch[Outlet | Descriptor | Organisation]) -> Listed:
        named = match.organisation
        if isinstance(named, Outlet):
            return Listed(match.start, match.end, named.name, OUTLET, homograph=match.homograph)
        kind, ai = self._kinds[named.name]
        listed = Listed(match.start, match.end, named.name, kind, ai, match.homograph)
        if isinstance(named, Descriptor):
            return replace(listed, described=True, weak=named.needs_mention)
        return listed


@cache
def listing() -> Listing:
    """The lists that ship with Safqa."""
    return Listing()
