"""Whether a feed's validators (ETag, Last-Modified) and its last body are to be believed. They can lie.

Some servers keep an ETag while the feed changes, some answer 304 to whatever they are sent. So a feed is asked without
validators every so often, more often while it brings no news, and a body that came before is known by its hash.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from safqa.feeds.state import FeedState, PollFacts

# Validators are trusted for so many good polls on end. An unconditional request an hour would be too many (public
# rules for feed readers allow one a day); at 15 minutes this is one in three hours, and feeds with no news slow down.
_TRUSTED_POLLS: Final = 12
# A feed with no news over so many good polls is quiet or its validators lie: they are then trusted for fewer. From 15
# minutes, eight silent polls take nine hours; after them polls are four hours apart or more: every fifth is one a day.
_SILENT_POLLS: Final = 8
_TRUSTED_POLLS_IN_SILENCE: Final = 4


def ask_conditionally(state: FeedState) -> bool:
    """Whether to send the validators. They lie at times, so not for ever on end, and less when there is no news."""
    trusted = _TRUSTED_POLLS if state.quiet_polls < _SILENT_POLLS else _TRUSTED_POLLS_IN_SILENCE
    return bool(state.etag or state.last_modified) and state.conditional_polls < trusted


def same_body(state: FeedState, body_key: str) -> bool:
    """Whether a body is the last good one again, whatever the validators said: then there is nothing to read."""
    return state.body_key == body_key


def validators(state: FeedState, facts: PollFacts) -> tuple[str | None, str | None]:
    """ETag and Last-Modified for the next request.

    One that a reply leaves out is kept; a changed body without either shows that the old ones belong to another body.
    """
    changed = facts.body_key is not None and facts.body_key != state.body_key
    if changed and facts.etag is None and facts.last_modified is None:
        return None, None
    return facts.etag or state.etag, facts.last_modified or state.last_modified
