"""Which mentions tell of the same deal.

Mentions are read in the ledger's order, and each joins the deal of its block that most speaks for, or begins one
(`likeness` gives the points). Two mentions in one article are different deals: those of an article are given out
together, the best fit first. People's judgements come before all points: what they hold together is one mention from
the start, what they hold apart is never put together.

The result is a function of the set of tellings, for they are sorted first.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field, fields
from itertools import groupby
from typing import TYPE_CHECKING, Any

from safqa.ledger.copies import connected
from safqa.ledger.exchange import Rates
from safqa.ledger.judged import Judged
from safqa.ledger.likeness import ENOUGH, Side, points, side_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from safqa.ledger.values import Telling


@dataclass(slots=True)
class _Cluster:
    side: Side
    apart: set[str] = field(default_factory=set)  # mentions that people hold apart from one of these
    lent: bool = False  # whether the side is another's, who wants it back as it was

    def may_hold(self, unit: _Cluster) -> bool:
        return self.side.mentions.isdisjoint(unit.apart)


class _Board:
    """The deals so far in the order in which they began, found by their blocks: a unit is compared with few of them."""

    def __init__(self, clusters: Iterable[_Cluster] = ()) -> None:
        self.clusters: list[_Cluster] = []
        self._by_block: dict[str, list[int]] = {}
        for one in clusters:
            self._begin(one)

    def give_out(self, units: Sequence[_Cluster]) -> None:
        """Put each unit of an article to the deal that fits it best; what fits none begins a deal."""
        fits = [
            (-found, place, number)
            for place, unit in enumerate(units)
            for number in self._near(unit)
            if (found := points(self.clusters[number].side, unit.side)) is not None and found >= ENOUGH
        ]
        placed: set[int] = set()
        taken: set[int] = set()
        for _, place, number in sorted(fits, key=lambda fit: (fit[0], fit[1], -fit[2])):
            if place not in placed and number not in taken:
                self._join(number, units[place])
                placed.add(place)
                taken.add(number)
        for place, unit in enumerate(units):
            if place not in placed:
                self._begin(unit)

    def _near(self, unit: _Cluster) -> Iterator[int]:
        numbers = {number for block in unit.side.blocks for number in self._by_block.get(block, ())}
        return (number for number in sorted(numbers) if self.clusters[number].may_hold(unit))

    def _begin(self, unit: _Cluster) -> None:
        self._enter(unit.side.blocks, len(self.clusters))
        self.clusters.append(unit)

    def _join(self, number: int, unit: _Cluster) -> None:
        home = self.clusters[number]
        self._enter(unit.side.blocks - home.side.blocks, number)
        if home.lent:
            home.side, home.lent = _copied(home.side), False
        home.side.add(unit.side)
        home.apart |= unit.apart

    def _enter(self, blocks: Iterable[str], number: int) -> None:
        for block in blocks:
            self._by_block.setdefault(block, []).append(number)


def cluster(
    tellings: Iterable[Telling], judged: Judged | None = None, rates: Rates | None = None
) -> tuple[tuple[Telling, ...], ...]:
    """The tellings of each deal, in the ledger's order; the deals in the order of their first telling."""
    board = _Board()
    for units in _articles(_units(_ordered(tellings), judged or Judged(), rates or Rates())):
        board.give_out(units)
    return _in_order(c.side.tellings for c in board.clusters)


def gathered(tellings: Iterable[Telling], together: Iterable[frozenset[str]]) -> tuple[tuple[Telling, ...], ...]:
    """The same where the mentions of each deal are known."""
    home = {mention: number for number, mentions in enumerate(together) for mention in mentions}
    told: dict[int, list[Telling]] = {}
    for telling in tellings:
        told.setdefault(home[telling.mention], []).append(telling)
    return _in_order(told.values())


def _in_order(deals: Iterable[Sequence[Telling]]) -> tuple[tuple[Telling, ...], ...]:
    return tuple(sorted((tuple(_ordered(deal)) for deal in deals), key=lambda deal: deal[0].order))


def whole(tellings: Iterable[Telling], judged: Judged, rates: Rates) -> Side:
    """What is known of a deal that consists of these tellings."""
    first, *rest = sorted(_units(_ordered(tellings), judged, rates), key=_first)
    for unit in rest:
        first.side.add(unit.side)
    return first.side


def continued(
    before: Sequence[Side], tellings: Iterable[Telling], judged: Judged, rates: Rates
) -> list[frozenset[str]]:
    """The mentions of each deal when these tellings come after all of the deals before.

    Mentions are read one after the other, so what came before stays as it is: only deals with a block in common with
    the tellings need be given, in the order in which they began. They come first in the result, in their order.
    """
    board = _Board(_Cluster(side, _held_apart(side.mentions, judged), lent=True) for side in before)
    for units in _articles(_units(_ordered(tellings), judged, rates)):
        board.give_out(units)
    return [frozenset(c.side.mentions) for c in board.clusters]


def _copied(side: Side) -> Side:
    """The same with containers of its own: what is added to it leaves the other as it is."""
    return Side(**{known.name: copy(getattr(side, known.name)) for known in fields(side)})


def _ordered(tellings: Iterable[Telling]) -> list[Telling]:
    return sorted(tellings, key=lambda telling: telling.order)


def _first(unit: _Cluster) -> tuple[Any, ...]:
    return unit.side.tellings[0].order


def _units(ordered: Sequence[Telling], judged: Judged, rates: Rates) -> list[_Cluster]:
    """One unit for each mention, all versions of an article together; mentions that people hold together are one."""
    leader = _leaders({telling.mention for telling in ordered}, judged)
    told: dict[str, list[Telling]] = {}
    for telling in ordered:
        told.setdefault(leader[telling.mention], []).append(telling)
    sides = [side_of(same, rates) for same in told.values()]
    return [_Cluster(side, _held_apart(side.mentions, judged)) for side in sides]


def _held_apart(mentions: set[str], judged: Judged) -> set[str]:
    return {mention for pair in judged.apart if mentions & pair for mention in pair - mentions}


def _leaders(mentions: set[str], judged: Judged) -> dict[str, str]:
    held = connected(pair for pair in judged.same if pair <= mentions)
    return {mention: mention for mention in mentions} | {m: min(group) for group in held for m in group}


def _articles(units: Sequence[_Cluster]) -> Iterator[list[_Cluster]]:
    """The units that one article begins, in the order told."""
    ordered = sorted(units, key=_first)
    for _, same in groupby(ordered, key=lambda unit: _first(unit)[:2]):
        yield list(same)
