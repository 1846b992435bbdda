"""When a channel is told: digests, quiet hours, and zones with their summer time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from safqa.alerts.timing import Timing, pause, read_digest, read_quiet


def timing(digest: str = "at once", quiet: str | None = None, zone: str = "UTC") -> Timing:
    return Timing(read_digest(digest), read_quiet(quiet) if quiet else None, ZoneInfo(zone))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "now", "due"),
    [
        (timing(), "2025-06-10T10:17:30", "2025-06-10T10:17:30"),
        (timing("hourly"), "2025-06-10T10:17:30", "2025-06-10T11:00:00"),
        (timing("hourly"), "2025-06-10T10:00:00", "2025-06-10T11:00:00"),
        (timing("hourly", zone="Asia/Kolkata"), "2025-06-10T10:17:00", "2025-06-10T10:30:00"),
        (timing("daily at 08:00", zone="Asia/Dubai"), "2025-06-10T03:59:00", "2025-06-10T04:00:00"),
        (timing("daily at 8:00", zone="Asia/Dubai"), "2025-06-10T04:00:00", "2025-06-11T04:00:00"),
        # The clocks of Berlin go back in the night to the 26th of October.
        (timing("daily at 08:00", zone="Europe/Berlin"), "2025-10-25T08:00:00", "2025-10-26T07:00:00"),
        (timing(quiet="22:00-07:00", zone="Asia/Dubai"), "2025-06-10T17:59:59", "2025-06-10T17:59:59"),
        (timing(quiet="22:00-07:00", zone="Asia/Dubai"), "2025-06-10T18:00:00", "2025-06-11T03:00:00"),
        (timing(quiet="22:00-07:00", zone="Asia/Dubai"), "2025-06-11T02:59:59", "2025-06-11T03:00:00"),
        (timing(quiet="12:00-14:00"), "2025-06-10T13:00:00", "2025-06-10T14:00:00"),
        (timing("daily at 06:00", "22:00-07:00"), "2025-06-10T10:00:00", "2025-06-11T07:00:00"),
    ],
)
def test_when_a_change_is_due(told: Timing, now: str, due: str) -> None:
    assert told.due(at(now)) == at(due)
    assert not told.is_quiet(at(due))


def test_nothing_goes_out_in_quiet_hours() -> None:
    told = timing(quiet="22:00-07:00", zone="Asia/Dubai")
    assert [told.is_quiet(at(f"2025-06-10T{hour:02}:00:00")) for hour in (2, 3, 17, 18)] == [True, False, False, True]
    assert not timing().is_quiet(at("2025-06-10T02:00:00"))


def test_digests_and_hours_are_shown_as_they_are_written() -> None:
    assert [str(read_digest(text)) for text in ("At once", " hourly ", "daily at 8:05")] == [
        "at once",
        "hourly",
        "daily at 08:05",
    ]
    assert str(read_quiet("9:00 - 17:30")) == "09:00-17:30"


@pytest.mark.parametrize("text", ["weekly", "daily", "daily at 25:00", "daily at 8", "", 8, None])
def test_what_is_no_digest(text: object) -> None:
    with pytest.raises(ValueError, match="no digest"):
        read_digest(text)


def test_pauses_grow_up_to_six_hours() -> None:
    minutes = [pause(attempts) // timedelta(minutes=1) for attempts in range(1, 8)]
    assert minutes == [2, 8, 32, 128, 360, 360, 360]
