"""The words a language pack brings to the grammar of amounts; the folding, units and intervals are the same for all.

A pack fills one `Grammar`: its number words, its currency nouns with their variants, and its phrases around amounts.
Signs, ISO codes and Latin scale words (international.tsv) are the same in every language and are added here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from safqa.extraction.amounts.phrases import Phrasebook
from safqa.extraction.amounts.tables import forms, rows


class Kind(StrEnum):
    """What a word does in an amount."""

    DIGITS = "digits"
    CLITIC = "clitic"
    UNIT = "unit"
    TEN = "ten"
    HUNDRED = "hundred"
    SCALE = "scale"
    ACCUSATIVE = "accusative"
    DUAL = "dual"
    PLURAL = "plural"
    SOME = "some"
    MANY = "many"
    FRACTION = "fraction"
    LETTER = "letter"
    NOUN = "noun"
    CODE = "code"
    PERCENT = "percent"


SCALES = frozenset({Kind.SCALE, Kind.ACCUSATIVE, Kind.DUAL, Kind.PLURAL})
SMALL = frozenset({Kind.UNIT, Kind.TEN, Kind.HUNDRED})


@dataclass(frozen=True, slots=True)
class Word:
    """One spelling the grammar knows.

    `value` is the number it stands for (the scale for scale words), `name` the currency noun or code, `clitic` how many
    letters are glued to its front, `joins` whether those begin with "and".
    """

    kind: Kind
    value: float = 1
    name: str = ""
    clitic: int = 0
    joins: bool = False


@dataclass(frozen=True, slots=True)
class Variant:
    """One currency of a noun: the adjectives that name it, and the places near a bare noun that imply it."""

    code: str
    adjectives: frozenset[tuple[str, ...]]
    near: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Noun:
    """A currency noun: the code of the bare word and its variants."""

    code: str
    variants: tuple[Variant, ...] = ()


@dataclass(frozen=True, slots=True)
class Grammar:
    """Everything the reader of amounts knows of one language; `token` cuts a text into words, digits and signs.

    `free_shares` are parts in words that stand for per cent (the fifth = 20); `shares` do so only before a word of
    `owned`. `definites` begin a word that cannot be what a number counts, `followers` may follow a sum whose currency
    is left out, `count_cues` before a number say that it counts things. `year_cues` stand before a year, `links`
    between a number and its currency.

    `glue` may stand between the words of one number ("half a billion", "twenty-five"); `attributives`, by the noun and
    the words between it and the number, tell which currency it is ("Canadian" dollars). `ownership` may stand between a
    share in words and what it is of ("a third of its shares"). `tens_first` says that tens stand before units without
    "and", `any_case` that capitals do not matter, `joined_by_to` that two whole sums with "to" in between are a range
    ("$8 billion to $9 billion").
    """

    token: re.Pattern[str]
    words: Mapping[str, Word]
    nouns: Mapping[str, Noun]
    percents: frozenset[tuple[str, ...]]
    links: frozenset[str]
    followers: frozenset[str]
    count_cues: frozenset[str]
    year_cues: frozenset[str]
    shares: Mapping[str, float]
    free_shares: Mapping[str, float]
    owned: frozenset[str]
    definites: tuple[str, ...]
    phrases: Phrasebook
    glue: frozenset[str] = frozenset()
    attributives: Mapping[tuple[str, str], str] = field(default_factory=dict)
    ownership: frozenset[str] = frozenset()
    tens_first: bool = False
    any_case: bool = False
    joined_by_to: bool = False


def international() -> dict[str, Word]:
    """The money words that are the same in every language, by spelling."""
    words: dict[str, Word] = {}
    for row in rows(Path(__file__).with_name("international.tsv")):
        for spelling in forms(row["forms"]):
            words |= dict.fromkeys(_cases(spelling, row["kind"]), _word(row["kind"], row["value"]))
    return words


def _word(kind: str, value: str) -> Word:
    if kind in {"sign", "code", "abbreviation", "noun"}:
        return Word(Kind.CODE, name=value)
    return Word(Kind(kind), float(value))


def _cases(spelling: str, kind: str) -> set[str]:
    """Upper and lower case are one for words; a code is written in capitals, a scale letter in either."""
    if kind in {"scale", "noun", "letter", "percent"}:
        return {spelling, spelling.lower(), spelling.upper(), spelling.capitalize()}
    return {spelling}


def token_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Digits with their inner marks, the spellings that are no plain words (US$, د.ك), words, other money signs."""
    odd = sorted((word for word in words if not word.isalpha() and len(word) > 1), key=len, reverse=True)
    signs = "".join(re.escape(word) for word in words if len(word) == 1 and not word.isalpha())
    return re.compile(
        # Most tokens are words too long to begin a sign like US$: they are tried first, for speed.
        r"[^\W\d_]{4,}|"
        # 7ر2 is the decimal of news agencies; the comma of Arabic (،) is a decimal comma only between digits.
        r"[0-9]+ر[0-9]+(?![^\W_])|[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?(?![0-9])|[0-9]+(?:[.,،][0-9]+)*"
        rf"|(?:{'|'.join(map(re.escape, odd))})(?![^\W\d_])"
        r"|[^\W\d_]+"
        rf"|[{signs}]"
    )
