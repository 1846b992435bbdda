"""Who speaks at a verb of saying: an outlet near by, the one who acts, or unnamed people who spoke to an outlet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.extraction.document import Item, Kind
from safqa.extraction.listing import OUTLET
from safqa.extraction.scene import is_actor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safqa.extraction.credit import Credit
    from safqa.extraction.document import Entity
    from safqa.extraction.pack import Script
    from safqa.extraction.scene import Scene

NEAR = 6  # items between a verb of saying and the one who says: "ذكرت يوم الثلاثاء صحيفة X"
AHEAD = 3  # items between one who says and a verb of saying behind: "ماسك قال إن"
OUTLETS = frozenset({OUTLET})
TELLING = ("REPORT", "SAY", "ANNOUNCE")


def speaker(
    scene: Scene, item: Item, carried: Credit | None, script: Script
) -> tuple[Entity | None, bool, bool] | None:
    """Who says it: an outlet near by before all others, then the one who acts, then who was credited before."""
    items = scene.sentence.items
    after = items[item.index + 1 : item.index + 1 + NEAR]
    clause = scene.clauses[item.index]
    before = [i for i in items[max(0, item.index - AHEAD) : item.index] if scene.clauses[i.index] == clause]
    own = False  # whether it is the word of the one spoken of
    for part in _sides(item, before[::-1], after, script):
        for word in part:
            if word.kind is Kind.AMOUNT or word.text in {".", ";"}:
                break
            if word.owns:
                continue
            if word.kind is Kind.NAME and word.entity is not None:
                outlet = word.entity.kind in OUTLETS
                if outlet or (not word.marker and not item.has("ACCORDING")) or item.has("ACCORDING"):
                    return word.entity, outlet, False
            if word.has("NEWSPAPER") and _is_definite(word, script, joined=word.joined) and carried is not None:
                return carried.entity, carried.outlet, carried.unnamed
            if word.has("SOURCE", "RUMOUR"):
                return _source(scene, word, carried, script)
            own = own or (item.has("ACCORDING") and word.has("STATEMENT"))
    if own:
        return own_word(scene, item)
    return _subject(scene, item) if script.subject_first and not item.has("ACCORDING") else None


def _subject(scene: Scene, item: Item) -> tuple[Entity | None, bool, bool] | None:
    """The subject of a verb of saying over what is told of it in passing: "X, a developer of models, said"."""
    place = item.index
    sense = item.sense(*TELLING)
    if sense is not None and sense.voice == "passive":
        return None  # "it was announced"
    source = next((i for i in reversed(scene.sentence.items[:place]) if i.has("SOURCE")), None)
    free = (g for g in scene.left_of(place) if not g.marker and g.head in {"", "PERSON"})
    group = next((g for g in free if g.clause == scene.clauses[place]), None)
    if source is not None and (group is None or source.index > group.last):
        return None, False, True
    if group is None:
        return None
    return group.entities[0], group.entities[0].kind in OUTLETS, False


def over_apposition(scene: Scene, item: Item, script: Script) -> tuple[Entity, bool, bool] | None:
    """The subject before what is told of it between commas: "X, founded by Reva Holt, said on Tuesday"."""
    items = scene.sentence.items
    if not script.subject_first or not item.index or items[item.index - 1].text != ",":
        return None
    free = (g for g in scene.left_of(item.index - 1) if not g.marker and g.head in {"", "PERSON"})
    told_of = (g for g in free if g.last < item.index - 2 and items[g.last + 1].text == ",")
    return next(((g.entities[0], g.entities[0].kind in OUTLETS, False) for g in told_of), None)


def _sides(item: Item, before: Sequence[Item], after: Sequence[Item], script: Script) -> tuple[Sequence[Item], ...]:
    """Where the speaker is looked for, the likelier side first."""
    if item.has("ACCORDING"):
        return (after,)
    inverted = bool(before) and is_inverted(before[0], after[0] if after else None)
    return (before, after) if script.subject_first and not inverted else (after, before)


def is_inverted(ahead: Item, behind: Item | None) -> bool:
    """Whether a verb of saying stands before who says it: '…," said the company', "…, said Reva Holt"."""
    named = behind is not None and behind.kind is Kind.NAME and not behind.anaphor
    return ahead.kind is Kind.MARK and (ahead.text in "\"'" or named)


def _is_definite(word: Item, script: Script, *, joined: bool = False) -> bool:
    """Whether a noun means one that was named before: "the sources"; `joined` says that "and" is glued to it."""
    if script.definite is None:
        return any(s.definite for s in word.senses)
    return script.definite.match(word.text, int(joined)) is not None


def own_word(scene: Scene, item: Item) -> tuple[Entity | None, bool, bool] | None:
    """The company whose statement it is: the first that acts in the sentence, else the one spoken of."""
    acting = (g for g in scene.groups if g.last < item.index and not g.marker and not g.head and is_actor(g))
    first = next(acting, None)
    entity = first.entities[0] if first else scene.topic
    return (entity, False, False) if entity is not None else None


def _source(scene: Scene, word: Item, carried: Credit | None, script: Script) -> tuple[Entity | None, bool, bool]:
    """Unnamed people: an outlet they spoke to in the same sentence is the credit; "the sources" carry the last on."""
    for item in scene.sentence.items[word.index : word.index + 2 * NEAR]:
        if item.kind is Kind.NAME and item.entity and item.entity.kind in OUTLETS:
            return item.entity, True, True
    if carried is not None and carried.outlet and _is_definite(word, script):
        return carried.entity, True, True
    return None, False, True
