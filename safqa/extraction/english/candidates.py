"""Spans of an English text that may name somebody who is on no list: runs of capitalised words.

A run is proven by a suffix of companies ("Lila Sciences Inc."), a cue noun before it ("startup Kinesio") or what is
said behind it ("Netphora, a maker of …"). The others are weighed by what was learned, with the signs given here: how
the run is written, whether it begins a sentence, what words it holds. In a headline whose words all begin with capitals
a run says nothing: its names are met again below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from safqa.extraction.candidates import Candidate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from safqa.extraction.pack import WordForm

_WORD = r"(?:[A-Z][\w&+]*(?:['.-](?=[A-Za-z])(?!s\b)[\w&+]+)*|[a-z]{1,2}[A-Z][\w]+|\d+[A-Z]\w*)"
_RUN = re.compile(
    rf"(?<![\w$€£@#/.'-]){_WORD}(?:(?: (?:of|de|for|&|of the) | ){_WORD})*(?:\.(?:ai|io|com)\b)?(?:, Inc\b)?"
)
_PIECE = re.compile(r"\S+")
_SENTENCE = re.compile(r"(?:^|[.!?:;]['\")]*\s|\n|[\"(«] ?|- )$")
_DESCRIBED = re.compile(r"-(?:[a-z]+ed|led|style|made|born|run|wide|rays?)$")  # "UAE-based", "X-rays"
_LONGEST = 6  # words of a name
_BEHIND = 80  # characters behind a name that say what it is
# What stands behind a place that begins a report: "SINGAPORE/TOKYO, Jan 8 (AFP) - Two …".
_DATELINE = re.compile(r"(?:/[A-Z ]+)*(?:, [^-\n]{1,25}?)? ?(?:\([^)\n]*\) ?)?--? ")
# Behind a run that ends in "AI" and describes what follows: "five AI stories", not "Scale AI said".
_DESCRIBES = re.compile(r" ([a-z]+)")
_LISTED_AHEAD = re.compile(r"[A-Z0-9][\w&.'+)-]*(?:,|,? and|;| &| \+) $")
_LISTED_BEHIND = re.compile(r"(?:,|,? and|;| &| \+) [A-Z]")
_MONEY = re.compile(r"[$€£¥₹]|\b(?:million|billion|crore|mn|bn)\b")
_STOP = re.compile(r"[.!?]\s|\n")
_BESIDE = 3  # words on both sides among which one of deals is looked for
_MOSTLY = 0.65  # share of a line's words with capitals that makes it a headline in capitals
_SHORT = 4  # letters of a word that a headline in capitals may leave small


@dataclass(frozen=True, slots=True)
class Hints:
    """What English tells of capitalised words; from `names.toml`."""

    cue: re.Pattern[str]  # a cue noun or "…-based", ending right before the name
    said: re.Pattern[str]  # what tells behind a name that it is a company: ", a maker of"
    person_before: re.Pattern[str]  # a title, ending right before a person
    person_behind: re.Pattern[str]  # ", the chief executive"
    project_before: re.Pattern[str]  # "a campus called", ending right before a project
    project_behind: re.Pattern[str]  # " campus in", behind a project
    suffixes: Mapping[str, str]  # last words of company names, and the kind that each stands for
    given: frozenset[str]  # first names of people
    places: frozenset[str]
    no_name: frozenset[str]  # words with capitals that are part of no name: days, titles, nationalities
    nations: frozenset[str]  # nationalities, which begin names of institutions alone
    common: frozenset[str]  # words that begin sentences
    institutions: frozenset[str]  # nouns that a place belongs to: "Bank of Korea"
    is_word: Callable[[str], bool]  # whether the lexicon knows a word
    read: Callable[[str], WordForm]  # what a word can mean
    function: frozenset[str]  # words that tell nothing of what stands before them: "has", "in"


def candidates(text: str, hints: Hints) -> Iterator[Candidate]:
    """All candidates of a normalised text, the proven ones first."""
    found = list(_found(text, hints))
    people = {w for c in found if c.sign == "person" for w in text[c.start : c.end].split()[1:]}
    kept = [c for c in found if c.sign != "person" and text[c.start : c.end] not in people]
    yield from sorted(kept, key=lambda c: not c.proven)


def _found(text: str, hints: Hints) -> Iterator[Candidate]:
    start = 0
    for line in text.split("\n"):
        if not _in_capitals(line):
            for run in _RUN.finditer(text, start, start + len(line)):
                for begin, end in _parts(text, *run.span(), hints):
                    yield _candidate(text, begin, end, hints)
        start += len(line) + 1


def _in_capitals(line: str) -> bool:
    """Whether a line is a headline whose words all begin with capitals."""
    words = [w for w in re.findall(r"[A-Za-z][\w'-]*", line) if len(w) >= _SHORT]
    short = len(line) < 160 and not line.rstrip().endswith(".")  # noqa: PLR2004 — as the longest headline
    return short and len(words) > 2 and sum(w[0].isupper() for w in words) / len(words) > _MOSTLY  # noqa: PLR2004


def _parts(text: str, start: int, end: int, hints: Hints) -> Iterator[tuple[int, int]]:
    """The parts of a run between words that belong to no name; a common word at the head of a sentence is none."""
    part: list[tuple[int, int]] = []
    for piece in _PIECE.finditer(text, start, end):
        word = piece.group()
        opens = (
            not part
            and _begins(text, piece.start())
            and (word.lower() in hints.common or (hints.is_word(word) and word.isalpha() and not word.isupper()))
        )
        ends = _DESCRIBED.search(word) or (
            word in hints.no_name and not (part and word == "AI") and not _is_of_state(text, piece, end, hints)
        )
        if ends or opens or (not part and word in _SMALL) or (part and _is_from(text, piece, part[-1], end, hints)):
            yield from _span(part, text)
            part = []
        else:
            part.append(piece.span())
    yield from _span(part, text)


def _is_of_state(text: str, word: re.Match[str], end: int, hints: Hints) -> bool:
    """Whether a nationality begins the name of an institution: "Saudi Water Authority"."""
    last = text[word.end() : end].split()
    return word.group() in hints.nations and len(last) > 1 and last[-1] in hints.suffixes


def _is_from(text: str, word: re.Match[str], last: tuple[int, int], end: int, hints: Hints) -> bool:
    """Whether "of" tells where somebody is: "Varuna Systems of Bengaluru", not "Bank of Korea"."""
    if word.group() != "of" or text[last[0] : last[1]] in hints.institutions:
        return False
    behind = text[word.end() : end].split()
    return bool(behind) and (behind[0] in hints.places or " ".join(behind[:2]) in hints.places)


_SMALL = frozenset({"of", "for", "de", "&", "and", "the"})


def _span(part: list[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    words = [text[start:end] for start, end in part]
    while words and (words[-1] in _SMALL or (words[-1] == "AI" and words[-2:-1] == ["for"])):  # "a deal with X for AI"
        words.pop()
    part = part[: len(words)]
    if part and len(part) <= _LONGEST and part[-1][1] - part[0][0] > 1:
        yield part[0][0], part[-1][1]


def _begins(text: str, place: int) -> bool:
    return not place or _SENTENCE.search(text, max(0, place - 4), place) is not None


def _candidate(text: str, start: int, end: int, hints: Hints) -> Candidate:
    name = text[start:end]
    words = name.split()
    kind = hints.suffixes.get(words[-1]) if len(words) > 1 else None
    ahead, behind = text[max(0, start - _BEHIND) : start], text[end : end + _BEHIND]
    if kind is not None and not (words[-1] == "AI" and _describes(words, behind, hints)):
        return Candidate(start, end, "suffix", proven=True, kind=kind)
    if hints.project_before.search(ahead) or (name not in hints.places and hints.project_behind.match(behind)):
        return Candidate(start, end, "project", proven=True, kind="project")
    if _is_place(name, hints) or (_begins_line(text, start) and name.isupper() and _DATELINE.match(behind)):
        return Candidate(start, end, "person", proven=False)
    if hints.person_before.search(ahead) or hints.person_behind.match(behind) or _is_person(words, hints):
        return Candidate(start, end, "person", proven=False)
    if hints.cue.search(ahead) or hints.said.match(behind):
        return Candidate(start, end, "cued", proven=True)
    return Candidate(start, end, "capitals", proven=False, seen=tuple(_seen(text, start, end, hints)))


def _is_place(name: str, hints: Hints) -> bool:
    """Whether a run is the name of a place, in capitals too: "Kuwait City", "SINGAPORE"."""
    written = name.title() if name.isupper() and len(name) > _SHORT else name
    return not hints.places.isdisjoint((written, written.removesuffix(" City")))


def _begins_line(text: str, place: int) -> bool:
    return not place or text[place - 1] == "\n"


def _describes(words: list[str], behind: str, hints: Hints) -> bool:
    """Whether a run that ends in "AI" tells what the next word is, or begins with a place: it may be no name."""
    follows = _DESCRIBES.match(behind)
    noun = follows is not None and follows.group(1) not in hints.function and not _is_verb(follows.group(1), hints)
    return noun or words[0] in hints.places


def _is_verb(word: str, hints: Hints) -> bool:
    return any(s.is_verb for s in hints.read(word).senses)


def _is_person(words: list[str], hints: Hints) -> bool:
    return 1 < len(words) <= 4 and words[0] in hints.given  # noqa: PLR2004 — "Sheikh Tahnoon bin Zayed"


def _seen(text: str, start: int, end: int, hints: Hints) -> Iterator[str]:
    """How a run is written."""
    name = text[start:end]
    words = name.split()
    begins = _begins(text, start)
    yield "begins the sentence" if begins else "inside the sentence"
    if begins and len(words) == 1:
        again = re.search(rf"(?<=[a-z,] ){re.escape(name)}\b", text) is not None
        yield "met inside a sentence" if again else "met at heads alone"
    if _met(text, words[0].lower()):
        yield "met in small letters"
    if len(words) > 1:
        yield "several words"
        yield from _again(text, words)
    if name.isupper():
        yield "all capitals"
    elif re.search(r"[a-z][A-Z]|\d|\.", name):
        yield "odd letters"
    if text[end : end + 2] == "'s":
        yield "owner"
    if text[end : end + 2] == " (":
        yield "bracket behind"
    yield from _held(words, hints)
    yield from _beside(text, start, end, hints)


def _beside(text: str, start: int, end: int, hints: Hints) -> Iterator[str]:
    """What stands beside a run: other capitals in a list, a word of deals over function words, money."""
    ahead = _STOP.split(text[max(0, start - _BEHIND) : start])[-1]
    behind = _STOP.split(text[end : end + _BEHIND], maxsplit=1)[0]
    if _LISTED_AHEAD.search(ahead):
        yield "capitals listed ahead"
    if _LISTED_BEHIND.match(behind):
        yield "capitals listed behind"
    if (cls := _meaning(reversed(_WORDS.findall(ahead)[-_BESIDE:]), hints)) is not None:
        yield f"after={cls}"
    if (cls := _meaning(_WORDS.findall(behind)[:_BESIDE], hints)) is not None:
        yield f"acts={cls}"
    if _MONEY.search(ahead):
        yield "money ahead"
    if _MONEY.search(behind):
        yield "money behind"


_WORDS = re.compile(r"[\w'-]+")


def _meaning(words: Iterable[str], hints: Hints) -> str | None:
    """The class of the nearest word that the lexicon knows, over function words and no others."""
    for word in words:
        if senses := hints.read(word).senses:
            return senses[0].cls
        if word not in hints.function:
            return None
    return None


def _met(text: str, word: str) -> bool:
    """Whether a text has a word in these letters."""
    return word in _words(text) if word.isalnum() else re.search(rf"\b{re.escape(word)}\b", text) is not None


@lru_cache(maxsize=1)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


def _again(text: str, words: list[str]) -> Iterator[str]:
    """Whether the text goes on with one word of a run: of a company it is the first, of a person the last."""
    whole = " ".join(words)
    for word, what in ((words[0], "first word met alone"), (words[-1], "last word met alone")):
        if len(re.findall(rf"\b{re.escape(word)}\b", text)) > text.count(whole):
            yield what


def _held(words: list[str], hints: Hints) -> Iterator[str]:
    """What words a run holds."""
    if any(w in hints.places for w in words):
        yield "holds a place"
    if hints.is_word(words[-1]):
        yield "ends with a word of deals"
    if any(w in hints.given for w in words):
        yield "holds a given name"
