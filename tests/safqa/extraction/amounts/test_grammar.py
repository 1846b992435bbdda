"""The core takes another language: an English grammar of a few words reads English sentences."""

import re
from pathlib import Path

import pytest

from safqa.errors import InputError
from safqa.extraction.amounts.finder import find, grammar
from safqa.extraction.amounts.grammar import Grammar, Kind, Word, international, token_pattern
from safqa.extraction.amounts.phrases import phrasebook
from safqa.extraction.amounts.tables import rows
from safqa.model import Qualifier
from safqa.text import normalise

_PHRASES = [
    ("about", "before", "about|around"),
    ("at_least", "before", "more than"),
    ("at_most", "before", "up to"),
    ("range", "before", "between"),
    ("from", "before", "from"),
    ("change", "before", "rose"),
    ("former", "before", "compared with"),
    ("equals", "before", "or"),
    ("per_share", "before", "share price of"),
    ("about", "after", "or so"),
    ("recurring", "after", "a year"),
    ("per_share", "after", "per share|a share"),
    ("and", "between", "and"),
    ("to", "between", "to"),
]


@pytest.fixture(scope="module")
def english() -> Grammar:
    words = {
        **international(),
        "and": Word(Kind.CLITIC, clitic=3, joins=True),
        "five": Word(Kind.UNIT, 5),
        "twenty": Word(Kind.TEN, 20),
    }
    table = [{"sense": sense, "side": side, "phrase": phrase} for sense, side, phrase in _PHRASES]
    return Grammar(
        token=token_pattern(words),
        words=words,
        nouns={},
        percents=frozenset({("per", "cent")}),
        links=frozenset({"of"}),
        followers=frozenset({"in", "from", "to", "and"}),
        count_cues=frozenset({"users"}),
        year_cues=frozenset({"in"}),
        shares={},
        free_shares={},
        owned=frozenset(),
        definites=("the",),
        phrases=phrasebook(table, ()),
    )


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("raised $14.3 billion in cash", [(14.3e9, 14.3e9, "USD", "exact")]),
        ("more than five billion dollars", [(5e9, None, "USD", "at_least")]),
        ("up to €20 million or so", [(None, 20e6, "EUR", "at_most")]),
        ("between 10 and 15 billion dollars", [(10e9, 15e9, "USD", "between")]),
        ("about 49 per cent", [(49, 49, "percent", "about")]),
        ("rose from $10 billion to $15 billion", [(10e9, 10e9, "USD", "exact"), (15e9, 15e9, "USD", "exact")]),
        ("has 700 million users", []),
        ("users rose from 100 million to 400 million, revenue is $2 billion", [(2e9, 2e9, "USD", "exact")]),
    ],
)
def test_another_language_uses_the_same_core(
    english: Grammar, text: str, amounts: list[tuple[float | None, float | None, str, str]]
) -> None:
    found = [(a.low, a.high, a.unit, a.qualifier) for a in find(normalise(text), english)]
    assert found == [(low, high, unit, Qualifier(qualifier)) for low, high, unit, qualifier in amounts]


def test_a_language_without_a_pack_is_named() -> None:
    with pytest.raises(KeyError, match="xx"):
        grammar("xx")


def test_every_currency_is_an_iso_code() -> None:
    arabic = grammar("ar")
    codes = {noun.code for noun in arabic.nouns.values()}
    codes |= {variant.code for noun in arabic.nouns.values() for variant in noun.variants}
    codes |= {word.name for word in arabic.words.values() if word.kind is Kind.CODE}
    assert all(re.fullmatch("[A-Z]{3}", code) for code in codes)


def test_every_noun_of_a_word_is_known() -> None:
    arabic = grammar("ar")
    assert {word.name for word in arabic.words.values() if word.kind is Kind.NOUN} == set(arabic.nouns)


def test_a_bad_row_is_named_by_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.tsv"
    path.write_text("# note\na\tb\n1\t2\n3\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.tsv:4: 1 cells where the header has 2"):
        list(rows(path))
