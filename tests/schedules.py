"""A feed that has answered well for a while, a poll of it, and how long it then waits."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from safqa.feeds.outcomes import Outcome
from safqa.feeds.schedule import FeedState, PollFacts, Rhythm, after

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
