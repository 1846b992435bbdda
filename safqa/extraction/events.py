"""Triggers to events: each place where the text tells of a deal, with who stands in which slot.

An event is one telling; several events make one deal (`assembly`). Slots are filled from the names around the
trigger: what stands before a verb without a preposition is its subject, what follows it directly is the subject too
unless the subject was already there ("أعلنت ميتا أنها ستشتري مانوس"), and prepositions name the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from safqa.extraction.document import Item, Kind, Sentence
from safqa.extraction.groups import Group, clauses, find_groups
from safqa.model import DealType, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from safqa.extraction.document import Document, Entity, Sense
    from safqa.extraction.frames import Frame
    from safqa.extraction.pack import Pack

_NOUN_NAME = 2  # items from a noun to the name it governs: "شراء شركة مانوس"
_VERB_SUBJECT = 3  # items between a verb and a subject that follows it: "أعلنت الثلاثاء شركة X"
_NEXT = 6  # items behind a trigger, marks not counted, that say what it is about: "للحصول على 49%", "لشراء رقائق متقدمة"
_NO_ACTOR = frozenset({"outlet", "product"})  # kinds that tell of deals or are told of, and never act in them
_BOUGHT = frozenset({"outlet"})  # products are bought too: only outlets are no target of a purchase


@dataclass(slots=True, eq=False)
class Event:
    """One telling of a deal."""

    frame: Frame
    type: DealType | None
    sentence: Sentence
    trigger: Item
    sense: Sense
    clause: int
    target: Entity | None
    parties: list[tuple[Entity, str | None]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A sentence with what the matching needs of it, worked out once."""

    text: str
    sentence: Sentence
    groups: tuple[Group, ...]
    clauses: tuple[int, ...]

    @property
    def topic(self) -> Entity | None:
        """The company spoken of when the sentence begins."""
        return self.sentence.topic

    def right_of(self, place: int, reach: int) -> Iterator[Group]:
        """The groups after an item in its clause, near to far, within reach."""
        clause = self.clauses[place]
        return (g for g in self.groups if place < g.first <= place + reach and self.clauses[g.first] == clause)

    def left_of(self, place: int) -> list[Group]:
        """The groups before an item, near to far."""
        return [g for g in reversed(self.groups) if g.last < place]

    def words(self, clause: int) -> str:
        """The text of a clause as it stands."""
        items = list(self.in_clause(clause))
        return self.text[items[0].start : items[-1].end] if items else ""

    def in_clause(self, clause: int) -> Iterator[Item]:
        """The items of a clause."""
        return (i for i, c in zip(self.sentence.items, self.clauses, strict=True) if c == clause)


def scenes(document: Document, pack: Pack) -> list[Scene]:
    """The sentences of a document with their groups and clauses."""
    return [
        Scene(document.text.text, s, tuple(find_groups(s, pack.grammar)), tuple(clauses(s, pack.grammar))) for s in document.sentences
    ]


def is_actor(group: Group, barred: frozenset[str] = _NO_ACTOR) -> bool:
    """Whether a group can stand in a deal: some of it is of no barred kind."""
    return any(e.kind not in barred for e in group.entities)


def find_events(scenes_: Sequence[Scene], pack: Pack) -> list[Event]:
    """The events of a text, in order."""
    out: list[Event] = []
    for scene in scenes_:
        for item in scene.sentence.items:
            if item.senses:
                last = next((e.target for e in reversed(out) if e.target is not None and e.type in _OF_A_COMPANY), None)
                out.extend(_events(scene, item, pack, last))
    return out


_OF_A_COMPANY = frozenset({DealType.INVESTMENT, DealType.FUNDING_ROUND, DealType.ACQUISITION, DealType.IPO})


def _events(scene: Scene, item: Item, pack: Pack, last: Entity | None) -> list[Event]:
    """The events that one trigger tells of: one, or one for each company that lists its shares."""
    clause = scene.clauses[item.index]
    if item.index and scene.sentence.items[item.index - 1].text in pack.grammar.negations and not item.senses[0].is_verb:
        return []  # "عدم الاستحواذ", "غير المدرجة"
    for frame in pack.frames:
        if frame.classes.isdisjoint(item.classes):
            continue
        sense = item.sense(*frame.classes)
        if sense is None or (frame.marker and item.marker != frame.marker) or (frame.suffix and not sense.owner) or (frame.pos != "any" and (frame.pos == "verb") != sense.is_verb):
            continue
        if not _holds(frame, scene, clause, item):
            continue
        events = _fill(frame, scene, item, sense, pack, last)
        if events:
            return events
    return []


