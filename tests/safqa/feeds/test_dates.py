"""Dates as feeds write them: every example of the data file, and the forms that need no words."""

import tomllib
from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safqa.feeds.dates import moment

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
WORDS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    resources.files("safqa.feeds").joinpath("data/dates.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("row", [row for rows in WORDS.values() for row in rows], ids=lambda row: row["example"])
def test_each_word_is_read_as_its_example_says(row: dict[str, Any]) -> None:
    wanted = datetime.fromisoformat(row["reads"]).replace(tzinfo=UTC) if "reads" in row else None
    assert moment(row["example"], now=NOW) == wanted


@pytest.mark.parametrize("table", ["month", "weekday", "zone", "hijri"])
def test_each_example_holds_its_word(table: str) -> None:
    assert all(row["name"] in row["example"] for row in WORDS[table])


def test_each_region_has_its_months() -> None:
    months = {where: {r["number"] for r in WORDS["month"] if r["where"] == where} for where in ("gulf", "levant")}
    assert months == {"gulf": set(range(1, 13)), "levant": set(range(1, 13))}
    assert {row["where"] for row in WORDS["month"]} == {"gulf", "levant", "maghreb"}


@pytest.mark.parametrize(
    ("raw", "reads"),
    [
        ("2025-06-15", "2025-06-15T00:00"),
        ("2025-06-15T10:00:00+03:00", "2025-06-15T07:00"),
        ("2025-06-15T10:00:00.123Z", "2025-06-15T10:00"),
        ("2025-06-15 10:00:00+03", "2025-06-15T07:00"),
        ("2025-06-15T24:00:00Z", "2025-06-16T00:00"),
        ("2025/6/15", "2025-06-15T00:00"),
        ("15/06/2025 10:00", "2025-06-15T10:00"),
        ("15.06.2025", "2025-06-15T00:00"),
        ("10:00 15-06-2025", "2025-06-15T10:00"),
        ("Sun, 15 Jun 2025 10:00:00 GMT", "2025-06-15T10:00"),
        ("Sun, 15 Jun 2025 10:00:00", "2025-06-15T10:00"),
        ("Sun, 15 Jun 2025 10:00 -0430", "2025-06-15T14:30"),
        ("15 Jun 25 10:00 EST", "2025-06-15T15:00"),
        ("Sun, 15 Jun 2025 10:00:00 GMT+0300", "2025-06-15T07:00"),
        ("Sun, 15 Jun 2025 10:00:00 +1300", "2025-06-14T21:00"),
        ("Sun, 15 Jun 2025 10:00:00 +0300 (AST)", "2025-06-15T07:00"),
        ("Sun Jun 15 10:00:00 2025", "2025-06-15T10:00"),
        ("June 15th, 2025 12:30 p.m.", "2025-06-15T12:30"),
        ("الأحد ١٥ يونيو/حزيران ٢٠٢٥ ٩:٣٠ م", "2025-06-15T21:30"),
        ("الأحد 19 ذو الحجة 1446هـ - 15 يونيو 2025م - 10:30", "2025-06-15T10:30"),
        ("يوم الأحد في 15 يونيو 2025 الساعة 10:30 صباحًا", "2025-06-15T10:30"),
        ("۱۵/۰۶/۲۰۲۵", "2025-06-15T00:00"),
    ],
)
def test_forms_that_are_read(raw: str, reads: str) -> None:
    found = moment(raw, now=NOW)
    assert found is not None
    assert found.tzinfo is UTC
    assert found.isoformat().startswith(reads)


@pytest.mark.parametrize(
    "raw",
    [
        *("", "soon", "2025", "2025-06", "0000-00-00", "31/06/2025", "06/15/2025", "15 يونيو", "15 يونيو 2025 25:00"),
        *("10 نيسان/مايو 2025", "13:30 ص 15 يونيو 2025", "Sun, 15 Jun 2025 10:00:00 AST", "15 Jun 2025 10:00 +9900"),
        *("1446-12-19", "19/12/1446", "1446-12-19T10:00:00Z", "١٩ ذو الحجة ١٤٤٦", "19 Jun 2025 x", "9" * 5_000),
        *("Tue, 10 Jun 1998 09:00:00 GMT", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "7/6/2025/8"),
    ],
)
def test_forms_that_would_be_a_guess(raw: str) -> None:
    assert moment(raw, now=NOW) is None


@pytest.mark.parametrize(("ahead", "kept"), [(timedelta(days=1), True), (timedelta(days=1, seconds=1), False)])
def test_the_future_begins_tomorrow(ahead: timedelta, kept: bool) -> None:
    assert (moment((NOW + ahead).isoformat(), now=NOW) is not None) is kept


@given(st.text(alphabet="0123456789٠١٥:/-+. TZمصه,يونأحدGMJun\u200f", max_size=40))
def test_no_text_is_an_error(raw: str) -> None:
    found = moment(raw, now=NOW)
    assert found is None or found.tzinfo is UTC


@given(st.datetimes(datetime(1999, 1, 2), datetime(2025, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds
def test_a_moment_survives_being_written(when: datetime) -> None:
    whole = when.replace(microsecond=0)
    forms = (whole.isoformat(), f"{whole:%d/%m/%Y %H:%M:%S}", f"{whole:%a, %d %b %Y %H:%M:%S} GMT")
    assert [moment(form, now=NOW) for form in forms] == [whole] * 3
