"""Moments as files, feeds and options write them: ISO 8601, and UTC where nothing else is said."""

from __future__ import annotations

from datetime import UTC, datetime


def aware(moment: datetime) -> datetime:
    """The moment in UTC; one without a zone is UTC already.

    Raises:
        OverflowError: it lies outside the years 1 to 9999 in UTC.
    """
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def from_iso(text: str) -> datetime:
    """An ISO 8601 date or moment as an aware one; a date alone is its midnight.

    Raises:
        ValueError: it is none.
    """
    try:
        return aware(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError):
        raise ValueError(f"is not an ISO 8601 date: {text[:40]!r}") from None
