"""The notation of phrases: alternatives, missing words, words in between, walls and prefixes."""

import pytest

from safqa.extraction.amounts.phrases import Found, Phrasebook, phrasebook
from safqa.text import normalise


def _book(*rows: tuple[str, str, str]) -> Phrasebook:
    table = [{"sense": sense, "side": side, "phrase": phrase} for sense, side, phrase in rows]
    return phrasebook(table, ("و", "ب"))


_BOOK = _book(
    ("about", "before", "نحو|حوالي"),
    ("at_least", "before", "(ما) يقل|تقل عن"),
    ("at_least", "before", "لا يقل … عن|على"),
    ("at_least", "before", "تتجاوز …"),
    ("at_most", "after", "… كحد أقصى"),
    ("exact", "before", "بتتجاوز …"),
    ("any", "wall", "لقاء"),
    ("to", "between", "إلى"),
)


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ("نحو", Found("about", 1, adjacent=True)),
        ("وحوالي", Found("about", 1, adjacent=True)),
        ("ما يقل عن", Found("at_least", 3, adjacent=True)),
        ("تقل عن", Found("at_least", 2, adjacent=True)),
        ("لا يقل مجموعها اليوم على", Found("at_least", 5, adjacent=False)),
        ("تتجاوز", Found("at_least", 1, adjacent=True)),
        ("وتتجاوز قيمة الصفقة", Found("at_least", 3, adjacent=False)),
        ("بتتجاوز", Found("exact", 1, adjacent=True)),  # the row that is written out wins over the prefix
        ("تتجاوز كلها لقاء", None),
        ("تتجاوز واحد اثنان ثلاثة أربعة خمسة ستة سبعة", None),
        ("نحو كذا", None),
        ("", None),
    ],
)
def test_before_an_amount(before: str, found: Found | None) -> None:
    words = tuple(normalise(before).text.split())
    assert _BOOK.before["qualifier"].find(words[::-1]) == found


def test_after_an_amount_words_may_stand_in_between() -> None:
    assert _BOOK.after["qualifier"].find(("للمجموعه", "كحد", "اقصي")) == Found("at_most", 3, adjacent=False)
    assert _BOOK.after["qualifier"].find(("كحد",)) is None


def test_words_between_two_amounts() -> None:
    assert _BOOK.between == {"الي": "to"}
