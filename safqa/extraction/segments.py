"""Where sentences begin and end in normalised text, and their words.

A line break always ends a sentence. A stop does unless it belongs to a number (`12.5`), a spelled-out abbreviation
(`اوبن ايه.اي`, `ايه. اس. ام. ال.`), a Latin abbreviation or address (`U.S.`, `safqa.org`). News pages often lose the
space after a stop (about 8 % of Arabic pages), so a stop between two Arabic words ends a sentence too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(r"[^\n]+")
# A stop mark, or a run of them ("..", "؟!"), and closing quotes that belong to it.
_STOP = re.compile(r"([.!?؟؛;…]+)([\"'»”)\]]*)")


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence's place: `[start, end)` in the text, and the number of its line among the lines with text."""

    start: int
    end: int
    line: int


# Latin abbreviations that a stop belongs to; the sentence goes on behind them.
_ABBREVIATIONS = frozenset({"Corp", "Inc", "Ltd", "Co", "Bros", "No", "Mr", "Mrs", "Dr", "St", "vs"})
_WORD_BEFORE = re.compile(r"\w+$")
_WORD_AFTER = re.compile(r"\s*(\w+)(\.?)")
_BESIDE = 40  # characters of a line that tell of a stop: more than three spelled letters; keeps long lines linear
_LETTER_RUN = 2  # spelled letters with stops before one that ends the run: "ايه. اس. ام. ال."


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _ends_sentence(line: str, stop: re.Match[str], spelled: frozenset[str]) -> bool:
    if stop.group(1) != ".":
        return True
    before, after = line[max(0, stop.start() - _BESIDE) : stop.start()], line[stop.end() : stop.end() + _BESIDE]
    if not after.strip():
        return True
    spaced = after[0].isspace()
    if not spaced and (
        (before[-1:].isdigit() and after[0].isdigit()) or (_is_latin(before[-1:]) and _is_latin(after[0]))
    ):
        return False
    last = _WORD_BEFORE.search(before)
    if last is None or last.group() in _ABBREVIATIONS:
        return last is None
    return not (_is_initial(last.group(), spelled) and _spelled_on(before, after, spelled, spaced=spaced))


def _spelled_on(before: str, after: str, spelled: frozenset[str], *, spaced: bool) -> bool:
    """Whether an abbreviation that is spelled letter by letter goes on, or has just come to its end."""
    following = _WORD_AFTER.match(after)
    if following and _is_initial(following.group(1), spelled) and (not spaced or following.group(2)):
        return True
    pieces = [p.strip() for p in before.split(".")]
    return len(pieces) > _LETTER_RUN and all(_is_initial(p, spelled) for p in pieces[-_LETTER_RUN:])


def _is_initial(word: str, spelled: frozenset[str]) -> bool:
    """Whether a word may be one letter of an abbreviation: a Latin capital or the name of a letter."""
    return (len(word) == 1 and word.isupper()) or word in spelled


def segment(text: str, spelled: frozenset[str] = frozenset()) -> list[Segment]:
    """The sentences of a normalised text, in order, none of them empty; `spelled` are names of letters."""
    out: list[Segment] = []
    lines = (m for m in _LINE.finditer(text) if not m.group().isspace())
    for number, match in enumerate(lines):
        line, base = match.group(), match.start()
        begin = 0
        for stop in _STOP.finditer(line):
            if _ends_sentence(line, stop, spelled):
                _add(out, line[begin : stop.end()], base + begin, number)
                begin = stop.end()
        _add(out, line[begin:], base + begin, number)
    return out


def _add(out: list[Segment], piece: str, base: int, number: int) -> None:
    stripped = piece.strip()
    if stripped:
        start = base + (len(piece) - len(piece.lstrip()))
        out.append(Segment(start, start + len(stripped), number))
