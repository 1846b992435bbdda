"""When a feed is asked next, and how: pure decisions over what was known and what a poll brought.

    wait = the larger of the feed's own rhythm (slower while it fails) and what its server demands
    next = that moment + jitter, never more than a day away

* The **rhythm** follows the share of entries that were known already: a feed that shows mostly old ones is asked less
  often, one whose window has nearly turned over more often. A configured interval is kept as it is.
* **Demands** (`ttl` of the feed, max-age, Retry-After) are never undercut, but for the day that caps everything.
* **Failures** add to the wait in proportion to their weight. They leave the interval alone, so that a feed that comes
  back has its old rhythm at once. Nothing ends a feed: the worst is one poll a day and a reason for a person.
* **Moments** lie on a grid, the beat at which runs come, and jitter is counted in whole beats: a poll due between two
  beats would only be asked at the later one, and a feed of 15 minutes become one of 20.
* **Validators** (ETag, Last-Modified) can lie; every so often a feed is asked without them.

All durations are seconds. Moments are aware; those that are decided here are UTC.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from safqa.feeds.failures import FOR_A_PERSON, weight
from safqa.feeds.health import Health, health
from safqa.feeds.outcomes import Outcome
from safqa.feeds.rhythm import HOUR, MINUTE, Rhythm
from safqa.feeds.state import FeedState, PollFacts, initial, is_due, may_be_asked
from safqa.feeds.validators import ask_conditionally, same_body, validators
from safqa.feeds.waiting import demand, next_poll_at

__all__ = [
    "FeedState",
    "Health",
    "PollFacts",
    "Rhythm",
    "after",
    "ask_conditionally",
    "health",
    "initial",
    "is_due",
    "may_be_asked",
    "same_body",
]

# At two thirds of known entries the feed was asked in good time; at one third its window may soon overflow between
# two polls, and entries be lost. The values are those with which Media Cloud polls some 180,000 feeds.
_MOSTLY_KNOWN: Final = 0.67
_MOSTLY_NEW: Final = 0.33
# The first good poll, and the first after a failure, say more about the gap before them than about the feed.
_GOOD_BEFORE_CHANGE: Final = 2
# Steps of the interval: a small one where a large one would overshoot, below an hour and while there is some news.
_SMALL_STEP: Final = 10 * MINUTE
_LARGE_STEP: Final = HOUR
# Weight of the newest poll in the share of duplicates: the last eight polls make nine tenths of it.
_NEWEST: Final = 0.25
_BODIES_READ: Final = frozenset({Outcome.OK, Outcome.MOVED})


def after(state: FeedState, facts: PollFacts, rhythm: Rhythm, salt: str) -> FeedState:
    """The state after a poll that was asked as `ask_conditionally(state)` said. `salt` is the feed's own (its key)."""
    learned = _after_good(state, facts, rhythm) if facts.outcome.good else _after_failure(state, facts, rhythm)
    return replace(
        learned,
        outcome=facts.outcome,
        polled_at=facts.at,
        not_before=facts.at + demand(facts.retry_after) if facts.retry_after else None,
        next_poll_at=next_poll_at(learned, facts, rhythm, salt),
    )


def _after_good(state: FeedState, facts: PollFacts, rhythm: Rhythm) -> FeedState:
    etag, last_modified = validators(state, facts)
    again = facts.moved_to is not None and facts.moved_to == state.moved_to
    return replace(
        state,
        interval=_interval(state, facts, rhythm),
        ttl=facts.ttl if facts.outcome in _BODIES_READ else state.ttl,
        etag=etag,
        last_modified=last_modified,
        body_key=facts.body_key or state.body_key,
        conditional_polls=state.conditional_polls + 1 if ask_conditionally(state) else 0,
        quiet_polls=0 if facts.new_entries else state.quiet_polls + 1,
        good_in_row=state.good_in_row + 1,
        failures=0.0,
        moved_to=facts.moved_to,
        moved_seen=state.moved_seen + 1 if again else int(facts.moved_to is not None),
        needs_human=None,
        last_new_at=facts.at if facts.new_entries else state.last_new_at,
        entries=state.entries + facts.entries,
        new_entries=state.new_entries + facts.new_entries,
        duplicate_share=_duplicate_share(state, facts),
    )


def _after_failure(state: FeedState, facts: PollFacts, rhythm: Rhythm) -> FeedState:
    """Validators, body and a proposal stay: a failure says nothing about them."""
    return replace(
        state,
        interval=rhythm.first if rhythm.own is not None else rhythm.bounded(state.interval),
        good_in_row=0,
        failures=state.failures + weight(facts),
        needs_human=FOR_A_PERSON.get(facts.outcome, state.needs_human),
    )


def _interval(state: FeedState, facts: PollFacts, rhythm: Rhythm) -> int:
    """The interval by the share of known entries. No backoff: a feed is slowed because it loses nothing by it."""
    if rhythm.own is not None:
        return rhythm.first
    step = 0
    if state.good_in_row + 1 >= _GOOD_BEFORE_CHANGE:
        known = _known_share(facts)
        if known >= _MOSTLY_KNOWN:
            step = _SMALL_STEP if state.interval < HOUR or facts.new_entries else _LARGE_STEP
        elif known < _MOSTLY_NEW:
            step = -_LARGE_STEP
    return rhythm.bounded(state.interval + step)


def _known_share(facts: PollFacts) -> float:
    """The share of entries that were known: all of them where nothing was shown, or nothing but the same again."""
    # Not 1 - new / entries, which puts 67 of 100 a hair below two thirds as they are written above.
    return (facts.entries - facts.new_entries) / facts.entries if facts.entries else 1.0


def _duplicate_share(state: FeedState, facts: PollFacts) -> float | None:
    """The share of known entries over the last polls; a poll that shows the same again shows known ones only."""
    if not state.entries:  # the first document is a baseline, which has no duplicates
        return None
    share = _known_share(facts)
    before = share if state.duplicate_share is None else state.duplicate_share
    return before + _NEWEST * (share - before)
