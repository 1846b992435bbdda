"""Spans of a text that may name somebody who is on no list, and what a language tells of such names.

A pack finds the candidates (`Pack.candidates`), each with the sign that says so; where the sign does not prove a name,
`names` asks for a second one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from safqa.extraction.divisions import Division


@dataclass(frozen=True, slots=True)
class Cues:
    """What a language pack tells of names: words that introduce them and words that cannot be part of one."""

    company: re.Pattern[str]  # a cue noun with its clitics, ending right before the name
    typed: re.Pattern[str]  # a noun that begins a name and says its kind: "وزارة …" in group 1, the rest in group 2
    kinds: Mapping[str, str]  # the kind that such a noun stands for
    labelled: re.Pattern[str]  # a label of the target or a party, with the rest of its line in group 1
    product: frozenset[str]  # words before a name that make it a product's: "the model X"
    suffixes: frozenset[str]  # words that end company names: "كابيتال", "فنتشرز"
    introduced: Callable[[str], bool]  # whether a piece of text ends with a cue
    acts: Callable[[str], bool]  # whether a word is a verb of deals, so that the name beside it acts
    governs: Callable[
        [str], bool
    ]  # whether a word is a noun of a purchase, so that the name behind it is bought: "شراء هابانا"
    leads: Callable[[str], bool]  # whether a name follows such a word: "بقيادة", "من", "مع"
    stop: frozenset[str]  # words that end a name
    latin_stop: frozenset[str]  # Latin runs that name no organisation: AI, CEO, GPT
    ends_name: Callable[[str], bool]  # whether an unlisted word ends a bare name (adjective, verb)
    no_name: Callable[[str], bool]  # whether a span that begins with this word is no name
    verb_heads: str  # letters that a verb of the present begins with: a name met once does not begin so
    glued: str  # what may be glued before a name, as a pattern: "and", "to"
    describes: re.Pattern[str]  # behind a name in quotes, tells of it and is no part: "ديب سيك الأميركية", "لاما 4"
    begins: re.Pattern[str]  # beginnings of words that stand for no name by themselves: the article
    beside: Callable[[str, int, int], bool]  # whether a word is a name by how it is written and what touches it
    gap_ahead: re.Pattern[str]  # what joins a name to the one before it in a list
    gap_behind: re.Pattern[str]
    division: Callable[[str, int, int], Division | None]  # the part of a company that is told of around its name
    legal: frozenset[str] = frozenset()  # suffixes that a company drops at will: "Uber Technologies Inc" is Uber
    whole_runs: bool = False  # whether a listed homograph inside a longer candidate is a part of it: "Atlas Processors"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may be a name; `proven` when its sign needs no second one."""

    start: int
    end: int
    sign: str
    proven: bool
    kind: str = ""
    seen: Iterable[str] = ()  # what else speaks for or against it


_WORDS = re.compile(r"\w+")


def seen_by_model(text: str, spans: Iterable[tuple[int, int]], cues: Cues) -> Iterator[Candidate]:
    """The candidates that a recogniser's spans hold, without what it takes for a part of the name.

    That is a cue noun ("شركة …") and glued letters ("ولنوران" where the text has "نوران" too). What begins with a word
    that begins no name, or is a cue noun and nothing more, is left out.
    """
    for start, end in spans:
        cue = cues.company.match(text, start, end)
        begin = _without_clitics(text, cue.end() if cue else start, end, cues)
        first = _WORDS.match(text, begin, end)
        if first and not cues.introduced(f"{text[begin:end]} ") and not _begins_no_name(first.group(), cues):
            yield Candidate(begin, end, "recognised", proven=False)


def _begins_no_name(word: str, cues: Cues) -> bool:
    return word[0].isdigit() or word in cues.stop or cues.no_name(word)


def _without_clitics(text: str, start: int, end: int, cues: Cues) -> int:
    """Where the name begins behind glued letters; a letter is glued when the rest stands elsewhere without it."""
    glued = re.compile(rf"{cues.glued}(?=\w)").match(text, start, end)
    for place in range(glued.end(), start, -1) if glued else ():
        if re.search(rf"(?<!\w){re.escape(text[place:end])}(?!\w)", text):
            return place
    return start
