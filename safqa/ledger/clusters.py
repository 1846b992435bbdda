"""Which mentions tell of the same deal.

Mentions are read in the ledger's order, and each joins the deal of its block that most speaks for, or begins one
(`likeness` gives the points). Two mentions in one article are different deals: those of an article are given out
together, the best fit first. People's judgements come before all points: what they hold together is one mention from
the start, what they hold apart is never put together.

The result is a function of the set of tellings, for they are sorted first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from safqa.ledger.exchange import Rates
from safqa.ledger.judged import Judged
from safqa.ledger.likeness import ENOUGH, Side, points, side_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from safqa.ledger.values import Telling

__all__ = ["Judged", "cluster"]


@dataclass(slots=True)
class _Cluster:
    side: Side
    apart: set[str] = field(default_factory=set)  # mentions that people hold apart from one of these

    def may_hold(self, unit: _Cluster) -> bool:
        return self.side.mentions.isdisjoint(unit.apart)


def cluster(
    tellings: Iterable[Telling], judged: Judged | None = None, rates: Rates | None = None
) -> tuple[tuple[Telling, ...], ...]:
    """The tellings of each deal, in the ledger's order; the deals in the order of their first telling."""
    ordered = sorted(tellings, key=lambda telling: telling.order)
    clusters: list[_Cluster] = []
    for units in _articles(_units(ordered, judged or Judged(), rates or Rates())):
        _give_out(units, clusters)
    found = [tuple(sorted(c.side.tellings, key=lambda telling: telling.order)) for c in clusters]
    return tuple(sorted(found, key=lambda deal: deal[0].order))


def _units(ordered: Sequence[Telling], judged: Judged, rates: Rates) -> list[_Cluster]:
    """One unit for each mention, all versions of an article together; mentions that people hold together are one."""
    leader = _leaders({telling.mention for telling in ordered}, judged)
    told: dict[str, list[Telling]] = {}
    for telling in ordered:
        told.setdefault(leader[telling.mention], []).append(telling)
    units = [_Cluster(side_of(same, rates)) for same in told.values()]
    for pair in judged.apart:
        for unit in units:
            if unit.side.mentions & pair:
                unit.apart |= pair - unit.side.mentions
    return units


def _leaders(mentions: set[str], judged: Judged) -> dict[str, str]:
    leader = {mention: mention for mention in mentions}
    for pair in sorted(map(sorted, judged.same)):
        if len(pair) == 2 and set(pair) <= mentions:  # noqa: PLR2004 -- a pair
            first, second = leader[pair[0]], leader[pair[1]]
            leader = {m: first if lead == second else lead for m, lead in leader.items()}
    return leader


def _articles(units: Sequence[_Cluster]) -> Iterator[list[_Cluster]]:
    """The units that one article begins, in the order told."""
    ordered = sorted(units, key=lambda unit: unit.side.tellings[0].order)
    for _, same in groupby(ordered, key=lambda unit: unit.side.tellings[0].order[:2]):
        yield list(same)


def _give_out(units: Sequence[_Cluster], clusters: list[_Cluster]) -> None:
    """Put each unit of an article to the deal that fits it best; what fits none begins a deal."""
    fits = [
        (-found, place, number)
        for place, unit in enumerate(units)
        for number, home in enumerate(clusters)
        if home.may_hold(unit) and (found := points(home.side, unit.side)) is not None and found >= ENOUGH
    ]
    placed: set[int] = set()
    taken: set[int] = set()
    for _, place, number in sorted(fits, key=lambda fit: (fit[0], fit[1], -fit[2])):
        if place not in placed and number not in taken:
            clusters[number].side.add(units[place].side)
            clusters[number].apart |= units[place].apart
            placed.add(place)
            taken.add(number)
    clusters += [unit for place, unit in enumerate(units) if place not in placed]
