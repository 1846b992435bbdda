"""What the lexicon makes of forms that its authors wrote down before they could ask it."""

from pathlib import Path
from typing import NamedTuple

import pytest

from safqa.extraction.arabic.lexicon import Reading, deal_lexicon
from safqa.text import normalise

HERE = Path(__file__).parent


class Expected(NamedTuple):
    """A row of forms.tsv after its form."""

    lemma: str
    cls: str
    proclitics: str
    article: bool
    number: str
    aspect: str
    enclitic: str


def rows() -> list[tuple[str, Expected]]:
    lines = (HERE / "forms.tsv").read_text(encoding="utf-8").splitlines()
    cells = [["" if cell == "-" else cell for cell in line.split("\t")] for line in lines if not line.startswith("#")]
    return [(form, Expected(*rest[:3], rest[3] == "ال", *rest[4:])) for form, *rest in cells]


def ordinary_words() -> list[str]:
    lines = (HERE / "ordinary.txt").read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def read(form: str) -> tuple[Reading, ...]:
    return deal_lexicon().read(normalise(form).text)


@pytest.mark.parametrize(("form", "expected"), rows())
def test_the_likeliest_reading_of_a_form(form: str, expected: Expected) -> None:
    likeliest = read(form)[0]
    assert Expected(**{name: getattr(likeliest, name) for name in Expected._fields}) == expected


@pytest.mark.parametrize("word", ordinary_words())
def test_ordinary_words_are_not_read(word: str) -> None:
    assert read(word) == ()


@pytest.mark.parametrize(
    ("form", "lemma", "voice"),
    [
        ("قيل", "قال", "p"),
        ("قال", "قال", "a"),
        ("بيعت", "باع", "p"),
        ("باعت", "باع", "a"),
        ("يُباع", "باع", "p"),
        ("اشتُريت", "اشترى", "p"),
        ("اشترت", "اشترى", "a"),
        ("أُلغيت", "ألغى", "p"),
        ("أُجريت", "أجرى", "p"),
        ("قُدّرت", "قدر", ""),
        ("أُعلن", "أعلن", ""),
        ("استُحوذ", "استحوذ", ""),
    ],
)
def test_the_voice_is_said_where_the_letters_tell_it(form: str, lemma: str, voice: str) -> None:
    assert (lemma, voice) in {(r.lemma, r.voice) for r in read(form) if r.pos == "verb"}


@pytest.mark.parametrize(
    ("form", "person", "gender", "number"),
    [
        ("استحوذت", "3", "f", "s"),
        ("استحوذنا", "1", "", "p"),
        ("سنستثمر", "1", "", "p"),
        ("تستثمر", "3", "f", "s"),
        ("يستثمرون", "3", "m", "p"),
        ("اتفقتا", "3", "f", "d"),
        ("شركة", "", "f", "s"),
        ("مطورة", "", "f", "s"),
        ("صناديق", "", "f", "p"),
        ("صناع", "", "m", "p"),
    ],
)
def test_person_gender_and_number(form: str, person: str, gender: str, number: str) -> None:
    likeliest = read(form)[0]
    assert (likeliest.person, likeliest.gender, likeliest.number) == (person, gender, number)


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        ("اتفاقية", "DEAL"),
        ("شخصية", "SOURCE"),
        ("بنية", "PLAN"),
        ("مؤسسة", "PERSON"),
    ],
)
def test_the_word_itself_comes_before_its_look_alike(form: str, wrong: str) -> None:
    assert [r.cls for r in read(form)][:1] != [wrong]


@pytest.mark.parametrize("form", ["الشركتها", "بالاستثماراتها", "المستثمرو", "الاستثمارا", "للصفقتها"])
def test_the_article_excludes_possessive_construct_and_tanwin(form: str) -> None:
    assert read(form) == ()


@pytest.mark.parametrize("form", ["", "و", "ال", "وال", "Scale", "49", "14.3", "إيه.آي", "،"])
def test_what_is_no_arabic_word_has_no_reading(form: str) -> None:
    assert read(form) == ()


def test_a_word_with_two_meanings_has_a_reading_for_each() -> None:
    assert {"ACQUIRE", "HIRE"} <= {r.cls for r in read("ضم")}
