"""What one GET comes to: outcomes, validators, waiting times, redirects, limits; all against a real local server."""

import asyncio
import gzip
import os
import socket
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

import brotli
import httpx
import pytest
import zstandard
from asking import get
from served import drip

from safqa.feeds import fetch as fetching
from safqa.feeds.fetch import MAX_HOPS, Ask, Limits, fetch
from safqa.feeds.network import open_client
from safqa.feeds.outcomes import Outcome
from safqa.feeds.politeness import HostGate

PACKED = {
    "gzip": gzip.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
    "deflate": zlib.compress,
}


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (304, Outcome.NOT_MODIFIED),
        (404, Outcome.NOT_FOUND),
        (410, Outcome.GONE),
        (429, Outcome.RATE_LIMITED),
        (503, Outcome.RATE_LIMITED),
        (300, Outcome.HTTP_ERROR),
        (401, Outcome.HTTP_ERROR),
        (500, Outcome.HTTP_ERROR),
    ],
)
def test_a_status_names_its_outcome(origin: Any, status: int, outcome: Outcome) -> None:
    reply = get(origin.serve("/feed", b"body" if status != 304 else b"", status=status))
    assert (reply.outcome, reply.status) == (outcome, status)
    assert reply.body == (b"body" if outcome is Outcome.GONE else b"")
    assert reply.detail.startswith(str(status))
    assert reply.sample == ("body" if status != 304 else "")


def test_a_good_reply_carries_everything(origin: Any) -> None:
    url = origin.serve(
        "/feed", b"<rss/>", Content_Type="text/xml", ETag='W/"a"', Last_Modified="then", Cache_Control="max-age=90"
    )
    reply = get(url)
    assert (reply.outcome, reply.body, reply.url, reply.status) == (Outcome.OK, b"<rss/>", url, 200)
    assert (reply.content_type, reply.etag, reply.last_modified, reply.max_age) == ("text/xml", 'W/"a"', "then", 90)
    assert (reply.retry_after, reply.permanent_hops, reply.sample, reply.detail) == (None, (), "", "")
    assert 0 < reply.seconds < 20


def test_validators_go_back_exactly_as_they_came(origin: Any) -> None:
    odd = '"caf\xe9 ""'  # not ASCII, quotes within quotes: a validator means nothing but itself

    def behave(request: BaseHTTPRequestHandler) -> None:
        same = (request.headers["If-None-Match"], request.headers["If-Modified-Since"]) == (odd, "yesterday, around 5")
        request.send_response(304 if same else 200)
        request.send_header("ETag", odd)
        request.send_header("Last-Modified", "yesterday, around 5")
        request.send_header("Content-Length", "0")
        request.end_headers()

    origin.behaviours["/feed"] = behave
    first = get(origin.url("/feed"))
    assert (first.outcome, first.etag, first.last_modified) == (Outcome.OK, odd, "yesterday, around 5")
    again = get(Ask(origin.url("/feed"), first.etag, first.last_modified))
    assert (again.outcome, again.status, again.etag) == (Outcome.NOT_MODIFIED, 304, odd)


def test_without_validators_nothing_is_asked_conditionally(origin: Any) -> None:
    reply = get(Ask(origin.serve("/feed", b"<rss/>")))
    assert (reply.etag, reply.last_modified) == (None, None)
    assert not {"If-None-Match", "If-Modified-Since"} & origin.asked[0][1].keys()


def test_validators_go_along_with_redirects(origin: Any) -> None:
    origin.serve("/new", b"<rss/>")
    get(Ask(origin.serve("/old", status=301, Location="/new"), '"a"'))
    assert [headers["If-None-Match"] for _, headers in origin.asked] == ['"a"', '"a"']


@pytest.mark.parametrize(
    ("said", "seconds"), [("120", 120), ("Sun, 15 Jun 2025 10:05:00 GMT", 300), ("soon", None)], ids=str
)
def test_retry_after_is_seconds_or_a_date_by_the_servers_own_clock(origin: Any, said: str, seconds: int) -> None:
    url = origin.serve("/busy", status=503, Retry_After=said, Date="Sun, 15 Jun 2025 10:00:00 GMT")
    reply = get(url)
    assert (reply.outcome, reply.retry_after) == (Outcome.RATE_LIMITED, seconds)


def test_expires_counts_from_the_servers_own_clock(origin: Any) -> None:
    url = origin.serve("/f", Expires="Sun, 15 Jun 2025 11:00:00 GMT", Date="Sun, 15 Jun 2025 10:00:00 GMT")
    assert get(url).max_age == 3600


def test_a_permanent_move_is_told_and_read(origin: Any) -> None:
    new = origin.serve("/new", b"<rss/>")
    reply = get(origin.serve("/old", status=308, Location="/new"))
    assert (reply.outcome, reply.body, reply.url) == (Outcome.MOVED, b"<rss/>", new)
    assert (reply.detail, reply.permanent_hops) == (f"moved to {new}", (new,))


