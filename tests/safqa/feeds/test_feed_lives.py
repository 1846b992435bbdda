"""Weeks of typical feeds, asked as their schedule says."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from schedules import DAY, HOUR, MIN, NEWS, T, seconds

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
    same_body,
)


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
    assert health(states[-1], T + timedelta(days=56)).silent
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
