"""What people said, as the ledger takes it: the judgements that hold, for the mentions that are computed together."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from safqa.ledger.judged import Judged, Names
from safqa.ledger.spellings import organisation_key
from storage import models
from storage.moments import held_at
from storage.sync import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection


class Subject(StrEnum):
    """What a judgement is about."""

    DEAL = "deal"
    ORGANISATION = "organisation"
    CLAIM = "claim"


class Verdict(StrEnum):
    """What a person says: of two deals or two names, or of a figure."""

    SAME = "same"
    NOT_SAME = "not_same"
    RIGHT = "right"
    WRONG = "wrong"


def load_judged(connection: Connection, mentions: Iterable[str]) -> Judged:
    """What people hold of these mentions, of their figures, and of names."""
    wanted = list(mentions)
    same, apart = _pairs(_pairs_of(connection, wanted))
    claims = _claims_of(connection, wanted)
    return Judged(
        same=frozenset(same),
        apart=frozenset(apart),
        right=frozenset(key for key, verdict in claims if verdict == Verdict.RIGHT),
        wrong=frozenset(key for key, verdict in claims if verdict == Verdict.WRONG),
        names=load_names(connection),
    )


def load_names(connection: Connection, as_of: datetime | None = None) -> Names:
    """What people hold of names, or held at a moment. All of it: a name stands in any text, and people judge few.

    Names were folded when they were judged; they are folded again, for the rules may be others now.
    """
    row = models.Judgement
    query = select(row).where(row.subject == Subject.ORGANISATION, held_at(row, as_of))
    return Names.of(*([*filter(None, map(_folded, pairs))] for pairs in _pairs(connection.execute(query).all())))


def _folded(pair: Iterable[str]) -> frozenset[str] | None:
    """A pair of names as they are folded now; None where the two have become one."""
    keys = frozenset(map(organisation_key, pair))
    return keys if len(keys) > 1 else None


def held_together(connection: Connection, mentions: Iterable[str]) -> set[str]:
    """The mentions that people hold for the same deal as these, as far as one step goes."""
    pairs = _pairs_of(connection, mentions)
    return {key for row in pairs if row.verdict == Verdict.SAME for key in (row.left_key, row.right_key)}


def _pairs(rows: Iterable[Any]) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
    """The pairs that are held for one, and those that are held for two."""
    found: dict[str, list[frozenset[str]]] = {Verdict.SAME: [], Verdict.NOT_SAME: []}
    for row in rows:
        found.setdefault(row.verdict, []).append(frozenset((row.left_key, row.right_key)))
    return found[Verdict.SAME], found[Verdict.NOT_SAME]


def _pairs_of(connection: Connection, mentions: Iterable[str]) -> list[Any]:
    row = models.Judgement
    of_deals: ColumnElement[bool] = row.subject == Subject.DEAL
    found: list[Any] = []
    for some in chunks(mentions):
        touched = or_(row.left_key.in_(some), row.right_key.in_(some))
        found += connection.execute(select(row).where(of_deals, row.deleted_at.is_(None), touched)).all()
    return found


def _claims_of(connection: Connection, mentions: Iterable[str]) -> list[tuple[str, str]]:
    row, claim = models.ClaimJudgement, models.Claim
    found: list[tuple[str, str]] = []
    for some in chunks(mentions):
        query = select(row.claim_key, row.verdict).join(claim, claim.key == row.claim_key)
        query = query.where(claim.mention_key.in_(some), row.deleted_at.is_(None))
        found += [(key, verdict) for key, verdict in connection.execute(query)]
    return found
