"""Which mentions tell of the same deal.

First rules, replaced by the full comparison later: one deal for each target, family of types and set of parties.
Mentions whose sets share a party belong together; mentions that name no party join the only deal they can belong to.
Two mentions in one article version, and two different stages, are never one deal.

The result is a function of the set of tellings: they are taken in the ledger's own order, whatever order they came in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from safqa.ledger.parties import organisation_key, party_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from safqa.ledger.values import Telling
    from safqa.model import DealMention, Stage


def blocks_of(mention: DealMention) -> frozenset[str]:
    """The blocks of a mention; only mentions with a block in common are compared.

    A deal without a target (a joint venture, an alliance) is known by its parties.
    """
    family = mention.type.family
    if mention.target is not None:
        return frozenset({f"{family}:{organisation_key(mention.target.name)}"})
    return frozenset({f"{family}::{'+'.join(sorted(party_keys(mention)))}"})


@dataclass(slots=True)
class _Cluster:
    tellings: list[Telling] = field(default_factory=list)
    blocks: set[str] = field(default_factory=set)
    versions: set[str] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)
    stages: set[Stage] = field(default_factory=set)

    def add(self, other: _Cluster) -> None:
        self.tellings += other.tellings
        self.blocks |= other.blocks
        self.versions |= other.versions
        self.parties |= other.parties
        self.stages |= other.stages

    def may_hold(self, other: _Cluster) -> bool:
        return (
            not self.blocks.isdisjoint(other.blocks)
            and self.versions.isdisjoint(other.versions)
            and len(self.stages | other.stages) <= 1
        )


def cluster(tellings: Iterable[Telling]) -> tuple[tuple[Telling, ...], ...]:
    """The tellings of each deal, in the ledger's order; the deals in the order of their first telling."""
    mentions = _by_mention(sorted(tellings, key=lambda telling: telling.order))
    clusters: list[_Cluster] = []
    for mention in (m for m in mentions if m.parties):
        _join(mention, clusters, _sharing_most(mention, clusters))
    nameless: list[_Cluster] = []
    for mention in (m for m in mentions if not m.parties):
        homes = [home for home in clusters if home.may_hold(mention)]
        if len(homes) == 1:
            homes[0].add(mention)
        else:
            _join(mention, nameless, next((home for home in nameless if home.may_hold(mention)), None))
    found = [tuple(sorted(c.tellings, key=lambda telling: telling.order)) for c in clusters + nameless]
    return tuple(sorted(found, key=lambda deal: deal[0].order))


def _by_mention(tellings: Sequence[Telling]) -> list[_Cluster]:
    """One unit for each mention: all versions of an article tell of it together."""
    mentions: dict[str, _Cluster] = {}
    for telling in tellings:
        stage = {telling.deal.stage} if telling.deal.stage else set()
        unit = _Cluster(
            [telling], set(blocks_of(telling.deal)), {telling.version}, set(party_keys(telling.deal)), stage
        )
        mentions.setdefault(telling.mention, _Cluster()).add(unit)
    return list(mentions.values())


def _sharing_most(mention: _Cluster, clusters: Sequence[_Cluster]) -> _Cluster | None:
    sharing = [home for home in clusters if home.may_hold(mention) and not home.parties.isdisjoint(mention.parties)]
    return max(sharing, key=lambda home: len(home.parties & mention.parties), default=None)


def _join(mention: _Cluster, clusters: list[_Cluster], home: _Cluster | None) -> None:
    if home is None:
        clusters.append(mention)
    else:
        home.add(mention)
