"""How much a flag matters to whoever follows the deal: for ordering and for filters, never for dropping.

What a deal is, that it ends, and large differences are high; what only supports or sharpens a figure is low.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from safqa.model import ChangeKind, Metric, Status

if TYPE_CHECKING:
    from safqa.ledger.values import Change, Claim

# A figure that moved by less may be rounding ("500" told as 505); by more, it is another deal to an investor.
_ROUNDING, _LARGE = 0.05, 0.2
# Shares of a company at which rights change hands: blocking minority, half, three quarters, the whole.
_THRESHOLDS = (10, 20, 25, 50, 75, 100)
_ENDS = frozenset({Status.COMPLETED, Status.CANCELLED, Status.DENIED})


class Severity(StrEnum):
    """How much a flag matters."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


_BY_KIND = {
    ChangeKind.NEW_DEAL: Severity.HIGH,
    ChangeKind.DENIED: Severity.HIGH,
    ChangeKind.RETRACTED: Severity.HIGH,
    ChangeKind.CORROBORATED: Severity.LOW,
    ChangeKind.REFINED: Severity.LOW,
    ChangeKind.MERGED: Severity.LOW,
    ChangeKind.SPLIT: Severity.LOW,
    ChangeKind.RESTATED: Severity.LOW,
}
_MOVES = frozenset({ChangeKind.REVISED, ChangeKind.CORRECTED, ChangeKind.CONFLICT})


def severity(change: Change) -> Severity:
    """The severity of a flag, by its kind, the size of the move, and the word of whom it is."""
    if change.kind in _MOVES and change.before is not None and change.after is not None:
        return _of_move(change.before, change.after)
    if change.kind is ChangeKind.STATUS_CHANGED:
        return Severity.HIGH if change.to_value in _ENDS else Severity.MEDIUM
    return _BY_KIND.get(change.kind, Severity.MEDIUM)


def _of_move(before: Claim, after: Claim) -> Severity:
    old, new = _number(before), _number(after)
    if old is None or new is None or before.figure.unit != after.figure.unit:
        return Severity.MEDIUM
    if after.slot.metric is Metric.STAKE and any((old < bar) is not (new < bar) for bar in _THRESHOLDS):
        return Severity.HIGH
    moved = abs(new - old) / max(old, new)
    return Severity.HIGH if moved >= _LARGE else Severity.MEDIUM if moved >= _ROUNDING else Severity.LOW


def _number(claim: Claim) -> float | None:
    figure = claim.figure
    return (figure.high if figure.low is None else figure.low) or None
