"""The moment of the next poll: what servers demand, the grid, jitter."""

from datetime import UTC, datetime

import pytest
from schedules import DAY, HOUR, MIN, NEWS, T, facts, known, least_wait, seconds, wait

from safqa.feeds.outcomes import Outcome
from safqa.feeds.schedule import after, may_be_asked


@pytest.mark.parametrize(
    ("demand", "waited"),
    [
        ({}, 25 * MIN),
        ({"max_age": 60}, 25 * MIN),
        ({"max_age": HOUR}, HOUR),
        ({"max_age": HOUR, "retry_after": 2 * HOUR}, 2 * HOUR),
        ({"max_age": 3 * HOUR, "retry_after": 2 * HOUR}, 3 * HOUR),
        ({"max_age": HOUR + 1}, HOUR + 5 * MIN),  # rounded up, never down
        ({"max_age": 317_100}, DAY),  # met in the wild
        ({"max_age": 10**30}, DAY),
        ({"max_age": -1}, 25 * MIN),
    ],
)
def test_the_largest_demand_wins_up_to_a_day(demand: dict[str, int], waited: int) -> None:
    assert least_wait(known(), facts(**demand)) == waited


def test_a_demand_that_starts_between_two_beats_is_not_undercut() -> None:
    at = T + seconds(61.5)
    assert wait(known(), facts(at=at, max_age=30 * MIN)) >= 30 * MIN
    assert wait(known(), facts(Outcome.RATE_LIMITED, at=at, retry_after=DAY)) >= DAY


def test_the_feeds_own_ttl_holds_until_its_body_is_read_again() -> None:
    read = after(known(), facts(Outcome.OK, body_key="new", ttl=2 * HOUR), NEWS, "s")
    unmodified = after(read, facts(), NEWS, "s")
    failed = after(unmodified, facts(Outcome.TIMEOUT), NEWS, "s")
    without = after(failed, facts(Outcome.OK, body_key="newer"), NEWS, "s")
    assert [s.ttl for s in (read, unmodified, failed, without)] == [2 * HOUR, 2 * HOUR, 2 * HOUR, None]
    assert least_wait(read, facts()) == 2 * HOUR


@pytest.mark.parametrize(("status", "outcome"), [(429, Outcome.RATE_LIMITED), (503, Outcome.HTTP_ERROR)])
def test_retry_after_holds_even_for_a_person(status: int, outcome: Outcome) -> None:
    told = after(known(), facts(outcome, status=status, retry_after=2 * HOUR), NEWS, "s")
    assert told.next_poll_at >= T + seconds(2 * HOUR)
    assert not may_be_asked(told, T + seconds(2 * HOUR - 1))
    assert may_be_asked(told, T + seconds(2 * HOUR))
    assert may_be_asked(after(told, facts(), NEWS, "s"), T)


def test_a_feed_without_retry_after_may_be_asked_at_any_time() -> None:
    assert may_be_asked(after(known(), facts(Outcome.GONE), NEWS, "s"), T)


@pytest.mark.parametrize(("late", "waited"), [(0, 900), (1, 899), (299, 601), (300, 900)])
def test_the_time_a_run_takes_does_not_add_up(late: int, waited: int) -> None:
    assert wait(known(), facts(Outcome.OK, entries=2, new_entries=1, at=T + seconds(late))) == waited


def test_jitter_spreads_feeds_over_whole_beats_within_a_tenth() -> None:
    waits = {wait(known(interval=9 * HOUR), facts(), salt=str(n)) - 10 * HOUR for n in range(500)}
    assert waits == {beat * 5 * MIN for beat in range(13)}


def test_jitter_is_pinned() -> None:
    # Exact values: the schedule of a feed is the same on every machine and in every version.
    drawn = [wait(known(interval=9 * HOUR), facts(at=T + seconds(DAY * n)), salt="feed") / MIN for n in range(5)]
    assert drawn == [660, 625, 645, 610, 655]


def test_jitter_differs_between_polls_of_one_feed() -> None:
    waits = {wait(known(interval=9 * HOUR), facts(at=T + seconds(DAY * n))) for n in range(60)}
    assert len(waits) > 8


def test_the_zone_of_a_moment_does_not_matter() -> None:
    elsewhere = T.astimezone(datetime.strptime("+0545", "%z").tzinfo)
    there = after(known(), facts(at=elsewhere), NEWS, "s")
    assert there.next_poll_at == after(known(), facts(), NEWS, "s").next_poll_at
    assert there.next_poll_at.tzinfo is UTC
