"""What the tellings of a deal say together: type, status, parties, figures, dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.ledger.changes import changes_of
from safqa.ledger.clusters import cluster, gathered
from safqa.ledger.exchange import Rates
from safqa.ledger.judged import Judged
from safqa.ledger.kinds import Kind, Target
from safqa.ledger.parties import merge_parties, most_frequent
from safqa.ledger.progress import Progress
from safqa.ledger.retractions import standing
from safqa.ledger.slots import claims_of, merge
from safqa.ledger.spellings import same_organisation
from safqa.ledger.values import Deal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from safqa.ledger.values import Organisation, Telling
    from safqa.model import DealMention, DealType, Party, Status


def compute(
    tellings: Iterable[Telling],
    judged: Judged | None = None,
    rates: Rates | None = None,
    together: Sequence[frozenset[str]] | None = None,
) -> tuple[Deal, ...]:
    """The deals of one block, each with its figures and changes; a function of the set of its tellings.

    `together` has the mentions of each deal, where who clusters has been asked before.
    """
    known, held = rates or Rates(), judged or Judged()
    read = [held.read(telling) for telling in tellings]
    deals = cluster(read, held, known) if together is None else gathered(read, together)
    return tuple(held.names.settle(_deal(same, known)) for same in deals)


def _course(mentions: Sequence[DealMention]) -> tuple[DealType, Status, Party | None]:
    """The type that most tellings give, of the family that stands; the status and, if so, another target told later."""
    kind, progress, target = Kind(), Progress(), Target()
    told_of = None
    for mention in mentions:
        known = progress.furthest
        progress.move(mention)
        ahead = progress.furthest > known
        kind.move(mention.type, ahead=ahead)
        moved = target.move(mention, ahead=ahead)
        if moved is not None and moved[2] is None:
            told_of = target.shown
    assert kind.shown is not None  # noqa: S101 -- a deal has tellings
    assert progress.status is not None  # noqa: S101 -- likewise
    family = kind.shown.family
    return (
        most_frequent(mention.type for mention in mentions if mention.type.family == family),
        progress.status,
        told_of,
    )


def _deal(tellings: Sequence[Telling], rates: Rates) -> Deal:
    stands = standing(tellings)
    mentions = [telling.deal for telling in stands or tellings]  # a deal of withdrawn articles alone can still be found
    kind, status, told_of = _course(mentions)
    target, parties = _organisations(mentions, told_of)
    keys = {party.key for party in (target, *parties) if party}
    return Deal(
        root=tellings[0].mention,
        mentions=frozenset(telling.mention for telling in tellings),
        type=kind,
        status=status,
        stage=next((mention.stage for mention in mentions if mention.stage), None),
        target=target,
        parties=parties,
        first_reported=tellings[0].told_at,
        last_reported=tellings[-1].told_at,
        articles=len({telling.article for telling in tellings}),
        figures=merge((claim for telling in stands for claim in claims_of(telling)), keys),
        changes=changes_of(tellings, rates),
    )


def _organisations(
    mentions: Sequence[DealMention], told_of: Party | None = None
) -> tuple[Organisation | None, tuple[Organisation, ...]]:
    """The target that most tellings name, or that stands instead, and everyone else.

    Where nobody is bought, tellings differ about the target.
    """
    targets = [mention.target for mention in mentions if mention.target]
    if not targets:
        return None, merge_parties(party for mention in mentions for party in mention.parties)
    leading = told_of or max(targets, key=lambda one: sum(same_organisation(one, other) for other in targets))
    same = [party for party in targets if same_organisation(party, leading)]
    others = [
        party
        for mention in mentions
        for party in (*filter(None, [mention.target]), *mention.parties)
        if not same_organisation(party, leading)
    ]
    return merge_parties(same)[0], merge_parties(others)
