"""Who stands where around a trigger: the slots of a frame, filled from the names of the sentence.

What stands before a verb without a preposition is its subject; what follows it directly is the subject too, unless the
subject was already there ("أعلنت ميتا أنها ستشتري مانوس"); prepositions name the rest. Behind a verbal noun stands who
does it ("استحواذ A على T") or whom it is done to ("شراء T"), as the frame says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safqa.extraction.document import Item, Kind
from safqa.extraction.groups import AGENT, Group
from safqa.extraction.ordered import done_by, place_ordered, place_owner
from safqa.extraction.purchases import BOUGHT, is_object, place_offer, place_share, refers
from safqa.extraction.scene import NO_ACTOR, Scene, is_actor
from safqa.model import DealType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safqa.extraction.document import Entity, Sense
    from safqa.extraction.frames import Frame
    from safqa.extraction.pack import Grammar, Pack, Script

_NOUN_NAME = 2  # items from a noun to the name it governs: "شراء شركة مانوس"
_VERB_SUBJECT = 3  # items between a verb and a subject that follows it: "أعلنت الثلاثاء شركة X"
_PLACES = NO_ACTOR | {"government"}  # what stands behind "in" and is no company
BEFORE = "before "
"""How a frame's slot begins that is a preposition in front of the trigger."""
# Nouns that can be the subject of a verb without naming anybody: "تنفق شركات التكنولوجيا".
_UNNAMED = ("COMPANY", "INVESTOR", "GOVERNMENT", "FUND", "PERSON", "LENDER", "SUPPLY", "SOURCE")

_JOINING = ("LEAD", "JOIN", "BACK", "ALONGSIDE")  # words in front of who takes part in a round
_AHEAD = 5  # items in front of a name among which such a word stands: "قادته شركة «A»"

Slots = dict[str, Group]


@dataclass(frozen=True, slots=True, eq=False)
class Trigger:
    """A word that may tell of a deal: where it stands, in which sense, for which frame."""

    scene: Scene
    item: Item
    sense: Sense
    frame: Frame

    @property
    def clause(self) -> int:
        """The clause it stands in."""
        return self.scene.clauses[self.item.index]

    def between(self, group: Group) -> tuple[Item, ...]:
        """The items between it and a group behind."""
        return self.scene.sentence.items[self.item.index + 1 : group.first]

    def apart(self, group: Group) -> int:
        """How far a group stands behind it, marks not counted."""
        return 1 + sum(i.kind is not Kind.MARK for i in self.between(group))

    @property
    def spoken_of(self) -> Group | None:
        """The company spoken of, as a slot that no word fills."""
        return self.implied(self.scene.topic) if self.scene.topic else None

    def implied(self, entity: Entity) -> Group:
        """A slot that no word of the sentence fills: the topic goes on."""
        return Group((entity,), self.item.index, self.item.index, "", "", 0, anaphor=True)


def fill_slots(trigger: Trigger, pack: Pack) -> Slots:
    """The groups around a trigger by slot: prepositions, "subject", "object", "direct", "after", "self"."""
    slots = _behind(trigger)
    if trigger.item.entity is not None:
        slots["self"] = trigger.implied(trigger.item.entity)
    script = pack.grammar.script
    if script.along not in slots and (along := _along(trigger, script)):
        slots[script.along] = along
    slots |= _before(trigger)
    direct = slots.pop("direct", None)
    before = _subject_before(trigger, pack)
    if script.subject_first:
        place_ordered(trigger, slots, direct, before, script)
        return slots
    if trigger.sense.is_verb and direct is not None and (held := _referred(trigger, direct, pack)):
        if antecedent := before or trigger.spoken_of:
            slots[held] = antecedent
        before = None
    if trigger.sense.is_verb:
        _place_verb(trigger, slots, direct, before, pack)
    else:
        _place_noun(trigger, slots, direct, before, pack)
    if agent := slots.pop(AGENT, None):
        slots["subject"] = agent
    return slots


def _behind(trigger: Trigger) -> Slots:
    """The groups behind a trigger in its clause; owners told in passing ("التابعة لـX") fill no slot."""
    slots: Slots = {}
    barred = BOUGHT if trigger.frame.type is DealType.ACQUISITION else NO_ACTOR
    for group in trigger.scene.right_of(trigger.item.index, trigger.frame.reach):
        if not is_actor(group, barred) or group.head == "OWN":
            continue
        if group.marker:
            slots.setdefault(group.marker, group)
        elif not group.head:
            slots.setdefault("object" if "direct" in slots else "direct", group)
    return slots


def _before(trigger: Trigger) -> Slots:
    """The groups in front of a trigger that its frame asks for: "ضخت A مليارا في T ضمن جولة" ("before في")."""
    wanted = [slot for slot in trigger.frame.target if slot.startswith(BEFORE)]
    groups = [g for g in trigger.scene.left_of(trigger.item.index) if g.clause == trigger.clause] if wanted else []
    found = {slot: [g for g in groups if BEFORE + g.marker == slot and is_actor(g, _PLACES)] for slot in wanted}
    return {slot: nearest[0] for slot, nearest in found.items() if nearest}


def _referred(trigger: Trigger, direct: Group, pack: Pack) -> str | None:
    """The preposition that points back between a verb and its subject: "مانوس، التي استحوذت عليها ميتا"."""
    held = (pack.grammar.referring.get(i.text) for i in trigger.between(direct))
    return next((h for h in held if h), None)


