"""A sentence as the matching sees it: its items with their groups of names and their clauses."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from safqa.extraction.groups import Group, clauses, find_groups

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from safqa.extraction.document import Document, Entity, Item, Sentence
    from safqa.extraction.pack import Grammar, Pack

NO_ACTOR = frozenset({"outlet", "product"})
"""Kinds that tell of deals or are told of, and never act in them."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A sentence with what the matching needs of it, worked out once."""

    text: str
    sentence: Sentence
    groups: tuple[Group, ...]
    clauses: tuple[int, ...]  # the number of the clause that each item stands in
    by_clause: tuple[tuple[Item, ...], ...]
    backward: frozenset[int]  # the clauses that look back: "كانت قد جمعت", "في آخر جولاتها", "العام الماضي"

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
        return _words(self.text, self.by_clause[clause])

    def in_clause(self, clause: int) -> tuple[Item, ...]:
        """The items of a clause."""
        return self.by_clause[clause]


def scenes(document: Document, pack: Pack) -> list[Scene]:
    """The sentences of a document with their groups and clauses."""
    return [_scene(document.text.text, sentence, pack.grammar) for sentence in document.sentences]


def _scene(text: str, sentence: Sentence, grammar: Grammar) -> Scene:
    numbers = clauses(sentence, grammar)
    by_clause: list[list[Item]] = [[] for _ in range(max(numbers, default=0) + 1)]
    for item, number in zip(sentence.items, numbers, strict=True):
        by_clause[number].append(item)
    backward = frozenset(n for n, items in enumerate(by_clause) if grammar.background.search(_words(text, items)))
    groups = tuple(find_groups(sentence, numbers, grammar))
    return Scene(text, sentence, groups, tuple(numbers), tuple(map(tuple, by_clause)), backward)


def _words(text: str, items: Sequence[Item]) -> str:
    """The text of items; where others stand between, that of each run of them."""
    if not items:
        return ""
    breaks = [n for n, (one, two) in enumerate(pairwise(items), 1) if two.index != one.index + 1]
    runs = zip((0, *breaks), (*breaks, len(items)), strict=True)
    return " ".join(text[items[first].start : items[end - 1].end] for first, end in runs)


def is_actor(group: Group, barred: frozenset[str] = NO_ACTOR) -> bool:
    """Whether a group can stand in a deal: some of it is of no barred kind."""
    return any(e.kind not in barred for e in group.entities)
