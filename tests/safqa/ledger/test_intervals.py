import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safqa.ledger.intervals import Interval, common, interval, step
from safqa.model import Qualifier


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (14.3e9, 1e8),  # 14.3 billion
        (14e9, 1e9),
        (10e9, 1e9),
        (500e9, 1e9),  # zeros before the magnitude word count as written
        (1.5e12, 1e11),
        (2e12, 1e12),
        (250e6, 1e6),
        (7.25e6, 1e4),
        (900, 1),
        (49, 1),
        (49.5, 0.1),
        (0, 0),
    ],
)
def test_the_last_digit_as_written(make: Any, number: float, written: float) -> None:
    assert step(make.figure(number)) == pytest.approx(written)


def test_what_the_text_says_of_its_digits_goes_first(make: Any) -> None:
    assert interval(make.figure(14e9, step=1e8)) == Interval(13.95e9, 14.05e9)


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ((14.3e9, None, Qualifier.EXACT), (14.25e9, 14.35e9)),
        ((15e9, None, Qualifier.ABOUT), (13.5e9, 16.5e9)),
        ((3e9, None, Qualifier.ABOUT), (2.5e9, 3.5e9)),  # half a unit is more than 10 %
        ((10e9, None, Qualifier.AT_LEAST), (10e9, math.inf)),
        ((None, 40e9, Qualifier.AT_MOST), (-math.inf, 40e9)),
        ((325e9, 500e9, Qualifier.BETWEEN), (325e9, 500e9)),
        ((1e9, None, Qualifier.VAGUE), (1e9, math.inf)),
    ],
)
def test_what_a_figure_may_mean(make: Any, figure: tuple[Any, Any, Qualifier], expected: tuple[float, float]) -> None:
    low, high, qualifier = figure
    assert interval(make.figure(low, high, qualifier=qualifier)) == Interval(*expected)


def test_overlap_is_not_transitive(make: Any) -> None:
    """14.3 is 14, and 14 is 13.6, but 14.3 is not 13.6."""
    a, b, c = (interval(make.figure(number)) for number in (14.3e9, 14e9, 13.6e9))
    assert common([a, b])
    assert common([b, c])
    assert common([a, b, c]) is None


@given(st.lists(st.tuples(st.integers(-99, 99), st.integers(0, 99)), min_size=1))
def test_what_is_common_is_in_each(pairs: list[tuple[int, int]]) -> None:
    every = [Interval(low, low + width) for low, width in pairs]
    shared = common(every)
    assert (shared is not None) == any(all(i.low <= point <= i.high for i in every) for point in {i.low for i in every})
    assert shared is None or shared.width == min(i.high for i in every) - max(i.low for i in every)
