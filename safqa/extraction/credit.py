"""Who says so: the outlet, company or person that the text credits for what stands at a place.

A credit in front of its words governs the rest of the sentence ("ذكرت بلومبرغ أن …"); one behind them governs what
stands before it ("…، بحسب رويترز"). "وأضافت الصحيفة" and "المصادر نفسها" carry the last credit on; a sentence without
any such tie has none. Unnamed people alone are nobody, unless they spoke to an outlet.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from safqa.extraction.document import Item, Kind
from safqa.extraction.scene import is_actor
from safqa.extraction.speakers import AHEAD, NEAR, OUTLETS, TELLING, is_inverted, over_apposition, own_word, speaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safqa.extraction.document import Entity
    from safqa.extraction.pack import Grammar, Script
    from safqa.extraction.scene import Scene

_HEADING = 5  # items of a line in which its outlet stands before a colon


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit over the items `[first, last]` of a sentence; `entity` is None for unnamed people."""

    entity: Entity | None
    first: int
    last: int
    outlet: bool
    unnamed: bool


class Credits:
    """The credits of a document, sentence by sentence."""

    def __init__(self, scenes: Sequence[Scene], grammar: Grammar) -> None:
        """Read all sentences in order; a carried credit needs the ones before."""
        self._by_sentence: list[list[Credit]] = []
        last: Credit | None = None
        for scene in scenes:
            found = _credits(scene, last, grammar)
            self._by_sentence.append(found)
            named = [c for c in found if c.entity is not None]
            last = named[-1] if named else (last if found else None)

    def at(self, sentence: int, place: int) -> Credit | None:
        """The credit that governs an item: the nearest one whose span holds it."""
        holding = [c for c in self._by_sentence[sentence] if c.first <= place <= c.last]
        return min(holding, key=lambda c: c.last - c.first, default=None)


def _credits(scene: Scene, carried: Credit | None, grammar: Grammar) -> list[Credit]:
    items = scene.sentence.items
    out: list[Credit] = []
    for item in items:
        if item.kind is not Kind.WORD:
            continue
        if item.has("ACCORDING"):
            out.extend(_behind(scene, item, carried, grammar))
        elif item.has("VIEW"):
            out.extend(_seen_by(scene, item))
        elif ((sense := item.sense(*TELLING)) and (sense.is_verb or _of_an_outlet(scene, item))) or (
            (sense := item.sense("VALUATION")) and sense.is_verb and _of_an_outlet(scene, item)
        ):
            out.extend(_front(scene, item, carried, grammar) or _again(scene, item, out) or _says(scene, item, grammar))
        elif (sense := item.sense("ANNOUNCE")) and not sense.is_verb:
            out.extend(_announcement(scene, item, grammar))
    return _bounded([*_heading(scene), *out], len(items))


def _says(scene: Scene, item: Item, grammar: Grammar) -> list[Credit]:
    """A verb of saying whose subject stands far ahead or is left out: "وقالت إنها ستستثمر"; not "أعلنت عن صفقة"."""
    sense = item.sense("SAY", "ANNOUNCE")
    following = scene.sentence.items[item.index + 1 : item.index + AHEAD + 1]
    other = any(i.kind is Kind.NAME or i.has(*_SPEAKERS) or i.text in grammar.about for i in following)
    if sense is None or not sense.is_verb or sense.voice == "passive" or sense.gender != "f" or other:
        return []
    who = own_word(scene, item)
    return [Credit(who[0], item.index, len(scene.sentence.items) - 1, outlet=False, unnamed=False)] if who else []


_SPEAKERS = ("COMPANY", "PERSON", "SOURCE", "NEWSPAPER", "GOVERNMENT", "INVESTOR")


def _announcement(scene: Scene, item: Item, grammar: Grammar) -> list[Credit]:
    """What a company is said to have announced: "عقب إعلان الشركة جمع مليار دولار"."""
    behind = next((g for g in scene.right_of(item.index, AHEAD) if not g.head and is_actor(g)), None)
    if behind is None or (behind.marker and behind.marker != grammar.script.announcer):
        return []
    return [Credit(behind.entities[0], item.index, len(scene.sentence.items) - 1, outlet=False, unnamed=False)]


def _heading(scene: Scene) -> list[Credit]:
    """An outlet before a colon speaks for the whole line: "بلومبرغ: ميتا تشتري مانوس"."""
    for ahead, mark in pairwise(scene.sentence.items[:_HEADING]):
        if mark.text == ":" and ahead.entity is not None and ahead.entity.kind in OUTLETS:
            return [Credit(ahead.entity, 0, len(scene.sentence.items) - 1, outlet=True, unnamed=False)]
    return []