# Deals of equals and plans may stand without a target; all others are somebody's.
_NO_TARGET = frozenset({None, DealType.PARTNERSHIP, DealType.INFRASTRUCTURE, DealType.FUND})


_EQUALS = 2  # an alliance without a target is between two at least


def _fill(
    frame: Frame, scene: Scene, item: Item, sense: Sense, pack: Pack, last: Entity | None
) -> list[Event]:
    """The events of a frame at a trigger, if its slots can be filled."""
    slots = _slots(frame, scene, item, sense, pack)
    if not item.has("LEAD", "JOIN", "BACK") and _joining(scene, item) and "subject" in slots:
        _pass_over(slots, scene, item)
    if last is not None:
        slots["last"] = _implied(last, item)
    target = _first(frame.target, slots)
    party = _first([p for p in frame.party if slots.get(p) is not target], slots)
    mains = list(target.entities) if target else []
    sides = list(party.entities) if party else []
    if last is not None and last not in sides and _means_the_last(target, slots, sense):
        mains = [last]
    if frame.type is not DealType.ACQUISITION:
        mains = [m for m in mains if m.kind != "person"] or ([scene.topic] if mains and scene.topic else [])
    if frame.type is not DealType.IPO:
        mains, sides = _by_kind(frame, mains, sides, scene)
    role = frame.role.value if frame.role else None
    clause = scene.clauses[item.index]
    acting = [(e, role) for e in sides if e not in mains and _may_act(e, frame)]
    kind = DealType.DEBT if frame.type in _LENT and acting and all(e.kind == "bank" for e, _ in acting) else frame.type
    if frame.type is DealType.INVESTMENT and _controls(scene, item):
        kind = DealType.ACQUISITION
    enough = _EQUALS if frame.type is DealType.PARTNERSHIP else 1
    if not mains:
        if frame.type not in _NO_TARGET or len(acting) < enough:
            return []
        return [Event(frame, kind, scene.sentence, item, sense, clause, None, acting)]
    if frame.type is DealType.PARTNERSHIP and not acting:
        return []
    return [Event(frame, kind, scene.sentence, item, sense, clause, main, acting) for main in mains]


def _means_the_last(target: Group | None, slots: Slots, sense: Sense) -> bool:
    """Whether the target is the company of the deal before: "شراء الشركة", "وقاد الجولة …" without a name."""
    if target is None:
        return False
    subject = target is slots.get("subject")
    return (target.anaphor and not subject and not sense.owner) or (subject and sense.definite and not sense.is_verb)


def _controls(scene: Scene, item: Item) -> bool:
    """Whether half a company or more is bought: "استحوذت على 51 في المئة"."""
    behind = scene.sentence.items[item.index + 1 : item.index + 1 + 2 * _NEXT]
    share = next((i.amount for i in behind if i.amount and i.amount.unit == "percent"), None)
    return share is not None and (share.low or 0) > _HALF and item.has("ACQUIRE")


_HALF = 50  # per cent of a company above which its buyer controls it
# Banks that give money on their own lend it: "اتفاقية تمويل مع بنك الدوحة".
_LENT = frozenset({DealType.FUNDING_ROUND, DealType.INVESTMENT, DealType.CONTRACT})
_MONEYED = frozenset({"investor", "sovereign_fund", "bank"})


def _by_kind(
    frame: Frame, mains: list[Entity], sides: list[Entity], scene: Scene
) -> tuple[list[Entity], list[Entity]]:
    """Target and parties where what somebody is says more than where it stands.

    What is built belongs to the project, else to the company that is no investor ("تمويل مركز بيانات"); a bank lends
    and does not borrow. All other deals have one target; who stands beside it is a party.
    """
    if frame.type is DealType.INFRASTRUCTURE:
        everybody = [*mains, *sides]
        owner = next((e for e in everybody if e.kind == "project"), None)
        builders = [e for e in everybody if e.kind not in _MONEYED]
        if owner is None and len(builders) > 1:
            return [], everybody  # built together: nobody's alone
        owner = owner or next(iter(builders), None)
        return ([owner], [e for e in everybody if e is not owner]) if owner else (mains[:1], [*mains[1:], *sides])
    if frame.type is DealType.CONTRACT and mains and mains[0].kind == "government" and sides:
        return sides[:1], [*mains, *sides[1:]]  # a ministry is the customer
    if frame.type is DealType.DEBT and mains and mains[0].kind in _MONEYED and scene.topic not in {None, *mains}:
        return [scene.topic] if scene.topic else [], [*mains, *sides]
    return mains[:1], [*sides, *(mains[1:] if frame.type in _EQUAL_TYPES else ())]


