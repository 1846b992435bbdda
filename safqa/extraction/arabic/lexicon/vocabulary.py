"""The words a linguist writes: the rows of lexicon.tsv and paradigms.tsv, checked."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from safqa.tables import Row, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

DATA: Traversable = files("safqa.extraction.arabic") / "data"

WORDS = DATA / "lexicon.tsv"
PARADIGMS = DATA / "paradigms.tsv"

_WORD_COLUMNS = ("lemma", "class", "pos", "stems", "weight", "gloss", "example")
_PARADIGM_COLUMNS = ("kind", "category", "form", "features", "example")
_KINDS = ("pronoun", "prefix", "suffix", "stem", "never")
_POS = ("noun", "adj", "verb", "adv")
_VOICES = ("", "a", "p")


@dataclass(frozen=True, slots=True)
class Affix:
    """A prefix or suffix as written: its letters, and the features that it adds."""

    category: str
    letters: str
    features: dict[str, str]


@dataclass(frozen=True, slots=True)
class StemCategory:
    """Which affixes a kind of stem takes, and what the bare stem says."""

    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    features: dict[str, str]


@dataclass(frozen=True, slots=True)
class Paradigms:
    """How words inflect: paradigms.tsv, with conjunctions and pronouns still to be attached to the affixes."""

    pronouns: dict[str, str]
    prefixes: tuple[Affix, ...]
    suffixes: tuple[Affix, ...]
    stems: dict[str, StemCategory]
    never: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Stem:
    """One stem of a word; `voice` is a or p where the stem has only that one, else empty."""

    category: str
    voice: str
    letters: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word in one meaning: a row of lexicon.tsv. `weight` is the log10 of its share of the tokens of deal news."""

    lemma: str
    cls: str
    pos: str
    stems: tuple[Stem, ...]
    weight: float
    gloss: str
    example: str


def read_paradigms(source: Traversable = PARADIGMS) -> Paradigms:
    """The paradigms; raises InputError with file, line and column for a row that cannot be used."""
    rows = list(read_table(source, _PARADIGM_COLUMNS))
    kinds: dict[str, list[Row]] = {kind: [] for kind in _KINDS}
    for row in rows:
        kinds[row.choice("kind", _KINDS)].append(row)
    return Paradigms(
        pronouns={row["category"]: row["form"] for row in kinds["pronoun"]},
        prefixes=tuple(map(_affix, kinds["prefix"])),
        suffixes=tuple(map(_affix, kinds["suffix"])),
        stems={row["category"]: _stem_category(row) for row in kinds["stem"]},
        never=frozenset((row["category"], suffix) for row in kinds["never"] for suffix in row["form"].split()),
    )


def read_words(categories: dict[str, StemCategory], source: Traversable = WORDS) -> Iterator[Word]:
    """The words; raises InputError with file, line and column for a row that cannot be used."""
    for row in read_table(source, _WORD_COLUMNS):
        yield Word(
            lemma=row["lemma"],
            cls=row["class"],
            pos=row.choice("pos", _POS),
            stems=tuple(_stem(row, cell, categories) for cell in row["stems"].split()),
            weight=_weight(row),
            gloss=row["gloss"],
            example=row["example"],
        )


def _affix(row: Row) -> Affix:
    return Affix(row["category"], row["form"].removeprefix("-"), _features(row))


def _stem_category(row: Row) -> StemCategory:
    prefixes, plus, suffixes = row["form"].partition("+")
    if not plus:
        raise row.error("form", "a stem names its prefixes, +, its suffixes")
    return StemCategory(tuple(prefixes.split()), tuple(suffixes.split()), _features(row))


def _features(row: Row) -> dict[str, str]:
    pairs = [cell.partition(":") for cell in row["features"].split() if cell != "-"]
    if any(not value for _, _, value in pairs):
        raise row.error("features", "each feature is written name:value")
    return {name: value for name, _, value in pairs}


def _stem(row: Row, cell: str, categories: dict[str, StemCategory]) -> Stem:
    where, _, letters = cell.partition("=")
    category, _, voice = where.partition(".")
    if category not in categories or voice not in _VOICES or not letters:
        raise row.error(
            "stems", f"{cell!r} is not category=stem with a category of paradigms.tsv and the voice a, p or none"
        )
    return Stem(category, voice, letters)


def _weight(row: Row) -> float:
    try:
        return float(row["weight"])
    except ValueError:
        raise row.error("weight", f"{row['weight']!r} is no number") from None