def _seen_by(scene: Scene, item: Item) -> list[Credit]:
    """An outlet that has seen a document speaks for the sentence: "وفقا لوثيقة اطلعت عليها بلومبرغ"."""
    following = scene.sentence.items[item.index + 1 : item.index + 1 + NEAR]
    outlet = next((i.entity for i in following if i.entity is not None and i.entity.kind in OUTLETS), None)
    return [Credit(outlet, 0, len(scene.sentence.items) - 1, outlet=True, unnamed=False)] if outlet else []


def _of_an_outlet(scene: Scene, item: Item) -> bool:
    """Whether an outlet stands right behind: "تقرير لشبكة CNBC", "قدّرته صحيفة X"."""
    following = scene.sentence.items[item.index + 1 : item.index + 4]
    return any(i.kind is Kind.NAME and i.entity is not None and i.entity.kind in OUTLETS for i in following)


def _behind(scene: Scene, item: Item, carried: Credit | None, grammar: Grammar) -> list[Credit]:
    """Words like "بحسب X" govern what stands before it; at the head of a sentence, what follows."""
    who = speaker(scene, item, carried, grammar.script)
    if who is None:
        return []
    entity, outlet, unnamed = who
    items = scene.sentence.items
    if item.index <= 1:
        return [Credit(entity, item.index, len(items) - 1, outlet, unnamed)]
    return [Credit(entity, 0, item.index, outlet, unnamed)]


def _front(scene: Scene, item: Item, carried: Credit | None, grammar: Grammar) -> list[Credit]:
    """Words like "ذكرت X أن" govern what follows; "كما ذكرت X" and "حسبما ذكرت X" what stands before."""
    who = over_apposition(scene, item, grammar.script) or speaker(scene, item, carried, grammar.script)
    if who is None:
        return []
    entity, outlet, unnamed = who
    if grammar.script.subject_first and _closes(scene, item, grammar.script):
        return [Credit(entity, 0, item.index, outlet, unnamed)]
    if item.index > 1 and scene.sentence.items[item.index - 1].text in grammar.trailing:
        return [Credit(entity, 0, item.index, outlet, unnamed)]
    begin = min(
        (g.first for g in scene.groups if entity in g.entities and g.clause == scene.clauses[item.index]),
        default=item.index,
    )
    return [Credit(entity, min(begin, item.index), len(scene.sentence.items) - 1, outlet, unnamed)]


def _closes(scene: Scene, item: Item, script: Script) -> bool:
    """Whether a verb of saying closes what was said: "…, Reuters reported on Monday", '…," said the company'."""
    items = scene.sentence.items
    behind = items[item.index + 1] if item.index + 1 < len(items) else None
    inverted = item.index > NEAR and is_inverted(items[item.index - 1], behind)
    over = behind is None or behind.text in _ENDS or behind.has("ACCORDING")
    timed = behind is not None and behind.text.lower().split()[0] in script.reported and _follows_a_clause(items, item)
    told = any(i.entity is not None and i.entity.kind in OUTLETS for i in items[item.index + 1 :][:AHEAD])
    return inverted or (item.index > NEAR and (over or timed or (told and _is_last(items, item))))


def _follows_a_clause(items: Sequence[Item], item: Item) -> bool:
    """Whether who says it stands behind a comma: "…, Reuters reported on Monday", not "Cerebras said on Tuesday it".

    "The financing that it announced in August" says nothing of what follows either.
    """
    if items[item.index - 1].anaphor:
        return True
    mark = next((i for i in reversed(items[: item.index]) if i.kind is Kind.MARK), None)
    if mark is None or mark.text not in {",", '"', "'"} or mark.index == item.index - 1:
        return False
    return any(i.amount for i in items[: mark.index]) or _is_last(items, item)


def _is_last(items: Sequence[Item], item: Item) -> bool:
    """Whether nothing but the one told and the time stands behind: "…, two sources told Reuters on Monday."."""
    return not any(i.has("SAY", "RAISE", "INVEST", "ACQUIRE") or i.amount for i in items[item.index + 1 :])


_ENDS = frozenset({".", ",", ";", "-"})


def _again(scene: Scene, item: Item, before: Sequence[Credit]) -> list[Credit]:
    """A second verb of the same outlet: "ما أوردته X في يناير، حين تحدثت عن …"."""
    last = before[-1] if before else None
    if last is None or not last.outlet or not item.has("REPORT"):
        return []
    return [replace(last, first=item.index, last=len(scene.sentence.items) - 1)]


def _bounded(credits_: list[Credit], size: int) -> list[Credit]:
    """A credit in front ends where the next one in front begins."""
    fronts = sorted((c for c in credits_ if c.last == size - 1), key=lambda c: c.first)
    out = [c for c in credits_ if c.last != size - 1]
    for credit, nxt in zip(fronts, [*fronts[1:], None], strict=False):
        last = nxt.first - 1 if nxt else credit.last
        out.append(Credit(credit.entity, credit.first, max(last, credit.first), credit.outlet, credit.unnamed))
    return out
