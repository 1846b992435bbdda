"""Who agrees with whom: the claims of a deal by what they measure, and which of them leave a number in common.

A source's latest word stands for it. Amounts in two currencies are not compared here: what the ledger makes of them, by
the peg or the day's rate, stands in the deal's changes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from safqa.ledger.intervals import Interval, common, interval
from safqa.model import Figure, Metric, Qualifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storage.rows import ClaimRow


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim with the numbers that it may mean.

    Attributes:
        row: the claim.
        meant: the numbers that it may mean; infinite where it is open.
        standing: whether it is its source's latest word, asserted, told as today's, and not judged wrong.
        group: the number of its group, from 0: all of a group have numbers in common. None where it does not stand.
        agrees: the other sources whose standing word leaves a number in common with it; none where it does not stand.
        differs: those whose word leaves none.
    """

    row: ClaimRow
    meant: Interval
    standing: bool
    group: int | None = None
    agrees: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """The claims of one slot in one unit, the first told first."""

    statements: tuple[Statement, ...]

    @property
    def first(self) -> ClaimRow:
        """A claim that says which slot and unit it is."""
        return self.statements[0].row

    @property
    def groups(self) -> int:
        """How many groups there are: one when all agree."""
        return len({one.group for one in self.statements if one.group is not None})


def measured(claims: Iterable[ClaimRow]) -> tuple[Measured, ...]:
    """The claims by slot and unit, in the order in which each was first told of."""
    found: dict[tuple[str | None, ...], list[ClaimRow]] = {}
    for row in claims:
        found.setdefault((row.metric, row.scope, row.party, row.basis, row.unit), []).append(row)
    return tuple(Measured(_compared(rows)) for rows in found.values())


def _compared(rows: Sequence[ClaimRow]) -> tuple[Statement, ...]:
    latest = {row.origin: row for row in rows if _counts(row)}
    told = [Statement(row, _meant(row), standing=latest.get(row.origin) is row) for row in rows]
    standing = [one for one in told if one.standing]
    groups = _groups(standing)
    return tuple(_placed(one, groups[one.row.id], standing) if one.standing else one for one in told)


def _placed(one: Statement, group: int, standing: Sequence[Statement]) -> Statement:
    others = [other for other in standing if other.row.origin != one.row.origin]
    return replace(
        one,
        group=group,
        agrees=tuple(other.row.origin for other in others if one.meant.meets(other.meant)),
        differs=tuple(other.row.origin for other in others if not one.meant.meets(other.meant)),
    )


def _counts(row: ClaimRow) -> bool:
    return row.polarity == "asserted" and not row.former and row.judged != "wrong"


def _groups(standing: Sequence[Statement]) -> dict[str, int]:
    """The group of each claim: the first whose members, with it, still have numbers in common."""
    shared: list[Interval] = []
    found = {}
    for one in standing:
        for number, range_ in enumerate(shared):
            meeting = common([range_, one.meant]) if range_.meets(one.meant) else None
            if meeting is not None:
                shared[number], found[one.row.id] = meeting, number
                break
        else:
            found[one.row.id] = len(shared)
            shared.append(one.meant)
    return found


def _meant(row: ClaimRow) -> Interval:
    return interval(Figure(Metric(row.metric), row.low, row.high, row.unit, Qualifier(row.qualifier)))