_EQUAL_TYPES = frozenset({DealType.PARTNERSHIP, DealType.MERGER})


def _joining(scene: Scene, item: Item) -> bool:
    """Whether the clause tells before the trigger that somebody leads or joins it: "ستشارك X في جولة …"."""
    clause = scene.clauses[item.index]
    return any(
        i.has("LEAD", "JOIN", "BACK") and scene.clauses[i.index] == clause and item.index - i.index <= _NEXT
        for i in scene.sentence.items[: item.index]
    )


def _pass_over(slots: Slots, scene: Scene, item: Item) -> None:
    """Who joins a round is not who raises it: the one spoken of does, if that is somebody else."""
    subject = slots.pop("subject")
    if scene.topic is not None and scene.topic not in subject.entities:
        slots["subject"] = _implied(scene.topic, item)


def _may_act(entity: Entity, frame: Frame) -> bool:
    """People put their own money in, but do not lead rounds or sign contracts in their own name."""
    if entity.kind == "person":
        return frame.type is not None and frame.role in {Role.INVESTOR, Role.ACQUIRER}
    return entity.kind not in _NO_ACTOR


def _holds(frame: Frame, scene: Scene, clause: int, trigger: Item) -> bool:
    """Whether the clause has what a frame needs and nothing that it forbids."""
    items = [i for i in scene.in_clause(clause) if i is not trigger]
    behind = [i for i in items if i.index > trigger.index and i.kind is not Kind.MARK][:_NEXT]
    return (
        (not frame.needs or any(_present(n, items, scene, clause) for n in frame.needs))
        and (not frame.next or any(_present(n, behind, scene, clause) for n in frame.next))
        and not any(_present(n, behind, scene, clause) for n in frame.not_next)
        and not any(_present(u, items, scene, clause) for u in frame.unless)
    )


def _present(what: str, items: Sequence[Item], scene: Scene, clause: int) -> bool:
    match what:
        case "MONEY":
            return any(i.amount and i.amount.unit != "percent" for i in items)
        case "PERCENT":
            return any(i.amount and i.amount.unit == "percent" for i in items)
        case "PAIR":
            named = {e for g in scene.groups if g.clause == clause for e in g.entities if e.kind not in _NO_ACTOR}
            return len(named) >= 2  # noqa: PLR2004
        case "HEADLINE":
            return scene.sentence.headline
        case "GOVERNMENT":
            return any(i.entity and i.entity.kind == "government" for i in items)
        case _:
            return any(what in i.classes for i in items)


Slots = dict[str, Group]


def _slots(frame: Frame, scene: Scene, item: Item, sense: Sense, pack: Pack) -> Slots:
    """Who stands where around a trigger."""
    slots: Slots = {}
    if item.entity is not None:
        slots["self"] = Group((item.entity,), item.index, item.index, "", "", 0, anaphor=False)
    barred = _BOUGHT if frame.type is DealType.ACQUISITION else _NO_ACTOR
    for group in scene.right_of(item.index, frame.reach):
        if not is_actor(group, barred) or group.head == "OWN":
            continue
        if group.marker:
            slots.setdefault(group.marker, group)
        elif not group.head:
            slots.setdefault("object" if "direct" in slots else "direct", group)
    if "مع" not in slots and (along := _along(scene, item)):
        slots["مع"] = along
    direct = slots.pop("direct", None)
    before = _subject_before(scene, item, pack)
    if sense.is_verb:
        _place_verb(slots, frame, scene, item, sense, direct, before)
    else:
        _place_noun(slots, frame, item, sense, direct, before, scene)
    return slots


def _along(scene: Scene, item: Item) -> Group | None:
    """The one with whom the clause agreed before the trigger: "اتفقت A مع B على استئجار …"."""
    clause = scene.clauses[item.index]
    return next((g for g in scene.left_of(item.index) if g.marker == "مع" and g.clause == clause and is_actor(g)), None)


def _place_verb(
    slots: Slots, frame: Frame, scene: Scene, item: Item, sense: Sense, direct: Group | None, before: Group | None
) -> None:
    """Subject and object of a finite verb."""
    if sense.owner:  # "تشتريها SpaceX": the suffix is the object, what follows is the subject
        antecedent = next((g.entities[0] for g in scene.left_of(item.index) if is_actor(g)), scene.topic)
        if antecedent is not None:
            slots["object"] = _implied(antecedent, item)
        if direct is not None:
            slots["subject"] = direct
            return
    near = (
        direct is not None and _apart(scene, item, direct) <= _VERB_SUBJECT and not _between(scene, item, direct, Kind.AMOUNT)
    )
    same_clause = before is not None and before.clause == scene.clauses[item.index]
    if direct is not None and near and not (same_clause and "object" in frame.target):
        slots["subject"] = direct
    else:
        if direct is not None:
            slots.setdefault("object", direct)
        if before is not None and not _other_subject(scene, item):
            slots["subject"] = before
    if "subject" not in slots and scene.topic is not None and not _other_subject(scene, item):
        slots["subject"] = _implied(scene.topic, item)


