"""The figures of a run: which are new, which have changed from what to what, who says so, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.wording import amount, day, deal_name, isolate, slot_name
from safqa.model import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from storage.rows import ChangeRow, FigureRow, ValueRow

# They say a figure again, so that nothing of it is new.
_AGAIN = frozenset({ChangeKind.CORROBORATED, ChangeKind.CONFIRMED})


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure that is new (`old` is empty) or changed, in words for a left-to-right page."""

    deal: str
    figure: str
    old: str
    new: str
    says: str
    change: str
    publisher: str
    told: str
    url: str


def new_deals(changes: Iterable[ChangeRow]) -> set[str]:
    """The ids of the deals that these changes are the first word of."""
    return {c.deal.id for c in changes if c.kind == ChangeKind.NEW_DEAL}


def figure_lines(changes: Sequence[ChangeRow], figures: Mapping[str, Sequence[FigureRow]]) -> list[FigureLine]:
    """The figures of new deals, as `figures` has them by deal, and those that changes are about."""
    return [line for change in changes for line in _lines(change, figures)]


def _lines(change: ChangeRow, figures: Mapping[str, Sequence[FigureRow]]) -> Iterator[FigureLine]:
    if change.kind == ChangeKind.NEW_DEAL:
        for figure in figures.get(change.deal.id, ()):
            new = amount(figure.low, figure.high, figure.unit, figure.qualifier)
            yield _line(change, slot_name(figure), "", new, ", ".join(map(isolate, figure.sources)))
    elif change.after is not None and not _told_already(change, figures):
        old = f"{_value(change.before)} ({isolate(change.before.source)})" if change.before else ""
        yield _line(change, change.metric or "–", old, _value(change.after), isolate(change.after.source))


def _told_already(change: ChangeRow, figures: Mapping[str, Sequence[FigureRow]]) -> bool:
    return change.kind in _AGAIN or (change.kind == ChangeKind.NEW_FIGURE and change.deal.id in figures)


def _line(change: ChangeRow, figure: str, old: str, new: str, says: str) -> FigureLine:
    deal = deal_name(change.deal.target, change.deal.parties)
    official = " (official)" if change.official else ""
    publisher = isolate(change.publisher or "–")
    told = day(change.published_at)
    return FigureLine(deal, figure, old, new, says, f"{change.kind}{official}", publisher, told, change.url or "")


def _value(value: ValueRow) -> str:
    return amount(value.low, value.high, value.unit, value.qualifier)