def _along(trigger: Trigger, script: Script) -> Group | None:
    """The one with whom the clause agreed before the trigger: "اتفقت A مع B على استئجار …"."""
    groups = trigger.scene.left_of(trigger.item.index)
    return next((g for g in groups if g.marker == script.along and g.clause == trigger.clause and is_actor(g)), None)


def _place_verb(trigger: Trigger, slots: Slots, direct: Group | None, before: Group | None, pack: Pack) -> None:
    """Subject and object of a finite verb."""
    near = direct if direct is not None and _is_near(trigger, direct) else None
    place_share(trigger, slots, near, pack.grammar)
    if trigger.sense.owner and _place_suffixed(trigger, slots, direct, before):
        return
    same_clause = before is not None and before.clause == trigger.clause
    takes_object = same_clause and "object" in trigger.frame.target
    if near is not None and not takes_object and not is_object(trigger, slots, near, before):
        slots["subject"] = near
        return
    if direct is not None:
        slots.setdefault("object", direct)
    if _other_subject(trigger):
        return
    if subject := before or trigger.spoken_of:
        slots["subject"] = subject


def _place_suffixed(trigger: Trigger, slots: Slots, direct: Group | None, before: Group | None) -> bool:
    """Fill both slots of "تشتريها SpaceX": the suffix is the object, what follows the subject; whether both are."""
    groups = trigger.scene.left_of(trigger.item.index)
    actor = before if direct is None else None
    antecedent = next((g.entities[0] for g in groups if is_actor(g) and g is not actor), trigger.scene.topic)
    if antecedent is not None:
        slots["object"] = trigger.implied(antecedent)
    if direct is not None:
        slots["subject"] = direct
    return direct is not None


def _other_subject(trigger: Trigger) -> bool:
    """Whether somebody unnamed is the subject: "تنفق شركات التكنولوجيا"."""
    following = trigger.scene.sentence.items[trigger.item.index + 1 : trigger.item.index + 3]
    return any(i.kind is Kind.WORD and i.has(*_UNNAMED) and not i.marker for i in following)


def _place_noun(trigger: Trigger, slots: Slots, direct: Group | None, before: Group | None, pack: Pack) -> None:
    """Who does what in a verbal noun: "استحواذ A على T", "شراء T", "شراء A لـT", "استثماراتها"."""
    slots.pop("object", None)  # a noun governs only what stands right behind it
    governed = direct if direct is not None and _is_governed(trigger, direct) else None
    place_share(trigger, slots, governed, pack.grammar)
    if direct is not None:
        slots["after"] = direct
    if governed is None and place_offer(trigger, slots, pack.grammar):
        return
    if trigger.sense.owner or (governed is None and refers(trigger, slots, pack.grammar)):
        place_owner(trigger, slots, before)
    if governed is not None:
        slots["direct"] = governed
        slots["subject" if done_by(trigger, slots) else "object"] = governed
    if "subject" not in slots and (subject := before or trigger.spoken_of):
        slots["subject"] = subject


def _is_near(trigger: Trigger, group: Group) -> bool:
    """Whether a group behind a verb can be its subject; an amount between them parts the two."""
    between = trigger.between(group)
    return trigger.apart(group) <= _VERB_SUBJECT and not any(i.kind is Kind.AMOUNT for i in between)


def _is_governed(trigger: Trigger, group: Group) -> bool:
    """Whether a noun governs a group behind it.

    A cue noun may stand between ("شراء شركة مانوس"), a verb not ("جولة قادتها ثرايف"); a noun with the article governs
    nobody ("قاد الجولة الصندوق").
    """
    between = trigger.between(group)
    parted = any(i.senses and i.senses[0].is_verb for i in between)
    return not trigger.sense.definite and trigger.apart(group) <= _NOUN_NAME and not parted


def _joins(group: Group, items: Sequence[Item], grammar: Grammar) -> bool:
    """Whether a group gives money and raises none: "بقيادة A", "جولة قادتها A", "شاركت فيها A"."""
    ahead = (i for i in reversed(items[max(0, group.first - _AHEAD) : group.first]) if i.kind is not Kind.MARK)
    plain = (i for i in ahead if not i.has(*grammar.transparent) and i.text not in grammar.referring)
    word = next(plain, None)
    return word is not None and word.has(*_JOINING)


def _subject_before(trigger: Trigger, pack: Pack) -> Group | None:
    """The nearest free-standing group before a trigger; after "which", the name before it whatever its place."""
    scene, items = trigger.scene, trigger.scene.sentence.items
    place = trigger.item.index - 1
    while place >= 0 and items[place].text in pack.grammar.particles:
        place -= 1
    if place >= 0 and items[place].text in pack.grammar.relatives:
        return next((g for g in scene.left_of(place) if is_actor(g)), None)
    groups = scene.left_of(trigger.item.index)
    free = [g for g in groups if not g.marker and g.head in {"", "PERSON"} and is_actor(g)]
    if "subject" in trigger.frame.target:
        free = [g for g in free if not _joins(g, items, pack.grammar)]
    if pack.grammar.script.subject_first and place > 0 and items[place].text == ",":  # "X, founded by Y, has raised"
        told_of = (g for g in free if g.last < place - 1 and items[g.last + 1].text in {",", "("})
        if (subject := next(told_of, None)) is not None:
            return subject
    here = [g for g in free if g.clause == trigger.clause]
    return next(iter(here or free), None)
