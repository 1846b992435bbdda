"""The table of docs/design.md (Changes), row by row, as stories told one step a day.

A step is an outlet and the billions that it states: 14, ~15 (about), >10 (more than), <40 (up to), 10..12 (between);
"c@a 14" credits A. Behind it stands the flag, with "!" where it is official, or in brackets why there is none.
"""

from typing import Any

import pytest


def untold(story: str) -> str:
    """A story without its flags."""
    return "; ".join(" ".join(step.split()[:2]) for step in story.split(";"))


def check(story: str, flags_of: Any, **more: Any) -> None:
    assert flags_of(untold(story), **more) == story


@pytest.mark.parametrize(
    "story",
    [
        "a 14; a 14 (echo)",
        "a 14.3; a 14 (rounding)",
        "a 14; a ~14 (rounding)",
        "a 10; a 14 revised; a 10 (echo); a 14 (echo)",  # a value that it has left tells nothing new
        "a 10; a 14 revised; a 18 revised; a 10 (echo); a 14 (echo)",
        "a >10; a 14 refined; a >10 (echo)",
        "a 14; a 14.3 refined; a 14 (echo)",
    ],
)
def test_what_an_origin_has_said_before_is_no_news(story: str, flags_of: Any) -> None:
    check(story, flags_of)


def test_an_old_echo_does_not_bring_a_value_back(flags_of: Any) -> None:
    check("a 10; a 14 revised; a 10 (echo); b 14 corroborated", flags_of)
    check("a 10; a 14 revised; a 10 (echo); b 10 conflict", flags_of)


@pytest.mark.parametrize(
    "story",
    [
        "a 14; a 14.3 refined",
        "a ~15; a 14.3 refined",
        "a 14; a 14.0 refined",
        "a 0.325..0.500; a 0.410 refined",
        "a >10; a >20 refined",
        "a >10; a 14.3 refined",  # a number after an open one
        "a <40; a 40 refined",
    ],
)
def test_an_origin_that_says_more_exactly_refines(story: str, flags_of: Any) -> None:
    check(story, flags_of)


@pytest.mark.parametrize(
    "story",
    [
        "a 10; a 14 revised",
        "a ~15; a 18 revised",
        "a >10; a 8 revised",
        "a 14; a >20 revised",
        # The value that it leaves is the number it gave, not all that it had said before could mean.
        "a <40; a 30 refined; a 10 revised",
        "a ~15; a 14.3 refined; a 16 revised",
    ],
)
def test_an_origin_that_says_otherwise_revises(story: str, flags_of: Any) -> None:
    check(story, flags_of)


@pytest.mark.parametrize(
    "story",
    [
        "a 14; b >10 (repeated)",
        "a >10; b >12 (repeated)",
        "a >10; b <40 (repeated)",
        "a >10; b 14.3 refined",
        "a <40; b 40 refined",
        "a >10; b 14.3 refined; c 14.3 corroborated",
    ],
)
def test_an_open_figure_adds_nothing_and_a_closed_one_hardens_it(story: str, flags_of: Any) -> None:
    check(story, flags_of)


@pytest.mark.parametrize(
    "story",
    [
        "a 14; b 14.3 refined",
        "a ~15; b 14.3 refined",
        "a ~15; b 14 refined",
        "a 14.3; b 14 corroborated",  # less exact
        "a 14; b ~14 corroborated",
    ],
)
def test_a_new_origin_that_says_more_exactly_refines(story: str, flags_of: Any) -> None:
    check(story, flags_of)


@pytest.mark.parametrize(
    "story",
    [
        "a 14; b 14 corroborated; c 14 (repeated)",
        "a 14; b 14 corroborated; c ~14 (rounding); d 14 (repeated)",
        "a 14; a 14 (echo); b 14 corroborated",
        "a 10; b 20 conflict; c 20 corroborated; d 10 corroborated; e 20 (repeated); f 10 (repeated)",
    ],
)
def test_a_value_is_corroborated_once_at_its_second_origin(story: str, flags_of: Any) -> None:
    check(story, flags_of)


@pytest.mark.parametrize(
    "story",
    [
        "a 14; b 14 corroborated; c 14.3 refined; d 14.3 corroborated; e 14.3 (repeated)",
        "a 14; b 14 corroborated; a 20 revised; c 20 corroborated; d 20 (repeated)",
        "a 14; b 14 corroborated; c 20 conflict; d 20 corroborated; e 20 (repeated)",
    ],
)
def test_a_refined_revised_or_contested_value_is_corroborated_anew(story: str, flags_of: Any) -> None:
    check(story, flags_of)


