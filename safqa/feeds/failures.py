"""What a failed poll weighs, and which failures wait for a person. Nothing here ends a feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from safqa.feeds.outcomes import Outcome

if TYPE_CHECKING:
    from safqa.feeds.state import PollFacts

# Names fail by fault of our own network as often as not, and all feeds at once.
_OF_NAMES: Final = 0.25
# What often heals by itself; live feeds answer 404 and return, certificates are renewed, upkeep shows a web page.
_SOFT: Final = 0.5
_HARD: Final = 1.0
_WEIGHTS: Final = {
    Outcome.DNS: _OF_NAMES,
    Outcome.TIMEOUT: _SOFT,
    Outcome.NOT_FOUND: _SOFT,
    Outcome.RATE_LIMITED: _SOFT,
    Outcome.NOT_A_FEED: _SOFT,
    Outcome.TLS: _SOFT,
}
# Request timeout, too early: refusals of the moment among the statuses that blame the client.
_PASSING_STATUSES: Final = frozenset({408, 425})
_CLIENT_ERRORS: Final = range(400, 500)
# What no waiting mends, with what to do about it.
FOR_A_PERSON: Final = {
    Outcome.GONE: "it is gone for good (410): look for its new address, or take it out",
    Outcome.REFUSED_ADDRESS: "its address may not be asked: put the right one into the feeds file",
}


def weight(facts: PollFacts) -> float:
    """How much a failed poll adds to `FeedState.failures`: 1 is a whole failure."""
    if facts.outcome is Outcome.HTTP_ERROR:
        refused = facts.status in _CLIENT_ERRORS and facts.status not in _PASSING_STATUSES
        return _HARD if refused else _SOFT
    return _WEIGHTS.get(facts.outcome, _HARD)
