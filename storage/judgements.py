"""What people say of deals, figures and names: stored, withdrawn, listed. The ledger follows in the same transaction.

    done = judge_deals(database, Verdict.SAME, "d1234567", "d7654321", Word("sara", "one round", datetime.now(UTC)))

Deals are judged as pairs of mentions, which stay when articles are read again. No row is ever deleted: a judgement that
is withdrawn, or that a later one takes the place of, carries the moment when it ended. With `dry_run` all is done and
nothing kept. All raise `UsageError` where what is named does not exist, or other judgements say otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safqa import identity
from storage import models
from storage.acts import Act, Word, acts, find_act, hold_claim, hold_pairs, take_back
from storage.blocking import block_again
from storage.blocks import recompute
from storage.differences import Differences, differences
from storage.judged import Subject, Verdict, load_names
from storage.judgement_rows import AboutRow, JudgementRow, judgement_rows
from storage.judging import (
    claim_of,
    deal_pairs,
    mentions_called,
    name_pair,
    names_around,
    refuse_contradictions,
    split_pairs,
)
from storage.mentions import insert_unknown
from storage.queries import deals_with

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.engine import Database
    from storage.rows import DealRow

__all__ = ["AboutRow", "Done", "JudgementRow", "Verdict", "Word"]


@dataclass(frozen=True, slots=True)
class Done:
    """What a judgement did: itself (None: it is held already), the deals that it is about as they are now, and more."""

    judgement: JudgementRow | None
    deals: tuple[DealRow, ...]
    differences: Differences


class _DryRunError(Exception):
    """Leaves a transaction so that nothing of it is kept."""

    def __init__(self, done: Done) -> None:
        self.done = done


def judge_deals(
    database: Database, verdict: Verdict, one: str, other: str, word: Word, *, dry_run: bool = False
) -> Done:
    """Hold two deals (their ids) for the same transaction, or for two."""

    def act(connection: Connection) -> set[str]:
        pairs = deal_pairs(connection, verdict, one, other)
        return hold_pairs(connection, Subject.DEAL, verdict, pairs, word, replace=True)

    return _judge(database, Subject.DEAL, act, word, dry_run=dry_run)


def split_deal(database: Database, deal: str, urls: Sequence[str], word: Word, *, dry_run: bool = False) -> Done:
    """Say which articles tell of another transaction than the rest of a deal."""

    def act(connection: Connection) -> set[str]:
        pairs = split_pairs(connection, deal, urls)
        return hold_pairs(connection, Subject.DEAL, Verdict.NOT_SAME, pairs, word, replace=False)

    return _judge(database, Subject.DEAL, act, word, dry_run=dry_run)


def judge_companies(
    database: Database, verdict: Verdict, one: str, other: str, word: Word, *, dry_run: bool = False
) -> Done:
    """Hold two names for one organisation, or for two."""

    def act(connection: Connection) -> set[str]:
        pair = name_pair(connection, one, other)
        rows = [{"id": identity.organisation_id(key), "key": key, "recorded_at": word.at} for key in pair]
        insert_unknown(connection, models.Organisation, rows)
        return hold_pairs(connection, Subject.ORGANISATION, verdict, [pair], word, replace=True)

    return _judge(database, Subject.ORGANISATION, act, word, dry_run=dry_run)


def judge_claim(database: Database, verdict: Verdict, claim: str, word: Word, *, dry_run: bool = False) -> Done:
    """Hold a figure (the id of its claim, or the beginning of it) for wrong, or for right."""

    def act(connection: Connection) -> set[str]:
        key, mention = claim_of(connection, claim)
        return {mention} if hold_claim(connection, verdict, key, word) else set()

    return _judge(database, Subject.CLAIM, act, word, dry_run=dry_run)


def undo(database: Database, act_id: str, at: datetime, *, dry_run: bool = False) -> Done:
    """Withdraw a judgement; the ledger is then as it would be without."""

    def act(connection: Connection) -> Done:
        taken = take_back(connection, act_id, at)
        keys = set(taken.keys)
        if taken.subject is Subject.CLAIM:
            keys = {claim_of(connection, key)[1] for key in keys}
        else:
            refuse_contradictions(connection, taken.subject)
        return _follow(connection, taken.subject, keys, at, taken)

    return _run(database, act, dry_run=dry_run)


def judgements(database: Database, *, ended: bool = False) -> list[JudgementRow]:
    """The judgements that hold, the latest first; `ended` also those that hold no more."""
    with database.read() as connection:
        found = acts(connection, ended=ended)
        return judgement_rows(connection, found)


def judgement(database: Database, act_id: str) -> tuple[JudgementRow, tuple[DealRow, ...]]:
    """One judgement, whether it holds or not, with the deals that it is about as they are now (none for names).

    Raises:
        UsageError: there is no such judgement.
    """
    with database.read() as connection:
        act = find_act(connection, act_id)
        keys = set(act.keys)
        if act.subject is Subject.CLAIM:
            keys = {claim_of(connection, key)[1] for key in keys}
        found = deals_with(connection, keys) if act.subject is not Subject.ORGANISATION else ()
        return judgement_rows(connection, [act])[0], tuple(found)


def _judge(
    database: Database, subject: Subject, write: Callable[[Connection], set[str]], word: Word, *, dry_run: bool
) -> Done:
    def act(connection: Connection) -> Done:
        keys = write(connection)
        if not keys:
            return Done(None, (), Differences())
        if subject is not Subject.CLAIM:
            refuse_contradictions(connection, subject)
        latest = next(a for a in acts(connection) if a.created_at == word.at and a.by == word.by)
        return _follow(connection, subject, keys, word.at, latest)

    return _run(database, act, dry_run=dry_run)


def _run(database: Database, act: Callable[[Connection], Done], *, dry_run: bool) -> Done:
    try:
        with database.write() as connection:
            done = act(connection)
            _keep(done, dry_run=dry_run)
    except _DryRunError as dry:
        return dry.done
    return done


def _keep(done: Done, *, dry_run: bool) -> None:
    if dry_run:
        raise _DryRunError(done)


def _follow(connection: Connection, subject: Subject, keys: set[str], now: datetime, act: Act) -> Done:
    """Bring the ledger in line with what was judged of mentions (or names), and tell what that made different."""
    mentions = keys
    if subject is Subject.ORGANISATION:
        mentions = mentions_called(connection, names_around(connection, keys))
        block_again(connection, mentions, load_names(connection), now)
    recompute(connection, mentions, now, cause=f"judgement {act.id}")
    found = deals_with(connection, mentions)
    told = next(one for one in acts(connection, ended=True) if one.id == act.id)
    return Done(judgement_rows(connection, [told])[0], tuple(found), differences(connection, now))
