"""Every phenomenon of the grammar of amounts, from sentences in cases.tsv, and what holds for any text."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safqa.extraction.amounts import Amount, find_amounts, interval
from safqa.model import Qualifier
from safqa.text import normalise

_MARKS = ("former", "conversion", "recurring", "per_share")


def _cases() -> list[tuple[str, str, str]]:
    lines = (Path(__file__).parent / "cases.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(phenomenon, text, amounts) for phenomenon, text, amounts in rows[1:]]


def _shown(amount: Amount) -> str:
    """An amount in the notation of cases.tsv."""
    low, high = (None if bound is None else _plain(bound) for bound in (amount.low, amount.high))
    number = {
        Qualifier.EXACT: f"{low}",
        Qualifier.ABOUT: f"~{low}",
        Qualifier.AT_LEAST: f">={low}",
        Qualifier.AT_MOST: f"<={high}",
        Qualifier.BETWEEN: f"{low}..{high}",
        Qualifier.VAGUE: f"{low}..",
    }[amount.qualifier]
    unit = "%" if amount.unit == "percent" else amount.unit
    return " ".join([number, unit, *(mark for mark in _MARKS if getattr(amount, mark))])


def _plain(number: float) -> str:
    return repr(float(number))


def _expected(amounts: str) -> list[str]:
    """The notation with every number written as Python writes floats."""
    if amounts == "-":
        return []
    return [re.sub(r"\d+(?:\.\d+)?(?:e\d+)?", lambda n: _plain(float(n.group())), each) for each in amounts.split("; ")]


@pytest.mark.parametrize(("phenomenon", "text", "amounts"), _cases())
def test_phenomenon(phenomenon: str, text: str, amounts: str) -> None:
    found = [_shown(amount) for amount in find_amounts(normalise(text))]
    assert found == _expected(amounts), phenomenon


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("14.3 مليار دولار", 1e8),
        ("14 مليار دولار", 1e9),
        ("14.30 مليار دولار", 1e7),
        ("عشرة مليارات دولار", 1e9),
        ("مليار ونصف المليار دولار", 1e8),
        ("مليار وربع المليار دولار", 1e7),
        ("ثلاثة مليارات ومئتي مليون دولار", 1e6),
        ("10000 دولار", 1),
        ("0.24%", 0.01),
        ("49 في المئة", 1),
        ("بين 1.5 و2 مليار دولار", 1e8),
        ("مليارات الدولارات", None),
    ],
)
def test_step_is_one_unit_of_the_last_digit(text: str, step: float | None) -> None:
    (amount,) = find_amounts(normalise(text))
    assert amount.step == (None if step is None else pytest.approx(step))


@pytest.mark.parametrize(
    ("text", "number", "whole"),
    [
        ("جمعت أكثر من ملياري دولار أمريكي نقداً", "ملياري دولار أمريكي", "أكثر من ملياري دولار أمريكي"),
        ("صفقة بـ29 مليار دولار، كبيرة", "29 مليار دولار", "29 مليار دولار"),
        ("بلغ 220 مليار دولار تقريباً هذا العام", "220 مليار دولار", "220 مليار دولار تقريباً"),
        ("دفعت بعشرة مليارات يورو", "عشرة مليارات يورو", "عشرة مليارات يورو"),
        ("حصة 49 في المئة فقط", "49 في المئة", "49 في المئة"),
        ("قيمة ($2 billion) الصفقة", "$2 billion", "$2 billion"),
        ("ما بين 15 و25 مليار دولار", "15 و25 مليار دولار", "15 و25 مليار دولار"),
    ],
)
def test_spans_are_exact(text: str, number: str, whole: str) -> None:
    normal = normalise(text)
    (amount,) = find_amounts(normal)
    assert normal.quote(amount.number_start, amount.number_end).text == number
    assert normal.quote(amount.start, amount.end).text == whole


# Words of amounts and around them in any order: what no newsroom would write must not break the reader.
_PIECES = (
    "مليار مليون ألف مليارات ملياري ملياراً دولار دولارات يورو ريال ونصف وربع نصف عشرات مئات بضعة خمسة عشر "
    "وعشرون مئة من إلى بين و ب ال أكثر نحو يصل لا يقل عن تقريباً سنوياً للسهم أي "
    "( ) % $ € 14.3 10 2024 1,250 7ر2 bn M USD مستخدم ، . - أو "
)
_JUMBLES = st.lists(st.sampled_from(_PIECES.split()), max_size=25).map(" ".join)


@given(_JUMBLES | st.text())
def test_any_text_gives_ordered_amounts_with_sound_intervals(text: str) -> None:
    normal = normalise(text)
    end = 0
    for amount in find_amounts(normal):
        assert end <= amount.number_start < amount.number_end <= len(normal.text)
        assert amount.start <= amount.number_start
        assert amount.number_end <= amount.end
        assert amount.low is not None or amount.high is not None
        if amount.low is not None and amount.high is not None:
            assert amount.low < amount.high if amount.qualifier is Qualifier.BETWEEN else amount.low == amount.high
        end = amount.number_end


@given(st.integers(1, 9999), st.integers(0, 2), st.sampled_from([("مليون", 1e6), ("مليار", 1e9), ("تريليون", 1e12)]))
def test_digits_are_read_exactly(mantissa: int, decimals: int, scale: tuple[str, float]) -> None:
    word, unit = scale
    written = f"{mantissa / 10**decimals:.{decimals}f}"
    (amount,) = find_amounts(normalise(f"بلغت القيمة {written} {word} دولار"))
    assert amount.low == amount.high == mantissa * unit / 10**decimals
    assert amount.step == unit / 10**decimals


@given(st.floats(0.01, 1e13), st.floats(0.01, 1e13))
def test_a_range_has_its_ends_in_order(one: float, other: float) -> None:
    bounds = interval(one, Qualifier.EXACT, to=other)
    assert bounds.low == min(one, other)
    assert bounds.high == max(one, other)


@pytest.mark.parametrize("unit", ["5 مليار ", "مليار ", "7 ", "$", "( ", "مليار دولار و", "تتجاوز ", "٥", "من 5 إلى "])
def test_a_page_that_repeats_itself_is_read_in_linear_time(unit: str) -> None:
    """Quadratic work on this many repeats would take minutes."""
    amounts = find_amounts(normalise(unit * 20_000 + " دولار"))
    assert all(amount.low is None or amount.low < 1e26 for amount in amounts)
