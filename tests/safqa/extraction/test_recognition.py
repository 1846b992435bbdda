"""Names from a recogniser: where it is asked, and what becomes of its answers. The recogniser is a list of names."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from safqa.extraction.annotate import annotate
from safqa.extraction.arabic.pack import arabic
from safqa.extraction.reader import read
from safqa.extraction.recognition import Span, is_open, recognised
from safqa.text import normalise


class Knowing:
    """A recogniser that knows certain runs of words, and remembers what it was asked."""

    def __init__(self, *names: str) -> None:
        self.names = [name.split() for name in names]
        self.asked: list[list[str]] = []

    def __call__(self, sentences: Sequence[Sequence[str]], /) -> list[list[Span]]:
        self.asked.extend(list(words) for words in sentences)
        return [
            [
                (place, place + len(name))
                for name in self.names
                for place in range(len(words))
                if list(words[place : place + len(name)]) == name
            ]
            for words in sentences
        ]


OPEN = {
    "a purchase with one name": ("استحوذت ميتا على منصة ناشئة", True),
    "a purchase with two names": ("استحوذت ميتا على Scale AI", False),
    "a purchase without names": ("استحوذت منصة ناشئة على منافستها", True),
    "an outlet is no side": ("ذكرت رويترز أن ميتا استحوذت على منصة", True),
    "the same company twice is one side": ("استحوذت ميتا على منصة وقالت ميتا ذلك", True),
    "a company that is not named anew counts": ("استثمرت ميتا في كوهير. استثمرت الشركة في أنثروبيك", False),
    "a flotation has one side": ("تستعد كوهير للإدراج في بورصة ناسداك", False),
    "a flotation of nobody": ("تستعد منصة ناشئة للإدراج في بورصة ناسداك", True),
    "a sum with nobody": ("بلغت القيمة 30 مليون دولار", True),
    "no deal and no sum": ("تعمل نوران في دبي منذ سنوات", False),
    "a percentage is no sum": ("نما القطاع 30 بالمئة", False),
}


@pytest.mark.parametrize(("text", "expected"), OPEN.values(), ids=OPEN)
def test_a_sentence_is_open_when_it_has_room_for_more_names(reading: Any, text: str, expected: bool) -> None:
    assert is_open(reading.document(text).sentences[-1], arabic().frames) == expected


def test_only_open_sentences_are_asked_in_words_as_they_are_written() -> None:
    knowing = Knowing()
    text = "استحوذت ميتا على مِنصّة ناشئة بـ5 مليارات. وتعمل نوران في دبي. استحوذت ميتا على Scale AI"
    document = annotate(normalise(text), arabic())
    assert recognised(document, replace(arabic(), recognise=knowing)) == []
    assert knowing.asked == [["استحوذت", "ميتا", "على", "مِنصّة", "ناشئة", "بـ", "5", "مليارات", "."]]


def test_nothing_is_asked_when_no_sentence_is_open_or_no_recogniser_there() -> None:
    def never(_: Sequence[Sequence[str]], /) -> list[list[Span]]:
        raise AssertionError

    closed = annotate(normalise("استحوذت ميتا على Scale AI"), arabic())
    assert recognised(closed, replace(arabic(), recognise=never)) == []
    opened = annotate(normalise("استحوذت ميتا على منصة"), arabic())
    assert recognised(opened, arabic()) == []


def names(text: str, *known: str) -> list[str]:
    """Who is named once the recogniser was asked, in order, "the company" left out."""
    normal, pack = normalise(text), replace(arabic(), recognise=Knowing(*known))
    document = annotate(normal, pack, recognised=recognised(annotate(normal, pack), pack))
    return [i.entity.name for s in document.sentences for i in s.names() if i.entity and not i.anaphor]


UNION = {
    "a name without any sign": ("استحوذت ميتا على زمردة أمس", "زمردة", ["Meta", "زمردة"]),
    "as it is written": ("استحوذت ميتا على زُمرّدة أمس", "زُمرّدة", ["Meta", "زُمرّدة"]),
    "found again in a closed sentence": (
        "استحوذت ميتا على زمردة أمس. وتعمل زمردة في دبي",
        "زمردة",
        ["Meta", "زمردة", "زمردة"],
    ),
    "the rule's mention wins: listed": ("استحوذت منصة على ميتا الأمريكية", "ميتا الأمريكية", ["Meta"]),
    "the rule's mention wins: quoted": ("استحوذت ميتا على شركة «نوران» الناشئة", "نوران الناشئة", ["Meta", "نوران"]),
    "the rule's mention wins: found again": (
        "جمعت شركة «نوران» مليون دولار. استحوذت منصة على نوران الخليج",
        "على نوران الخليج",
        ["نوران", "نوران"],
    ),
    "no sum is a name": ("استحوذت ميتا على منصة بقيمة 5 مليارات", "5 مليارات", ["Meta"]),
    "a product's name": ("جمعت ميتا المال عبر نموذج زمردة", "زمردة", ["Meta"]),
    "a cue noun is no part of it": ("استحوذت ميتا على شركة زمردة وأنهتها", "شركة زمردة", ["Meta", "زمردة"]),
    "a cue noun alone is none": ("استحوذت ميتا على شركة أمس", "شركة", ["Meta"]),
    "a deal word is none": ("استحوذت ميتا على صفقة أمس", "صفقة", ["Meta"]),
    "a stop word is none": ("استحوذت ميتا على منصة من دبي", "من دبي", ["Meta"]),
    "glued letters go when the bare name is there": (
        "استحوذت ميتا ولزمردة على حصة. وتعمل زمردة في دبي",
        "ولزمردة",
        ["Meta", "زمردة", "زمردة"],
    ),
    "glued letters stay when it is not": ("استحوذت ميتا على وردزبيري أمس", "وردزبيري", ["Meta", "وردزبيري"]),
}


@pytest.mark.parametrize(("text", "known", "found"), UNION.values(), ids=UNION)
def test_its_names_join_those_of_the_rules(text: str, known: str, found: list[str]) -> None:
    assert names(text, known) == found


ARTICLE = "استحوذت ميتا على زمردة للذكاء الاصطناعي مقابل 5 مليارات دولار"


def test_an_open_slot_is_filled_and_the_answer_has_the_same_shape() -> None:
    plain = read(ARTICLE, arabic())
    (deal,) = read(ARTICLE, replace(arabic(), recognise=Knowing("زمردة"))).deals
    assert deal.target is not None
    assert (deal.target.name, [p.name for p in deal.parties]) == ("زمردة", ["Meta"])
    assert all(d.target is None or d.target.name != "زمردة" for d in plain.deals)
    assert deal.quote is not None
    assert ARTICLE[deal.quote.start : deal.quote.end] == deal.quote.text
    assert {type(d) for d in plain.deals} <= {type(deal)}


def test_a_recogniser_that_finds_nothing_changes_nothing() -> None:
    assert read(ARTICLE, replace(arabic(), recognise=Knowing())) == read(ARTICLE, arabic())


def test_a_text_that_is_not_about_ai_is_not_asked() -> None:
    knowing = Knowing()
    read("استحوذت بقالة الحي على متجر مقابل 5 مليارات دولار", replace(arabic(), recognise=knowing))
    assert knowing.asked == []
