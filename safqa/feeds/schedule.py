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

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Final

from safqa.feeds.outcomes import Outcome

_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# The longest wait, whatever a server demands (317,100 s were met in the wild): news that is older is none.
_DAY: Final = timedelta(days=1)

# At two thirds of known entries the feed was asked in good time; at one third its window may soon overflow between
# two polls, and entries be lost. The values are those with which Media Cloud polls some 180,000 feeds.
_MOSTLY_KNOWN: Final = 0.67
_MOSTLY_NEW: Final = 0.33
# The first good poll, and the first after a failure, say more about the gap before them than about the feed.
_GOOD_BEFORE_CHANGE: Final = 2
# Steps of the interval: a small one where a large one would overshoot, below an hour and while there is some news.
_SMALL_STEP: Final = 10 * _MINUTE
_LARGE_STEP: Final = _HOUR

# What one whole failure adds to the wait. A feed that is down for an afternoon costs a handful of requests; one that
# answers 404 is asked daily after 48 of them, three and a half weeks; one that refuses (hard) after 24, twelve days.
_FAILURE_STEP: Final = _HOUR
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
_FOR_A_PERSON: Final = {
    Outcome.GONE: "the server says that the feed is gone for good (410)",
    Outcome.REFUSED_ADDRESS: "the address of the feed is not one that may be asked",
}

# Validators are trusted for so many good polls on end. An unconditional request an hour would be too many (public
# rules for feed readers allow one a day); at 15 minutes this is one in three hours, and feeds with no news slow down.
_TRUSTED_POLLS: Final = 12
# A feed with no news over so many good polls is quiet or its validators lie: they are then trusted for fewer. From 15
# minutes, eight silent polls take nine hours; after them polls are four hours apart or more: every fifth is one a day.
_SILENT_POLLS: Final = 8
_TRUSTED_POLLS_IN_SILENCE: Final = 4
# Identical permanent redirects in a row before the new address is proposed: fewer come from upkeep, and from portals
# that stand between for an hour.
_PROPOSED_AFTER: Final = 5
# Silence that is worth a person's look: longer than a weekend.
SILENCE: Final = timedelta(days=3)
# Weight of the newest poll in the share of duplicates: the last eight polls make nine tenths of it.
_NEWEST: Final = 0.25
_BODIES_READ: Final = frozenset({Outcome.OK, Outcome.MOVED})


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often feeds may be asked, in seconds. `own` is what a person wants for this feed: then nothing is learned.

    `least` and `most` bound what is learned (failures and servers may ask for up to a day all the same).

    Raises:
        ValueError: a bound is no multiple of the grid, or they are out of order.
    """

    own: int | None = None
    # The lower bound of the public crawlers whose rules these are; servers ban clients that come more often.
    least: int = 10 * _MINUTE
    # News: two feeds that carry a deal differ by more than that, and it is what people expect of "monitoring".
    usual: int = 15 * _MINUTE
    most: int = 24 * _HOUR
    # The beat of the runs. It divides all of the above, and an hour.
    grid: int = 5 * _MINUTE

    def __post_init__(self) -> None:
        if not 0 < self.grid <= self.least <= self.usual <= self.most:
            raise ValueError("grid, least, usual and most of a rhythm must rise")
        if self.most > _DAY.total_seconds():
            raise ValueError("a feed is asked once a day at least")
        if any(bound % self.grid for bound in (self.least, self.usual, self.most)):
            raise ValueError("the bounds of a rhythm must be multiples of its grid")

    @property
    def first(self) -> int:
        """The interval of a feed of which nothing is known."""
        return self.bounded(self.usual if self.own is None else self.own)

    def bounded(self, interval: int) -> int:
        """The interval rounded up to the grid and brought within the bounds."""
        return min(self.most, max(self.least, -(-interval // self.grid) * self.grid))


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
        duplicate_share: share of known entries over the last polls, newest first in weight; None before the second.
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


def initial(now: datetime, rhythm: Rhythm) -> FeedState:
    """The state of a feed that was just configured: due at once, so that who adds it sees whether it works."""
    return FeedState(added_at=now, next_poll_at=now, interval=rhythm.first)


def is_due(state: FeedState, now: datetime) -> bool:
    """Whether it is time to ask the feed."""
    return now >= state.next_poll_at


def may_be_asked(state: FeedState, now: datetime) -> bool:
    """Whether the feed may be asked before it is due, at a person's word: not while its server wants to be left."""
    return state.not_before is None or now >= state.not_before


def ask_conditionally(state: FeedState) -> bool:
    """Whether to send the validators. They lie at times, so not for ever on end, and less when there is no news."""
    trusted = _TRUSTED_POLLS if state.quiet_polls < _SILENT_POLLS else _TRUSTED_POLLS_IN_SILENCE
    return bool(state.etag or state.last_modified) and state.conditional_polls < trusted


