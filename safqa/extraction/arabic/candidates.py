"""Spans of an Arabic text that may name somebody who is on no list, each with the sign that says so.

Signs, from strong to weak: a cue noun in front ("شركة …", "وزارة …"), a suffix of companies ("… كابيتال"), Latin
capitals, quotes. Quotes alone prove nothing, they hold sayings too; `names` asks for a second sign. Weaker are
runs of words without any of these (`bare`), which their letters and their place tell, and weakest is the word of a
recogniser (`recognition`), which reads on its own what the text is about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from safqa.extraction.arabic.bare import bare, with_purpose
from safqa.extraction.candidates import Candidate
from safqa.names.letters import letter_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from safqa.extraction.arabic.shapes import Shapes
    from safqa.extraction.candidates import Cues


# A straight quote opens after a space, a bracket or a glued letter, and closes before anything but a letter.
_QUOTED = re.compile(
    r"(?:«|(?:(?<=[\s(\[وبلكف])|^)[\"'])(?=\S)([^\"«»'\n(),:؟!]{2,50}?)(?:»|(?<=\S)[\"'](?!\w))", re.MULTILINE
)
# Wire style puts names in brackets: "شركة (غيمار لتقنية المعلومات)".
_BRACKETED = re.compile(r"(?<=[\s وبل])\(([^()\d\n]{2,50})\)")
_LATIN = re.compile(r"[A-Z][\w&+'’-]*(?:\.(?:ai|AI|com|io|ae))?(?:[ -](?:[A-Z][\w&+'’-]*|of|&|AI))*|x\.?AI\b|e&")
_WORD = re.compile(r"\s*(\w+)")
_WORDS = re.compile(r"\w+")
_AND = "و"
_MAX_WORDS = 5  # names in quotes are short; longer quotes are speech
_AHEAD = 40  # characters before a quote that may introduce it: "الشركة السعودية الناشئة «"
_MAX_CUED = 4  # words of a bare name after a cue


def candidates(text: str, cues: Cues, shapes: Shapes, purposes: re.Pattern[str]) -> Iterator[Candidate]:
    """All candidates of a normalised text, the surest kinds first; they may overlap.

    `purposes` are the words behind a name that say what its company is for: "لمراكز البيانات".
    """
    yield from _typed(text, cues)
    yield from _quoted(text, cues)
    yield from _suffixed(text, cues)
    yield from _latin(text, cues)
    yield from _labelled(text, cues)
    yield from _cued(text, cues, purposes)
    yield from bare(text, cues, shapes, purposes)


def _typed(text: str, cues: Cues) -> Iterator[Candidate]:
    for found in cues.typed.finditer(text):
        yield Candidate(found.start(1), found.end(2), "typed", proven=True, kind=cues.kinds[found.group(1)])


def _suffixed(text: str, cues: Cues) -> Iterator[Candidate]:
    """Names like "رحى كابيتال": one or two words before a suffix of companies, as far as they can be part of a name."""
    words = list(_WORDS.finditer(text))
    for place, word in enumerate(words):
        if word.group() not in cues.suffixes or place == 0:
            continue
        first = place
        while first and place - first < 2 and _goes_before(text, words[first - 1], words[first], cues):  # noqa: PLR2004
            first -= 1
        first = min(first, _spelled_before(text, words, place, cues))
        last = place
        while (
            last + 1 < len(words)
            and words[last + 1].group() in cues.suffixes
            and _adjacent(text, words[last], words[last + 1])
        ):
            last += 1
        if first < place:
            start = words[first].start() + _joined(words, first, cues)
            yield Candidate(start, words[last].end(), "suffix", proven=True, kind="")


def _spelled_before(text: str, words: Sequence[re.Match[str]], place: int, cues: Cues) -> int:
    """Where a name begins that is spelled letter by letter before its suffix: "دي إن كيه لابز".

    Some letters are stop words too (إن، في); they are letters between others.
    """
    first = place
    while first and words[first - 1].group() in letter_names() and _adjacent(text, words[first - 1], words[first]):
        first -= 1
    while first < place and words[first].group() in cues.stop:
        first += 1
    return first


def _joined(words: Sequence[re.Match[str]], place: int, cues: Cues) -> int:
    """The length of an "and" that joins a name to one before: "كوتو وثرايف كابيتال", not "بقيادة واعد فنتشرز"."""
    before = words[place - 1].group() if place else ""
    joins = words[place].group()[0] == _AND and bool(before) and not (cues.leads(before) or cues.acts(before))
    return len(_AND) if joins else 0


def _adjacent(text: str, left: re.Match[str], right: re.Match[str]) -> bool:
    return text[left.end() : right.start()] == " "


def _goes_before(text: str, word: re.Match[str], behind: re.Match[str], cues: Cues) -> bool:
    bare = word.group()
    if behind.group()[0] == _AND and behind.group() not in cues.suffixes:
        return False  # the next name of a list: "ألتيميتر وثرايف كابيتال"
    if not _adjacent(text, word, behind) or bare in cues.stop or bare in cues.suffixes or not bare.isalpha():
        return False
    return not (cues.ends_name(bare) or cues.no_name(bare) or len(bare) < 2)  # noqa: PLR2004


def _latin(text: str, cues: Cues) -> Iterator[Candidate]:
    for found in _LATIN.finditer(text):
        run = found.group().rstrip("'’-")
        if not {run, run.split()[0]} & cues.latin_stop and len(run) > 1 and not run.split()[-1][0].isdigit():
            yield Candidate(found.start(), found.start() + len(run), "latin", proven=True)


# One piece of a labelled line: the names of a list stand between commas and signs.
_PIECE = re.compile(r"[^،,+&/()\n]+")


def _labelled(text: str, cues: Cues) -> Iterator[Candidate]:
    for line in cues.labelled.finditer(text):
        for piece in _PIECE.finditer(text, *line.span(1)):
            words = list(_WORDS.finditer(text, *piece.span()))
            if (
                words
                and len(words) <= _MAX_CUED
                and not words[0].group()[0].isdigit()
                and words[0].group() not in cues.stop
            ):
                yield Candidate(words[0].start(), words[-1].end(), "labelled", proven=True)


def _quoted(text: str, cues: Cues) -> Iterator[Candidate]:
    for pattern in (_QUOTED, _BRACKETED):
        for found in pattern.finditer(text):
            words = found.group(1).split()
            if not words or len(words) > _MAX_WORDS or words[0][0].isdigit():
                continue
            ends_as_company = words[-1] in cues.suffixes or found.group(1).endswith("ايه اي")
            if (words[0] in cues.stop or cues.no_name(words[0])) and not ends_as_company:
                continue
            introduced = cues.introduced(text[max(0, found.start() - _AHEAD) : found.start() + 1])
            yield Candidate(found.start(1), found.end(1), "quoted", proven=introduced or ends_as_company)


def _cued(text: str, cues: Cues, purposes: re.Pattern[str]) -> Iterator[Candidate]:
    for found in cues.company.finditer(text):
        span = _behind_cue(text, found.end(), cues, purposes)
        if span is not None:
            yield Candidate(*span, "cued", proven=True)


def _behind_cue(text: str, place: int, cues: Cues, purposes: re.Pattern[str]) -> tuple[int, int] | None:
    """The bare name that begins at `place`, right after a cue noun."""
    start, end = None, place
    for _ in range(_MAX_CUED):
        word = _WORD.match(text, end)
        if not word or "\n" in word.group() or word.group(1) in cues.stop:
            break
        if start is not None and purposes.match(text, end):
            return start, with_purpose(text, start, end, purposes)
        if (
            word.group(1)[0].isdigit()
            or cues.ends_name(word.group(1))
            or (start is None and cues.no_name(word.group(1)))
        ):
            break
        start = word.start(1) if start is None else start
        end = word.end(1)
    if start is None:
        return None
    end = _with_article(text, start, end)
    return (start, end) if _stands(text, start, end, cues) else None


_DEFINITE = re.compile(r" ال\w+")


def _with_article(text: str, start: int, end: int) -> int:
    """The end of the name with a definite word behind, when the text says both together again: "دانة الخليج"."""
    more = _DEFINITE.match(text, end)
    return more.end() if more and text.count(text[start : more.end()]) > 1 else end


_ENDS_HERE = re.compile(r"\s*(?:[\n،,.;:()\"«»؟!-]|$)")
_CLITIC_TAIL = re.compile(r"\w{2,}(?:ها|هم|هما)$")


def _stands(text: str, start: int, end: int, cues: Cues) -> bool:
    """Whether something says that the words after a cue are a name and no sentence that goes on.

    Punctuation, an adjective, a preposition or a deal verb ends a name; a name that is met again needs no more.
    """
    name = text[start:end]
    if text.count(name) == 1 and name[0] in cues.verb_heads:
        return False
    if any(_CLITIC_TAIL.search(w) for w in name.split()):
        return False
    if _ENDS_HERE.match(text, end) or text.count(name) > 1:
        return True
    behind = _WORD.match(text, end)
    return behind is not None and (behind.group(1) in cues.stop or cues.ends_name(behind.group(1)))
