"""The English words of the grammar of amounts, from the tables numbers, currencies and qualifiers."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from safqa.extraction.amounts.grammar import Grammar, Kind, Noun, Variant, Word, international, token_pattern
from safqa.extraction.amounts.phrases import phrasebook
from safqa.extraction.amounts.tables import forms, rows

_DATA = Path(__file__).parents[1] / "data"
# The kinds of numbers.tsv that are sets of words, not number words.
_SETS = frozenset({"share", "owned", "year_cue", "follower", "count_cue", "percent", "link", "glue", "ownership"})


@cache
def grammar() -> Grammar:
    """The English grammar of amounts, read from its tables."""
    numbers, currencies = list(rows(_DATA / "numbers.tsv")), list(rows(_DATA / "currencies.tsv"))
    words = {**international(), **_signs(currencies), **_number_words(numbers), **_currency_words(currencies)}
    return Grammar(
        token=token_pattern(words),
        words=words,
        nouns={row["noun"]: Noun(row["code"], _variants(row["near"])) for row in currencies},
        percents=frozenset(tuple(form.split()) for form in _set(numbers, "percent")),
        links=_set(numbers, "link"),
        followers=_set(numbers, "follower"),
        count_cues=_set(numbers, "count_cue"),
        year_cues=_set(numbers, "year_cue"),
        shares={form: float(row["value"]) for row in numbers if row["kind"] == "share" for form in forms(row["forms"])},
        free_shares={},
        owned=_set(numbers, "owned"),
        definites=("the",),
        phrases=phrasebook(rows(_DATA / "qualifiers.tsv"), ()),
        glue=_set(numbers, "glue"),
        attributives=_attributives(currencies),
        ownership=_set(numbers, "ownership"),
        tens_first=True,
        any_case=True,
        joined_by_to=True,
    )


def _set(numbers: list[dict[str, str]], kind: str) -> frozenset[str]:
    return frozenset(form for row in numbers if row["kind"] == kind for form in forms(row["forms"]))


def _signs(currencies: list[dict[str, str]]) -> dict[str, Word]:
    """Letters that English news writes before a sum: "Rs 500 crore", "Dh100m", "QR455m"."""
    told = (pair.split("=") for row in currencies for pair in row["letters"].split("|") if pair)
    return {letters: Word(Kind.CODE, name=code) for letters, code in told}


def _number_words(numbers: list[dict[str, str]]) -> dict[str, Word]:
    plain = {
        form: Word(Kind(row["kind"]), float(row["value"]))
        for row in numbers
        if row["kind"] not in _SETS
        for form in forms(row["forms"])
    }
    return {**plain, "and": Word(Kind.CLITIC, joins=True)}


def _currency_words(currencies: list[dict[str, str]]) -> dict[str, Word]:
    return {
        form: Word(Kind.NOUN, float(row["minor"]), name=row["noun"])
        for row in currencies
        for form in forms(row["forms"])
    }


def _variants(cell: str) -> tuple[Variant, ...]:
    """The currencies that places near a bare noun tell: "Muscat: … 100 million rials"."""
    told = (part.split("=") for part in cell.split(";") if part)
    return tuple(
        Variant(code, frozenset(), re.compile(rf"\b(?:{'|'.join(map(re.escape, forms(places)))})\b"))
        for code, places in told
    )


def _attributives(currencies: list[dict[str, str]]) -> Mapping[tuple[str, str], str]:
    """The adjectives before a currency noun: ("dollar", "canadian") is CAD."""
    told = [(row["noun"], *pair.split("=")) for row in currencies for pair in row["attributives"].split("|") if pair]
    return {(noun, word): code for noun, word, code in told}
