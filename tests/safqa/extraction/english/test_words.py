"""English words: their forms, and what the words beside them decide."""

import pytest

from safqa.extraction.annotate import annotate
from safqa.extraction.document import Item
from safqa.extraction.english.pack import english
from safqa.extraction.english.words import read_word
from safqa.text import normalise

FORMS = {
    "acquired": ("ACQUIRE", "verb", "past"),
    "bought": ("ACQUIRE", "verb", "past"),
    "buying": ("ACQUIRE", "noun", "gerund"),
    "planned": ("PLAN", "verb", "past"),
    "supplies": ("SUPPLY", "verb", "present"),
    "companies": ("COMPANY", "noun", ""),
    "RAISED": ("RAISE", "verb", "past"),
    "data-center": None,
    "Nvidia-backed": None,
    "weather": None,
}


@pytest.mark.parametrize(("word", "sense"), FORMS.items(), ids=FORMS)
def test_forms(word: str, sense: tuple[str, str, str] | None) -> None:
    senses = read_word(word).senses
    assert (sense is None and not senses) or (senses[0].cls, senses[0].pos, senses[0].tense) == sense


def item(text: str, word: str) -> Item:
    items = [i for s in annotate(normalise(text), english()).sentences for i in s.items]
    return next(i for i in items if i.text == word)


READINGS = {
    "a noun behind an article": ("the raise was large", "raise", ("RAISE", "noun", "", "")),
    "a verb behind will": ("Meta will invest in it", "invest", ("INVEST", "verb", "future", "")),
    "a verb behind to": ("Meta plans to buy chips", "buy", ("ACQUIRE", "verb", "present", "")),
    "a verb behind a name": ("Nvidia leads the deal", "leads", ("LEAD", "verb", "present", "")),
    "passive behind a form of be": ("Manus was bought last week", "bought", ("ACQUIRE", "verb", "past", "passive")),
    "passive before by": ("a deal led by Accel", "led", ("LEAD", "verb", "past", "passive")),
    "the perfect is not passive": ("Meta has bought Manus", "bought", ("ACQUIRE", "verb", "past", "")),
    "a form in -ing behind is": ("Meta is buying Manus", "buying", ("ACQUIRE", "verb", "present", "")),
    "a form in -ing behind a preposition": ("talks about buying Manus", "buying", ("ACQUIRE", "noun", "gerund", "")),
}


@pytest.mark.parametrize(("text", "word", "sense"), READINGS.values(), ids=READINGS)
def test_the_words_beside_decide(text: str, word: str, sense: tuple[str, str, str, str]) -> None:
    first = item(text, word).senses[0]
    assert (first.cls, first.pos, first.tense, first.voice) == sense


STANDING = {
    "the company": ("Kinesio Robotics grows. The company raised $2 million.", "company", True),
    "it, before a verb": ("Kinesio Robotics grows. It raised $2 million.", "It", True),
    "it, behind a verb": ("Kinesio Robotics grows. The round values it at $2 million.", "it", False),
    "a company": ("Kinesio Robotics grows. A company raised $2 million.", "company", False),
    "a cue before a name": ("The startup Kinesio Robotics raised $2 million.", "startup", False),
}


@pytest.mark.parametrize(("text", "word", "stands"), STANDING.values(), ids=STANDING)
def test_words_that_stand_for_a_company(text: str, word: str, stands: bool) -> None:
    assert item(text, word).anaphor is stands
