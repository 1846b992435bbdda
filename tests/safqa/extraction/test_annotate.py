"""A text to sentences of items: what is one item, what governs it, what it can mean, who is spoken of."""

from itertools import pairwise
from typing import Any

import pytest

from safqa.extraction.document import Document, Item, Kind


def items(document: Document) -> list[Item]:
    return [i for s in document.sentences for i in s.items]


KINDS = {
    "words": ("صفقة كبيرة", ["صفقه", "كبيره"]),
    "a name of several words": ("سكيل إيه آي رابحة", ["<Scale AI>", "رابحه"]),
    "a sum": ("بقيمة 14.3 مليار دولار", ["بقيمه", "{14.3 مليار دولار}"]),
    "a qualifier belongs to the sum": ("نحو 14 مليار دولار", ["{نحو 14 مليار دولار}"]),
    "a percentage": ("حصة 49%", ["حصه", "{49%}"]),
    "a fixed phrase": ("بناء مراكز بيانات", ["بناء", "مراكز بيانات"]),
    "marks": ("نعم، «لا»", ["نعم", "،", "«", "لا", "»"]),
    "a bare number": ("عام 2016", ["عام", "2016"]),
}


@pytest.mark.parametrize(("text", "expected"), KINDS.values(), ids=KINDS)
def test_items(reading: Any, text: str, expected: list[str]) -> None:
    shown = []
    for item in items(reading.document(text)):
        name = item.entity.name if item.entity else None
        shown.append(f"<{name}>" if name else f"{{{item.text}}}" if item.kind is Kind.AMOUNT else item.text)
    assert shown == expected


MARKERS = {
    "glued to a word": ("بصفقة", "ب", False),
    "glued to a Latin name": ("لـOpenAI", "ل", False),
    "glued and joined": ("ولـOpenAI", "ل", True),
    "joined": ("وOpenAI", "", True),
    "glued to a sum": ("بـ40 مليون دولار", "ب", False),
    "none": ("صفقة", "", False),
}


@pytest.mark.parametrize(("text", "marker", "joined"), MARKERS.values(), ids=MARKERS)
def test_markers(reading: Any, text: str, marker: str, joined: bool) -> None:
    (item,) = items(reading.document(text))
    assert (item.marker, item.joined) == (marker, joined)


SENSES = {
    "a verb before its preposition": ("أسهم في الجولة", True),
    "a noun without it": ("أسهم الشركة", False),
    "no verb stands behind a preposition": ("من أسهم في الجولة", False),
}


@pytest.mark.parametrize(("text", "is_verb"), SENSES.values(), ids=SENSES)
def test_the_words_beside_choose_the_sense(reading: Any, text: str, is_verb: bool) -> None:
    (shares,) = [i for i in items(reading.document(text)) if i.text == "اسهم"]
    assert any(s.is_verb for s in shares.senses) == is_verb


def test_places_and_numbers_of_items(reading: Any) -> None:
    document = reading.document("ميتا تشتري مانوس\n\nجمعت كوهير 5 ملايين دولار. نعم")
    for sentence in document.sentences:
        assert [i.index for i in sentence.items] == list(range(len(sentence.items)))
        assert all(document.text.text[i.start : i.end] == i.text for i in sentence.items if i.entity is None)
        assert all(a.end <= b.start for a, b in pairwise(sentence.items))
    assert [(s.index, s.paragraph, s.headline) for s in document.sentences] == [
        (0, 0, True), (1, 1, False), (2, 1, False),
    ]  # fmt: skip


TOPICS = {
    "nobody at first": ("جمعت كوهير مليونا", [None]),
    "the subject of the sentence before": ("جمعت كوهير مليونا. ثم عملت", [None, "Cohere"]),
    "the start-up rather than the investor": ("استثمرت بلاك روك في كوهير. ثم عملت", [None, "Cohere"]),
    "an outlet is never the topic": ("ذكرت رويترز ذلك. ثم عملت", [None, None]),
    "the headline's company lasts": (
        "كوهير تجمع مليونا\nقال خبراء ذلك. ثم ذكر الناس هذا. وبعد ذلك عملت",
        [None, "Cohere", "Cohere", "Cohere"],
    ),
    "a new company takes over": (
        "أخبار اليوم\nجمعت كوهير مليونا. وجمعت أنثروبيك مليونا. ثم عملت",
        [None, None, "Cohere", "Anthropic"],
    ),
    "a sentence whose subject is left out keeps the topic": (
        "كوهير تجمع مليونا\nجمعت كوهير مليونا. واتفقت مع أوراكل على العمل. ثم عملت",
        [None, "Cohere", "Cohere", "Cohere"],
    ),
}


@pytest.mark.parametrize(("text", "topics"), TOPICS.values(), ids=TOPICS)
def test_who_is_spoken_of(reading: Any, text: str, topics: list[str | None]) -> None:
    found = [s.topic.name if s.topic else None for s in reading.document(text).sentences]
    assert found == topics


def test_a_label_stands_for_nobody(reading: Any) -> None:
    assert reading.anaphors("جمعت كوهير مليونا\nالشركة: كوهير") == []
