"""What a language brings: its word forms, its grammar, its names and its tables.

The engine around it knows no language: what is glued to words, which words are articles or conjunctions, and on which
side of a verb its subject stands, a pack says. How one is made stands in docs/languages.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from safqa.extraction.amounts import Amount
    from safqa.extraction.candidates import Candidate, Cues
    from safqa.extraction.document import Item, Sense
    from safqa.extraction.frames import Frames
    from safqa.extraction.parts import Parts
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
    partitives: frozenset[str]  # say how much of a company is bought: "what is left of X"
    transparent: frozenset[str]  # classes of nouns that a name stands behind without changing role: "the company X"
    transparent_words: frozenset[str]  # further such nouns, by word
    heads: frozenset[str]  # classes of nouns that a name depends on: "the president of X"
    anaphors: frozenset[str]  # stand for the company spoken of: "the company"
    anaphor_kinds: Mapping[str, frozenset[str]]  # those that stand for the last of a kind: "the bank"
    pronouns: frozenset[str]  # stand for who acted before: "it"
    latter: frozenset[str]  # stand, alone, for the company named last: "the latter"
    being: frozenset[str]  # verbs of being, behind which such a word stands alone too
    about: frozenset[str]  # behind a verb of announcing: the deal is announced, and not its figures: "about"
    trailing: frozenset[str]  # before a verb of saying: the credit is for what went before: "as X said"
    verb_needs: Mapping[str, frozenset[str]]  # classes of verbs that are nouns unless one of these words follows
    priced_at: frozenset[str]  # prepositions before the worth at which money is raised: "at"
    total: re.Pattern[str]  # says that a sum is all that was raised so far
    months: frozenset[str]  # their names, by which two rounds of one company are told apart
    background: re.Pattern[str]  # says that a clause looks back: "had already", "last year"
    script: Script


@dataclass(frozen=True, slots=True)
class Script:
    """How a language writes and orders its words, as far as the engine has to know."""

    token: re.Pattern[str]  # a word, a number or a mark
    clitics: Mapping[str, tuple[str, bool]]  # pieces cut off a name: the preposition in each, and whether "and" is
    conjunctions: frozenset[str]  # words that join the next one to what stands before: "and"
    definite: re.Pattern[str] | None  # a word that carries the article; None where that is a word of its own
    described: re.Pattern[str]  # a word behind a name that tells whose it is: "السعودية"
    joining: re.Pattern[str]  # what joins two names of a list
    soft: re.Pattern[str]  # words that may stand inside a list of names: nationality and size
    passed: re.Pattern[str]  # words without a class that may stand between a preposition and its name: "French"
    spelled: frozenset[str]  # names of letters, of which abbreviations are made
    along: str  # the preposition of those who agree with each other: "with"
    of: frozenset[str]  # prepositions between a share and its company: "10% of X"
    genitive: str  # the preposition by which a noun is somebody's: "the chief of X"
    announcer: str  # the preposition of who announces, behind the noun
    possessive: str  # the sign of an owner behind its name: "'s"
    asides: frozenset[str]  # begin, behind a comma, what is told in passing up to the next: "which"
    reported: frozenset[str]  # follow a verb of saying that closes what was said: "…, Reuters reported on Monday"
    subject_first: bool  # the subject stands before its verb, and the object behind


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
    in_context: Callable[[Sequence[Item]], None]  # drops or changes readings by the words beside
    candidates: Callable[[str], Iterator[Candidate]]  # who may be named in a normalised text, the surest kinds first
    find_amounts: Callable[[NormalText], list[Amount]]
    measures: Mapping[str, str]
    labels: Mapping[str, str]
    stage: Callable[[str], str | None]
    tells_of_deals: Callable[[str], bool]
    tells_of_ai: Callable[[str], bool]
    parts: Parts
    recognise: Recogniser | None = None  # a model of names, where a user has installed one
