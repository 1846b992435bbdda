"""Polls that were never made, as a real one of that outcome would be without its feed."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from safqa.feeds.fetch import Reply
from safqa.feeds.outcomes import Outcome
from safqa.feeds.poll import Poll, first_state
from safqa.feeds.sources import Source

AT = datetime(2025, 6, 1, 8, tzinfo=UTC)


def polled(source: Source, outcome: Outcome = Outcome.OK, **more: Any) -> Poll:
    """The first poll of a feed."""
    return replace(Poll(source, outcome, AT, Reply(outcome), first_state(source, AT)), **more)
