"""Dates as feeds write them, read by fixed forms: what fits none is None, never a guess.

    2025-06-15T10:00:00+03:00   Sun, 15 Jun 2025 10:00 GMT   15/06/2025 10:00   الأحد ١٥ يونيو/حزيران ٢٠٢٥ 9:30 م

Taken apart in this order: parts in the Hijri calendar are dropped (what is Hijri alone is None), then the time of day
with its half and zone is cut out, then weekday and filling words; the rest must be a date as a whole. Without a zone a
time is UTC; an unknown zone makes the date None. Between digits the day comes first, unless a year of four digits does.
The words stand in data/dates.toml, each with an example.

Not covered: times without minutes, dates without a year, French, and US order (06/15/2025 is None; 06/07/2025 is July).
"""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from safqa.text import normalise

# A date outside is a mistake of its source: the future (but for zones gone wrong), and before the web had feeds.
_LATEST = timedelta(days=1)
_EARLIEST = datetime(1999, 1, 1, tzinfo=UTC)
# A date in both calendars with weekday, time and zone in words has about 90 characters.
_LONGEST = 120
_ENGLISH = "jan feb mar apr may jun jul aug sep oct nov dec"
_ENGLISH_LONG = "january february march april may june july august september october november december"
_ENGLISH_DAYS = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
# Minutes east of UTC: the names of RFC 822, and those of Europe that stand for one offset (AST has several).
_ZONES = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "ut": 0,
    "wet": 0,
    "cet": 60,
    "cest": 120,
    "eet": 120,
    "eest": 180,
    "msk": 180,
    "est": -300,
    "edt": -240,
    "cst": -360,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
}
# Hijri years of the web's time and a century around it; as Gregorian ones they are the Middle Ages.
_HIJRI_YEAR = r"(?<![\d+])1[34]\d\d(?!\d)"  # +1300 is a zone
_NUMERIC = (
    re.compile(r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})([-/.])(?P<m>\d{1,2})\2(?P<y>\d{4})"),
)
_NOON = 12
_MIDNIGHT = 24  # ISO 8601 lets a day end at 24:00
# RFC 2822, section 4.3: years of two digits below 50 are of this century.
_CENTURY_TURNS = 50


class _Words(NamedTuple):
    months: dict[str, int]
    halves: dict[str, str]
    zones: dict[str, int]
    time: re.Pattern[str]
    hijri: re.Pattern[str]
    filling: re.Pattern[str]
    dates: tuple[re.Pattern[str], ...]


def moment(raw: object, *, now: datetime) -> datetime | None:
    """The moment in UTC that a date names, if it lies between 1999 and a day from now; a date alone is its midnight."""
    if not isinstance(raw, str) or len(raw) > _LONGEST:
        return None
    try:
        found = _read(_folded(raw))
    except (ValueError, OverflowError):  # the 31st of June, 25 o'clock, the year 0
        return None
    return found if found and _EARLIEST <= found <= now + _LATEST else None


def _folded(text: str) -> str:
    return " ".join(normalise(text).text.lower().replace("،", " ").replace(",", " ").split())


def _read(text: str) -> datetime | None:
    words = _words()
    text = _without_hijri(text, words)
    time = words.time.search(text)
    rest = f"{text[: time.start()]} {text[time.end() :]}" if time else text
    date = _date(" ".join(words.filling.sub(" ", rest).split()).strip(" -|"), words)
    if date is None:
        return None
    return (date + _time_of_day(time, words)).replace(tzinfo=_zone(time, words)).astimezone(UTC) if time else date


def _without_hijri(text: str, words: _Words) -> str:
    """The text without its Hijri parts: "19 ذو الحجة 1446هـ الموافق 15 يونيو 2025" names a day twice."""
    parts = re.split(r" (?:الموافق|[-|]) ", text)
    kept = [part for part in parts if not words.hijri.search(part)]
    return text if len(kept) == len(parts) else " ".join(kept)