def same_body(state: FeedState, body_key: str) -> bool:
    """Whether a body is the last good one again, whatever the validators said: then there is nothing to read."""
    return state.body_key == body_key


def after(state: FeedState, facts: PollFacts, rhythm: Rhythm, salt: str) -> FeedState:
    """The state after a poll that was asked as `ask_conditionally(state)` said. `salt` is the feed's own (its key)."""
    learned = _after_good(state, facts, rhythm) if facts.outcome.good else _after_failure(state, facts, rhythm)
    return replace(
        learned,
        outcome=facts.outcome,
        polled_at=facts.at,
        not_before=facts.at + _demand(facts.retry_after) if facts.retry_after else None,
        next_poll_at=_next_poll_at(learned, facts, rhythm, salt),
    )


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


def _after_good(state: FeedState, facts: PollFacts, rhythm: Rhythm) -> FeedState:
    etag, last_modified = _validators(state, facts)
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
        failures=state.failures + _weight(facts),
        needs_human=_FOR_A_PERSON.get(facts.outcome, state.needs_human),
    )


def _interval(state: FeedState, facts: PollFacts, rhythm: Rhythm) -> int:
    """The interval by the share of known entries. No backoff: a feed is slowed because it loses nothing by it."""
    if rhythm.own is not None:
        return rhythm.first
    step = 0
    if state.good_in_row + 1 >= _GOOD_BEFORE_CHANGE:
        known = _known_share(facts)
        if known >= _MOSTLY_KNOWN:
            step = _SMALL_STEP if state.interval < _HOUR or facts.new_entries else _LARGE_STEP
        elif known < _MOSTLY_NEW:
            step = -_LARGE_STEP
    return rhythm.bounded(state.interval + step)


def _known_share(facts: PollFacts) -> float:
    """The share of entries that were known: all of them where nothing was shown, or nothing but the same again."""
    # Not 1 - new / entries, which puts 67 of 100 a hair below two thirds as they are written above.
    return (facts.entries - facts.new_entries) / facts.entries if facts.entries else 1.0


def _duplicate_share(state: FeedState, facts: PollFacts) -> float | None:
    if not facts.entries or not state.entries:  # nothing shown, or the first time: a baseline has no duplicates
        return state.duplicate_share
    share = _known_share(facts)
    before = share if state.duplicate_share is None else state.duplicate_share
    return before + _NEWEST * (share - before)


def _validators(state: FeedState, facts: PollFacts) -> tuple[str | None, str | None]:
    """ETag and Last-Modified for the next request.

    One that a reply leaves out is kept; a changed body without either shows that the old ones belong to another body.
    """
    changed = facts.body_key is not None and facts.body_key != state.body_key
    if changed and facts.etag is None and facts.last_modified is None:
        return None, None
    return facts.etag or state.etag, facts.last_modified or state.last_modified


def _weight(facts: PollFacts) -> float:
    if facts.outcome is Outcome.HTTP_ERROR:
        refused = facts.status in _CLIENT_ERRORS and facts.status not in _PASSING_STATUSES
        return _HARD if refused else _SOFT
    return _WEIGHTS.get(facts.outcome, _HARD)


def _next_poll_at(state: FeedState, facts: PollFacts, rhythm: Rhythm, salt: str) -> datetime:
    at = facts.at.astimezone(UTC)
    beat = timedelta(seconds=rhythm.grid)
    # The poll counts as sent at the beat to which it belongs, so that the time runs take does not add up.
    wanted = at - (at - _EPOCH) % beat + _wait(state)
    demanded = at + _demand(facts.retry_after, facts.max_age, state.ttl)
    slot = min(_rounded_up(max(wanted, demanded), beat), at + _DAY)
    # A tenth is the most that jitter may take: it spreads feeds of one host over the runs and delays none much.
    beats = (slot - at) // 10 // beat
    return slot + beat * _drawn(beats, salt, at)


def _wait(state: FeedState) -> timedelta:
    if state.needs_human:
        return _DAY
    return timedelta(seconds=state.interval + min(state.failures * _FAILURE_STEP, _DAY.total_seconds()))


def _demand(*seconds: int | None) -> timedelta:
    """The longest of what is demanded, capped before it can overflow a date."""
    return timedelta(seconds=min(max(0, *(s or 0 for s in seconds)), 24 * _HOUR))


def _rounded_up(moment: datetime, beat: timedelta) -> datetime:
    return moment + (_EPOCH - moment) % beat


def _drawn(most: int, salt: str, at: datetime) -> int:
    """A whole number from 0 to `most`, spread evenly over feeds and polls and the same on every machine."""
    digest = blake2b(f"{salt} {at.isoformat()}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % (most + 1)
