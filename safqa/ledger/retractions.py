"""Articles that were withdrawn: when, in the order in which a deal is told, and what of the deal still stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from safqa.identity import change_id
from safqa.ledger import reasons
from safqa.ledger.slots import claims_of, fills
from safqa.ledger.unflagged import Unflagged
from safqa.ledger.values import Change
from safqa.model import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safqa.ledger.values import Retraction, Telling


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What an article that is withdrawn had told of a deal, in its order."""

    by: Retraction
    tellings: tuple[Telling, ...]

    @property
    def change(self) -> Change:
        """The flag; none where the article had only looked back, or carried what another still tells."""
        first = self.tellings[0]
        claims = [claim for telling in self.tellings for claim in claims_of(telling) if fills(claim)]
        once = list({claim.key: claim for claim in claims}.values())
        return Change(
            key=change_id("article_withdrawn", first.mention, self.by.version),
            kind=ChangeKind.RETRACTED,
            rule="article_withdrawn",
            telling=replace(first, version=self.by.version, told_at=self.by.told_at, seen_at=self.by.seen_at),
            reason_en=reasons.retraction(first.voice, once, "en"),
            reason_ar=reasons.retraction(first.voice, once, "ar"),
            suppressed=self._suppressed,
        )

    @property
    def _suppressed(self) -> Unflagged | None:
        if all(telling.deal.background for telling in self.tellings):
            return Unflagged.BACKGROUND
        return Unflagged.NEAR_COPY if all(telling.copied_from for telling in self.tellings) else None


def course(tellings: Sequence[Telling]) -> list[Telling | Withdrawn]:
    """The tellings of a deal in the ledger's order, and among them, in their places, the articles withdrawn."""
    taken: dict[Retraction, list[Telling]] = {}
    for telling in tellings:
        if telling.retracted is not None:
            taken.setdefault(telling.retracted, []).append(telling)
    if not taken:
        return list(tellings)
    withdrawn = [Withdrawn(by, tuple(same)) for by, same in taken.items()]
    return sorted([*tellings, *withdrawn], key=_order)


def standing(tellings: Sequence[Telling], after: Retraction | None = None) -> list[Telling]:
    """The tellings that no article has taken back; `after`: of those before a retraction, when it has come."""
    if after is None:
        return [telling for telling in tellings if telling.retracted is None]
    before = (telling for telling in tellings if telling.order < after.order)
    return [t for t in before if t.retracted is None or t.retracted.order > after.order]


def _order(event: Telling | Withdrawn) -> tuple[object, ...]:
    return event.by.order if isinstance(event, Withdrawn) else event.order
