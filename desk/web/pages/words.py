"""The words of the pages in one language, and how figures, dates and counts are said in it.

The words are data (`desk/web/words`); plural forms and names of months are CLDR's, by Babel. Digits are the Western
ones in both languages, as in the financial press of both. Moments are shown in the time zone of the settings.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime

from desk.web.pages.language import DIRECTION

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from desk.web.pages.language import Language
    from storage.rows import StatedRow, ValueRow


@dataclass(frozen=True, slots=True)
class Words:
    """What pages in one language are written with; `t` are the words as their file groups them."""

    language: Language
    t: Mapping[str, Any]
    zone: str = "UTC"

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, as HTML writes it."""
        return DIRECTION[self.language]

    def of(self, table: str, value: str | None) -> str:
        """The word for a value such as a status; a value that has none stands for itself."""
        return "" if value is None else str(self.t[table].get(value, value))

    def count(self, what: str, n: int) -> str:
        """So many of something, in its plural form: "3 deals", «3 صفقات»."""
        forms = self.t["count"][what]
        form = Locale(self.language).plural_form(n)
        return str(forms.get(form, forms["other"])).format(n=f"{n:,}")

    def amount(self, row: StatedRow | ValueRow) -> str:
        """A figure as people read it: "about US$15 bn", "49%", «14.3 مليار دولار»."""
        low, high = row.low, row.high
        last = high if high is not None else low
        if last is None:
            return str(self.t["none"])
        qualifier = "at_most" if low is None else row.qualifier
        first = last if low is None else low
        if first == last and qualifier == "between":
            qualifier = "exact"
        pattern = self.t["qualifier"][qualifier]
        return str(pattern.format(value=self.quantity(last, row.unit), low=self.quantity(first, row.unit)))

    def quantity(self, number: float, unit: str) -> str:
        """A number with its magnitude and unit: "US$14.3 bn", «14.3 مليار دولار»."""
        value = _plain(number)
        for size, word in self.t["magnitude"].items():
            if abs(number) >= int(size):
                value = f"{_plain(number / int(size))} {word}"
                break
        units = self.t["unit"]
        return str(units.get(unit, units["other"])).format(value=value, unit=unit)

    def slot(self, row: StatedRow) -> str:
        """What a figure measures: "Amount", "Amount, share of MGX", "Valuation, post-money"."""
        told = [self.of("metric", row.metric)]
        if row.scope != "whole":
            told.append(self.of("scope", row.scope).format(party=row.party or self.t["none"]))
        if row.basis:
            told.append(self.of("basis", row.basis))
        return str(self.t["comma"]).join(told)

    def day(self, moment: datetime | None) -> str:
        """The date: "10 Jun 2025", «10 يونيو 2025»."""
        return self._moment(moment, "d MMM y")

    def minute(self, moment: datetime | None) -> str:
        """The date and the time of day, without the zone."""
        return self._moment(moment, "d MMM y, HH:mm" if self.language == "en" else "d MMM y، HH:mm")

    def _moment(self, moment: datetime | None, pattern: str) -> str:
        if moment is None:
            return str(self.t["none"])
        return format_datetime(moment, pattern, tzinfo=ZoneInfo(self.zone), locale=self.language)


@cache
def words_of(language: Language, zone: str = "UTC") -> Words:
    """The words of a language, for readers in a time zone."""
    text = resources.files("desk.web").joinpath("words", f"{language}.toml").read_text("utf-8")
    return Words(language, tomllib.loads(text), zone)


def _plain(number: float) -> str:
    """At most four digits after the point: more are never written in news."""
    return f"{number:,.4f}".rstrip("0").rstrip(".")
