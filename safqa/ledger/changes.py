"""The flags of a deal: what became new or different, in the order in which it was told.

The function walks the tellings of one deal and asks each rule in turn; a rule sees what stood before and returns flags.
Rules today: `first_report` (new_deal, carrying all its figures) and `first_figure` (new_figure, where no comparable
slot was filled). A telling that only looks back raises nothing: what it would have raised is kept with the reason
`background`; so a deal known from the background alone is new when somebody reports it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.identity import change_id
from safqa.ledger import reasons
from safqa.ledger.slots import claims_of, comparable, fills
from safqa.ledger.values import Change
from safqa.model import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safqa.ledger.values import Claim, Telling

BACKGROUND = "background"


def changes_of(tellings: Sequence[Telling]) -> tuple[Change, ...]:
    """All flags of one deal, its tellings given in the ledger's order."""
    changes: list[Change] = []
    known: list[Claim] = []
    reported = False  # whether the deal has been told as news, not only in the background
    for telling in tellings:
        claims = [claim for claim in claims_of(telling) if fills(claim)]
        first_mention = not changes
        if first_mention or not (reported or telling.deal.background):
            changes.append(_first_report(telling, claims))
        else:
            changes += _first_figures(claims, known)
        reported = reported or not telling.deal.background
        known += claims
    return tuple(changes)


def _suppressed(telling: Telling) -> str | None:
    return BACKGROUND if telling.deal.background else None


def _first_report(telling: Telling, claims: Sequence[Claim]) -> Change:
    return Change(
        key=change_id("first_report", telling.mention, telling.version),
        kind=ChangeKind.NEW_DEAL,
        rule="first_report",
        telling=telling,
        reason_en=reasons.first_report(telling.voice, claims, "en"),
        reason_ar=reasons.first_report(telling.voice, claims, "ar"),
        suppressed=_suppressed(telling),
    )


def _first_figures(claims: Sequence[Claim], known: Sequence[Claim]) -> list[Change]:
    found: list[Change] = []
    filled = [claim.slot for claim in known]
    for claim in claims:
        if not any(comparable(claim.slot, slot) for slot in filled):
            found.append(_first_figure(claim))
        filled.append(claim.slot)
    return found


def _first_figure(claim: Claim) -> Change:
    return Change(
        key=change_id("first_figure", claim.key),
        kind=ChangeKind.NEW_FIGURE,
        rule="first_figure",
        telling=claim.telling,
        after=claim,
        reason_en=reasons.first_figure(claim, "en"),
        reason_ar=reasons.first_figure(claim, "ar"),
        suppressed=_suppressed(claim.telling),
    )
