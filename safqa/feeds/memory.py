"""A feed's state as text, so that storage can keep it without knowing what is in it."""

from __future__ import annotations

from functools import cache

from pydantic import TypeAdapter

from safqa.feeds.schedule import FeedState


@cache
def _shape() -> TypeAdapter[FeedState]:
    return TypeAdapter(FeedState)


def to_text(state: FeedState) -> str:
    """The state as JSON."""
    return _shape().dump_json(state, exclude_defaults=True).decode()


def from_text(text: str) -> FeedState:
    """The state that `to_text` wrote; what an older version did not know has its default.

    Raises:
        pydantic.ValidationError: it is none.
    """
    return _shape().validate_json(text)
