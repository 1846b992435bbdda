"""What the ledger did itself: deals merged, split and restated. Told as our own doing, never as news.

The rows have the shape of changes, so that they stand among those: without an article, and suppressed as `ours`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from safqa.identity import change_id
from safqa.ledger import reasons
from safqa.ledger.unflagged import Unflagged
from safqa.model import ChangeKind, Figure, Metric, Qualifier
from storage import models
from storage.loading import deal_heads
from storage.redirects import load_redirects
from storage.restatements import ARRIVAL
from storage.rows import ChangeRow, ValueRow
from storage.sync import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

KINDS = frozenset({ChangeKind.MERGED, ChangeKind.SPLIT, ChangeKind.RESTATED})
"""The kinds of change that are our own doing."""
_EVENTS = {"merge": ChangeKind.MERGED, "split": ChangeKind.SPLIT}
_SHOWN = ("type", "status", "stage", "target_name")


@dataclass(frozen=True, slots=True)
class _Doing:
    """One thing that the ledger did: what became different, of which deal, at which moment, and why."""

    kind: ChangeKind
    deal: str
    cause: str
    at: datetime
    from_value: str | None = None
    to_value: str | None = None
    metric: str | None = None
    before: ValueRow | None = None
    after: ValueRow | None = None


def history_of(
    connection: Connection, deal: str, as_of: datetime | None
) -> tuple[tuple[ChangeRow, ...], tuple[ChangeRow, ...]]:
    """What was done to one deal, in its order; and apart from it the merges and splits that came with articles.

    These depend on the order in which articles arrived, which what is told of the ledger must not.
    """
    events = list(_events(connection, as_of, deal))
    arrived = [doing for doing in events if doing.cause == ARRIVAL]
    found = [doing for doing in events if doing.cause != ARRIVAL] + _restatements(connection, as_of, deal)
    ours = _rows(connection, sorted(found, key=lambda doing: doing.at), as_of)
    return tuple(ours), tuple(_rows(connection, arrived, as_of))


def doings(connection: Connection, as_of: datetime | None) -> list[ChangeRow]:
    """What was done to all deals, the latest first; not the merges and splits that came with articles."""
    found = [doing for doing in _events(connection, as_of) if doing.cause != ARRIVAL]
    found += _restatements(connection, as_of)
    return list(_rows(connection, sorted(found, key=lambda doing: doing.at, reverse=True), as_of))


def _events(connection: Connection, as_of: datetime | None, deal: str | None = None) -> Iterator[_Doing]:
    event = models.ClusterEvent
    query = select(event).order_by(event.row)
    if deal is not None:
        query = query.where(or_(event.from_deal == deal, event.to_deal == deal))
    if as_of is not None:
        query = query.where(event.recorded_at <= as_of)
    for row in connection.execute(query):
        yield _Doing(_EVENTS[row.kind], deal or row.to_deal, row.cause, row.recorded_at, row.from_deal, row.to_deal)


def _restatements(connection: Connection, as_of: datetime | None, deal: str | None = None) -> list[_Doing]:
    row = models.Restatement
    query = select(row).order_by(row.row)
    if deal is not None:
        query = query.where(row.deal_id == deal)
    if as_of is not None:
        query = query.where(row.recorded_at <= as_of)
    causes = {(found.deal_id, found.recorded_at): found.cause for found in connection.execute(query)}
    if not causes:
        return []
    return [*_states_restated(connection, causes), *_figures_restated(connection, causes)]


def _states_restated(connection: Connection, causes: dict[tuple[str, datetime], str]) -> Iterator[_Doing]:
    for (deal, at), (old, new) in _turned(connection, models.DealState, causes).items():
        for before, after in zip(old[:1], new[:1], strict=False):
            for name in _SHOWN:
                one, other = getattr(before, name), getattr(after, name)
                if one != other:
                    yield _Doing(ChangeKind.RESTATED, deal, causes[deal, at], at, one, other)


def _figures_restated(connection: Connection, causes: dict[tuple[str, datetime], str]) -> Iterator[_Doing]:
    for (deal, at), (old, new) in _turned(connection, models.DealFigure, causes).items():
        before, after = ({_slot(row): row for row in rows} for rows in (old, new))
        for slot in dict.fromkeys((*before, *after)):
            values = _value(before.get(slot)), _value(after.get(slot))
            if not _same(*values):
                yield _Doing(
                    ChangeKind.RESTATED, deal, causes[deal, at], at, metric=slot[0], before=values[0], after=values[1]
                )


def _turned(
    connection: Connection,
    table: type[models.DealState | models.DealFigure],
    causes: Iterable[tuple[str, datetime]],
) -> dict[tuple[str, datetime], tuple[list[Any], list[Any]]]:
    """The rows of deals that ended at a moment, and those that began at it."""
    found: dict[tuple[str, datetime], tuple[list[Any], list[Any]]] = {key: ([], []) for key in causes}
    for some in chunks(deal for deal, _ in found):
        for row in connection.execute(select(table).where(table.deal_id.in_(some)).order_by(table.row)):
            for moment, place in ((row.closed_at, 0), (row.recorded_at, 1)):
                if (row.deal_id, moment) in found:
                    found[row.deal_id, moment][place].append(row)
    return found


def _slot(row: Any) -> tuple[str, ...]:
    return row.metric, row.scope, row.party, row.basis, row.unit


def _value(row: Any) -> ValueRow | None:
    return ValueRow(row.low, row.high, row.unit, row.qualifier, ", ".join(row.sources)) if row else None


def _same(one: ValueRow | None, other: ValueRow | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.low, one.high, one.qualifier) == (other.low, other.high, other.qualifier)


def _rows(connection: Connection, found: Sequence[_Doing], as_of: datetime | None) -> Iterator[ChangeRow]:
    """The rows of those whose deals are there still, under the ids by which these go now."""
    home = _homes(connection, {doing.deal for doing in found}, as_of)
    heads = deal_heads(connection, home.values(), as_of)
    for doing in found:
        if (head := heads.get(home[doing.deal])) is not None:
            slot = None if doing.before is None and doing.after is None else doing.metric
            yield ChangeRow(
                id=change_id(doing.kind, doing.deal, doing.at.isoformat(), doing.from_value, doing.to_value, slot),
                kind=doing.kind,
                deal=head,
                metric=doing.metric,
                before=doing.before,
                after=doing.after,
                from_value=doing.from_value,
                to_value=doing.to_value,
                url="",
                publisher=None,
                published_at=None,
                detected_at=doing.at,
                reason_en=_reason(doing, "en"),
                reason_ar=_reason(doing, "ar"),
                severity="low",
                official=False,
                suppressed=Unflagged.OURS,
            )


def _homes(connection: Connection, deals: set[str], as_of: datetime | None) -> dict[str, str]:
    """Under which id each deal answers."""
    home = {deal: deal for deal in deals}
    while moved := load_redirects(connection, list(home.values()), as_of):
        home = {deal: moved.get(now, now) for deal, now in home.items()}
        if not moved.keys() & set(home.values()):
            return home
    return home


def _reason(doing: _Doing, language: reasons.Language) -> str:
    if doing.kind is not ChangeKind.RESTATED:
        return reasons.moved(doing.kind, doing.from_value or "", doing.to_value or "", doing.cause, language)
    before, after = _text(doing.before, language), _text(doing.after, language)
    if doing.metric is None:
        before, after = doing.from_value, doing.to_value
    return reasons.restated(doing.metric, before, after, doing.cause, language)


def _text(value: ValueRow | None, language: reasons.Language) -> str | None:
    if value is None:
        return None
    figure = Figure(Metric.AMOUNT, value.low, value.high, value.unit, Qualifier(value.qualifier))
    return reasons.figure_text(figure, language)
