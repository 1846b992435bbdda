"""When a feed is asked next: each rule, weeks of typical feeds, and what must hold for any sequence of polls."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import reduce
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safqa.feeds.outcomes import Outcome
from safqa.feeds.schedule import (
    FeedState,
    PollFacts,
    Rhythm,
    after,
    ask_conditionally,
    health,
    initial,
    is_due,
    may_be_asked,
    same_body,
)

# A Sunday midnight, on every grid, so that expectations read as clock times.
T = datetime(2025, 6, 1, tzinfo=UTC)
NEWS = Rhythm()
MIN, HOUR, DAY = 60, 3600, 86400


def seconds(n: float) -> timedelta:
    return timedelta(seconds=n)


def known(**more: object) -> FeedState:
    """A feed that has answered well for a while, every quarter of an hour."""
    state = FeedState(
        added_at=T - seconds(DAY),
        next_poll_at=T,
        interval=15 * MIN,
        etag='"a"',
        last_modified="Sun, 01 Jun 2025 00:00:00 GMT",
        body_key="body",
        good_in_row=5,
        outcome=Outcome.OK,
        polled_at=T - seconds(900),
        last_new_at=T - seconds(900),
        entries=100,
        new_entries=20,
    )
    return replace(state, **more)  # type: ignore[arg-type]


def facts(outcome: Outcome = Outcome.NOT_MODIFIED, **more: object) -> PollFacts:
    return replace(PollFacts(outcome, at=T), **more)  # type: ignore[arg-type]


def wait(state: FeedState, what: PollFacts, rhythm: Rhythm = NEWS, salt: str = "s") -> float:
    """Seconds from a poll to the next."""
    return (after(state, what, rhythm, salt).next_poll_at - what.at).total_seconds()


def least_wait(state: FeedState, what: PollFacts, rhythm: Rhythm = NEWS) -> float:
    """The wait without jitter: the shortest that any of many feeds in this state would have."""
    return min(wait(state, what, rhythm, salt=str(n)) for n in range(300))


# --- the first poll, and what is due


def test_a_new_feed_is_due_at_once_and_asked_without_validators() -> None:
    state = initial(T, NEWS)
    assert is_due(state, T)
    assert not is_due(state, T - seconds(1))
    assert not ask_conditionally(state)
    assert state.interval == 15 * MIN


def test_the_first_poll_is_a_baseline() -> None:
    first = after(initial(T, NEWS), facts(Outcome.OK, entries=20, new_entries=20), NEWS, "s")
    assert first.interval == 15 * MIN
    assert first.duplicate_share is None
    assert (first.entries, first.new_entries) == (20, 20)
    assert first.next_poll_at == T + seconds(15 * MIN)
    assert not is_due(first, T + seconds(899))
    assert is_due(first, T + seconds(900))


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


# --- the interval


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


# --- what servers demand


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


# --- grid and jitter


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


# --- failures


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


# --- moved


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


# --- validators


@pytest.mark.parametrize(
    ("reply", "then"),
    [
        (facts(), ("old", "monday")),
        (facts(etag="new"), ("new", "monday")),
        (facts(Outcome.OK, body_key="new", etag="new", last_modified="tuesday"), ("new", "tuesday")),
        (facts(Outcome.OK, body_key="new", etag="new"), ("new", "monday")),  # a reply without one keeps the old
        (facts(Outcome.OK, body_key="new", last_modified="tuesday"), ("old", "tuesday")),
        (facts(Outcome.OK, body_key="new"), (None, None)),
        (facts(Outcome.SAME_BODY, body_key="body"), ("old", "monday")),
    ],
)
def test_validators_are_kept_unless_the_body_changes_without_any(
    reply: PollFacts, then: tuple[str | None, str | None]
) -> None:
    state = after(known(etag="old", last_modified="monday"), reply, NEWS, "s")
    assert (state.etag, state.last_modified) == then


@pytest.mark.parametrize(
    ("etag", "last_modified", "conditional", "quiet", "asked"),
    [
        (None, None, 0, 0, False),
        ('"a"', None, 0, 0, True),
        (None, "monday", 0, 0, True),
        ('"a"', None, 11, 0, True),
        ('"a"', None, 12, 0, False),
        ('"a"', None, 11, 7, True),
        ('"a"', None, 3, 8, True),
        ('"a"', None, 4, 8, False),
    ],
)
def test_validators_are_not_believed_for_ever(
    etag: str | None, last_modified: str | None, conditional: int, quiet: int, asked: bool
) -> None:
    state = known(etag=etag, last_modified=last_modified, conditional_polls=conditional, quiet_polls=quiet)
    assert ask_conditionally(state) == asked


def test_an_unconditional_poll_counts_only_when_it_is_good() -> None:
    tired = known(conditional_polls=12)
    assert not ask_conditionally(after(tired, facts(Outcome.TIMEOUT), NEWS, "s"))
    assert after(tired, facts(Outcome.SAME_BODY, body_key="body"), NEWS, "s").conditional_polls == 0
    assert after(known(conditional_polls=3), facts(), NEWS, "s").conditional_polls == 4


def test_the_same_body_is_the_last_good_one() -> None:
    assert same_body(known(), "body")
    assert not same_body(known(), "other")
    assert not same_body(initial(T, NEWS), "body")
    assert same_body(after(known(), facts(), NEWS, "s"), "body")


# --- health


def test_the_share_of_duplicates_leans_to_the_newest_polls() -> None:
    state = after(initial(T, NEWS), facts(Outcome.OK, entries=10, new_entries=10), NEWS, "s")
    shares = []
    for what in (facts(Outcome.OK, entries=10, new_entries=2), facts(), facts(Outcome.OK, entries=10, new_entries=6)):
        state = after(state, what, NEWS, "s")
        shares.append(state.duplicate_share)
    assert shares == pytest.approx([0.8, 0.8, 0.7])


def test_silent_and_failing_are_told_apart() -> None:
    quiet = known(last_new_at=T)
    down = after(quiet, facts(Outcome.TIMEOUT), NEWS, "s")
    assert health(quiet, T + timedelta(days=3) - seconds(1)).silent_since is None
    assert health(quiet, T + timedelta(days=3)).silent_since == T
    assert health(down, T + timedelta(days=30)).silent_since is None
    assert health(down, T).outcome is Outcome.TIMEOUT
    assert health(down, T).failures == 0.5


def test_a_feed_that_never_showed_anything_is_silent_since_it_was_added() -> None:
    empty = after(initial(T, NEWS), facts(Outcome.OK), NEWS, "s")
    assert health(empty, T + timedelta(days=4)).silent_since == T
    assert health(initial(T, NEWS), T + timedelta(days=4)).silent_since is None


# --- weeks of typical feeds


@dataclass
class Newsroom:
    """A feed that shows its newest entries; `since` holds the moments at which they appeared, in order."""

    published: list[datetime]
    window: int = 20
    honest: bool = True
    seen: set[datetime] = field(default_factory=set)

    def answer(self, state: FeedState, now: datetime) -> PollFacts:
        shown = [moment for moment in self.published if moment <= now][-self.window :]
        body = shown[-1].isoformat()
        etag = f'"{body}"' if self.honest else '"always"'
        if ask_conditionally(state) and state.etag == etag:
            return PollFacts(Outcome.NOT_MODIFIED, at=now, status=304, etag=etag)
        if same_body(state, body):
            return PollFacts(Outcome.SAME_BODY, at=now, status=200, etag=etag, body_key=body)
        new = set(shown) - self.seen
        self.seen |= new
        return PollFacts(
            Outcome.OK, at=now, status=200, etag=etag, body_key=body, entries=len(shown), new_entries=len(new)
        )


def simulate(answer: Callable[[FeedState, datetime], PollFacts], days: float, rhythm: Rhythm = NEWS) -> list[FeedState]:
    """Runs every five minutes, as a schedule would; the state after each poll."""
    state, states, now = initial(T, rhythm), [], T
    while now < T + timedelta(days=days):
        if is_due(state, now):
            state = after(state, answer(state, now), rhythm, "feed")
            states.append(state)
        now += seconds(5 * MIN)
    return states


def pairs(items: Sequence[Any]) -> list[tuple[Any, Any]]:
    return list(pairwise(items))


def every(gap: timedelta, days: float) -> list[datetime]:
    start = T - timedelta(days=2)
    return [start + n * gap for n in range(int(timedelta(days=days + 2) / gap))]


def test_a_busy_feed_settles_where_its_window_turns_over_in_a_few_polls() -> None:
    room = Newsroom(every(timedelta(minutes=12), 28))
    states = simulate(room.answer, 28)
    assert [s.interval // MIN for s in states[:9]] == [15, 25, 35, 45, 55, 65, 75, 75, 85]
    assert {s.interval // MIN for s in states[10:]} == {85}
    assert not set(room.published[-2000:-10]) - room.seen
    assert len(states) == 465


def test_a_torrent_is_asked_often_and_loses_nothing() -> None:
    room = Newsroom(every(timedelta(minutes=1), 7))
    states = simulate(room.answer, 7)
    assert {s.interval // MIN for s in states[3:]} <= {10, 15}
    missed = [moment for moment in room.published if T < moment < T + timedelta(days=6)]
    assert not set(missed) - room.seen


def test_a_quiet_feed_slows_to_a_day_and_is_asked_without_validators_about_daily() -> None:
    room = Newsroom([T - timedelta(days=5)])
    states = simulate(room.answer, 56)
    assert [s.interval // MIN for s in states[:9]] == [15, 25, 35, 45, 55, 65, 125, 185, 245]
    assert states[-1].interval == DAY
    assert health(states[-1], T + timedelta(days=56)).silent_since == T
    unconditional = [s.polled_at for s in states if s.outcome is Outcome.SAME_BODY]
    gaps = [late - early for early, late in pairs(unconditional)]
    assert min(gaps) >= timedelta(hours=20)
    assert max(gaps) <= timedelta(days=5.5)


def test_a_lying_etag_delays_news_but_hides_none() -> None:
    lying = Newsroom(every(timedelta(hours=6), 28), honest=False)
    states = simulate(lying.answer, 28, Rhythm(own=HOUR))
    month = [moment for moment in lying.published if T < moment < T + timedelta(days=27)]
    assert not set(month) - lying.seen
    hidden = [
        late.polled_at - early.polled_at for early, late in pairs([s for s in states if s.conditional_polls == 0])
    ]
    assert max(hidden) <= timedelta(hours=15)  # eight silent polls, or twelve
    assert Counter(s.outcome for s in states)[Outcome.NOT_MODIFIED] > 0.8 * len(states)


def test_a_feed_that_was_dead_for_a_month_is_back_with_its_old_rhythm() -> None:
    room = Newsroom(every(timedelta(minutes=12), 60))
    died, back = T + timedelta(days=7), T + timedelta(days=37)

    def answer(state: FeedState, now: datetime) -> PollFacts:
        if died <= now < back:
            return PollFacts(Outcome.NOT_FOUND, at=now, status=404)
        return room.answer(state, now)

    states = simulate(answer, 45)
    down = [s for s in states if s.outcome is Outcome.NOT_FOUND]
    assert down[-1].failures == 0.5 * len(down)
    assert len(down) == 50  # of 2,880 quarters of an hour
    waits = [(s.next_poll_at - s.polled_at).total_seconds() for s in down if s.polled_at]
    assert waits[0] < 2.5 * HOUR
    assert DAY <= waits[-1] <= 1.1 * DAY
    up = [s for s in states if s.polled_at and s.polled_at >= back]
    assert up[0].polled_at
    assert up[0].polled_at <= back + timedelta(days=1.1)
    assert [s.interval // MIN for s in up[:3]] == [85, 85, 85]
    assert up[0].failures == 0


def test_a_storm_of_429_is_met_with_patience() -> None:
    room = Newsroom(every(timedelta(minutes=12), 14))
    asked: list[datetime] = []

    def answer(state: FeedState, now: datetime) -> PollFacts:
        if timedelta(days=3) <= now - T < timedelta(days=4):
            asked.append(now)
            return PollFacts(Outcome.RATE_LIMITED, at=now, status=429, retry_after=3 * HOUR)
        return room.answer(state, now)

    states = simulate(answer, 7)
    assert len(asked) == 7  # thrice at three hours, then slower
    assert all(late - early >= timedelta(hours=3) for early, late in pairs(asked))
    assert states[-1].interval == 85 * MIN
    assert states[-1].failures == 0


# --- any sequence of polls

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
    end = health(story[-1][2], T)
    assert end.entries == sum(poll.entries for poll in good)
    assert end.new_entries == sum(poll.new_entries for poll in good)
    assert end.duplicate_share is None or 0 <= end.duplicate_share <= 1


@often
@any_story
def test_no_feed_is_believed_for_more_than_twelve_polls_on_end(
    sequence: list[PollFacts], rhythm: Rhythm, late: list[int]
) -> None:
    assert all(then.conditional_polls <= 12 for _, _, then in lived(sequence, rhythm, late))
