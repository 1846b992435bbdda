"""What failures weigh, how they slow a feed down, and what only a person can mend."""

import pytest
from schedules import DAY, MIN, NEWS, T, facts, known, least_wait, seconds

from safqa.feeds.outcomes import Outcome
from safqa.feeds.schedule import after


@pytest.mark.parametrize(
    ("outcome", "status", "weight"),
    [
        (Outcome.DNS, None, 0.25),
        (Outcome.TIMEOUT, None, 0.5),
        (Outcome.TLS, None, 0.5),
        (Outcome.NOT_FOUND, 404, 0.5),
        (Outcome.RATE_LIMITED, 429, 0.5),
        (Outcome.NOT_A_FEED, 200, 0.5),
        (Outcome.HTTP_ERROR, None, 0.5),
        (Outcome.HTTP_ERROR, 408, 0.5),
        (Outcome.HTTP_ERROR, 425, 0.5),
        (Outcome.HTTP_ERROR, 500, 0.5),
        (Outcome.HTTP_ERROR, 503, 0.5),
        (Outcome.HTTP_ERROR, 401, 1),
        (Outcome.HTTP_ERROR, 403, 1),
        (Outcome.GONE, 410, 1),
        (Outcome.BLOCKED_PAGE, 403, 1),
        (Outcome.TOO_BIG, 200, 1),
        (Outcome.REFUSED_ADDRESS, None, 1),
    ],
)
def test_failures_have_weights(outcome: Outcome, status: int | None, weight: float) -> None:
    once = after(known(), facts(outcome, status=status), NEWS, "s")
    twice = after(once, facts(outcome, status=status), NEWS, "s")
    assert (once.failures, twice.failures) == (weight, 2 * weight)


def test_every_failing_outcome_has_been_weighed() -> None:
    weighed = {outcome for outcome, *_ in test_failures_have_weights.pytestmark[0].args[1]}
    assert weighed == {outcome for outcome in Outcome if not outcome.good}


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 45), (0.5, 75), (1, 105), (10, 15 + 630), (22.5, 15 + 1380), (23.5, DAY / 60)]
)
def test_failures_slow_in_proportion_up_to_a_day(failures: float, minutes: float) -> None:
    assert least_wait(known(failures=failures), facts(Outcome.NOT_FOUND, status=404)) == minutes * MIN


def test_a_good_poll_ends_the_slowness_at_once() -> None:
    down = known(failures=40.0, good_in_row=0, interval=25 * MIN)
    up = after(down, facts(Outcome.OK, entries=20, new_entries=20, body_key="new"), NEWS, "s")
    assert (up.failures, up.interval, up.needs_human) == (0, 25 * MIN, None)
    assert up.next_poll_at == T + seconds(25 * MIN)


@pytest.mark.parametrize(("outcome", "word"), [(Outcome.GONE, "410"), (Outcome.REFUSED_ADDRESS, "address")])
def test_what_only_a_person_can_mend_is_asked_once_a_day_until_it_is_good(outcome: Outcome, word: str) -> None:
    gone = after(known(), facts(outcome), NEWS, "s")
    later = after(gone, facts(Outcome.TIMEOUT), NEWS, "s")
    back = after(later, facts(), NEWS, "s")
    assert gone.needs_human
    assert word in gone.needs_human
    assert later.needs_human == gone.needs_human
    assert [least_wait(known(), facts(outcome)), least_wait(gone, facts(Outcome.TIMEOUT))] == [DAY, DAY]
    assert back.needs_human is None
    assert back.next_poll_at == T + seconds(15 * MIN)


def test_a_failure_says_nothing_of_validators_body_and_proposal() -> None:
    before = known(moved_to="https://new.example/feed", moved_seen=3)
    then = after(before, facts(Outcome.HTTP_ERROR, status=500, etag='"e"', body_key="error"), NEWS, "s")
    for name in ("etag", "last_modified", "body_key", "moved_to", "moved_seen", "last_new_at", "entries"):
        assert getattr(then, name) == getattr(before, name), name
