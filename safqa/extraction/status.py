"""How far a deal is, from the words around its trigger.

The strongest word wins: denied > cancelled > in talks > what the verb's tense says. A report that rests on unnamed
people or on an outlet alone turns "announced" and "completed" into "rumoured"; talks stay talks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safqa.model import DealType, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safqa.extraction.document import Item, Sense
    from safqa.extraction.events import Event
    from safqa.extraction.pack import Pack
    from safqa.extraction.scene import Scene

# Deals that are closed by being told in the past: "جمعت", "استحوذت", "استثمرت".
_DONE_BY_TELLING = {
    DealType.INVESTMENT, DealType.FUNDING_ROUND, DealType.ACQUISITION, DealType.DEBT, DealType.MERGER, DealType.IPO,
}  # fmt: skip
# Announcing these is closing them: "أعلنت جمع", "أعلنت إغلاق جولة"; announcing a purchase is not ("أعلنت شراء").
_DONE_BY_ANNOUNCING = {DealType.FUNDING_ROUND, DealType.DEBT}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status with how sure its words make it (3: said outright, 2: by tense, 1: by default), and the rule."""

    status: Status
    weight: int
    rule: str


def judge(event: Event, scene: Scene, pack: Pack) -> Verdict:
    """The status that one telling of a deal gives it."""
    items = scene.sentence.items
    around = [i for i in scene.in_clause(event.clause) if i is not event.trigger]
    before = [i for i in items if i.index < event.trigger.index and scene.clauses[i.index] >= event.clause - 1]
    plans = (i for i in before if i.has("PLAN"))
    if _any(before, "DENY") or any(_preceded(p, items, pack.grammar.negations) for p in plans):
        return Verdict(Status.DENIED, 3, "denial, or a plan denied, before the deal")
    if _any(around, "CANCEL", "FAIL"):
        return Verdict(Status.CANCELLED, 3, "word of failure in the clause")
    if _preceded(event.trigger, items, pack.grammar.negations):
        return Verdict(Status.CANCELLED, 2, "the deal's verb is negated")
    if _any(around, "TALK", "CONSIDER", "NEAR", "SEEK", "OFFER") or (
        event.trigger.has("TALK", "SEEK") and not event.sense.is_verb
    ):
        return Verdict(Status.IN_TALKS, 3, "word of talks in the clause")
    if event.sense.is_verb and _preceded(event.trigger, items, pack.grammar.future):
        return Verdict(Status.ANNOUNCED, 3, "told in the future")
    return _by_tense(event, before, around)


def _by_tense(event: Event, before: Sequence[Item], around: Sequence[Item]) -> Verdict:
    """What the trigger's own form says, else the words before it, else what is usual."""
    kind = event.type or DealType.FUNDING_ROUND
    if event.frame.status is not None:
        return Verdict(event.frame.status, 1, f"usual for {event.frame.name}")
    return _own_tense(event.sense, kind) or _governed(kind, before, around) or _by_default(event.sense, kind)


def _own_tense(sense: Sense, kind: DealType) -> Verdict | None:
    if sense.is_verb and sense.tense == "past":
        done = kind in _DONE_BY_TELLING
        return Verdict(Status.COMPLETED if done else Status.ANNOUNCED, 2, "told in the past")
    if sense.is_verb and sense.tense == "future":
        return Verdict(Status.ANNOUNCED, 3, "told in the future")
    return None


def _governed(kind: DealType, before: Sequence[Item], around: Sequence[Item]) -> Verdict | None:
    """The status that a verb before a noun of a deal gives it: "أتمت", "وافقت على", "أعلنت", "أغلقت"."""
    if _any(around, "COMPLETE"):
        return Verdict(Status.COMPLETED, 3, "word of completion in the clause")
    if _any(before, "PLAN", "AGREE", "SIGN", "COMMIT"):
        return Verdict(Status.ANNOUNCED, 3, "plan, agreement or signature")
    if _any(before, "ANNOUNCE", "SAY"):
        done = kind in _DONE_BY_ANNOUNCING
        return Verdict(Status.COMPLETED if done else Status.ANNOUNCED, 2, "announced")
    if any(s.is_verb and s.tense == "past" for i in before for s in i.senses if s.cls in _CARRIERS):
        return Verdict(Status.COMPLETED, 2, "governed by a verb of the past")
    return None


def _by_default(sense: Sense, kind: DealType) -> Verdict:
    if sense.is_verb:
        return Verdict(Status.COMPLETED if kind in _DONE_BY_TELLING else Status.ANNOUNCED, 1, "told in the present")
    return Verdict(Status.COMPLETED if kind in _DONE_BY_ANNOUNCING else Status.ANNOUNCED, 1, "by default")


# Verbs that carry a noun of a deal: "أغلقت جولة", "نالت تمويلا", "قادت جولة".
_CARRIERS = frozenset({"RAISE", "LEAD", "JOIN", "INVEST", "ACQUIRE", "PAY"})


def _any(items: Sequence[Item], *classes: str) -> bool:
    return any(i.has(*classes) for i in items)


def _preceded(trigger: Item, items: Sequence[Item], words: frozenset[str]) -> bool:
    return trigger.index > 0 and items[trigger.index - 1].text in words
