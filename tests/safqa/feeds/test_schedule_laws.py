"""What must hold for any sequence of polls."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from schedules import DAY, HOUR, NEWS, T, seconds

from safqa.feeds.outcomes import Outcome
from safqa.feeds.schedule import FeedState, PollFacts, Rhythm, after, ask_conditionally, initial, may_be_asked

KEYS = st.sampled_from([None, "a", "b", "c"])
DEMANDS = st.none() | st.integers(-10, 10**12)
RHYTHMS = st.sampled_from([NEWS, Rhythm(own=HOUR), Rhythm(own=DAY), Rhythm(most=2 * HOUR), Rhythm(grid=60)])


@st.composite
def polls(draw: st.DrawFn) -> PollFacts:
    """A poll that comes some time after the last; `at` is filled in when it is its turn."""
    entries = draw(st.integers(0, 50))
    return PollFacts(
        outcome=draw(st.sampled_from(Outcome)),
        at=T,
        status=draw(st.sampled_from([None, 200, 304, 403, 404, 408, 410, 429, 500, 503])),
        retry_after=draw(DEMANDS),
        max_age=draw(DEMANDS),
        ttl=draw(DEMANDS),
        etag=draw(KEYS),
        last_modified=draw(KEYS),
        body_key=draw(KEYS),
        moved_to=draw(KEYS),
        entries=entries,
        new_entries=draw(st.integers(0, entries)),
    )


def lived(sequence: list[PollFacts], rhythm: Rhythm, late: list[int]) -> list[tuple[FeedState, PollFacts, FeedState]]:
    """Each poll at the moment it is due, or some microseconds later: the state before, the poll, the state after."""
    state, story = initial(T, rhythm), []
    for what, delay in zip(sequence, late, strict=False):
        now = replace(what, at=state.next_poll_at + timedelta(microseconds=delay))
        then = after(state, now, rhythm, "feed")
        story.append((state, now, then))
        state = then
    return story


any_story = given(
    st.lists(polls(), min_size=1, max_size=40), RHYTHMS, st.lists(st.integers(0, 10**9), min_size=40, max_size=40)
)
often = settings(max_examples=60, deadline=None, database=None)


@often
@any_story
def test_a_feed_is_never_stopped_nor_asked_too_early(
    sequence: list[PollFacts], rhythm: Rhythm, late: list[int]
) -> None:
    for before, poll, then in lived(sequence, rhythm, late):
        assert poll.at < then.next_poll_at <= poll.at + 1.1 * timedelta(days=1)
        assert then.next_poll_at - poll.at > seconds(then.interval - rhythm.grid)
        asked = max(0, *(d or 0 for d in (poll.retry_after, poll.max_age, then.ttl)))
        assert then.next_poll_at - poll.at >= seconds(min(asked, DAY))
        assert may_be_asked(then, then.next_poll_at)
        assert then.failures >= 0
        assert before.added_at == then.added_at


@often
@any_story
def test_intervals_stay_within_bounds_and_on_the_grid(
    sequence: list[PollFacts], rhythm: Rhythm, late: list[int]
) -> None:
    for _, _, then in lived(sequence, rhythm, late):
        assert rhythm.least <= then.interval <= rhythm.most
        assert then.interval % rhythm.grid == 0
        assert rhythm.own is None or then.interval == rhythm.own


@often
@any_story
def test_a_good_poll_forgives_and_a_bad_one_never_does(
    sequence: list[PollFacts], rhythm: Rhythm, late: list[int]
) -> None:
    for before, poll, then in lived(sequence, rhythm, late):
        assert then.outcome is poll.outcome
        if poll.outcome.good:
            assert (then.failures, then.needs_human) == (0, None)
            assert not then.conditional_polls or ask_conditionally(before)
        else:
            assert then.failures > before.failures
            assert then.interval == before.interval
            assert then.needs_human or not before.needs_human


@often
@any_story
def test_the_same_story_ends_the_same(sequence: list[PollFacts], rhythm: Rhythm, late: list[int]) -> None:
    assert lived(sequence, rhythm, late) == lived(sequence, rhythm, late)


@often
@any_story
def test_totals_and_shares_add_up(sequence: list[PollFacts], rhythm: Rhythm, late: list[int]) -> None:
    story = lived(sequence, rhythm, late)
    good = [poll for _, poll, _ in story if poll.outcome.good]
    end = story[-1][2]
    assert end.entries == sum(poll.entries for poll in good)
    assert end.new_entries == sum(poll.new_entries for poll in good)
    assert end.duplicate_share is None or 0 <= end.duplicate_share <= 1


@often
@any_story
def test_no_feed_is_believed_for_more_than_twelve_polls_on_end(
    sequence: list[PollFacts], rhythm: Rhythm, late: list[int]
) -> None:
    assert all(then.conditional_polls <= 12 for _, _, then in lived(sequence, rhythm, late))
