"""Triggers to events: each place where the text tells of a deal, with its target and parties.

An event is one telling; several events make one deal (`assembly`). The first frame that fits a trigger and finds its
cast wins (`options`), unless what was learned knows better (`choice`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from safqa.extraction.document import Item, Kind, Sentence
from safqa.extraction.scene import NO_ACTOR, Scene

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safqa.extraction.document import Entity, Sense
    from safqa.extraction.frames import Frame
    from safqa.extraction.pack import Pack
    from safqa.extraction.roles import Cast
    from safqa.extraction.slots import Trigger
    from safqa.model import DealType

_NEXT = 6  # items behind a trigger, marks not counted, that say what it is about: "لشراء رقائق متقدمة"
_PAIR = 2  # names that make two sides


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
    words: str = ""  # what names its stage
    chance: float = 1.0  # how likely it is told so; the frames alone are sure of themselves


def is_negated(scene: Scene, item: Item, pack: Pack) -> bool:
    """Whether a noun is denied ("عدم الاستحواذ", "غير المدرجة"): it tells of nothing."""
    ahead = scene.sentence.items[item.index - 1].text if item.index else ""
    return ahead in pack.grammar.negations and not item.senses[0].is_verb


def sense_of(frame: Frame, item: Item) -> Sense | None:
    """The sense in which an item can trigger a frame."""
    if frame.marker and item.marker != frame.marker:
        return None
    sense = item.sense(*frame.classes)
    if sense is None or (frame.suffix and not sense.owner):
        return None
    return sense if frame.pos == "any" or (frame.pos == "verb") == sense.is_verb else None


def events_of(trigger: Trigger, found: Cast) -> list[Event]:
    """The events of a trigger with this cast: one, or one for each company that lists its shares."""
    frame = trigger.frame
    role = frame.role.value if frame.role else None
    parties = [(e, role) for e in found.parties]
    scene, clause = trigger.scene, trigger.clause
    words = scene.words(clause)
    return [
        Event(frame, found.type, scene.sentence, trigger.item, trigger.sense, clause, target, parties, words)
        for target in found.targets or (None,)
    ]


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """The words around a trigger in its clause, and right behind it, with all their classes: what frames ask for."""

    scene: Scene
    clause: int
    items: Sequence[Item]
    behind: Sequence[Item]
    classes: frozenset[str]
    classes_behind: frozenset[str]


def around(scene: Scene, item: Item) -> Around:
    """What stands around a word."""
    clause = scene.clauses[item.index]
    items = [i for i in scene.in_clause(clause) if i is not item]
    behind = [i for i in items if i.index > item.index and i.kind is not Kind.MARK][:_NEXT]
    every, near = (frozenset().union(*(i.classes for i in part)) for part in (items, behind))
    return Around(scene, clause, items, behind, every, near)


def holds(frame: Frame, there: Around) -> bool:
    """Whether the clause has what a frame needs and nothing that it forbids."""
    return (
        (not frame.needs or _any(frame.needs, there.items, there.classes, there))
        and (not frame.next or _any(frame.next, there.behind, there.classes_behind, there))
        and not (frame.not_next and _any(frame.not_next, there.behind, there.classes_behind, there))
        and not (frame.unless and _any(frame.unless, there.items, there.classes, there))
    )


def _any(wanted: frozenset[str], items: Sequence[Item], classes: frozenset[str], there: Around) -> bool:
    """Whether one of the classes wanted is there."""
    return not wanted.isdisjoint(classes) or any(_present(what, items, there) for what in wanted & _SPECIAL)


_SPECIAL = frozenset({"MONEY", "PERCENT", "PAIR", "HEADLINE", "GOVERNMENT"})


def _present(what: str, items: Sequence[Item], there: Around) -> bool:
    match what:
        case "MONEY":
            return any(i.amount and not i.amount.is_percent for i in items)
        case "PERCENT":
            return any(i.amount and i.amount.is_percent for i in items)
        case "PAIR":
            groups = (g for g in there.scene.groups if g.clause == there.clause)
            return len({e for g in groups for e in g.entities if e.kind not in NO_ACTOR}) >= _PAIR
        case "HEADLINE":
            return there.scene.sentence.headline
        case _:
            return any(i.entity and i.entity.kind == "government" for i in items)
