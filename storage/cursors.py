"""Cursors: opaque words for a place in a list, which a reader hands back to read on from there."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime

from safqa.errors import UsageError

Part = datetime | int | str

# A running number has fewer, on both databases.
_BITS = 64


def cursor_of(*parts: Part) -> str:
    """The cursor that keeps these parts."""
    plain = [part.isoformat() if isinstance(part, datetime) else part for part in parts]
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def read_cursor(cursor: str, *kinds: type[Part]) -> list[Part]:
    """The parts that a cursor keeps, of these kinds.

    Raises:
        UsageError: it keeps others, or is none at all.
    """
    try:
        padded = cursor.encode() + b"=" * (-len(cursor) % 4)
        parts = json.loads(urlsafe_b64decode(padded))
        return [_part(part, kind) for part, kind in zip(parts, kinds, strict=True)]
    except (ValueError, TypeError):
        raise UsageError("the cursor is none that such a page gave; leave it out to begin at the first page") from None


def _part(value: object, kind: type[Part]) -> Part:
    if kind is datetime and isinstance(value, str):
        found = datetime.fromisoformat(value)
        if found.tzinfo is not None:
            return found
    if kind is int and isinstance(value, int) and value.bit_length() < _BITS:
        return value
    if kind is str and isinstance(value, str) and "\0" not in value:
        return value
    raise TypeError(value)
