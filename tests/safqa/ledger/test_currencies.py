"""Figures of one deal in different currencies; the stories are those of test_figures."""

from datetime import date
from typing import Any

import pytest

from safqa.ledger.exchange import Rate, Rates
from safqa.ledger.measures import measure

DAY = date(2025, 6, 2)


@pytest.mark.parametrize(
    "story",
    [
        "a 10; a 37.5SAR (currency)",
        "a 10; b 37.5SAR corroborated; c 36.7AED (currency)",
        "a 10; b 37.52SAR corroborated",  # nobody was more exact: "narrower" is judged inside one currency
        "a 37.5SAR; b 37.52SAR refined",
        "a 10; b 45SAR conflict",
        "a 10; a 45SAR revised",
        "a 10; Meta 37.5SAR confirmed!",
        "a >10; b 37.5SAR refined",
        "a 10; b 37.5SAR corroborated; b 10 (currency)",
    ],
)
def test_one_value_in_two_currencies_is_one_value(story: str, flags_of: Any) -> None:
    told = "; ".join(" ".join(step.split()[:2]) for step in story.split(";"))
    assert flags_of(told) == story


@pytest.mark.parametrize(
    ("unit", "worth"), [("SAR", 3.75), ("AED", 3.6725), ("QAR", 3.64), ("BHD", 0.376), ("OMR", 0.3845), ("JOD", 0.709)]
)
def test_pegged_currencies_are_compared_within_half_a_percent(unit: str, worth: float, billions: Any) -> None:
    def agree(off: float) -> bool:
        other = billions(f"{100 * worth * off:.5f}{unit}")
        return measure(billions("100.0000"), DAY, Rates()).agrees(measure(other, DAY, Rates()))

    assert [agree(off) for off in (1, 1.0045, 0.9955, 1.0055, 0.9945)] == [True, True, True, False, False]


def test_other_currencies_are_compared_within_three_percent_of_the_rate_of_the_day(billions: Any) -> None:
    rates = Rates({("EUR", DAY): 0.5})

    def agree(euros: str) -> bool:
        return measure(billions("100.0000"), DAY, rates).agrees(measure(billions(euros + "EUR"), DAY, rates))

    assert [agree(euros) for euros in ("50.0000", "51.4000", "48.6000", "51.7000", "48.4000")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_the_stored_rate_of_the_day_goes_before_the_mean_of_the_year() -> None:
    rates = Rates({("EUR", DAY): 0.5, ("SAR", DAY): 4.0})
    assert rates.on("EUR", DAY) == Rate(0.5, 0.03)
    mean = rates.on("EUR", date(2025, 6, 3))
    assert mean is not None
    assert 0.8 < mean.per_dollar < 0.95
    assert rates.on("SAR", DAY) == Rate(3.75, 0.005)  # a peg is a peg


def test_a_year_without_a_mean_is_read_at_the_nearest() -> None:
    assert Rates().on("EUR", date(1990, 1, 1)) == Rates().on("EUR", date(2019, 1, 1))


def test_a_currency_of_which_nothing_is_known_agrees_with_none_but_itself(billions: Any) -> None:
    known, strange = (measure(billions(told), DAY, Rates()) for told in ("14", "14XTS"))
    assert Rates().on("XTS", DAY) is None
    assert (strange.agrees(known), known.agrees(strange), strange.agrees(strange)) == (False, False, True)


def test_shares_are_compared_in_percent(make: Any) -> None:
    half, more = (measure(make.figure(share, unit="percent"), DAY, Rates()) for share in (50, 51.5))
    assert (half.agrees(more), half.middle) == (False, 50)


def test_an_open_figure_has_no_middle(billions: Any) -> None:
    assert measure(billions(">10"), DAY, Rates()).middle is None
    assert measure(billions("37.5SAR"), DAY, Rates()).middle == pytest.approx(10e9, rel=1e-4)