def test_a_chain_is_followed_and_only_what_is_for_good_from_its_start_is_a_move(origin: Any) -> None:
    last = origin.serve("/5", b"<rss/>")
    for number, status in enumerate((301, 308, 302, 301)):
        origin.serve(f"/{number}", status=status, Location=f"/{number + 1}" if number < 3 else "/5")
    reply = get(origin.url("/0"))
    assert (reply.outcome, reply.url) == (Outcome.MOVED, last)
    assert reply.permanent_hops == (origin.url("/1"), origin.url("/2"))
    later = get(origin.url("/2"))
    assert (later.outcome, later.url, later.permanent_hops) == (Outcome.OK, last, ())


def test_a_move_to_what_fails_or_has_not_changed_is_still_told(origin: Any) -> None:
    origin.serve("/new", status=304)
    moved = get(origin.serve("/old", status=301, Location="/new"))
    assert (moved.outcome, moved.permanent_hops) == (Outcome.NOT_MODIFIED, (origin.url("/new"),))
    gone = get(origin.serve("/older", status=301, Location="http://127.0.0.1:9/"))
    assert (gone.outcome, gone.permanent_hops) == (Outcome.HTTP_ERROR, ("http://127.0.0.1:9/",))


def test_redirects_without_end_are_an_error(origin: Any) -> None:
    reply = get(origin.serve("/loop", status=301, Location="/loop"))
    assert (reply.outcome, reply.passing) == (Outcome.HTTP_ERROR, False)
    assert len(origin.asked) == MAX_HOPS + 1


@pytest.mark.parametrize("hops", [MAX_HOPS, MAX_HOPS + 1])
def test_as_many_hops_as_allowed_are_followed(origin: Any, hops: int) -> None:
    origin.serve(f"/{hops}", b"<rss/>")
    for number in range(hops):
        origin.serve(f"/{number}", status=302, Location=f"/{number + 1}")
    assert (get(origin.url("/0")).outcome is Outcome.OK) == (hops == MAX_HOPS)


@pytest.mark.parametrize("location", ["http://[::1", "http://", None])
def test_a_redirect_to_nowhere_is_an_error(origin: Any, location: str | None) -> None:
    headers = {} if location is None else {"Location": location}
    assert get(origin.serve("/feed", status=302, **headers)).outcome in {Outcome.HTTP_ERROR, Outcome.REFUSED_ADDRESS}


@pytest.mark.parametrize("coding", [*PACKED, ""])
def test_a_body_comes_unpacked_and_its_size_is_what_came_out(origin: Any, coding: str) -> None:
    pack = PACKED.get(coding, bytes)
    headers = {"Content-Encoding": coding} if coding else {}
    fits = get(origin.serve("/fits", pack(b" " * 10_000), **headers), limits=Limits(size=10_000))
    assert (fits.outcome, fits.body) == (Outcome.OK, b" " * 10_000)
    bomb = get(origin.serve("/bomb", pack(b"x" * 3_000_000), **headers), limits=Limits(size=10_000))
    assert (bomb.outcome, bomb.body, bomb.sample) == (Outcome.TOO_BIG, b"", "x" * 500)


def test_packed_data_without_end_and_without_content_is_too_big(origin: Any) -> None:
    nothing = gzip.compress(b"") * 1_000
    reply = get(origin.serve("/feed", nothing, Content_Encoding="gzip"), limits=Limits(size=10_000))
    assert reply.outcome is Outcome.TOO_BIG


@pytest.mark.parametrize("coding", ["compress", "gzip, br", "x"])
def test_a_coding_nobody_asked_for_is_an_error(origin: Any, coding: str) -> None:
    reply = get(origin.serve("/feed", b"x", Content_Encoding=coding))
    assert (reply.outcome, coding in reply.detail, reply.body) == (Outcome.HTTP_ERROR, True, b"")


@pytest.mark.parametrize("coding", PACKED)
def test_a_body_that_is_not_what_it_says_or_ends_too_soon_is_an_error(origin: Any, coding: str) -> None:
    lie = get(origin.serve("/lie", b"<rss>no packing</rss>", Content_Encoding=coding))
    assert (lie.outcome, lie.status) == (Outcome.HTTP_ERROR, 200)
    short = get(origin.serve("/short", PACKED[coding](os.urandom(999))[:-9], Content_Encoding=coding))
    assert (short.outcome, short.body) == (Outcome.HTTP_ERROR, b"")


def test_an_error_page_of_any_size_or_packing_keeps_the_name_of_its_status(origin: Any) -> None:
    big = get(origin.serve("/big", "صفقة".encode() * 100_000, status=404), limits=Limits(size=10))
    assert (big.outcome, big.sample) == (Outcome.NOT_FOUND, "صفقة" * 125)
    assert get(origin.serve("/lie", b"x", status=410, Content_Encoding="br")).outcome is Outcome.GONE


def test_a_sample_is_read_leniently(origin: Any) -> None:
    arabic = origin.serve("/ar", "غير موجود".encode("cp1256"), status=404, Content_Type="text/html; charset=cp1256")
    assert get(arabic).sample == "غير موجود"
    unknown = origin.serve("/x", b"\x00\xff bytes", status=404, Content_Type="text/html; charset=base64")
    assert get(unknown).sample == "\ufffdÿ bytes"


