"""A feed's state survives its text."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from safqa.feeds.memory import from_text, to_text
from safqa.feeds.outcomes import Outcome
from safqa.feeds.schedule import FeedState, Rhythm, initial

NOW = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
FRESH = initial(NOW, Rhythm())
USED = replace(
    FRESH, etag='W/"1"', outcome=Outcome.MOVED, polled_at=NOW, moved_to="https://new.example/feed", failures=0.25
)


@pytest.mark.parametrize("state", [FRESH, USED], ids=["fresh", "used"])
def test_a_state_comes_back_as_it_was(state: FeedState) -> None:
    assert from_text(to_text(state)) == state


def test_what_an_older_version_did_not_know_has_its_default() -> None:
    text = '{"added_at":"2026-01-05T08:30:00Z","next_poll_at":"2026-01-05T08:30:00Z","interval":900}'
    assert from_text(text) == FRESH


def test_another_text_is_refused() -> None:
    with pytest.raises(ValidationError):
        from_text('{"interval": "often"}')
