"""What a reader asks for in the address of a page: each value checked, and those that cannot be meant named."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_SIZES = {"": 1.0, "k": 1e3, "m": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12, "t": 1e12}
_SIZE = re.compile(r"(\d+(?:\.\d+)?(?:e\d{1,2})?)\s*([a-z]*)")
# Arabic-Indic and Persian digits and the Arabic decimal point, as Arabic keyboards type them.
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")


@dataclass
class Asked:
    """Takes values out of a query string; `faults` are the names of those that were not understood."""

    given: Mapping[str, str]
    faults: list[str] = field(default_factory=list)

    def text(self, name: str) -> str | None:
        """Any text that is not blank."""
        # A database compares no NUL.
        return self.given.get(name, "").replace("\0", "").strip() or None

    def flag(self, name: str) -> bool:
        """A ticked box."""
        return self.given.get(name) == "1"

    def word(self, name: str, known: Collection[str]) -> str | None:
        """One of the known words."""
        value = self.text(name)
        if value is None or value in known:
            return value
        self.faults.append(name)
        return None

    def day(self, name: str) -> datetime | None:
        """The first moment of a day, UTC; `2025-06-10`."""
        value = self.text(name)
        if value is None:
            return None
        try:
            return datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC)
        except ValueError:
            self.faults.append(name)
            return None

    def next_day(self, name: str) -> datetime | None:
        """The first moment after a day, UTC."""
        first = self.day(name)
        try:
            return None if first is None else first + timedelta(days=1)
        except OverflowError:  # the calendar has no later day
            self.faults.append(name)
            return None

    def day_end(self, name: str) -> datetime | None:
        """The last moment of a day, UTC: what was known on it."""
        after = self.next_day(name)
        return None if after is None else after - timedelta.resolution

    def size(self, name: str) -> float | None:
        """A number with its magnitude: `1bn`, `500m`, `1e9`, `49`."""
        value = self.text(name)
        if value is None:
            return None
        found = _SIZE.fullmatch(value.translate(_DIGITS).replace(",", "").lower())
        if found is None or found[2] not in _SIZES:
            self.faults.append(name)
            return None
        return float(found[1]) * _SIZES[found[2]]


def query(values: Mapping[str, str | None]) -> str:
    """The query string of what is set, with its question mark; empty when nothing is."""
    found = urlencode({name: value for name, value in values.items() if value})
    return f"?{found}" if found else ""
