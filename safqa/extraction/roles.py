"""Target and parties of an event, from its slots and from what everybody in them is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safqa.extraction.listing import MONEYED
from safqa.extraction.scene import NO_ACTOR
from safqa.model import DealType, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safqa.extraction.document import Entity
    from safqa.extraction.frames import Frame
    from safqa.extraction.groups import Group
    from safqa.extraction.slots import Slots, Trigger

COMPANY_FAMILIES = frozenset(k.family for k in (DealType.INVESTMENT, DealType.ACQUISITION, DealType.IPO))
"""Families of deals in one company: the one that the next sentence goes on about."""

_EQUAL_TYPES = frozenset({DealType.PARTNERSHIP, DealType.MERGER})
# Deals of equals and plans may stand without a target; all others are somebody's.
_NO_TARGET = frozenset({None, DealType.PARTNERSHIP, DealType.INFRASTRUCTURE, DealType.FUND})
_EQUALS = 2  # an alliance without a target is between two at least
# Banks that give money on their own lend it: "اتفاقية تمويل مع بنك الدوحة".
_LENT = frozenset({DealType.FUNDING_ROUND, DealType.INVESTMENT, DealType.CONTRACT})
_HALF = 50  # per cent of a company above which its buyer controls it
_SHARE = 12  # items behind a verb of buying in which the share bought stands: "استحوذت … على 51 في المئة"
_JOINED = 6  # items from a verb of joining to the round that is joined: "ستشارك X في جولة …"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is in an event: one target, or several for a listing of several companies, and the parties."""

    type: DealType | None
    targets: tuple[Entity, ...]
    parties: tuple[Entity, ...]

    def is_whole(self, frame: Frame) -> bool:
        """Whether there is enough to tell of a deal."""
        if self.targets:
            return frame.type is not DealType.PARTNERSHIP or bool(self.parties)
        enough = _EQUALS if frame.type is DealType.PARTNERSHIP else 1
        return frame.type in _NO_TARGET and len(self.parties) >= enough


def cast(trigger: Trigger, slots: Slots, last: Entity | None) -> Cast:
    """The cast of a frame at a trigger; `last` is the company of the deal told before."""
    _pass_over_joiner(trigger, slots)
    if last is not None:
        slots["last"] = trigger.implied(last)
    frame = trigger.frame
    target = _first(frame.target, slots)
    party = _first([p for p in frame.party if slots.get(p) is not target], slots)
    mains = list(target.entities) if target else []
    sides = list(party.entities) if party else []
    if last is not None and last not in sides and _means_the_last(trigger, target, slots):
        mains = [last]
    if frame.type is not DealType.ACQUISITION:
        mains = _companies(mains, trigger)
    if frame.type is not DealType.IPO:
        mains, sides = _by_kind(trigger, mains, sides)
    parties = tuple(e for e in sides if e not in mains and _may_act(e, frame))
    return Cast(_type(trigger, parties), tuple(mains), parties)


def _first(names: Sequence[str], slots: Slots) -> Group | None:
    return next((slots[n] for n in names if n in slots), None)


def _means_the_last(trigger: Trigger, target: Group | None, slots: Slots) -> bool:
    """Whether the target is the company of the deal before: "شراء الشركة", "وقاد الجولة …" without a name."""
    if target is None:
        return False
    sense = trigger.sense
    if target is slots.get("subject"):
        return sense.definite and not sense.is_verb
    return target.anaphor and not sense.owner


def _companies(mains: list[Entity], trigger: Trigger) -> list[Entity]:
    """Nobody raises money as a person: the company spoken of does."""
    companies = [m for m in mains if m.kind != "person"]
    topic = trigger.scene.topic
    return companies or ([topic] if mains and topic else [])


def _type(trigger: Trigger, parties: tuple[Entity, ...]) -> DealType | None:
    """The frame's type, unless who pays or how much is bought says more."""
    kind = trigger.frame.type
    if kind is DealType.INVESTMENT and _controls(trigger):
        return DealType.ACQUISITION
    if kind in _LENT and parties and all(e.kind == "bank" for e in parties) and _is_funding(trigger):
        return DealType.DEBT
    return kind


def _is_funding(trigger: Trigger) -> bool:
    """Whether money is what the deal is about; banks sign contracts for goods too."""
    in_clause = trigger.scene.in_clause(trigger.clause)
    return trigger.frame.type is not DealType.CONTRACT or any(i.has("FUNDING", "BORROW") for i in in_clause)


def _controls(trigger: Trigger) -> bool:
    """Whether more than half a company is bought."""
    behind = trigger.scene.sentence.items[trigger.item.index + 1 : trigger.item.index + 1 + _SHARE]
    share = next((i.amount for i in behind if i.amount and i.amount.is_percent), None)
    return share is not None and (share.low or 0) > _HALF and trigger.item.has("ACQUIRE")


def _by_kind(trigger: Trigger, mains: list[Entity], sides: list[Entity]) -> tuple[list[Entity], list[Entity]]:
    """Target and parties where what somebody is says more than where it stands.

    A ministry is the customer of a contract; a bank lends and does not borrow; what is built has its own rule. All
    other deals have one target, and between equals who stands beside it is a party.
    """
    kind, topic = trigger.frame.type, trigger.scene.topic
    if kind is DealType.INFRASTRUCTURE:
        return built([*mains, *sides])
    if kind is DealType.CONTRACT and mains and mains[0].kind == "government" and sides:
        return sides[:1], [*mains, *sides[1:]]
    if kind is DealType.DEBT and mains and mains[0].kind in MONEYED and topic not in {None, *mains}:
        return [topic] if topic else [], [*mains, *sides]
    return mains[:1], [*sides, *(mains[1:] if kind in _EQUAL_TYPES else ())]


def built(everybody: list[Entity]) -> tuple[list[Entity], list[Entity]]:
    """What is built belongs to the project, else to the first company that is no investor."""
    owner = next((e for e in everybody if e.kind == "project"), None)
    builders = [e for e in everybody if e.kind not in MONEYED and e.kind != "government"]
    owner = owner or next(iter(builders or everybody), None)
    return ([owner], [e for e in everybody if e is not owner]) if owner else ([], [])


def _pass_over_joiner(trigger: Trigger, slots: Slots) -> None:
    """Who joins a round is not who raises it ("ستشارك X في جولة …"): the one spoken of does, if that is another."""
    joins = ("LEAD", "JOIN", "BACK")
    if "subject" not in slots or trigger.item.has(*joins) or slots["subject"].first >= trigger.item.index:
        return
    ahead = trigger.scene.sentence.items[max(0, trigger.item.index - _JOINED) : trigger.item.index]
    if not any(i.has(*joins) and trigger.scene.clauses[i.index] == trigger.clause for i in ahead):
        return
    joiner, topic = slots.pop("subject"), trigger.scene.topic
    if topic is not None and topic not in joiner.entities:
        slots["subject"] = trigger.implied(topic)


def _may_act(entity: Entity, frame: Frame) -> bool:
    """People put their own money in, but do not lead rounds or sign contracts in their own name."""
    if entity.kind == "person":
        return frame.type is not None and frame.role in {Role.INVESTOR, Role.ACQUIRER}
    return entity.kind not in NO_ACTOR
