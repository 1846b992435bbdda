"""The Arabic words of the grammar of amounts, from the tables numbers, currencies and qualifiers."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from safqa.extraction.amounts.grammar import Grammar, Kind, Noun, Variant, Word, international, token_pattern
from safqa.extraction.amounts.phrases import phrasebook
from safqa.extraction.amounts.tables import forms, rows

_DATA = Path(__file__).parents[1] / "data"
_ARTICLE = "ال"
# Letters that may be glued to the first word of a phrase around an amount ("وبنحو", "لأكثر من").
_PHRASE_PREFIXES = ("و", "ف", "ب", "ل", "وب", "ول")
# A word that begins so is no indefinite noun, and only an indefinite noun can be what a number counts.
_DEFINITES = (_ARTICLE, "بال", "لل", "وال", "كال", "فال")
# The kinds of numbers.tsv that are sets of words, not number words.
_SETS = frozenset({"share", "owned", "year_cue", "follower", "count_cue", "percent", "link"})


@cache
def grammar() -> Grammar:
    """The Arabic grammar of amounts, read from its tables."""
    numbers = list(rows(_DATA / "numbers.tsv"))
    words = {**_number_words(numbers), **_currency_words(), **international()}
    shares = {form: float(row["value"]) for row in numbers if row["kind"] == "share" for form in forms(row["forms"])}
    return Grammar(
        token=token_pattern(words),
        words=words,
        nouns=_nouns(),
        percents=frozenset(tuple(form.split()) for form in _set(numbers, "percent")),
        links=_set(numbers, "link"),
        followers=_set(numbers, "follower"),
        count_cues=_set(numbers, "count_cue"),
        year_cues=_set(numbers, "year_cue"),
        shares={clitic + form: value for clitic in ("", "ب", "ل") for form, value in shares.items()},
        free_shares={clitic + form: value for clitic in (_ARTICLE, "بال", "لل") for form, value in shares.items()},
        owned=_set(numbers, "owned"),
        definites=_DEFINITES,
        phrases=phrasebook(rows(_DATA / "qualifiers.tsv"), _PHRASE_PREFIXES),
    )


def _set(numbers: list[dict[str, str]], kind: str) -> frozenset[str]:
    return frozenset(form for row in numbers if row["kind"] == kind for form in forms(row["forms"]))


def _number_words(numbers: list[dict[str, str]]) -> dict[str, Word]:
    """The number words with every clitic; a word of its own wins over one that a clitic makes."""
    plain = {
        form: Word(Kind(row["kind"]), float(row["value"]))
        for row in numbers
        if row["kind"] not in _SETS
        for form in forms(row["forms"])
    }
    clitics = list(_clitics())
    glued = {
        clitic + form: Word(word.kind, word.value, clitic=len(clitic), joins=joins)
        for clitic, joins in clitics
        for form, word in plain.items()
    }
    alone = {clitic: Word(Kind.CLITIC, clitic=len(clitic), joins=joins) for clitic, joins in clitics}
    return {**glued, **alone, **plain}


def _clitics() -> Iterator[tuple[str, bool]]:
    for row in rows(_DATA / "numbers_clitics.tsv"):
        yield row["clitic"], row["joins"] == "1"


def _currency_words() -> dict[str, Word]:
    """The forms of the currency nouns, bare and with the article."""
    return {
        article + form: Word(Kind.NOUN, float(row["minor"]), name=row["noun"])
        for row in rows(_DATA / "currencies.tsv")
        for form in forms(row["forms"])
        for article in ("", _ARTICLE)
    }


def _nouns() -> Mapping[str, Noun]:
    variants: dict[str, list[Variant]] = defaultdict(list)
    for row in rows(_DATA / "currencies_variants.tsv"):
        adjectives = frozenset(tuple(form.split()) for form in forms(row["adjectives"]))
        near = "|".join(map(re.escape, (*forms(row["near"]), *(forms(row["adjectives"]) if row["near"] else ()))))
        pattern = re.compile(rf"\b(?:و?[بفل]?)(?:{near})\b") if near else None
        variants[row["noun"]].append(Variant(row["code"], adjectives, pattern))
    return {row["noun"]: Noun(row["code"], tuple(variants[row["noun"]])) for row in rows(_DATA / "currencies.tsv")}
