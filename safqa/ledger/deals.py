"""What the tellings of a deal say together: type, status, parties, figures, dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.ledger.changes import changes_of
from safqa.ledger.clusters import cluster
from safqa.ledger.parties import merge_parties, most_frequent
from safqa.ledger.slots import claims_of, merge
from safqa.ledger.values import Deal
from safqa.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from safqa.ledger.values import Telling

_FORWARD = (Status.RUMOURED, Status.IN_TALKS, Status.ANNOUNCED, Status.COMPLETED)


def compute(tellings: Iterable[Telling]) -> tuple[Deal, ...]:
    """The deals of one block, each with its figures and changes; a function of the set of its tellings."""
    return tuple(_deal(same) for same in cluster(tellings))


def furthest(statuses: Sequence[Status]) -> Status:
    """The status of a deal whose tellings give these, in the order told; there must be one.

    The furthest of rumoured, in_talks, announced, completed: a lagging report moves nothing back. Cancelled ends a deal
    from any stage. A denial stands while nobody tells of the deal after it.
    """
    if Status.CANCELLED in statuses:
        return Status.CANCELLED
    if statuses[-1] is Status.DENIED:
        return Status.DENIED
    return max((status for status in statuses if status in _FORWARD), key=_FORWARD.index)


def _deal(tellings: Sequence[Telling]) -> Deal:
    mentions = [telling.deal for telling in tellings]
    targets = merge_parties(mention.target for mention in mentions if mention.target)
    parties = merge_parties(party for mention in mentions for party in mention.parties)
    return Deal(
        root=tellings[0].mention,
        mentions=frozenset(telling.mention for telling in tellings),
        type=most_frequent(mention.type for mention in mentions),
        status=furthest([mention.status for mention in mentions]),
        stage=next((mention.stage for mention in mentions if mention.stage), None),
        target=targets[0] if targets else None,
        parties=parties,
        first_reported=tellings[0].told_at,
        last_reported=tellings[-1].told_at,
        articles=len({telling.article for telling in tellings}),
        figures=merge(claim for telling in tellings for claim in claims_of(telling)),
        changes=changes_of(tellings),
    )
