"""What people should know of a feed: whether it is silent, repeats itself, has moved, or needs them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from safqa.feeds.state import FeedState

# Identical permanent redirects in a row before the new address is proposed: fewer come from upkeep, and from portals
# that stand between for an hour.
_PROPOSED_AFTER: Final = 5
# Silence that is worth a person's look: longer than a weekend.
_SILENCE: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Health:
    """What the schedule has learned of a feed that people should know.

    Attributes:
        duplicate_share: how much of what it shows was shown before (0 to 1), over the last polls; an answer that
            nothing has changed is all known. None until a second poll has answered.
        silent_since: when it last brought a new entry, else when it was added.
        silent: whether it answers well and has brought nothing new for days. One that fails is not silent: nobody
            knows what it would say.
        proposal: the address to which it has moved for good, for a person to accept; None where there is none.
        needs_human: why only a person can mend it, and how; None where waiting may help.
    """

    duplicate_share: float | None
    silent_since: datetime
    silent: bool
    proposal: str | None
    needs_human: str | None


def health(state: FeedState, now: datetime) -> Health:
    """What people should know of a feed."""
    heard = state.last_new_at or state.added_at
    return Health(
        duplicate_share=state.duplicate_share,
        silent_since=heard,
        silent=state.outcome is not None and state.outcome.good and now - heard >= _SILENCE,
        proposal=state.moved_to if state.moved_seen >= _PROPOSED_AFTER else None,
        needs_human=state.needs_human,
    )