@pytest.mark.parametrize(
    "story",
    [
        "a 300; b 340 conflict",
        "a >20; b 14 conflict",
        "a 14; b >20 conflict",
        "a 14.3; b 13.6 conflict",  # both are nearly 14, but nobody said 14
        "a 14; b 14 corroborated; a 20 revised; b 14 (echo); c 25 conflict",
        "a 14; a 20 revised; b 14 conflict",  # compared with what A says now
    ],
)
def test_a_new_origin_that_agrees_with_nobody_contradicts(story: str, flags_of: Any) -> None:
    check(story, flags_of)


def test_a_claim_that_agrees_with_one_side_contradicts_nobody(flags_of: Any) -> None:
    check("a 300; b 340 conflict; c 300 corroborated", flags_of)


@pytest.mark.parametrize(
    "story",
    [
        "a 14; a billions (vague)",
        "a 14; b billions (vague); c 14 corroborated",
        "a 14; b billions (vague); b 14 corroborated",  # it has not spoken of the number before
        "a >10; b billions (vague)",
        "a billions; b billions (vague); c 14 refined",
        "a billions; a 14 refined",
        "a 14; Meta billions (vague)",
    ],
)
def test_a_magnitude_is_no_news_beside_a_number(story: str, flags_of: Any) -> None:
    check(story, flags_of)


@pytest.mark.parametrize(
    "story",
    [
        "a 14; Meta 14 confirmed!; b 14 (repeated)",
        "a 14; b 14 corroborated; Meta 14 confirmed!; Scale_AI 14 (repeated)",
        "a 14.3; Meta 14 confirmed!",
        "a 14; Meta 14.3 refined!; b 14.3 (repeated)",
        "a >10; Meta 14 refined!",
        "a 14; b@Meta 14 confirmed!",
        "a 14; SEC 14 confirmed!",
        "Meta 14; b 14 corroborated; c 14 (repeated)",  # only a confirmation needs nobody beside it
    ],
)
def test_an_official_voice_confirms_once(story: str, flags_of: Any) -> None:
    check(story, flags_of)


def test_a_value_that_is_refined_after_it_was_confirmed_is_confirmed_anew(flags_of: Any) -> None:
    check("a 14; Meta 14 confirmed!; b 14.3 refined; c 14.3 corroborated; Scale_AI 14.3 confirmed!", flags_of)


@pytest.mark.parametrize(
    "story",
    [
        "a 14; Meta 20 revised!",
        "a 14; Meta 20 revised!; b 25 (superseded); c 25 (superseded)",
        "a 14; Meta 20 revised!; b 14 (superseded)",
        "a 14; Meta 20 revised!; a 25 (superseded)",
        "a 14; Meta 20 revised!; a 14 (echo)",
        "a 14; Meta 20 revised!; b 20 corroborated; c 20 (repeated)",
        "Meta 20; b 14 (superseded)",
        "a 14; Meta 20 revised!; Meta 25 revised!",
        "a 14; Meta 20 revised!; SEC 25 revised!",
        "a 14; Meta 20 revised!; b >25 (superseded)",
    ],
)
def test_an_official_figure_stands_over_what_the_press_says(story: str, flags_of: Any) -> None:
    check(story, flags_of)


@pytest.mark.parametrize(
    "story",
    [
        "a 14; b@a 14 (echo)",
        "a@b 14; b 14 (echo)",
        "a@Bloomberg 14; b@Bloomberg 14 (echo); Bloomberg 14 (echo)",
        "a@Bloomberg 14; b@بلومبرغ 14 (echo)",
        "a@Bloomberg 14; b@Reuters 14 corroborated",
        "a@Bloomberg 10; b@Bloomberg 14 revised; Bloomberg 10 (echo)",
        "a 14; b@Bloomberg 14 corroborated; a@Bloomberg 14 (echo)",
    ],
)
def test_who_credits_an_origin_speaks_for_it(story: str, flags_of: Any) -> None:
    check(story, flags_of)


@pytest.mark.parametrize(
    "story",
    [
        "a 14; b 15 conflict",
        "a 14; a 15 revised",
        "a 14.3; b 14.4 conflict",
        "a 500; a 501 revised",
    ],
)
def test_numbers_written_alike_differ_by_their_last_digit(story: str, flags_of: Any) -> None:
    check(story, flags_of)


def test_stories_name_their_flags() -> None:
    assert untold("a 14; b@a 14.3 refined; c 14 (echo)") == "a 14; b@a 14.3; c 14"