def test_a_challenge_in_an_errors_place_is_blocked(origin: Any) -> None:
    page = "<!DOCTYPE html><html><head><title>لحظة…</title></head><body>تحقَّق من أنك إنسان</body></html>".encode()
    wall = get(origin.serve("/503", page, status=503))
    assert (wall.outcome, wall.status) == (Outcome.BLOCKED_PAGE, 503)
    assert wall.detail == "503 Service Unavailable: a page that asks for a human: تحقق من انك انسان"
    header = get(origin.serve("/header", b"", status=403, cf_mitigated="challenge"))
    assert (header.outcome, header.status) == (Outcome.BLOCKED_PAGE, 403)


def test_what_comes_with_success_is_left_to_its_reader(origin: Any) -> None:
    page = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>"
    assert get(origin.serve("/wall", page)).outcome is Outcome.OK


def test_the_kind_of_document_wanted_is_asked_for(origin: Any) -> None:
    url = origin.serve("/any", b"")
    get(Ask(url, accept="text/html"))
    get(Ask(url))
    assert [headers["Accept"].partition(",")[0] for _, headers in origin.asked] == ["text/html", "application/atom+xml"]


def test_a_slow_drip_is_ended_by_the_total_limit(origin: Any) -> None:
    origin.behaviours["/drip"] = drip
    reply = get(origin.url("/drip"), limits=Limits(seconds=0.2))
    assert (reply.outcome, reply.passing, reply.status) == (Outcome.TIMEOUT, True, None)
    assert 0.2 <= reply.seconds < 5
    assert "0.2 s" in reply.detail


def test_the_total_limit_holds_over_all_hops(origin: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def four_seconds(trail: fetching._Trail) -> Iterator[None]:
        yield
        trail.seconds += 4

    monkeypatch.setattr(fetching._Trail, "timed", four_seconds)
    origin.serve("/2", b"<rss/>")
    origin.serve("/1", status=302, Location="/2")
    reply = get(origin.serve("/0", status=302, Location="/1"), limits=Limits(seconds=8))
    assert (reply.outcome, [path for path, _ in origin.asked]) == (Outcome.TIMEOUT, ["/0", "/1"])


def test_a_silent_server_is_a_timeout(origin: Any) -> None:
    origin.behaviours["/hang"] = lambda request: request.rfile.read(1)  # returns when the client has gone
    assert get(origin.url("/hang"), limits=Limits(seconds=0.1)).outcome is Outcome.TIMEOUT


def test_a_body_that_breaks_off_is_an_error_worth_another_try(origin: Any) -> None:
    def behave(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        request.wfile.write(b"<rss>")
        request.connection.shutdown(socket.SHUT_RDWR)

    origin.behaviours["/half"] = behave
    reply = get(origin.url("/half"))
    assert (reply.outcome, reply.passing, reply.body) == (Outcome.HTTP_ERROR, True, b"")


def test_the_gate_is_passed_for_each_host_once_and_its_wait_is_not_the_servers(origin: Any) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async def two() -> list[Outcome]:
        # Two minutes apart: longer than a poll may take, and yet no timeout.
        gate = HostGate(seconds_apart=120, clock=lambda: 0.0, sleep=sleep)
        async with open_client(allow_private=True, contact="", gate=gate) as client:
            return [(await fetch(client, origin.url(path))).outcome for path in ("/old", "/new", "/new")]

    origin.serve("/new", b"<rss/>")
    origin.serve("/old", status=301, Location="/new")
    assert asyncio.run(two()) == [Outcome.MOVED, Outcome.OK, Outcome.OK]
    assert slept == [120, 240]


def test_polls_that_are_led_to_each_others_hosts_do_not_wait_for_ever(origin: Any) -> None:
    both = threading.Barrier(2, timeout=10)

    def crossing(path: str, host: str) -> None:
        def behave(request: BaseHTTPRequestHandler) -> None:
            both.wait()  # each poll holds the only place of its host now
            request.send_response(302)
            request.send_header("Location", f"http://{host}:{origin.port}/feed")
            request.end_headers()

        origin.behaviours[path] = behave

    async def two() -> list[Outcome]:
        gate = HostGate(at_once=1, seconds_apart=0)
        async with asyncio.timeout(10), open_client(allow_private=True, contact="", gate=gate) as client:
            there, back = origin.url("/there"), origin.url("/back").replace("127.0.0.1", "localhost")
            return [reply.outcome for reply in await asyncio.gather(fetch(client, there), fetch(client, back))]

    origin.serve("/feed", b"<rss/>")
    crossing("/there", "localhost")
    crossing("/back", "127.0.0.1")
    assert asyncio.run(two()) == [Outcome.OK, Outcome.OK]


def test_a_client_from_elsewhere_works_too(origin: Any) -> None:
    async def ask() -> Outcome:
        async with httpx.AsyncClient(trust_env=False) as client:
            return (await fetch(client, origin.url("/feed"))).outcome

    origin.serve("/feed", b"<rss/>")
    assert asyncio.run(ask()) is Outcome.OK
