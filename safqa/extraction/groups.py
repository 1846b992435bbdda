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
    from safqa.extraction.pack import Grammar, Script

AGENT = "by"
"""The marker of who does it behind a passive, whatever the words for it."""

# Between two names of a list: "A، B", "A (شريك قديم)"; brackets and quotes never end a list.
_JOINING = frozenset("،,+×&🤝")
_LIST_MARKS = _JOINING | frozenset("()[]\"'«»#")
# Words that may stand between two names of a list without ending it: nationality and size ("السعودية", "الناشئة").
_MAX_GAP = 4
_MAX_PASSED = 6  # items before a name among which its preposition is looked for over words without a class


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

    A clause begins at an opener ("بينما"), and at a finite verb that is joined by "and" ("وأضافت"). What is told in
    passing (", which … ,") is a clause of its own, behind which the one around it goes on.
    """
    number, highest, around, out = 0, 0, -1, []
    for item in sentence.items:
        behind_comma = item.index > 0 and sentence.items[item.index - 1].text == ","
        if behind_comma and around >= 0:
            number, around = around, -1
        aside = behind_comma and item.text in grammar.script.asides
        opens = item.text in grammar.openers or item.text == ";" or item.has("OPENER")
        joined_verb = item.joined and any(s.is_verb for s in item.senses) and item.kind is Kind.WORD
        if item.index and (opens or joined_verb or aside):
            around = number if aside else -1
            number = highest = highest + 1
        out.append(number)
    return out


def find_groups(sentence: Sentence, numbers: Sequence[int], grammar: Grammar) -> list[Group]:
    """The groups of a sentence in order; `numbers` are its `clauses`."""
    groups: list[Group] = []
    pending: list[Item] = []
    for item in sentence.items:
        if item.kind is not Kind.NAME or item.entity is None:
            continue
        if pending and _continues(sentence, pending[-1], item, numbers, grammar.script):
            pending.append(item)
            continue
        if pending:
            groups.append(_group(sentence, pending, grammar, numbers))
        pending = [item]
    if pending:
        groups.append(_group(sentence, pending, grammar, numbers))
    return groups


def _continues(sentence: Sentence, before: Item, item: Item, numbers: Sequence[int], script: Script) -> bool:
    """Whether `item` goes on with the list that `before` belongs to."""
    between = sentence.items[before.index + 1 : item.index]
    if numbers[before.index] != numbers[item.index] or len(between) > _MAX_GAP + 2:
        return False
    if any(i.kind is Kind.AMOUNT or any(s.cls for s in i.senses if s.cls not in _SOFT) for i in between):
        return False
    if item.entity is before.entity:
        return not any(i.kind is Kind.WORD for i in between)
    marks = [i.text for i in between if i.kind is Kind.MARK]
    # "Microsoft, OpenAI's own patron", "led by stc, the company said"
    aside = (item.owns or (item.anaphor and script.subject_first)) and not item.joined
    if aside or any(m not in _LIST_MARKS for m in marks):
        return False
    ands = [i for i in between if script.joining.fullmatch(i.text)]
    joins = bool(ands) or item.joined or any(i.joined for i in between) or any(m in _JOINING for m in marks)
    if not joins:
        return False
    words = [i for i in between if i.kind is Kind.WORD and i not in ands]
    same_marker = not item.marker or item.marker == before.marker
    return same_marker and all(_is_soft(w, script) for w in words) and len(words) <= _MAX_GAP


# Classes of words that may stand inside a list of names: "وشركة ...", "وصندوق ...".
_SOFT = frozenset({"COMPANY", "FUND", ""})


def _is_soft(word: Item, script: Script) -> bool:
    """An adjective of nationality or kind, or a cue noun."""
    return word.has("COMPANY", "FUND") or script.soft.fullmatch(word.text) is not None


def _owns(sentence: Sentence, place: int, marker: str) -> bool:
    """Whether the group is an owner told in passing: "التابعة لـ«جي 42»", "المملوكة لبلاك روك"."""
    ahead = [i for i in sentence.items[max(0, place - 4) : place] if i.kind is Kind.WORD and i.text != marker]
    return bool(ahead) and ahead[-1].has("OWN") and not ahead[-1].senses[0].is_verb


def _preposition(sentence: Sentence, item: Item, grammar: Grammar) -> str:
    """The marker that a word gives the name behind it, "" when it is no preposition."""
    if item.index and f"{sentence.items[item.index - 1].text} {item.text}" in grammar.agents:
        return AGENT
    glued = item.joined and not grammar.script.conjunctions and item.text not in grammar.prepositions
    bare = item.text[1:] if glued else item.text
    return bare if bare in grammar.prepositions else ""


def _depends(sentence: Sentence, place: int, grammar: Grammar) -> str:
    """The class of a noun at a place that a name beside it hangs on: "the chief of X", "X's chief executive"."""
    noun = sentence.items[place] if 0 <= place < len(sentence.items) else None
    first = noun.senses[0] if noun is not None and noun.senses else None
    return first.cls if first and not first.is_verb and first.cls in grammar.heads else ""


def _group(sentence: Sentence, names: list[Item], grammar: Grammar, numbers: Sequence[int]) -> Group:
    first, last = names[0], names[-1]
    marker, head = (grammar.script.possessive, "") if last.owns else (first.marker, "")
    if marker and first.index and sentence.items[first.index - 1].text in grammar.sourcing:
        marker = sentence.items[first.index - 1].text
    if not marker:
        marker, head = _governed(sentence, first.index, grammar)
    if grammar.script.subject_first:
        head = head or _depends(sentence, last.index + 1, grammar)
    if marker and not head and _owns(sentence, first.index, marker):
        head = "OWN"
    entities = tuple(dict.fromkeys(n.entity for n in names if n.entity is not None))
    anaphor = all(n.anaphor for n in names)
    return Group(entities, first.index, last.index, marker, head, numbers[first.index], anaphor)


def _governed(sentence: Sentence, first: int, grammar: Grammar) -> tuple[str, str]:
    """The preposition before a name and the class of the noun that it hangs on, each "" where there is none."""
    place = first - 1
    while place >= 0 and _is_passed(sentence, place, first - place, grammar):
        place -= 1
    item = sentence.items[place] if place >= 0 else None
    if item is None or item.kind is not Kind.WORD:
        return "", ""
    if marker := _preposition(sentence, item, grammar):
        return marker, _depends(sentence, place - 1, grammar) if marker == grammar.script.genitive else ""
    if item.marker and _is_cue(item, grammar):
        return item.marker, ""
    sense = next((s for s in item.senses if s.cls in grammar.heads and not s.is_verb and not s.owner), None)
    return "", sense.cls if sense and not sense.definite else ""


def _is_cue(item: Item, grammar: Grammar) -> bool:
    """Whether a name stands behind a word without changing its part: "شركة إنفيديا", "chipmaker Nvidia"."""
    return item.has(*grammar.transparent) or item.text in grammar.transparent_words


def _is_passed(sentence: Sentence, place: int, apart: int, grammar: Grammar) -> bool:
    """Whether a preposition is looked for further on: over marks, cue nouns and adjectives."""
    item = sentence.items[place]
    if item.kind is Kind.MARK:
        return item.text in "\"'«»“”("
    if item.kind is not Kind.WORD or _preposition(sentence, item, grammar):
        return False
    if _is_cue(item, grammar):
        return not item.marker
    return not item.senses and grammar.script.passed.fullmatch(item.text) is not None and apart <= _MAX_PASSED
