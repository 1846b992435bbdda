"""The bounds within which feeds are asked."""

import pytest
from schedules import T

from safqa.feeds.schedule import Rhythm, initial


@pytest.mark.parametrize(
    ("own", "interval"),
    [(None, 900), (1, 600), (600, 600), (601, 900), (3600, 3600), (86400, 86400), (10**9, 86400)],
)
def test_an_own_interval_is_rounded_up_to_the_grid_within_bounds(own: int | None, interval: int) -> None:
    assert initial(T, Rhythm(own=own)).interval == interval


@pytest.mark.parametrize(
    "wrong",
    [{"grid": 0}, {"least": 60}, {"usual": 300}, {"most": 600}, {"most": 86700}, {"usual": 901}, {"grid": 420}],
)
def test_a_rhythm_out_of_order_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"rise|once a day|multiples"):
        Rhythm(**wrong)
