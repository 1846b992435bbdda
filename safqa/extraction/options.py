"""What each word of a scene could tell: the families of deals that its frames allow, conditions or not.

The frames alone are strict: they ask for the right words at the right places, and news is seldom so kind. An option
keeps what they make of a word; who of the article really stands in the deal is decided by what was learned (`choice`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safqa.extraction.events import around, holds, is_negated, sense_of
from safqa.extraction.roles import Cast, cast
from safqa.extraction.slots import Slots, Trigger, fill_slots

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safqa.extraction.document import Entity, Item
    from safqa.extraction.frames import Frame
    from safqa.extraction.pack import Pack
    from safqa.extraction.scene import Scene


JOINED = "joined"
"""The family of words that tell of no deal themselves and add parties to one: "وشاركت في الجولة"."""


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """A word read as telling of one family of deals.

    `strict` says that the frame's conditions hold, that no frame before it fits, and that its cast is whole: what the
    rules alone would say.
    """

    trigger: Trigger
    family: str
    strict: bool
    cast: Cast
    slots: Slots


def options(scene: Scene, item: Item, pack: Pack, last: Entity | None) -> tuple[list[Option], Option | None]:
    """The options of a word, one a family, and the frames' own reading of it, which may be of no family.

    `last` is the company of the deal told before.
    """
    if not item.senses or is_negated(scene, item, pack):
        return [], None
    best: dict[str, tuple[bool, Trigger]] = {}
    told: Option | None = None
    frames = pack.frames.of(item.classes)
    if not frames:
        return [], None
    there = around(scene, item)
    for trigger in _triggers(scene, item, frames):
        fits, kind = holds(trigger.frame, there), trigger.frame.type
        if fits and told is None:
            reading = _option(trigger, pack, last, strict=True)
            told = reading if reading.cast.is_whole(trigger.frame) else None
        if kind is not None and not best.get(kind.family, (False,))[0] and (fits or kind.family not in best):
            best[kind.family] = (fits, trigger)
    found = {} if told is None or told.family == JOINED else {told.family: told}
    for family, (_, trigger) in best.items():
        if family not in found:
            found[family] = _option(trigger, pack, last)
    return list(found.values()), told


def _triggers(scene: Scene, item: Item, frames: tuple[Frame, ...]) -> Iterator[Trigger]:
    for frame in frames:
        if (sense := sense_of(frame, item)) is not None:
            yield Trigger(scene, item, sense, frame)


def _option(trigger: Trigger, pack: Pack, last: Entity | None, *, strict: bool = False) -> Option:
    slots = fill_slots(trigger, pack)
    found = cast(trigger, dict(slots), last)
    kind = found.type if strict else trigger.frame.type
    return Option(trigger, kind.family if kind else JOINED, strict, found, slots)
