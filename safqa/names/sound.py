"""The sound of a name, in letters that Arabic and Latin spellings share.

Capital letters are consonant classes (and the head of a name, whatever it is), small ones the vowels inside, which
count little because Arabic leaves out most short ones. The classes stand in `data/sound_classes.tsv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from safqa.names.words import fold, weights
from safqa.tables import DATA, read_table
from safqa.text import normalise

_DOUBLED = re.compile(r"([^\W\d_])\1")
_DIGIT = re.compile("[0-9]")
_SILENT = "-"


@dataclass(frozen=True, slots=True)
class _Sounds:
    """The table ready for use: a pattern of letter groups, and what each group is at the head of a name and inside."""

    groups: re.Pattern[str]
    head: dict[str, str]
    inside: dict[str, str]


@cache
def _sounds() -> _Sounds:
    head: dict[str, str] = {}
    inside: dict[str, str] = {}
    for row in read_table(DATA / "sound_classes.tsv", ("class", "inside", "latin", "arabic", "example")):
        for group in (*row.items("latin"), *row.items("arabic")):
            letters = normalise(group).text
            head[letters] = row["class"]
            inside[letters] = "" if row["inside"] == _SILENT else row["inside"] or row["class"]
    longest_first = sorted(head, key=len, reverse=True)
    return _Sounds(re.compile("|".join((_DIGIT.pattern, *longest_first))), head, inside)


def core(name: str) -> str:
    """What is left of a folded name without its weak and kind words, joined; all of it when nothing else is left."""
    words = fold(name).split()
    return "".join([word for word in words if word not in weights()] or words)


def sounds(letters: str) -> str:
    """The sound of joined letters, vowels included; digits stay in their place, double letters count once."""
    table = _sounds()
    groups = table.groups.findall(_DOUBLED.sub(r"\1", letters))
    rest = (table.inside.get(group, group) for group in groups[1:])
    return "".join((*(table.head.get(group, group) for group in groups[:1]), *rest))


def consonants(sound: str) -> str:
    """A sound without its vowels."""
    return "".join(letter for letter in sound if not letter.islower())


def sound_key(name: str) -> str:
    """The consonant classes of a name: "غوغل", "جوجل", "قوقل" and "Google" are all "KKL".

    Many names and words share a key: compare with it, never detect with it.
    """
    return consonants(sounds(core(name)))
