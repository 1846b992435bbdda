"""What the schedule knows of a feed between two polls, what a poll tells it, and whether the feed is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from safqa.feeds.outcomes import Outcome  # noqa: TC001 - the same

if TYPE_CHECKING:
    from safqa.feeds.rhythm import Rhythm

# Clocks of machines that share a database are minutes apart at most; one that was wrong is put right by hours or years.
CLOCKS_DIFFER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class PollFacts:
    """What a poll brought, as far as the schedule cares.

    `at` is when the request was sent, `body_key` the hash of the body, `moved_to` where a permanent redirect (301, 308)
    led; `ttl` is the feed's own, from its body. `entries` counts those shown, `new_entries` those of them never seen.
    """

    outcome: Outcome
    at: datetime
    status: int | None = None
    retry_after: int | None = None
    max_age: int | None = None
    ttl: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_key: str | None = None
    moved_to: str | None = None
    entries: int = 0
    new_entries: int = 0


@dataclass(frozen=True, slots=True)
class FeedState:
    """All that the schedule knows of a feed between two polls.

    Attributes:
        added_at: when the feed was first configured.
        next_poll_at: when it is due.
        interval: the learned (or configured) seconds between two good polls.
        not_before: until when its server asked to be left alone (Retry-After), or None.
        ttl: seconds that the feed itself asked for when its body was last read.
        etag: validator as sent, quotes included.
        last_modified: validator as sent.
        body_key: hash of the last good body.
        conditional_polls: good polls since an unconditional one.
        quiet_polls: good polls since the last new entry.
        good_in_row: good polls since the last failure.
        failures: failures since the last good poll, weighted.
        moved_to: where permanent redirects lead, as seen `moved_seen` good polls in a row.
        moved_seen: see `moved_to`.
        needs_human: why a person should look, or None.
        outcome: of the last poll; None before the first.
        polled_at: when the last poll was sent.
        last_new_at: when a poll last brought a new entry.
        entries: total of entries shown.
        new_entries: total of those that were new.
        duplicate_share: share of known entries over the last polls, newest first in weight; None until a second poll
            has answered.
    """

    added_at: datetime
    next_poll_at: datetime
    interval: int
    not_before: datetime | None = None
    ttl: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_key: str | None = None
    conditional_polls: int = 0
    quiet_polls: int = 0
    good_in_row: int = 0
    failures: float = 0.0
    moved_to: str | None = None
    moved_seen: int = 0
    needs_human: str | None = None
    outcome: Outcome | None = None
    polled_at: datetime | None = None
    last_new_at: datetime | None = None
    entries: int = 0
    new_entries: int = 0
    duplicate_share: float | None = None


def initial(now: datetime, rhythm: Rhythm) -> FeedState:
    """The state of a feed that was just configured: due at once, so that who adds it sees whether it works."""
    return FeedState(added_at=now, next_poll_at=now, interval=rhythm.first)


def is_due(state: FeedState, now: datetime) -> bool:
    """Whether it is time to ask the feed; also when its latest poll was made by a clock that has been put back."""
    return now >= state.next_poll_at or is_from_a_wrong_clock(state.polled_at, now)


def may_be_asked(state: FeedState, now: datetime) -> bool:
    """Whether the feed may be asked before it is due, at a person's word: not while its server wants to be left."""
    return state.not_before is None or now >= state.not_before or is_from_a_wrong_clock(state.polled_at, now)


def is_from_a_wrong_clock(moment: datetime | None, now: datetime) -> bool:
    """Whether a past moment lies ahead: a machine that woke up in 2036 would else leave its feeds alone until then."""
    return moment is not None and moment > now + CLOCKS_DIFFER
