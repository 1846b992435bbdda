"""A feed's state as people read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from safqa.feeds.outcomes import Outcome
    from safqa.feeds.state import FeedState

# Identical permanent redirects in a row before the new address is proposed: fewer come from upkeep, and from portals
# that stand between for an hour.
_PROPOSED_AFTER: Final = 5
# Silence that is worth a person's look: longer than a weekend.
SILENCE: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Health:
    """A feed's state as people read it; failing (`outcome`) and silent (`silent_since`) are told apart.

    `silent_since` is None unless the feed answers well and brought nothing new for days; `proposal` is the address to
    which it has moved for good, for a person to accept.
    """

    outcome: Outcome | None
    polled_at: datetime | None
    next_poll_at: datetime
    failures: float
    entries: int
    new_entries: int
    duplicate_share: float | None
    silent_since: datetime | None
    proposal: str | None
    needs_human: str | None


def health(state: FeedState, now: datetime) -> Health:
    """What people should know of a feed."""
    heard = state.last_new_at or state.added_at
    silent = state.outcome is not None and state.outcome.good and now - heard >= SILENCE
    return Health(
        outcome=state.outcome,
        polled_at=state.polled_at,
        next_poll_at=state.next_poll_at,
        failures=state.failures,
        entries=state.entries,
        new_entries=state.new_entries,
        duplicate_share=state.duplicate_share,
        silent_since=heard if silent else None,
        proposal=state.moved_to if state.moved_seen >= _PROPOSED_AFTER else None,
        needs_human=state.needs_human,
    )
