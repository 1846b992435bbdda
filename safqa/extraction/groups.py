"""Names that stand together: "بلاك روك وإنفيديا ومايكروسوفت" is one group of three, under one marker.

A group is what fills a slot of a frame. Its `marker` is the preposition that governs it, looked for before cue nouns
too: in "مع شركة كوهير" the group of Cohere has the marker "مع". Its `head` is the class of a noun that it hangs on
("رئيس إنفيديا" -> PERSON, "أسهم إنتل" -> STAKE), "" when it stands for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safqa.extraction.document import Item, Kind, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safqa.extraction.document import Entity
    from safqa.extraction.pack import Grammar

AGENT = "by"
"""The marker of who does it behind a passive, whatever the words for it."""

# Between two names of a list: "A، B", "A (شريك قديم)"; brackets and quotes never end a list.
_JOINING = frozenset("،,+×&🤝")
_LIST_MARKS = _JOINING | frozenset("()[]\"'«»#")
# Words that may stand between two names of a list without ending it: nationality and size ("السعودية", "الناشئة").
_MAX_GAP = 4


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Coordinated names; `first` and `last` are item positions in the sentence, `cue` the first cue noun's."""

    entities: tuple[Entity, ...]
    first: int
    last: int
    marker: str
    head: str
    clause: int
    anaphor: bool


def clauses(sentence: Sentence, grammar: Grammar) -> list[int]:
    """The number of the clause that each item stands in.

    A clause begins at an opener ("بينما"), and at a finite verb that is joined by "and" ("وأضافت").
    """
    number, out = 0, []
    for item in sentence.items:
        opens = item.text in grammar.openers or item.text == ";" or item.has("OPENER")
        joined_verb = item.joined and any(s.is_verb for s in item.senses) and item.kind is Kind.WORD
        if item.index and (opens or joined_verb):
            number += 1
        out.append(number)
    return out


def find_groups(sentence: Sentence, numbers: Sequence[int], grammar: Grammar) -> list[Group]:
    """The groups of a sentence in order; `numbers` are its `clauses`."""
    groups: list[Group] = []
    pending: list[Item] = []
    for item in sentence.items:
        if item.kind is not Kind.NAME or item.entity is None:
            continue
        if pending and _continues(sentence, pending[-1], item, numbers):
            pending.append(item)
            continue
        if pending:
            groups.append(_group(sentence, pending, grammar, numbers))
        pending = [item]
    if pending:
        groups.append(_group(sentence, pending, grammar, numbers))
    return groups


def _continues(sentence: Sentence, before: Item, item: Item, numbers: Sequence[int]) -> bool:
    """Whether `item` goes on with the list that `before` belongs to."""
    between = sentence.items[before.index + 1 : item.index]
    if numbers[before.index] != numbers[item.index] or len(between) > _MAX_GAP + 2:
        return False
    if any(i.kind is Kind.AMOUNT or any(s.cls for s in i.senses if s.cls not in _SOFT) for i in between):
        return False
    if item.entity is before.entity:
        return not any(i.kind is Kind.WORD for i in between)
    marks = [i.text for i in between if i.kind is Kind.MARK]
    if any(m not in _LIST_MARKS for m in marks):
        return False
    ands = [i for i in between if i.text == "و"]
    joins = bool(ands) or item.joined or any(i.joined for i in between) or any(m in _JOINING for m in marks)
    if not joins:
        return False
    words = [i for i in between if i.kind is Kind.WORD and i not in ands]
    same_marker = not item.marker or item.marker == before.marker
    return same_marker and all(_is_soft(w) for w in words) and len(words) <= _MAX_GAP


# Classes of words that may stand inside a list of names: "وشركة ...", "وصندوق ...".
_SOFT = frozenset({"COMPANY", "FUND", ""})


def _is_soft(word: Item) -> bool:
    """An adjective of nationality or kind, or a cue noun."""
    return word.has("COMPANY", "FUND") or word.text.startswith("ال") or word.text.endswith("ي")


def _owns(sentence: Sentence, place: int, marker: str) -> bool:
    """Whether the group is an owner told in passing: "التابعة لـ«جي 42»", "المملوكة لبلاك روك"."""
    ahead = [i for i in sentence.items[max(0, place - 4) : place] if i.kind is Kind.WORD and i.text != marker]
    return bool(ahead) and ahead[-1].has("OWN") and not ahead[-1].senses[0].is_verb


def _preposition(sentence: Sentence, item: Item, grammar: Grammar) -> str:
    """The marker that a word gives the name behind it, "" when it is no preposition."""
    if item.index and f"{sentence.items[item.index - 1].text} {item.text}" in grammar.agents:
        return AGENT
    bare = item.text[1:] if item.joined and item.text not in grammar.prepositions else item.text
    return bare if bare in grammar.prepositions else ""


def _group(sentence: Sentence, names: list[Item], grammar: Grammar, numbers: Sequence[int]) -> Group:
    first = names[0]
    marker, head = first.marker, ""
    place = first.index - 1
    if marker and place >= 0 and sentence.items[place].text in grammar.sourcing:
        marker = sentence.items[place].text
    while not marker and place >= 0:
        item = sentence.items[place]
        if item.kind is Kind.MARK and item.text in "\"'«»“”(":
            place -= 1
            continue
        if item.kind is not Kind.WORD:
            break
        if marker := _preposition(sentence, item, grammar):
            break
        if item.has(*grammar.transparent) or item.text in grammar.transparent_words:
            if item.marker:
                marker = item.marker
                break
            place -= 1
            continue
        sense = next((s for s in item.senses if s.cls in grammar.heads and not s.is_verb and not s.owner), None)
        if sense and not sense.definite:
            head = sense.cls
        break
    if marker and not head and _owns(sentence, first.index, marker):
        head = "OWN"
    entities = tuple(dict.fromkeys(n.entity for n in names if n.entity is not None))
    anaphor = all(n.anaphor for n in names)
    return Group(entities, first.index, names[-1].index, marker, head, numbers[first.index], anaphor)
