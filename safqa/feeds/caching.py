"""What a reply's headers say about the next request: its validators, how long to wait, how long the body stays fresh.

Times are seconds. Servers write anything into these headers: what cannot be read counts as not said.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

# A year: no schedule looks further ahead, and every date can be moved by it.
LONGEST = 365 * 24 * 3600


def validator(headers: httpx.Headers, name: str) -> str | None:
    """ETag or Last-Modified byte for byte (as Latin-1), quotes included; None where the reply has none."""
    wanted = name.lower().encode("ascii")
    sent = next((value for key, value in headers.raw if key.lower() == wanted), b"")
    return sent.decode("latin-1") or None


def retry_after(headers: httpx.Headers, *, now: datetime) -> int | None:
    """How long the server wants to be left alone: in seconds, or from the reply's own date to the one it names."""
    said = headers.get("retry-after", "").strip()
    return _seconds(said) if said[:1].isdigit() else _until(said, headers, now)


def max_age(headers: httpx.Headers, *, now: datetime) -> int | None:
    """How long the body stays fresh: Cache-Control's max-age, else the time to Expires.

    None where nothing is said or the body may not be kept. An Expires that is no date (0, -1) is past: 0, by section
    5.3 of RFC 9111.
    """
    directives = dict(_directives(headers.get("cache-control", "")))
    if directives.keys() & {"no-cache", "no-store"}:
        return None
    if (age := _seconds(directives.get("max-age", ""))) is not None:
        return age
    expires = headers.get("expires")
    return None if expires is None else _until(expires, headers, now) or 0


def _directives(header: str) -> list[tuple[str, str]]:
    parts = (directive.partition("=") for directive in header.lower().split(","))
    return [(name.strip(), value.strip().strip('"')) for name, _, value in parts]


def _seconds(said: str) -> int | None:
    if not (said.isascii() and said.isdigit()):
        return None
    digits = said.lstrip("0") or "0"
    # Ten digits are more than a year, and int() refuses thousands of them.
    return min(int(digits[:10]), LONGEST)


def _until(said: str, headers: httpx.Headers, now: datetime) -> int | None:
    """Seconds from the reply's date (ours, when it has none) to the date said; 0 when it is past."""
    then = _date(said)
    if then is None:
        return None
    wait = then - (_date(headers.get("date", "")) or now)
    return min(max(int(wait.total_seconds()), 0), LONGEST)


def _date(said: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(said)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
