"""Posts that tell a deal as a card: one labelled fact a line, a headline that names the two sides.

"الشركة: قنطار / المبلغ: 2.4 مليون دينار / القائد: رحى كابيتال" says without a verb what a sentence says with one. The
figures of a card are bound like all others; what is missing is the telling itself, which is made here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safqa.extraction.document import Item, Kind, Sense
from safqa.extraction.events import Event
from safqa.extraction.frames import Frame
from safqa.extraction.scene import NO_ACTOR
from safqa.model import DealType, Role, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from safqa.extraction.document import Entity
    from safqa.extraction.scene import Scene

CARD = "CARD"
"""The class of what tells of a deal in a card, which is no word."""

_SIGNS = frozenset("×+🤝&")  # between the two sides in the headline of a card: "ميتا × Scale AI"
_FACTS = 2  # labelled lines that make a card
_HEADS = 3  # sentences in which the headline of a card is looked for
_LABEL = re.compile(r"^[^\w\n]*([^\W\d][\w ]{1,24}?)\s*:")
_PARTIES = ("lead_investor", "investor", "acquirer")
_MONEYED = frozenset({"investor", "sovereign_fund", "bank", "tech", "telecom"})


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A labelled line: its role and the names that it gives."""

    role: str
    scene: Scene
    names: tuple[Entity, ...]


def card_events(scenes: Sequence[Scene], labels: Mapping[str, str]) -> list[Event]:
    """The telling of a card, if the text is one and its headline has no verb that tells of the deal."""
    lines = [line for scene in scenes if (line := _line(scene, labels))]
    roles = {line.role for line in lines}
    if len(lines) < _FACTS or not roles & {"amount", "stake", "valuation", "target"}:
        return []
    target = next((n for line in lines if line.role == "target" for n in line.names), None)
    parties = [(n, line.role) for line in lines if line.role in _PARTIES for n in line.names if n is not target]
    sides = _sides(scenes)
    if target is None and len(sides) > 1:
        target = next((e for e in sides if e.kind not in _MONEYED), sides[-1])
        parties = [(e, Role.INVESTOR.value) for e in sides if e is not target]
    if target is None:
        return []
    stage = " ".join(scene_text(line.scene) for line in lines if line.role == "stage")
    return [_event(scenes, _type(roles, scenes), target, parties, stage)]


def _line(scene: Scene, labels: Mapping[str, str]) -> Line | None:
    sentence = scene.sentence
    found = _LABEL.match(scene_text(scene))
    role = labels.get(found.group(1)) if found else None
    if role is None:
        return None
    names = (i.entity for i in sentence.names() if i.entity and i.entity.kind not in NO_ACTOR)
    return Line(role, scene, tuple(dict.fromkeys(names)))


def scene_text(scene: Scene) -> str:
    """The text of a sentence as it stands."""
    return scene.text[scene.sentence.start : scene.sentence.end]


def _sides(scenes: Sequence[Scene]) -> list[Entity]:
    """The names on both sides of a sign in the headline."""
    for scene in scenes[:_HEADS]:
        items = scene.sentence.items
        if any(i.kind is Kind.MARK and i.text in _SIGNS for i in items):
            names = [i.entity for i in items if i.kind is Kind.NAME and i.entity and i.entity.kind not in NO_ACTOR]
            if len(set(names)) > 1:
                return list(dict.fromkeys(names))
    return []


def _type(roles: set[str], scenes: Sequence[Scene]) -> DealType:
    if roles & {"lead_investor", "stage"}:
        return DealType.FUNDING_ROUND
    if "acquirer" in roles:
        return DealType.ACQUISITION
    if any(i.has("DATACENTRE") for scene in scenes for i in scene.sentence.items):
        return DealType.INFRASTRUCTURE
    return DealType.INVESTMENT


def _event(
    scenes: Sequence[Scene], kind: DealType, target: Entity, parties: list[tuple[Entity, str]], stage: str
) -> Event:
    head = scenes[0].sentence
    status = Status.COMPLETED if kind is DealType.FUNDING_ROUND else Status.ANNOUNCED
    frame = Frame(name="card", type=kind, status=status, example="الشركة: قنطار / المبلغ: 2.4 مليون دينار")
    trigger: Item = head.items[0]
    return Event(frame, kind, head, trigger, Sense(CARD, "noun"), 0, target, [(e, r) for e, r in parties], stage)