_ACTORS = ("COMPANY", "INVESTOR", "GOVERNMENT", "FUND", "PERSON", "LENDER", "SUPPLY", "SOURCE")


def _other_subject(scene: Scene, item: Item) -> bool:
    """Whether somebody unnamed is the subject: "تنفق شركات التكنولوجيا"."""
    following = scene.sentence.items[item.index + 1 : item.index + 3]
    return any(i.has(*_ACTORS) and not i.marker for i in following)


def _place_noun(
    slots: Slots, frame: Frame, item: Item, sense: Sense, direct: Group | None, before: Group | None, scene: Scene
) -> None:
    """Who does what in a verbal noun: "استحواذ A على T", "شراء T", "شراء A لـT", "استثماراتها"."""
    if direct is not None:
        slots["after"] = direct
    slots.pop("object", None)  # a noun governs only what stands right behind it
    # A cue noun may stand between ("شراء شركة مانوس"), a verb not ("جولة قادتها ثرايف").
    # A noun with the article governs nobody: "قاد الجولة الصندوق".
    adjacent = direct is not None and not sense.definite and _apart(scene, item, direct) <= _NOUN_NAME and not _verb_between(scene, item, direct)
    if sense.owner:
        _place_owner(slots, frame, item, before, scene)
    if direct is not None and adjacent:
        slots["direct"] = direct
        others = [m for m in frame.target if m not in {"object", "subject"} and m in slots]
        if "object" not in frame.target or others:
            slots["subject"] = direct
        else:
            slots["object"] = direct
    if "subject" not in slots:
        if before is not None:
            slots["subject"] = before
        elif scene.topic is not None:
            slots["subject"] = _implied(scene.topic, item)


def _place_owner(slots: Slots, frame: Frame, item: Item, before: Group | None, scene: Scene) -> None:
    """Whose "ها" it is: who does it ("استحواذها على X"), or whom it is done to ("عرض X لشرائها")."""
    owner = before.entities[0] if before else scene.topic
    if owner is None:
        return
    if "object" not in frame.target or any(m in slots for m in frame.target if m not in {"object", "subject"}):
        slots["subject"] = _implied(owner, item)
        return
    others = [e for g in scene.left_of(item.index) for e in g.entities if e is not owner and is_actor(g)]
    bought = others[-1] if others else scene.topic
    if bought is not None and bought is not owner:
        slots["object"] = _implied(bought, item)
        slots["subject"] = _implied(owner, item)


def _implied(entity: Entity, item: Item) -> Group:
    """A slot that no word of the sentence fills: the topic goes on."""
    return Group((entity,), item.index, item.index, "", "", 0, anaphor=True)


def _apart(scene: Scene, item: Item, group: Group) -> int:
    """How far a group stands behind an item, marks not counted."""
    return 1 + sum(i.kind is not Kind.MARK for i in scene.sentence.items[item.index + 1 : group.first])


def _between(scene: Scene, item: Item, group: Group, kind: Kind) -> bool:
    return any(i.kind is kind for i in scene.sentence.items[item.index + 1 : group.first])


def _verb_between(scene: Scene, item: Item, group: Group) -> bool:
    between = scene.sentence.items[item.index + 1 : group.first]
    return any(i.senses and i.senses[0].is_verb for i in between)


def _subject_before(scene: Scene, item: Item, pack: Pack) -> Group | None:
    """The nearest free-standing group before an item; after "which", the name before it whatever its place."""
    items = scene.sentence.items
    place = item.index - 1
    while place >= 0 and items[place].text in pack.grammar.particles:
        place -= 1
    if place >= 0 and items[place].text in pack.grammar.relatives:
        return next((g for g in scene.left_of(place) if is_actor(g)), None)
    free = [g for g in scene.left_of(item.index) if not g.marker and g.head in {"", "PERSON"} and is_actor(g)]
    clause = scene.clauses[item.index]
    here = [g for g in free if g.clause == clause]
    return next(iter(here or free), None)


def _first(names: Sequence[str], slots: Slots) -> Group | None:
    return next((slots[n] for n in names if n in slots), None)
