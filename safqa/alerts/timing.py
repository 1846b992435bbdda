"""When a channel is told: at once or in a digest, and never in its quiet hours. Clock times are those of its zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

_CLOCK = r"([01]?\d|2[0-3]):([0-5]\d)"
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
# Tries of a message that could not be sent come after 2, 8, 32 and 128 minutes, then every six hours: most trouble of a
# mail or chat server is over within the hour, and one that is gone for days is not to be asked all day.
_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (2, 8, 32, 128, 360))


@dataclass(frozen=True, slots=True)
class Digest:
    """How changes are gathered: each run's at once (`every` None), hourly, or daily at a clock time."""

    every: timedelta | None = None
    at: time = time()

    def __str__(self) -> str:
        if self.every is None:
            return "at once"
        return "hourly" if self.every == _HOUR else f"daily at {self.at:%H:%M}"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nothing is sent, from `start` until before `end`; past midnight where `end` is the earlier."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    def holds(self, clock: time) -> bool:
        """Whether a clock time lies in them."""
        if self.start < self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


@dataclass(frozen=True, slots=True)
class Timing:
    """When a channel may be told."""

    digest: Digest
    quiet: Quiet | None
    zone: tzinfo

    def due(self, now: datetime) -> datetime:
        """When a change that is decided now is to go out."""
        local = now.astimezone(self.zone)
        if self.digest.every == _HOUR:
            local = local.replace(minute=0, second=0, microsecond=0) + _HOUR
        elif self.digest.every is not None:
            local = _next(local, self.digest.at)
        return self._after_quiet(local).astimezone(UTC)

    def is_quiet(self, now: datetime) -> bool:
        """Whether nothing may go out now."""
        return self.quiet is not None and self.quiet.holds(now.astimezone(self.zone).time())

    def _after_quiet(self, local: datetime) -> datetime:
        if self.quiet is None or not self.quiet.holds(local.time()):
            return local
        return _next(local, self.quiet.end)


def _next(local: datetime, clock: time) -> datetime:
    """The next moment at which clocks show this."""
    today = local.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return today if today > local else today + _DAY


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts that failed."""
    return _PAUSES[min(attempts, len(_PAUSES)) - 1]


def read_digest(text: object) -> Digest:
    """A digest as the file writes it.

    Raises:
        ValueError: it is none.
    """
    words = " ".join(text.lower().split()) if isinstance(text, str) else ""
    if words == "at once":
        return Digest()
    if words == "hourly":
        return Digest(_HOUR)
    if found := re.fullmatch(rf"daily at {_CLOCK}", words, re.ASCII):
        return Digest(_DAY, time(int(found[1]), int(found[2])))
    raise ValueError("is no digest")


def read_quiet(text: object) -> Quiet:
    """Quiet hours as the file writes them.

    Raises:
        ValueError: they are none, or have no length.
    """
    found = re.fullmatch(rf"{_CLOCK}\s*-\s*{_CLOCK}", text.strip(), re.ASCII) if isinstance(text, str) else None
    if found is None:
        raise ValueError("are no hours")
    numbers = [int(number) for number in found.groups()]
    quiet = Quiet(time(numbers[0], numbers[1]), time(numbers[2], numbers[3]))
    if quiet.start == quiet.end:
        raise ValueError("have no length")
    return quiet