def _date(text: str, words: _Words) -> datetime | None:
    found = next((match for form in words.dates if (match := form.fullmatch(text))), None)
    if found is None:
        return None
    parts = found.groupdict()
    months = {words.months.get(name) or int(name) for key in ("m", "also") if (name := parts.get(key))}
    if len(months) != 1:  # "نيسان/مايو" is two months
        return None
    year = int(parts["y"])
    if len(parts["y"]) == 2:  # noqa: PLR2004 - RFC 822's years of two digits
        year += 2000 if year < _CENTURY_TURNS else 1900
    return datetime(year, months.pop(), int(parts["d"]), tzinfo=UTC)


def _time_of_day(time: re.Match[str], words: _Words) -> timedelta:
    """The time since midnight.

    Raises:
        ValueError: there is no such time.
    """
    hour, minute, second = (int(time[part] or 0) for part in ("hour", "minute", "second"))
    half = words.halves.get((time["half"] or "").replace(".", ""))
    if hour > _MIDNIGHT or minute > 59 or second > 60 or (hour > _NOON and half == "am"):  # noqa: PLR2004 - clocks
        raise ValueError("no time of day")
    if half and hour <= _NOON:
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    return timedelta(hours=hour, minutes=minute, seconds=min(second, 59))  # a leap second is the one before


def _zone(time: re.Match[str], words: _Words) -> timezone:
    minutes = words.zones.get(time["zone"] or "z", 0)
    if offset := time["offset"]:
        digits = offset[1:].replace(":", "")
        hours, rest = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")  # noqa: PLR2004 - "+3", "+03"
        minutes = (int(hours) * 60 + int(rest)) * (-1 if offset[0] == "-" else 1)
    return timezone(timedelta(minutes=minutes))


def _any(names: Any) -> str:
    """A pattern of any of these names, the longest first: "ماي" begins "مايو"."""
    return "|".join(re.escape(name).replace(r"\ ", " ") for name in sorted(names, key=len, reverse=True))


@cache
def _words() -> _Words:
    table = tomllib.loads(resources.files("safqa.feeds").joinpath("data/dates.toml").read_text(encoding="utf-8"))
    english = [*enumerate(_ENGLISH.split(), 1), *enumerate(_ENGLISH_LONG.split(), 1), (9, "sept")]
    months = {name: number for number, name in english} | {_folded(r["name"]): r["number"] for r in table["month"]}
    halves = {"am": "am", "pm": "pm"} | {_folded(row["name"]): row["half"] for row in table["half"]}
    zones = _ZONES | {_folded(row["name"]): row["minutes"] for row in table["zone"]}
    days = _any(_folded(row["name"]) for row in table["weekday"])
    month = rf"(?P<m>{_any(months)})\.?(?: ?[-/(] ?(?P<also>{_any(months)}) ?\)?)?"
    return _Words(
        months,
        halves,
        zones,
        time=re.compile(
            r"(?:(?<=\d)t|(?<![\d:]))(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?(?![\d:])"
            rf"(?: ?(?P<half>{_any(halves)}|[ap]\.m\.)(?!\w))?"
            rf"(?: ?\(?(?P<zone>{_any(zones)})(?![\w])\)?)?"
            r"(?: ?(?P<offset>[-+](?:\d{1,2}:\d\d|\d{4}|\d{1,2})(?![\d/.-])))?(?: \([a-z]+\))?"
        ),
        hijri=re.compile(
            rf"(?<!\w)(?:{_any(_folded(row['name']) for row in table['hijri'])})(?!\w)|{_HIJRI_YEAR}|\d ?ه(?!\w)"
        ),
        filling=re.compile(rf"(?<!\w)(?:يوم|في|الساعه|at|on|{_ENGLISH_DAYS}\.?|{days})(?!\w)|(?<=\d{{4}}) ?م(?!\w)"),
        dates=(
            *_NUMERIC,
            re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[- ]?{month}[- ]?(?P<y>\d{{4}}|\d\d)"),
            re.compile(rf"{month} (?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?P<y>\d{{4}})"),
        ),
    )
