"""The European Central Bank's files of daily exchange rates, crossed with the dollar.

The bank gives units of each currency for one euro: those of the latest day in one file, those of 90 days in another.
"""

from __future__ import annotations

from datetime import date
from xml.parsers import expat

from safqa.errors import InputError

DAILY, HISTORY = "eurofxref-daily.xml", "eurofxref-hist-90d.xml"
_DOLLAR, _EURO = "USD", "EUR"
# A currency is at most so many units for a euro: 10^5 would be a mistake of ours or theirs (the rupiah has 20,000).
_MOST = 1e5


def read_rates(data: bytes) -> dict[date, dict[str, float]]:
    """Units of each currency for one dollar, by day; a day without the dollar is left out.

    Raises:
        InputError: it is no such file.
    """
    days: dict[date, dict[str, float]] = {}
    latest: dict[str, float] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal latest
        if name != "Cube":
            return
        if "time" in attributes:
            latest = days.setdefault(date.fromisoformat(attributes["time"]), {})
        elif "currency" in attributes:
            latest[attributes["currency"]] = _rate(attributes.get("rate", ""))

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as error:
        raise InputError(f"no file of exchange rates: {error}") from None
    crossed = {day: _crossed(rates) for day, rates in days.items() if _DOLLAR in rates}
    if not crossed:
        raise InputError("no file of exchange rates: no day has the dollar")
    return crossed


def _refuse_doctype(*_: object) -> None:
    raise ValueError("it has a document type, which this file never had")


def _rate(text: str) -> float:
    rate = float(text)
    if not 0 < rate < _MOST:
        raise ValueError(f"{text!r} is no rate")
    return rate


def _crossed(rates: dict[str, float]) -> dict[str, float]:
    dollars = rates[_DOLLAR]
    others = {unit: round(rate / dollars, 10) for unit, rate in rates.items() if unit != _DOLLAR}
    return {_EURO: round(1 / dollars, 10), **others}
