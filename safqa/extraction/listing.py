"""The lists of organisations, outlets and descriptions as one: where a text names somebody who is listed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from safqa.organisations import Gazetteer, load_descriptors, load_organisations, load_outlets

OUTLET = "outlet"
"""The kind of a name that is on the list of outlets, whatever sort of outlet it is."""


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
    """All lists ready to be looked for; made once."""

    def __init__(self) -> None:
        """Read the lists that ship with Safqa."""
        self._organisations = Gazetteer(load_organisations())
        self._outlets = Gazetteer(load_outlets())
        self._descriptors = Gazetteer(load_descriptors())
        self._kinds = {o.name: (o.kind.value, o.ai) for o in load_organisations()}

    def find(self, text: str) -> list[Listed]:
        """The listed names of a normalised text in order; the longest of overlapping ones, outlets before others."""
        found = [
            *(
                Listed(m.start, m.end, m.organisation.name, OUTLET, homograph=m.homograph)
                for m in self._outlets.find(text)
            ),
            *self._described(text),
            *(self._listed(m.start, m.end, m.organisation.name, m.homograph) for m in self._organisations.find(text)),
        ]
        out: list[Listed] = []
        taken = bytearray(len(text))
        for match in sorted(found, key=lambda m: m.start - m.end):
            if taken.find(1, match.start, match.end) < 0:
                taken[match.start : match.end] = b"\1" * (match.end - match.start)
                out.append(match)
        return sorted(out, key=lambda m: m.start)

    def _listed(self, start: int, end: int, name: str, homograph: bool) -> Listed:
        kind, ai = self._kinds[name]
        return Listed(start, end, name, kind, ai, homograph)

    def _described(self, text: str) -> list[Listed]:
        out = []
        for match in self._descriptors.find(text):
            kind, ai = self._kinds[match.organisation.name]
            out.append(
                Listed(
                    match.start,
                    match.end,
                    match.organisation.name,
                    kind,
                    ai,
                    described=True,
                    weak=match.organisation.needs_mention,
                )
            )
        return out


@cache
def listing() -> Listing:
    """The lists that ship with Safqa."""
    return Listing()
