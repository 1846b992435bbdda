"""An English word as the engine reads it: its forms in the lexicon as senses.

Inflection is by rule, with the exceptions in `data/lexicon.tsv`. A form in -ing is a noun that takes an object
("gerund"), unless a form of "be" stands before it (`context`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from safqa.errors import InputError
from safqa.extraction.document import Sense
from safqa.extraction.pack import WordForm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safqa.extraction.document import Item

_DATA = files("safqa.extraction.english") / "data"
_COLUMNS = 5
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_NONE = WordForm()


def read_word(word: str) -> WordForm:
    """The form of a word in any case; one that the lexicon does not know has no senses."""
    lower = word.lower()
    known = _forms().get(lower)
    if known is None and "-" in lower:  # "data-labelling", "multi-year", "AI-funding": the last part tells
        known = _forms().get(lower.rpartition("-")[2])
        if known is not None and any(s.is_verb for s in known.senses):
            return _NONE  # "Nvidia-backed", "US-led"
    return known or _NONE


def bare_keys(item: Item) -> frozenset[str]:
    """What a phrase of the tables may know a word by: itself in small letters, its lemmas, its classes in braces."""
    return frozenset(
        (item.text.lower(), *(f"<{s.lemma}>" for s in item.senses), *(f"{{{s.cls}}}" for s in item.senses))
    )


@cache
def _forms() -> dict[str, WordForm]:
    """Every form of the lexicon; the senses of one form in the order of its rows."""
    senses: defaultdict[str, list[Sense]] = defaultdict(list)
    for cls, pos, lemma, written in _rows():
        for form, sense in _inflected(cls, pos, lemma, written):
            if sense not in senses[form]:
                senses[form].append(sense)
    return {form: WordForm(senses=tuple(found)) for form, found in senses.items()}


def _rows() -> Iterator[tuple[str, str, str, str]]:
    lines = (_DATA / "lexicon.tsv").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line or line.startswith(("#", "class\t")):
            continue
        cells = line.split("\t")
        if len(cells) != _COLUMNS:
            raise InputError(f"lexicon.tsv:{number}: {len(cells)} cells where {_COLUMNS} are expected")
        yield cells[0], cells[1], cells[2], cells[3]


def _inflected(cls: str, pos: str, lemma: str, written: str) -> Iterator[tuple[str, Sense]]:
    if pos == "verb":
        yield from _verb(cls, lemma, written)
        return
    yield lemma, Sense(cls, pos, lemma=lemma)
    if pos == "noun" and written != "=":
        yield written or _with_s(lemma), Sense(cls, pos, number="p", lemma=lemma)


def _verb(cls: str, lemma: str, written: str) -> Iterator[tuple[str, Sense]]:
    if written == "=":  # another meaning of a verb whose forms stand in another row
        past, participle, ing = next(parts for of, parts in _irregular().items() if of == lemma)
    else:
        past, participle, ing = _parts(lemma, written)
    for tense, form in (("base", lemma), ("present", _with_s(lemma)), ("past", past), ("past", participle)):
        yield form, Sense(cls, "verb", tense=tense, lemma=lemma)
    yield ing, Sense(cls, "noun", tense="gerund", lemma=lemma)


@cache
def _irregular() -> dict[str, tuple[str, str, str]]:
    """Past, participle and -ing of each verb, by its first row that tells them."""
    found: dict[str, tuple[str, str, str]] = {}
    for _, pos, lemma, written in _rows():
        if pos == "verb":
            found.setdefault(lemma, _parts(lemma, "" if written == "=" else written))
    return found


def _parts(lemma: str, written: str) -> tuple[str, str, str]:
    """Past, participle and -ing of a verb."""
    if written and written != "x2":
        past, participle, ing = written.split(" ")
        return past, participle, ing
    stem = lemma + lemma[-1] if written == "x2" else lemma.removesuffix("e")
    past = lemma[:-1] + "ied" if _CONSONANT_Y.search(lemma) else stem + "ed"
    return past, past, (lemma if lemma.endswith("ee") else stem) + "ing"


def _with_s(lemma: str) -> str:
    if _CONSONANT_Y.search(lemma):
        return lemma[:-1] + "ies"
    return lemma + ("es" if _SIBILANT.search(lemma) else "s")
