"""Which id a deal keeps when the clusters are computed anew.

A deal's id belongs to its founding mention. A cluster answers to the oldest id whose founding mention it holds; younger
ids in it are merged into that one and keep answering; a cluster that holds none gets a new id. When a founding mention
parts from the others, the id goes with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from safqa.ledger.values import Deal


@dataclass(frozen=True, slots=True)
class KnownDeal:
    """An id given before; `merged_into` is the id under which it answers now."""

    id: str
    root: str
    created_at: datetime
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class Redirect:
    """An id that went up in another (`merge`), or came out of it again (`split`)."""

    kind: str
    from_deal: str
    to_deal: str


@dataclass(frozen=True, slots=True)
class Continuity:
    """The id that each deal keeps, by its root; None where it needs a new one. And what became of other ids."""

    ids: dict[str, str | None]
    redirects: tuple[Redirect, ...]


def continue_ids(deals: Iterable[Deal], known: Sequence[KnownDeal]) -> Continuity:
    """Find the ids of newly computed deals among those given before."""
    ids: dict[str, str | None] = {}
    redirects: list[Redirect] = []
    for deal in deals:
        held = sorted((k for k in known if k.root in deal.mentions), key=lambda k: (k.created_at, k.id))
        ids[deal.root] = held[0].id if held else None
        if held:
            redirects += _redirects(held[0], held[1:])
    return Continuity(ids, tuple(redirects))


def _redirects(survivor: KnownDeal, younger: Sequence[KnownDeal]) -> list[Redirect]:
    merged = [Redirect("merge", k.id, survivor.id) for k in younger if k.merged_into != survivor.id]
    if survivor.merged_into is None:
        return merged
    return [Redirect("split", survivor.merged_into, survivor.id), *merged]
