"""An article as the extractor sees it: sentences of items, and the entities that its names stand for.

An item is one unit of meaning: a word, a punctuation mark, a name, an amount or a fixed phrase. All offsets are
positions in the normalised text (`safqa.text.NormalText.text`), half-open.

Vocabulary: a *name* is a place in the text that names somebody; an *entity* is who is named, once a document; a
*marker* is the preposition that governs an item, glued to it or before it ("" when there is none).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safqa.extraction.amounts import Amount
    from safqa.extraction.parts import Parts
    from safqa.text import NormalText


class Kind(Enum):
    """What an item is."""

    WORD = "word"
    NAME = "name"
    AMOUNT = "amount"
    MARK = "mark"


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or something that the document names: an organisation, a person, a product.

    `name` is canonical (Latin) when `known`, else the first spelling in the text. `kind` is that of the list of
    organisations ("ai", "investor", "outlet" …), "person", or "" when nothing tells. `cued` says that the text itself
    calls it a company ("شركة …").
    """

    name: str
    kind: str = ""
    known: bool = False
    ai: bool = False
    cued: bool = False
    surfaces: list[str] = field(default_factory=list)

    def seen_as(self, surface: str) -> None:
        """Remember one more spelling."""
        if surface and surface not in self.surfaces:
            self.surfaces.append(surface)


@dataclass(frozen=True, slots=True)
class Sense:
    """One way to understand a word: its class in the lexicon and its form.

    `tense` is "past", "present", "future" or "" (no verb); `owner` is the gender of a possessive or object suffix
    ("f", "m", "p" or ""). `voice` is "passive" where the form says so.
    """

    cls: str
    pos: str
    tense: str = ""
    gender: str = ""
    number: str = ""
    voice: str = ""
    owner: str = ""
    definite: bool = False
    lemma: str = ""

    @property
    def is_verb(self) -> bool:
        """Whether the word is a finite verb."""
        return self.pos == "verb"


@dataclass(slots=True, eq=False)
class Item:
    """One unit of a sentence; `index` is its place in the sentence.

    Made in steps by `annotate` and only read afterwards. `classes` are those of the senses, for quick tests.
    """

    kind: Kind
    start: int
    end: int
    text: str
    index: int = 0
    marker: str = ""
    joined: bool = False  # begins with "and"
    senses: tuple[Sense, ...] = ()
    entity: Entity | None = None
    anaphor: bool = False  # stands for an entity without naming it: "the company"
    quoted: bool = False
    owns: bool = False  # what stands behind the name is its own: "Meta's"
    amount: Amount | None = None
    classes: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.mean(self.senses)

    def mean(self, senses: tuple[Sense, ...]) -> None:
        """Set what the item can mean."""
        self.senses = senses
        self.classes = frozenset([s.cls for s in senses])

    def sense(self, *classes: str) -> Sense | None:
        """The first sense of one of these classes."""
        if self.classes.isdisjoint(classes):
            return None
        return next(s for s in self.senses if s.cls in classes)

    def has(self, *classes: str) -> bool:
        """Whether the item can mean one of these classes."""
        return not self.classes.isdisjoint(classes)


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence (or headline, or line of a list) as a row of items."""

    index: int
    paragraph: int
    start: int
    end: int
    items: tuple[Item, ...]
    headline: bool = False
    topic: Entity | None = None  # the company spoken of when the sentence begins

    def names(self) -> Iterator[Item]:
        """The items that stand for an entity."""
        return (i for i in self.items if i.kind is Kind.NAME and i.entity is not None)

    def amounts(self) -> Iterator[Item]:
        """The items that are amounts."""
        return (i for i in self.items if i.kind is Kind.AMOUNT)


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """The whole article, ready for the rules."""

    text: NormalText
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    parts: Parts
