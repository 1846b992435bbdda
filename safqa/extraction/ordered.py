"""Who stands where around a trigger whose subject comes before it, and whose a noun is in any language.

"A buys T", "T was bought by A", "A's purchase of T", "the T deal", "buying T".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.extraction.document import Kind
from safqa.extraction.groups import AGENT
from safqa.extraction.scene import is_actor

if TYPE_CHECKING:
    from safqa.extraction.document import Item
    from safqa.extraction.groups import Group
    from safqa.extraction.pack import Script
    from safqa.extraction.slots import Slots, Trigger

_OBJECT = 7  # items between a verb and its object: "acquire the San Francisco coding startup X"
_BESIDE = 2  # items from an offer, or a verb, to whose it is: "عرض شركة A لشرائها"
_OWNER = 6  # items between an owner and the noun: "OpenAI's latest $40 billion funding round"


def place_ordered(trigger: Trigger, slots: Slots, direct: Group | None, before: Group | None, script: Script) -> None:
    """Fill subject, object and owner of a trigger whose subject stands before it."""
    agent = _agent(trigger, slots)
    subject = before or trigger.spoken_of
    if trigger.sense.voice == "passive":
        if subject:
            slots["object"] = subject
        if agent:
            slots["subject"] = agent
        return
    if direct is not None:
        slots["after"] = direct
        if _takes_object(trigger, direct):
            slots.setdefault("object", direct)
            slots["direct"] = direct
    if not trigger.sense.is_verb:
        _place_owners(trigger, slots, before, script)
    if doer := agent or subject:
        slots.setdefault("subject", doer)


def _agent(trigger: Trigger, slots: Slots) -> Group | None:
    """Who does it behind "by", unless that belongs to a verb in between: "series C money, co-led by X"."""
    agent = slots.pop(AGENT, None)
    if agent is None or trigger.sense.voice == "passive":
        return agent
    return None if any(i.senses and i.senses[0].is_verb for i in trigger.between(agent)) else agent


def _takes_object(trigger: Trigger, direct: Group) -> bool:
    """Whether a group behind is the object of a verb, or of a noun that is made of one ("buying X", "including X")."""
    sense = trigger.sense
    governs = sense.is_verb or sense.tense == "gerund" or sense.pos == "prep"
    parted = any(i.kind is Kind.AMOUNT or (i.senses and i.senses[0].is_verb) for i in trigger.between(direct))
    return governs and not parted and trigger.apart(direct) <= _OBJECT


def _place_owners(trigger: Trigger, slots: Slots, before: Group | None, script: Script) -> None:
    """Who stands right before a noun, with the sign of an owner ("owner") or without ("compound": "the X deal")."""
    nearest = next((g for g in trigger.scene.left_of(trigger.item.index) if is_actor(g)), None)
    if nearest is not None and _leans_on(trigger, nearest, script):
        slots.setdefault("owner" if nearest.marker == script.possessive else "compound", nearest)
    if trigger.sense.owner:
        place_owner(trigger, slots, before)


def _leans_on(trigger: Trigger, owner: Group, script: Script) -> bool:
    """Whether nothing but adjectives and sums stands between an owner and its noun."""
    place = trigger.item.index
    if owner.clause != trigger.clause or place - owner.last > _OWNER:
        return False
    between = trigger.scene.sentence.items[owner.last + 1 : place]
    if any(i.kind is Kind.MARK or i.marker or i.joined or (i.senses and i.senses[0].is_verb) for i in between):
        return False
    return owner.marker == script.possessive or all(i.senses or script.passed.fullmatch(i.text) for i in between)


def done_by(trigger: Trigger, slots: Slots) -> bool:
    """Whether what a noun governs is who does it: always, unless the noun takes an object and has none yet."""
    target = trigger.frame.target
    return "object" not in target or any(m in slots for m in target if m not in {"object", "subject"})


def place_owner(trigger: Trigger, slots: Slots, before: Group | None) -> None:
    """Whose "ها" it is: who does it ("استحواذها على X"), or whom it is done to ("عرض X لشرائها")."""
    owner = before.entities[0] if before else trigger.scene.topic
    if owner is None:
        return
    if done_by(trigger, slots):
        slots["subject"] = trigger.implied(owner)
        return
    groups = [g for g in trigger.scene.left_of(trigger.item.index) if is_actor(g)]
    free = [g for g in groups if g.clause == trigger.clause and not g.marker and not g.head]
    if len(free) > 1 and not _acts(trigger, free[0]):  # "طرقت A باب T بغية شرائها"
        slots["subject"], slots["object"] = free[-1], free[0]
        return
    others = [e for g in groups for e in g.entities if e is not owner]
    bought = others[-1] if others else trigger.scene.topic
    if bought is not None and bought is not owner:
        slots["object"] = trigger.implied(bought)
        slots["subject"] = trigger.implied(owner)


def _acts(trigger: Trigger, group: Group) -> bool:
    """Whether the nearest name buys: "رفضت T عرض A لشرائها", "تتفاوض A على شرائها", "A تفاوضها على شرائها"."""
    items = trigger.scene.sentence.items
    ahead = [i for i in items[max(0, group.first - _BESIDE) : group.first] if i.kind is not Kind.MARK]
    behind = items[group.last + 1 : trigger.item.index]
    return any(i.has("OFFER") or _may_be_verb(i) for i in ahead) or any(map(_may_be_verb, behind))


def _may_be_verb(item: Item) -> bool:
    return any(sense.is_verb for sense in item.senses)
