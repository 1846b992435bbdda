"""Judgements as rows: written, ended, taken back, listed.

An *act* is what one person said at one moment: rows that share subject, verdict, person and moment. It goes by the
number of its first row, after a letter that tells the table: `j12` holds pairs of mentions or names, `f3` a figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from safqa.errors import UsageError
from storage import models
from storage.judged import Subject, Verdict
from storage.sync import Row, chunks, insert_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

Pair = tuple[str, str]
Table = type[models.Judgement] | type[models.ClaimJudgement]
_ID = re.compile(r"\s*(?P<letter>[jfJF])(?P<row>\d{1,18})\s*")
_TABLES: dict[str, Table] = {"j": models.Judgement, "f": models.ClaimJudgement}
_OPPOSITE = {
    Verdict.SAME: Verdict.NOT_SAME,
    Verdict.NOT_SAME: Verdict.SAME,
    Verdict.RIGHT: Verdict.WRONG,
    Verdict.WRONG: Verdict.RIGHT,
}


@dataclass(frozen=True, slots=True)
class Word:
    """Who says it, why, and when (aware)."""

    by: str
    reason: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Act:
    """A judgement: `keys` are those of mentions, names or claims; `deleted_at` is None while it holds."""

    id: str
    subject: Subject
    verdict: Verdict
    keys: tuple[str, ...]
    by: str
    reason: str | None
    created_at: datetime
    deleted_at: datetime | None


def hold_pairs(
    connection: Connection, subject: Subject, verdict: Verdict, pairs: Iterable[Pair], word: Word, *, replace: bool
) -> set[str]:
    """Write what is said of pairs; it takes the place of the opposite said of them before.

    Args:
        connection: a transaction that writes.
        subject: deals or organisations.
        verdict: same or not the same.
        pairs: of keys, in any order; those that are held already write no row.
        word: who says it.
        replace: whether acts that said the opposite of any of the pairs end with all of their rows.

    Returns:
        All keys of rows that were written or ended.
    """
    wanted = {(min(pair), max(pair)) for pair in pairs}
    held = {(row.left_key, row.right_key): row for row in _live_pairs(connection, subject, wanted)}
    against = [row for row in held.values() if row.verdict == _OPPOSITE[verdict]]
    ended = [other for row in against for other in _of_act(connection, models.Judgement, row)] if replace else against
    _end(connection, models.Judgement, [row.row for row in ended if row.deleted_at is None], word.at)
    new = sorted(pair for pair in wanted if pair not in held or held[pair] in against)
    said = {"subject": subject, "verdict": verdict, "score": None, **_said(word)}
    insert_rows(connection, models.Judgement, [{"left_key": a, "right_key": b, **said} for a, b in new])
    return {key for pair in new for key in pair} | {key for row in ended for key in (row.left_key, row.right_key)}


def hold_claim(connection: Connection, verdict: Verdict, claim: str, word: Word) -> bool:
    """Write what is said of a figure; False where it is held already."""
    row = models.ClaimJudgement
    held = connection.execute(select(row).where(row.claim_key == claim, row.deleted_at.is_(None))).one_or_none()
    if held is not None and held.verdict == verdict:
        return False
    _end(connection, row, [held.row] if held else [], word.at)
    connection.execute(insert(row).values(claim_key=claim, verdict=verdict, cause=None, **_said(word)))
    return True


def take_back(connection: Connection, act_id: str, at: datetime) -> Act:
    """End an act that holds, and let what it took the place of hold again.

    Raises:
        UsageError: there is no such judgement, or it does not hold any more.
    """
    act, table, rows = _find(connection, act_id)
    live = [row.row for row in rows if row.deleted_at is None]
    if not live:
        raise UsageError(f"{act.id} holds no more: it ended on {act.deleted_at:%Y-%m-%d %H:%M} UTC")
    _end(connection, table, live, at)
    replaced = connection.execute(select(table).where(table.deleted_at == act.created_at)).mappings().all()
    # A moment later than what ended now, which is not to come back when this is taken back in turn.
    since = at + timedelta.resolution
    again = [{**row, "created_at": since, "deleted_at": None} for row in replaced if row["created_at"] < act.created_at]
    insert_rows(connection, table, [{k: v for k, v in row.items() if k != "row"} for row in again])
    return act


def find_act(connection: Connection, act_id: str) -> Act:
    """The judgement with this id, whether it holds or not.

    Raises:
        UsageError: there is none.
    """
    return _find(connection, act_id)[0]


def acts(connection: Connection, *, ended: bool = False) -> list[Act]:
    """All judgements that hold, the latest first; `ended` also those that hold no more."""
    found: list[Act] = []
    for letter, table in _TABLES.items():
        groups: dict[tuple[Any, ...], list[Any]] = {}
        for row in connection.execute(select(table).order_by(table.row)):
            groups.setdefault(_identity(row), []).append(row)
        found += [_act(letter, rows) for rows in groups.values()]
    holding = [act for act in found if ended or act.deleted_at is None]
    return sorted(holding, key=lambda act: (act.created_at, act.id), reverse=True)


def pairs_that_hold(connection: Connection, subject: Subject) -> list[tuple[Pair, Verdict]]:
    """Every pair of which people hold something."""
    row = models.Judgement
    live = select(row).where(row.subject == subject, row.deleted_at.is_(None))
    return [((r.left_key, r.right_key), Verdict(r.verdict)) for r in connection.execute(live)]


def _find(connection: Connection, act_id: str) -> tuple[Act, Table, Sequence[Any]]:
    typed = _ID.fullmatch(act_id)
    table = _TABLES[typed["letter"].lower()] if typed else models.Judgement
    first = connection.execute(select(table).where(table.row == int(typed["row"]))).one_or_none() if typed else None
    if typed is None or first is None:
        raise UsageError(f"no judgement has the id {act_id!r}: `safqa judge list` lists the ids")
    rows = _of_act(connection, table, first)
    return _act(typed["letter"].lower(), rows), table, rows


def _of_act(connection: Connection, table: Table, first: Any) -> list[Any]:
    same = select(table).where(table.created_at == first.created_at, table.judged_by == first.judged_by)
    return [row for row in connection.execute(same.order_by(table.row)) if _identity(row) == _identity(first)]


def _act(letter: str, rows: Sequence[Any]) -> Act:
    first = rows[0]
    pairs = letter == "j"
    holds = [row for row in rows if row.deleted_at is None] or rows
    keys = (key for row in holds for key in ((row.left_key, row.right_key) if pairs else (row.claim_key,)))
    return Act(
        id=f"{letter}{first.row}",
        subject=Subject(first.subject) if pairs else Subject.CLAIM,
        verdict=Verdict(first.verdict),
        keys=tuple(dict.fromkeys(keys)),
        by=first.judged_by,
        reason=first.reason,
        created_at=first.created_at,
        deleted_at=None if any(row.deleted_at is None for row in rows) else max(row.deleted_at for row in rows),
    )


def _identity(row: Any) -> tuple[Any, ...]:
    return getattr(row, "subject", None), row.verdict, row.judged_by, row.created_at


def _live_pairs(connection: Connection, subject: Subject, pairs: Collection[Pair]) -> list[Any]:
    row = models.Judgement
    found: list[Any] = []
    for some in chunks(left for left, _ in pairs):
        live = select(row).where(row.subject == subject, row.left_key.in_(some), row.deleted_at.is_(None))
        found += [r for r in connection.execute(live) if (r.left_key, r.right_key) in pairs]
    return found


def _said(word: Word) -> Row:
    return {"judged_by": word.by, "reason": word.reason, "created_at": word.at, "deleted_at": None}


def _end(connection: Connection, table: Table, rows: Iterable[int], at: datetime) -> None:
    for some in chunks(rows):
        connection.execute(update(table).where(table.row.in_(some)).values(deleted_at=at))
