"""Normalisation: what is unified, and that every span leads back to an exact quote."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safqa.text import normalise

# Letters, marks, digits and controls that Arabic news mixes, beside plain Unicode.
_LETTERS = "أإآاىيیةهکكگؤئءـ٠٩۵5٫٬٪%“”«»‘–ab$\nﻼﺔ"
_MARKS = "\u064b\u064c\u0651\u0652\u0670\u00a0\u200f\u200c\u200d\ufeff "
_MIXED = st.text(alphabet=st.sampled_from(_LETTERS + _MARKS)) | st.text()


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("أُعلنت إدارةُ آبل", "اعلنت اداره ابل"),
        ("مؤسسة على مستوى", "موسسه علي مستوي"),
        ("قیمه الصفقه بتریلیون", "قيمه الصفقه بتريليون"),
        ("٣٫٥ مليار و١٬٢٥٠ و۴۵٪", "3.5 مليار و1,250 و45%"),
        ("بـ29 و الـ40", "ب29 و ال40"),
        ("“سكيل” – «ميتا»", '"سكيل" - «ميتا»'),
        ("10\u00a0مليارات\u200f", "10 مليارات "),
        ("ﺷﺮﻛﺔ", "شركه"),
        ("OpenAI؟ نعم؛ لا، حسناً.", "OpenAI؟ نعم؛ لا، حسنا."),
    ],
)
def test_spellings_become_one(written: str, normal: str) -> None:
    assert normalise(written).text == normal


def test_quote_keeps_the_marks_of_its_letters() -> None:
    text = normalise("بقيمة ملياريّ دولار")
    start = text.text.index("ملياري")
    quote = text.quote(start, start + len("ملياري"))
    assert quote.text == "ملياريّ"
    assert text.original[quote.start : quote.end] == quote.text


def test_offsets_only_when_something_was_taken_out() -> None:
    assert normalise("أربعة ملايين").offsets is None
    assert normalise("ملياراً").offsets is not None


@given(_MIXED)
def test_normalising_twice_changes_nothing_more(written: str) -> None:
    once = normalise(written).text
    assert normalise(once).text == once


@given(_MIXED, st.data())
def test_every_span_is_a_quote_of_the_original(written: str, data: st.DataObject) -> None:
    text = normalise(written)
    start = data.draw(st.integers(0, len(text.text)))
    end = data.draw(st.integers(start, len(text.text)))
    quote = text.quote(start, end)
    assert text.original[quote.start : quote.end] == quote.text
    assert normalise(quote.text).text == text.text[start:end]


@given(_MIXED)
def test_spans_next_to_each_other_stay_so(written: str) -> None:
    text = normalise(written)
    pieces = [text.quote(i, i + 1) for i in range(len(text.text))]
    assert all(left.end == right.start for left, right in itertools.pairwise(pieces))


def test_ascii_stays_as_it_is() -> None:
    ascii_text = "".join(map(chr, range(128)))
    assert normalise(ascii_text + "أ").text == ascii_text + "ا"
