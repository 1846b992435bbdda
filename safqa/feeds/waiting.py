"""The moment of the next poll: what the feed waits for by itself, what its server demands, grid and jitter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from safqa.feeds.rhythm import DAY, HOUR

if TYPE_CHECKING:
    from safqa.feeds.rhythm import Rhythm
    from safqa.feeds.state import FeedState, PollFacts

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DAY: Final = timedelta(seconds=DAY)

# What one whole failure adds to the wait. A feed that is down for an afternoon costs a handful of requests; one that
# answers 404 is asked daily after 48 of them, three and a half weeks; one that refuses (hard) after 24, twelve days.
_FAILURE_STEP: Final = HOUR


def next_poll_at(state: FeedState, facts: PollFacts, rhythm: Rhythm, salt: str) -> datetime:
    """When to ask again after a poll, of which `state` is what was learned; never more than a day and a tenth away."""
    at = facts.at.astimezone(UTC)
    beat = timedelta(seconds=rhythm.grid)
    # The poll counts as sent at the beat to which it belongs, so that the time runs take does not add up.
    wanted = at - (at - _EPOCH) % beat + _wait(state)
    demanded = at + demand(facts.retry_after, facts.max_age, state.ttl)
    slot = min(_rounded_up(max(wanted, demanded), beat), at + _DAY)
    # A tenth is the most that jitter may take: it spreads feeds of one host over the runs and delays none much.
    beats = (slot - at) // 10 // beat
    return slot + beat * _drawn(beats, salt, at)


def _wait(state: FeedState) -> timedelta:
    if state.needs_human:
        return _DAY
    return timedelta(seconds=state.interval + min(state.failures * _FAILURE_STEP, DAY))


def demand(*seconds: int | None) -> timedelta:
    """The longest of what is demanded, capped before it can overflow a date."""
    return timedelta(seconds=min(max(0, *(s or 0 for s in seconds)), DAY))


def _rounded_up(moment: datetime, beat: timedelta) -> datetime:
    return moment + (_EPOCH - moment) % beat


def _drawn(most: int, salt: str, at: datetime) -> int:
    """A whole number from 0 to `most`, spread evenly over feeds and polls and the same on every machine."""
    digest = blake2b(f"{salt} {at.isoformat()}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % (most + 1)
