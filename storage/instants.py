"""Moments as Python code gives them: texts, dates, datetimes with or without a zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from safqa.errors import UsageError
from safqa.moments import aware, from_iso

When = str | date | datetime


def instant(given: When | None, name: str) -> datetime | None:
    """The aware moment that an argument means; a date is its midnight in UTC.

    Raises:
        UsageError: it means none.
    """
    if given is None:
        return None
    try:
        if isinstance(given, datetime):
            return aware(given)
        return datetime.combine(given, time(), UTC) if isinstance(given, date) else from_iso(given)
    except (ValueError, OverflowError, AttributeError, TypeError):
        raise UsageError(f"{name} is no moment: {given!r}; give '2025-06-10', a date or a datetime") from None
