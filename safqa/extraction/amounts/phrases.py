"""Phrases around an amount, matched word by word from the amount outwards.

A phrase is written as qualifiers.tsv explains: alternatives joined by |, a word that may be missing in brackets, and …
for a few words in between. Before an amount, "لا يقل … عن" has the head "لا يقل" and the tail "عن" next to the number.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from safqa.extraction.amounts.tables import forms

# Words that … may stand for: "لا يقل مجموعها في 2026 عن" has three, "كحد أقصى" after a named group has up to five.
REACH = 5
_LONGEST = 4
_GAP = "…"

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found at an amount: its sense, how many words it takes with its gap, whether it touches the amount."""

    sense: str
    length: int
    adjacent: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase, its words ordered from the amount outwards; `gap` says that other words may stand before the head."""

    sense: str
    head: Words
    gap: bool = False
    tail: str = ""


@dataclass(slots=True)
class Side:
    """The phrases of one group on one side of an amount; `firsts` are the outward first words of all heads."""

    walls: frozenset[str] = frozenset()
    closed: dict[Words, str] = field(default_factory=dict)
    opened: dict[Words, dict[str, str]] = field(default_factory=dict)
    firsts: set[str] = field(default_factory=set)

    def add(self, phrase: Phrase) -> None:
        """Learn a phrase; one that is known keeps its sense."""
        self.firsts.add(phrase.head[0])
        if phrase.gap:
            self.opened.setdefault(phrase.head, {}).setdefault(phrase.tail, phrase.sense)
        else:
            self.closed.setdefault(phrase.head, phrase.sense)

    def find(self, words: Words) -> Found | None:
        """The phrase at the front of `words` (ordered outwards); the longest where several fit, the nearest else."""
        if not words:
            return None
        for size in range(min(_LONGEST, len(words)), 0, -1) if words[0] in self.firsts else ():
            if sense := self.closed.get(words[:size]):
                return Found(sense, size, adjacent=True)
        return self._find_open(words) if self.opened else None

    def _find_open(self, words: Words) -> Found | None:
        for gap in range(min(REACH + 2, len(words))):
            for size in range(min(_LONGEST, len(words) - gap), 0, -1) if words[gap] in self.firsts else ():
                tails = self.opened.get(words[gap : gap + size])
                if tails is None:
                    continue
                if gap and words[0] in tails:
                    return Found(tails[words[0]], gap + size, adjacent=gap == 1)
                if "" in tails and not (gap and words[0] in self.walls):
                    return Found(tails[""], gap + size, adjacent=gap == 0)
            if gap and words[gap] in self.walls:
                return None
        return None


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """The phrases of a language by group: before and after an amount, and the words that join two amounts."""

    before: Mapping[str, Side]
    after: Mapping[str, Side]
    between: Mapping[str, str]


# Senses that are looked for together, so that the longest phrase of the group wins.
_GROUPS = {
    **dict.fromkeys(("about", "at_least", "at_most", "exact", "stop"), "qualifier"),
    **dict.fromkeys(("range", "from", "towards"), "range"),
}


def phrasebook(table: Iterable[Mapping[str, str]], prefixes: Iterable[str]) -> Phrasebook:
    """The phrases of a table with columns sense, side, phrase; `prefixes` may be glued to the first word of each.

    A phrase that is written out in the table wins over one that a prefix makes.
    """
    entries = [(row["sense"], row["side"], row["phrase"]) for row in table]
    walls = [(sense, frozenset(forms(phrase))) for sense, side, phrase in entries if side == "wall"]
    between = {form: sense for sense, side, phrase in entries if side == "between" for form in forms(phrase)}
    sides: dict[str, dict[str, Side]] = {"before": {}, "after": {}}
    for prefix in ("", *prefixes):
        for sense, side, phrase in entries:
            if side in sides:
                group = _GROUPS.get(sense, sense)
                bars = _union(words for of, words in walls if of in {"any", group})
                inside = sides[side].setdefault(group, Side(bars))
                for words in _spelled(phrase, prefix):
                    inside.add(_phrase(sense, side, words))
    return Phrasebook(sides["before"], sides["after"], between)


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


def _spelled(phrase: str, prefix: str) -> Iterator[Words]:
    """Every way to write a phrase, with the prefix on its first word."""
    choices = [forms(word.strip("()")) + ([""] if word.startswith("(") else []) for word in phrase.split()]
    for choice in itertools.product(*choices):
        first, *rest = [word for word in choice if word]
        if first != _GAP or not prefix:
            yield (prefix + first, *rest)


def _phrase(sense: str, side: str, words: Words) -> Phrase:
    """The phrase from words in reading order; before an amount the outward order is the reverse."""
    outwards = words[::-1] if side == "before" else words
    if _GAP not in outwards:
        return Phrase(sense, outwards)
    place = outwards.index(_GAP)
    return Phrase(sense, outwards[place + 1 :], gap=True, tail=outwards[0] if place else "")
