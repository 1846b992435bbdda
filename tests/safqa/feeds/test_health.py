"""What people are told of a feed: its move, its silence, its share of duplicates."""

from datetime import timedelta
from functools import reduce

import pytest
from schedules import NEWS, T, facts, known, seconds

from safqa.feeds.outcomes import Outcome
from safqa.feeds.schedule import PollFacts, after, health, initial


def test_a_move_is_proposed_after_five_identical_answers() -> None:
    moved = facts(Outcome.MOVED, moved_to="https://new.example/feed")
    state, proposals = known(), []
    for _ in range(6):
        state = after(state, moved, NEWS, "s")
        proposals.append(health(state, T).proposal)
    assert proposals == [None, None, None, None, "https://new.example/feed", "https://new.example/feed"]


@pytest.mark.parametrize(
    ("between", "proposed"),
    [
        (facts(Outcome.MOVED, moved_to="https://other.example/feed"), False),
        (facts(Outcome.OK), False),
        (facts(Outcome.TIMEOUT), True),
        (facts(Outcome.NOT_MODIFIED, moved_to="https://new.example/feed"), True),
    ],
)
def test_another_answer_starts_the_count_anew(between: PollFacts, proposed: bool) -> None:
    moved = facts(Outcome.MOVED, moved_to="https://new.example/feed")
    polls = [moved] * 4 + [between] + [moved]
    state = reduce(lambda state, poll: after(state, poll, NEWS, "s"), polls, known())
    assert (health(state, T).proposal is not None) == proposed


def test_the_share_of_duplicates_leans_to_the_newest_polls() -> None:
    state = after(initial(T, NEWS), facts(Outcome.OK, entries=10, new_entries=10), NEWS, "s")
    shares = []
    for what in (facts(Outcome.OK, entries=10, new_entries=2), facts(), facts(Outcome.OK, entries=10, new_entries=6)):
        state = after(state, what, NEWS, "s")
        shares.append(health(state, T).duplicate_share)
    assert shares == pytest.approx([0.8, 0.85, 0.7375])


@pytest.mark.parametrize("outcome", [Outcome.NOT_MODIFIED, Outcome.SAME_BODY])
def test_a_feed_that_has_not_changed_repeats_itself(outcome: Outcome) -> None:
    first = after(initial(T, NEWS), facts(Outcome.OK, entries=10, new_entries=10), NEWS, "s")
    assert health(first, T).duplicate_share is None
    assert health(after(first, facts(outcome), NEWS, "s"), T).duplicate_share == 1
    failed = after(first, facts(Outcome.TIMEOUT), NEWS, "s")
    assert health(failed, T).duplicate_share is None


def test_silent_and_failing_are_told_apart() -> None:
    quiet = known(last_new_at=T)
    down = after(quiet, facts(Outcome.TIMEOUT), NEWS, "s")
    assert not health(quiet, T + timedelta(days=3) - seconds(1)).silent
    assert health(quiet, T + timedelta(days=3)).silent
    assert not health(down, T + timedelta(days=30)).silent
    assert {health(state, T).silent_since for state in (quiet, down)} == {T}


def test_a_feed_that_never_showed_anything_is_silent_since_it_was_added() -> None:
    empty = after(initial(T, NEWS), facts(Outcome.OK), NEWS, "s")
    told = health(empty, T + timedelta(days=4))
    assert (told.silent, told.silent_since) == (True, T)
    assert not health(initial(T, NEWS), T + timedelta(days=4)).silent
