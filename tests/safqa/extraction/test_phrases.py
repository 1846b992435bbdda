"""Phrases of several words as one item, and the table they come from."""

import re
from pathlib import Path

import pytest

from safqa.errors import InputError
from safqa.extraction.arabic.words import bare_keys, read_word
from safqa.extraction.document import Item, Kind
from safqa.extraction.phrases import Phrases, load_phrases
from safqa.text import normalise


def words(text: str) -> list[Item]:
    out = []
    for place, word in enumerate(normalise(text).text.split()):
        form = read_word(word)
        kind = Kind.WORD if word[0].isalpha() else Kind.MARK
        out.append(Item(kind, place, place + 1, word, marker=form.marker, joined=form.joined, senses=form.senses))
    return out


@pytest.fixture
def table(tmp_path: Path) -> Phrases:
    file = tmp_path / "phrases.tsv"
    file.write_text(
        "# class\tphrase\texample\n"
        "\n"
        "ROUND\tجولة تمويل|استثمار\tأغلقت جولة تمويل\n"
        "BIG\tجولة تمويل كبرى\tجولة تمويل كبرى\n"
        "TOTAL\tكل ما {RAISE}\tكل ما جمعته\n"
        "NEAR\tعلى ... سماء\tعلى هذه سماء\n",
        encoding="utf-8",
    )
    return load_phrases(file, re.compile("ال"))


MERGED = {
    "two words": ("نالت جولة تمويل", ["RAISE", "ROUND"]),
    "either word": ("نالت جولة استثمار", ["RAISE", "ROUND"]),
    "the longer phrase wins": ("جولة تمويل كبرى", ["BIG"]),
    "a glued preposition": ("بجولة تمويل", ["ROUND"]),
    "a glued and": ("وجولة تمويل", ["ROUND"]),
    "a class of the lexicon": ("كل ما جمعت", ["TOTAL"]),
    "a gap that nothing fills": ("على سماء", ["NEAR"]),
    "a gap of two words": ("على هذه تلك سماء", ["NEAR"]),
    "a gap of three words is too wide": ("على هذه تلك أرض سماء", ["", "", "", "", ""]),
    "a mark parts a phrase": ("جولة ، تمويل", ["ROUND", "", "FUNDING"]),
    "a phrase that ends too soon": ("جولة", ["ROUND"]),
}


@pytest.mark.parametrize(("text", "classes"), MERGED.values(), ids=MERGED)
def test_phrases_come_together(table: Phrases, text: str, classes: list[str]) -> None:
    merged = table.merge(words(text), bare_keys)
    assert [i.senses[0].cls if i.senses else "" for i in merged] == classes


def test_a_merged_item_keeps_place_marker_and_text(table: Phrases) -> None:
    (item,) = table.merge(words("بجولة تمويل"), bare_keys)
    assert (item.start, item.end, item.text, item.marker) == (0, 2, "بجوله تمويل", "ب")


def test_the_article_of_a_phrase_without_senses(tmp_path: Path) -> None:
    file = tmp_path / "phrases.tsv"
    file.write_text(
        "PLACE\tالنجمة البيضاء|السوداء\tفي النجمة البيضاء\nPLACE\tنجمة الشمال\tفي نجمة الشمال\n", encoding="utf-8"
    )
    table = load_phrases(file, re.compile("ال"))
    (definite,), (bare,) = table.merge(words("النجمة السوداء"), bare_keys), table.merge(words("نجمة الشمال"), bare_keys)
    assert definite.senses[0].definite
    assert not bare.senses[0].definite


@pytest.mark.parametrize("row", ["ROUND", "ROUND\t", "ROUND\t \tمثال"], ids=["no tab", "no words", "blank words"])
def test_a_row_without_words_names_its_line(tmp_path: Path, row: str) -> None:
    file = tmp_path / "phrases.tsv"
    file.write_text(f"# a comment\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"phrases\.tsv:2: a phrase needs a class and words"):
        load_phrases(file, re.compile("ال"))
