"""What a language brings: its word forms, its grammar and its tables.

What the engine around it still knows of Arabic are glued letters (and, to, by), the article, and spelled letter names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping

    from safqa.extraction.amounts import Amount
    from safqa.extraction.candidates import Cues
    from safqa.extraction.document import Item, Sense
    from safqa.extraction.frames import Frames
    from safqa.extraction.phrases import Phrases
    from safqa.extraction.recognition import Recogniser
    from safqa.extraction.weights import Learned
    from safqa.text import NormalText


@dataclass(frozen=True, slots=True)
class WordForm:
    """A word taken apart: the preposition glued to it, whether "and" is, and what it can mean."""

    marker: str = ""
    joined: bool = False
    senses: tuple[Sense, ...] = ()


@dataclass(frozen=True, slots=True)
class Grammar:
    """The function words of a language; read from its `grammar.toml`, where each set has its example."""

    prepositions: frozenset[str]  # govern the name after them
    agents: frozenset[str]  # name who does it behind a passive: "by"
    onward: frozenset[str]  # between an old value and the new one: "to"
    sourcing: frozenset[str]  # with a glued preposition they say on whose word: "according to"
    referring: Mapping[str, str]  # prepositions with a pronoun, and the preposition that each holds: "in it"
    openers: frozenset[str]  # begin a clause: "while", "but"
    relatives: frozenset[str]  # "which": the name before is who the verb after speaks of
    particles: frozenset[str]  # stand between subject and verb without a say: "قد"
    future: frozenset[str]  # words that make a present a future: "will"
    negations: frozenset[str]
    transparent: frozenset[str]  # classes of nouns that a name stands behind without changing role: "the company X"
    transparent_words: frozenset[str]  # further such nouns, by word
    heads: frozenset[str]  # classes of nouns that a name depends on: "the president of X"
    anaphors: frozenset[str]  # stand for the company spoken of: "the company"
    anaphor_kinds: Mapping[str, frozenset[str]]  # those that stand for the last of a kind: "the bank"
    latter: frozenset[str]  # stand, alone, for the company named last: "the latter"
    being: frozenset[str]  # verbs of being, behind which such a word stands alone too
    about: frozenset[str]  # behind a verb of announcing: the deal is announced, and not its figures: "about"
    trailing: frozenset[str]  # before a verb of saying: the credit is for what went before: "as X said"
    verb_needs: Mapping[str, frozenset[str]]  # classes of verbs that are nouns unless one of these words follows
    priced_at: frozenset[str]  # prepositions before the worth at which money is raised: "at"
    total: re.Pattern[str]  # says that a sum is all that was raised so far
    months: frozenset[str]  # their names, by which two rounds of one company are told apart
    background: re.Pattern[str]  # says that a clause looks back: "had already", "last year"


@dataclass(frozen=True, slots=True)
class Pack:
    """A language, ready to use."""

    lang: str
    grammar: Grammar
    frames: Frames
    learned: Learned
    phrases: Phrases
    cues: Cues
    read: Callable[[str], WordForm]
    bare: Callable[[Item], frozenset[str]]
    find_amounts: Callable[[NormalText], list[Amount]]
    measures: Mapping[str, str]
    labels: Mapping[str, str]
    stage: Callable[[str], str | None]
    tells_of_deals: Callable[[str], bool]
    tells_of_ai: Callable[[str], bool]
    recognise: Recogniser | None = None  # a model of names, where a user has installed one
