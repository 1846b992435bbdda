"""Headers about the next request, as servers really write them."""

from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safqa.feeds.caching import LONGEST, max_age, retry_after, validator

NOW = datetime(2025, 6, 15, 10, tzinfo=UTC)
DATE = "Sun, 15 Jun 2025 09:00:00 GMT"  # the server's clock is an hour behind ours
LATER = "Sun, 15 Jun 2025 10:30:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "0"}, 0),
        ({"Retry-After": " 120 "}, 120),
        ({"Retry-After": "317100"}, 317_100),
        ({"Retry-After": "9" * 5000}, LONGEST),
        ({"Retry-After": "0" * 5000 + "7"}, 7),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "1.5"}, None),
        ({"Retry-After": "٣"}, None),
        ({"Retry-After": "later"}, None),
        ({"Retry-After": LATER}, 1800),
        ({"Retry-After": LATER, "Date": DATE}, 5400),
        ({"Retry-After": LATER, "Date": "nonsense"}, 1800),
        ({"Retry-After": DATE}, 0),
        ({"Retry-After": "Sun, 15 Jun 2025 13:30:00 +0300"}, 1800),
        ({"Retry-After": "Sun, 15 Jun 2025 10:30:00 -0000"}, 1800),
        ({"Retry-After": "Sun, 15 Jun 9025 10:30:00 GMT"}, LONGEST),
    ],
    ids=lambda value: str(value)[:40],
)
def test_retry_after(headers: dict[str, str], seconds: int | None) -> None:
    assert retry_after(httpx.Headers(headers, encoding="utf-8"), now=NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Cache-Control": "max-age=300"}, 300),
        ({"Cache-Control": 'Public, MAX-AGE="300" , s-maxage=9'}, 300),
        ({"Cache-Control": "max-age=0", "Expires": LATER}, 0),
        ({"Cache-Control": "no-cache, max-age=300"}, None),
        ({"Cache-Control": "no-store", "Expires": LATER}, None),
        ({"Cache-Control": 'no-cache="set-cookie"'}, None),
        ({"Cache-Control": "max-age=soon", "Expires": LATER}, 1800),
        ({"Cache-Control": "public", "Expires": LATER, "Date": DATE}, 5400),
        ({"Expires": DATE}, 0),
        ({"Expires": "0"}, 0),
        ({"Expires": "-1"}, 0),
    ],
    ids=str,
)
def test_max_age(headers: dict[str, str], seconds: int | None) -> None:
    assert max_age(httpx.Headers(headers), now=NOW) == seconds


@given(st.text(st.characters(codec="latin-1"), max_size=60), st.text(st.characters(codec="latin-1"), max_size=60))
def test_no_header_breaks_the_reading(said: str, date: str) -> None:
    headers = httpx.Headers({"Retry-After": said, "Expires": said, "Cache-Control": said, "Date": date}, "latin-1")
    for wait in (retry_after(headers, now=NOW), max_age(headers, now=NOW)):
        assert wait is None or 0 <= wait <= LONGEST


@pytest.mark.parametrize(
    "date", ["Fri, 31 Dec 9999 23:59:59 -2359", "Mon, 01 Jan 0001 00:00:00 +2359", "1 2 3 4 5 6 7"]
)
def test_dates_at_the_ends_of_time_do_no_harm(date: str) -> None:
    headers = httpx.Headers({"Retry-After": date, "Date": date})
    assert retry_after(headers, now=NOW) in {0, None}
    assert retry_after(httpx.Headers({"Retry-After": date}), now=NOW) in {0, LONGEST, None}


def test_a_validator_is_kept_byte_for_byte() -> None:
    headers = httpx.Headers([(b"etag", 'W/"صفقة"'.encode()), (b"ETag", b"second"), (b"Last-Modified", b"")])
    assert (validator(headers, "ETag") or "").encode("latin-1") == 'W/"صفقة"'.encode()
    assert validator(headers, "Last-Modified") is None
    assert validator(headers, "Date") is None
