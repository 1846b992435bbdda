"""How far new mentions reach: the deals that must be computed anew, and no others.

Mentions join deals in the order told (`safqa.ledger.clusters`), so what was told before the first of the new ones stays
as it is. Of the deals that share a block with them it is enough to know what they look like; only those that gain or
lose a mention are computed anew, however many deals a company has. What was told later and may be compared with one of
these is given out again, until nothing moves any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select

from safqa.ledger.blocks import around, blocks_of, dated, reach_of
from safqa.ledger.clusters import continued
from safqa.ledger.judged import Judged
from storage import models
from storage.judged import held_together, load_judged
from storage.looks import load_looks
from storage.rates import load_rates
from storage.sync import chunks
from storage.tellings import load_tellings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Moved:
    """The mentions of deals that must be computed anew, and which of them tell of one deal now."""

    mentions: set[str]
    deals: tuple[frozenset[str], ...]


def moved_mentions(connection: Connection, mentions: Iterable[str]) -> Moved:
    """The mentions of all deals that these, which are new or read or judged anew, can have moved; each deal whole."""
    start = set(mentions)
    judged = _is_judged(connection)
    while True:
        moved, touched = _spread(connection, start, judged=judged)
        more = held_together(connection, moved) - start if judged else set()
        if not more:
            return touched
        start |= more  # people hold them for one, from the first of them on


def _spread(connection: Connection, start: set[str], *, judged: bool) -> tuple[set[str], Moved]:
    """The mentions that are given out again, and what is, or may be, another deal for it."""
    later = _told_since(connection, _first_told(connection, start))
    moved = set(start)
    while True:
        reach = _Reach(connection, moved, judged=judged)
        more = (reach.met & later) - moved  # a deal is met as it stood then, without what was told of it later
        if not more:
            changed = reach.settle(start)
            more = _comparable(connection, changed.mentions, later - moved)
            if not more:
                return moved, changed
        moved |= more


def _comparable(connection: Connection, changed: set[str], later: set[str]) -> set[str]:
    """Those of the later mentions that may decide differently, now that deals are others than before."""
    if not later:
        return set()
    met = around(set().union(*_blocks(connection, changed).values()))
    return {mention for mention, blocks in _blocks(connection, later).items() if blocks & met}


class _Reach:
    """Mentions that are given out (again), and the deals that they meet, with their mentions."""

    def __init__(self, connection: Connection, moved: set[str], *, judged: bool) -> None:
        self._moved = moved
        self._connection = connection
        self._any_judged = judged
        self._tellings = load_tellings(connection, moved)
        near = _deals_near(connection, self._blocks()) | _deals_of(connection, moved)
        self._deals = _members(connection, near)

    @property
    def met(self) -> set[str]:
        """The mentions of all deals that the mentions meet."""
        return set().union(*self._deals.values())

    def settle(self, start: set[str]) -> Moved:
        """Give the mentions out, and tell of all deals that have other mentions now, or one of `start`."""
        connection, moved = self._connection, self._moved
        before = {deal: members - moved for deal, members in self._deals.items()}
        judged = self._judged({key for members in before.values() for key in members} | moved)
        homes = load_looks(connection, {deal: rest for deal, rest in before.items() if rest}, self._deals, judged)
        told = [judged.read(telling) for telling in self._tellings]
        after = set(continued(homes, told, judged, load_rates(connection, told)))
        known = {frozenset(members) for members in self._deals.values()}
        others = (after ^ known) | {deal for deal in after | known if not deal.isdisjoint(start)}
        return Moved(set().union(*others), tuple(others & after))

    def _blocks(self) -> set[str]:
        """The kept blocks of all that the mentions may be compared with."""
        names = self._judged(())
        met: set[str] = set()
        for telling in self._tellings:
            deal = names.read(telling).deal
            met |= around(dated(blocks_of(deal), telling.told_at), reach_of(deal))
        return met

    def _judged(self, mentions: Iterable[str]) -> Judged:
        return load_judged(self._connection, mentions) if self._any_judged else Judged()


def _is_judged(connection: Connection) -> bool:
    """Whether people have judged anything at all."""
    some = exists().where(models.Judgement.deleted_at.is_(None))
    figure = exists().where(models.ClaimJudgement.deleted_at.is_(None))
    return bool(connection.scalar(select(some | figure)))


def _first_told(connection: Connection, mentions: Iterable[str]) -> datetime | None:
    """When the first of these mentions was told, by any reading: one that no longer holds has left its place."""
    telling, run, version = models.Telling, models.ExtractionRun, models.ArticleVersion
    query = select(func.min(version.told_at)).select_from(telling)
    query = query.join(run, run.key == telling.run_key).join(version, version.key == run.version_key)
    found = [connection.scalar(query.where(telling.mention_key.in_(some))) for some in chunks(mentions)]
    return min((moment for moment in found if moment is not None), default=None)


def _told_since(connection: Connection, since: datetime | None) -> set[str]:
    """The mentions that were first told at or after a moment."""
    telling, run, version = models.Telling, models.ExtractionRun, models.ArticleVersion
    if since is None:
        return set()
    live = (
        select(telling.mention_key)
        .join(run, run.key == telling.run_key)
        .join(version, version.key == run.version_key)
        .where(run.closed_at.is_(None))
    )
    found = set(connection.scalars(live.where(version.told_at >= since)))
    for some in chunks(found):
        found -= set(connection.scalars(live.where(version.told_at < since, telling.mention_key.in_(some))))
    return found


def _blocks(connection: Connection, mentions: Iterable[str]) -> dict[str, set[str]]:
    block = models.MentionBlock
    found: dict[str, set[str]] = {}
    for some in chunks(mentions):
        for row in connection.execute(select(block.mention_key, block.block).where(block.mention_key.in_(some))):
            found.setdefault(row.mention_key, set()).add(row.block)
    return found


def _deals_near(connection: Connection, blocks: Iterable[str]) -> set[str]:
    """The deals with a mention in one of these blocks."""
    block, member = models.MentionBlock, models.DealMember
    query = select(member.deal_id).distinct().join(block, block.mention_key == member.mention_key)
    query = query.where(member.closed_at.is_(None))
    return {deal for some in chunks(blocks) for deal in connection.scalars(query.where(block.block.in_(some)))}


def _deals_of(connection: Connection, mentions: Iterable[str]) -> set[str]:
    member = models.DealMember
    query = select(member.deal_id).where(member.closed_at.is_(None))
    return {deal for some in chunks(mentions) for deal in connection.scalars(query.where(member.mention_key.in_(some)))}


def _members(connection: Connection, deals: Iterable[str]) -> dict[str, set[str]]:
    member = models.DealMember
    found: dict[str, set[str]] = {}
    for some in chunks(deals):
        query = select(member.deal_id, member.mention_key).where(member.deal_id.in_(some), member.closed_at.is_(None))
        for row in connection.execute(query):
            found.setdefault(row.deal_id, set()).add(row.mention_key)
    return found
