"""What a poll teaches: when a feed is due, and how its interval follows the share of known entries."""

from dataclasses import replace

import pytest
from schedules import HOUR, MIN, NEWS, T, facts, known, seconds

from safqa.feeds.outcomes import Outcome
from safqa.feeds.schedule import Rhythm, after, ask_conditionally, initial, is_due, may_be_asked


def test_a_new_feed_is_due_at_once_and_asked_without_validators() -> None:
    state = initial(T, NEWS)
    assert is_due(state, T)
    assert not is_due(state, T - seconds(1))
    assert not ask_conditionally(state)
    assert state.interval == 15 * MIN


def test_a_clock_that_is_put_back_leaves_no_feed_alone() -> None:
    years, later = 10 * 365 * 24 * HOUR, facts(Outcome.RATE_LIMITED, retry_after=HOUR)
    ahead = after(initial(T, NEWS), replace(later, at=T + seconds(years)), NEWS, "s")
    assert is_due(ahead, T)
    assert may_be_asked(ahead, T)
    beside = after(initial(T, NEWS), replace(later, at=T + seconds(5 * MIN)), NEWS, "s")  # of another machine
    assert not is_due(beside, T)
    assert not may_be_asked(beside, T)


def test_the_first_poll_is_a_baseline() -> None:
    first = after(initial(T, NEWS), facts(Outcome.OK, entries=20, new_entries=20), NEWS, "s")
    assert first.interval == 15 * MIN
    assert first.duplicate_share is None
    assert (first.entries, first.new_entries) == (20, 20)
    assert first.next_poll_at == T + seconds(15 * MIN)
    assert not is_due(first, T + seconds(899))
    assert is_due(first, T + seconds(900))


@pytest.mark.parametrize(
    ("interval", "entries", "new", "then"),
    [
        (15 * MIN, 100, 0, 25 * MIN),
        (15 * MIN, 100, 33, 25 * MIN),  # 67 % known: slower
        (15 * MIN, 100, 34, 15 * MIN),  # 66 %: as it is
        (15 * MIN, 100, 67, 15 * MIN),  # 33 %: as it is
        (15 * MIN, 100, 68, 10 * MIN),  # 32 %: faster, not below the bound
        (2 * HOUR, 100, 68, HOUR),
        (55 * MIN, 100, 0, 65 * MIN),
        (65 * MIN, 100, 0, 125 * MIN),  # no news, an hour and more: the large step
        (65 * MIN, 100, 1, 75 * MIN),  # some news: the small one
        (24 * HOUR, 100, 0, 24 * HOUR),
    ],
)
def test_the_share_of_known_entries_steers_the_interval(interval: int, entries: int, new: int, then: int) -> None:
    after_it = after(known(interval=interval), facts(Outcome.OK, entries=entries, new_entries=new), NEWS, "s")
    assert after_it.interval == then


@pytest.mark.parametrize("outcome", [Outcome.NOT_MODIFIED, Outcome.SAME_BODY, Outcome.OK])
def test_nothing_shown_is_all_known(outcome: Outcome) -> None:
    assert after(known(), facts(outcome), NEWS, "s").interval == 25 * MIN


def test_the_interval_changes_only_at_the_second_good_poll_in_a_row() -> None:
    failed = after(known(), facts(Outcome.TIMEOUT), NEWS, "s")
    back = after(failed, facts(), NEWS, "s")
    again = after(back, facts(), NEWS, "s")
    assert [failed.interval, back.interval, again.interval] == [15 * MIN, 15 * MIN, 25 * MIN]


@pytest.mark.parametrize("new", [0, 50, 100])
def test_a_configured_interval_is_kept(new: int) -> None:
    hourly = Rhythm(own=HOUR)
    assert after(known(), facts(Outcome.OK, entries=100, new_entries=new), hourly, "s").interval == HOUR
    assert after(known(), facts(Outcome.TIMEOUT), hourly, "s").interval == HOUR


def test_learned_intervals_stay_within_bounds_that_were_changed() -> None:
    narrow = Rhythm(most=2 * HOUR)
    assert after(known(interval=9 * HOUR), facts(), narrow, "s").interval == 2 * HOUR
    assert after(known(interval=9 * HOUR), facts(Outcome.DNS), narrow, "s").interval == 2 * HOUR
