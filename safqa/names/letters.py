"""Letter names: إم جي إكس is MGX, جي 42 is G42.

The names of letters stand in `data/letter_names.tsv`. Several letters share a name in Arabic (آي, أي and إي; جي for G
and J), so what is read here is the usual letter; comparing two names allows for the others.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby

from safqa.tables import DATA, read_table
from safqa.text import normalise

WORD = re.compile(r"[0-9]+|[^\W\d_]+|&")
"""The pieces of a name: runs of digits, runs of letters, and the sign that belongs to AT&T and e&."""

# أي آي and آي آي are one spelling once hamza is unified: twice the same is A and I, the end of many names here.
_TWICE = ("I", "I")


@cache
def letter_names() -> dict[str, str]:
    """Normalised letter name -> the Latin letters it may stand for, the usual one first."""
    letters: dict[str, str] = {}
    for row in read_table(DATA / "letter_names.tsv", ("letter", "spellings", "example")):
        for spelling in row.items("spellings"):
            name = normalise(spelling).text
            if row["letter"] not in letters.get(name, ""):
                letters[name] = letters.get(name, "") + row["letter"]
    return letters


def spell_letters(name: str) -> str:
    """The name with its spelled letters read: "أوبن إيه آي" -> "اوبن AI", "أيه. أس. أم. أل." -> "ASML".

    Two letter names in a row are an acronym, and so is one beside a number; a single one is left, because في, إن, أم
    and واي are words too. The result is normalised, its pieces parted by single spaces.
    """
    names = letter_names()
    pieces: list[str] = []
    for is_letter, run in groupby(WORD.findall(normalise(name).text), key=names.__contains__):
        words = list(run)
        pieces.extend(["".join(_read(words))] if is_letter and len(words) > 1 else words)
    return " ".join(_join_numbers(pieces))


def _read(words: list[str]) -> list[str]:
    """The usual letters of a run of letter names."""
    letters = [letter_names()[word][0] for word in words]
    if tuple(letters[-2:]) == _TWICE:
        letters[-2] = "A"
    return letters


def _join_numbers(pieces: list[str]) -> list[str]:
    """Acronyms and single letters joined with the number behind them: G42, C3, AI21."""
    names = letter_names()
    joined: list[str] = []
    for piece in pieces:
        before = joined[-1] if joined else ""
        letter = names.get(before, before[:1])[0:1] if before in names else ""
        if piece.isdigit() and letter:
            joined[-1] = letter + piece
        elif piece.isdigit() and before.isascii() and before.isupper():
            joined[-1] = before + piece
        else:
            joined.append(piece)
    return joined
