"""A word as the engine reads it: clitics, form and classes."""

import pytest

from safqa.extraction.arabic.words import bare_keys, read_word
from safqa.extraction.document import Item, Kind
from safqa.text import normalise

CLITICS = {
    "bare": ("صفقة", "", False),
    "preposition": ("بصفقة", "ب", False),
    "to the": ("للصفقة", "ل", False),
    "and": ("وصفقة", "", True),
    "and with a preposition": ("وبصفقة", "ب", True),
    "then": ("فاشترت", "", True),
    "a verb is governed by nothing": ("ليشتري", "", False),
    "unknown": ("غمامة", "", False),
}


@pytest.mark.parametrize(("word", "marker", "joined"), CLITICS.values(), ids=CLITICS)
def test_clitics(word: str, marker: str, joined: bool) -> None:
    form = read_word(normalise(word).text)
    assert (form.marker, form.joined) == (marker, joined)


TENSES = {
    "past": ("اشترت", "past"),
    "present": ("تشتري", "present"),
    "future": ("ستشتري", "future"),
    "future, joined": ("وستشتري", "future"),
    "no verb": ("شراء", ""),
}


@pytest.mark.parametrize(("word", "tense"), TENSES.values(), ids=TENSES)
def test_tense(word: str, tense: str) -> None:
    assert read_word(normalise(word).text).senses[0].tense == tense


OWNERS = {
    "hers": ("قيمتها", "f"),
    "his": ("قيمته", "m"),
    "theirs": ("قيمتهم", "p"),
    "of the two": ("قيمتهما", "p"),
    "ours": ("قيمتنا", "p"),
    "nobody's": ("القيمة", ""),
    "object of a verb": ("تشتريها", "f"),
}


@pytest.mark.parametrize(("word", "owner"), OWNERS.values(), ids=OWNERS)
def test_whose_it_is(word: str, owner: str) -> None:
    assert read_word(normalise(word).text).senses[0].owner == owner


def test_the_article_and_a_word_that_the_lexicon_does_not_have() -> None:
    assert read_word(normalise("الصفقة").text).senses[0].definite
    assert not read_word(normalise("صفقة").text).senses[0].definite
    assert read_word("غمامه").senses == ()


KEYS = {
    "itself": ("صفقة", {"صفقه"}),
    "without and": ("وصفقة", {"وصفقه", "صفقه"}),
    "without a preposition": ("بصفقة", {"بصفقه", "صفقه"}),
    "without both": ("وبصفقة", {"وبصفقه", "بصفقه", "صفقه"}),
    "with the article behind ل": ("للصفقة", {"للصفقه", "الصفقه"}),
    "short words keep their letters": ("بيع", {"بيع"}),
}


@pytest.mark.parametrize(("word", "keys"), KEYS.values(), ids=KEYS)
def test_what_a_phrase_may_know_a_word_by(word: str, keys: set[str]) -> None:
    text = normalise(word).text
    item = Item(Kind.WORD, 0, len(text), text, senses=read_word(text).senses)
    found = bare_keys(item)
    assert keys <= found
    assert {k for k in found if k.startswith("{")} == {f"{{{c}}}" for c in item.classes}
