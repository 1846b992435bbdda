"""The address gate, and the outcome that each way of answering comes to."""

import asyncio
import ipaddress
import socket
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from safqa.feeds import fetch as fetching
from safqa.feeds import network
from safqa.feeds.fetch import Reply, fetch
from safqa.feeds.network import USER_AGENT, is_public, open_client
from safqa.feeds.outcomes import Outcome


def get(url: str, *, allow_private: bool = True) -> Reply:
    async def ask() -> Reply:
        async with open_client(allow_private=allow_private) as client:
            return await fetch(client, url)

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - not a binding
        ("224.0.0.251", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:7f00:1::", False),
        ("2001:0:4136:e378:8000:63bf:80ff:fffe", False),
    ],
)
def test_public_is_what_the_whole_internet_reaches(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0x7f.1"])
def test_no_spelling_of_loopback_passes_the_gate(origin: Any, host: str) -> None:
    origin.serve("/feed", b"secret")
    reply = get(f"http://{host}:{origin.port}/feed", allow_private=False)
    assert reply.outcome is Outcome.REFUSED_ADDRESS
    assert origin.asked == []


def test_one_private_answer_refuses_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    async def answers(*_: object, **__: object) -> list[Any]:
        return [(socket.AF_INET, 1, 6, "", (a, 80)) for a in ("93.184.216.34", "10.0.0.1")]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", answers)
    reply = get("http://rebinding.example/feed", allow_private=False)
    assert (reply.outcome, "10.0.0.1" in reply.detail) == (Outcome.REFUSED_ADDRESS, True)


def test_a_redirect_goes_through_the_gate(origin: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    target = origin.serve("/inside", b"secret")
    first = origin.serve("/feed", status=302, Location=target.replace("127.0.0.1", "127.0.0.2"))
    monkeypatch.setattr(network, "is_public", lambda address: str(address) == "127.0.0.1")
    assert get(first, allow_private=False).outcome is Outcome.REFUSED_ADDRESS
    assert [path for path, _ in origin.asked] == ["/feed"]


def test_a_scheme_that_is_not_the_web_is_refused() -> None:
    assert get("file:///etc/passwd").outcome is Outcome.REFUSED_ADDRESS


def test_a_body_comes_unpacked_and_the_client_says_who_it_is(origin: Any) -> None:
    reply = get(origin.serve("/feed", b"<rss/>", zipped=True, Content_Type="application/rss+xml"))
    assert (reply.outcome, reply.body, reply.content_type) == (Outcome.OK, b"<rss/>", "application/rss+xml")
    assert origin.asked[0][1]["User-Agent"] == USER_AGENT


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (304, Outcome.NOT_MODIFIED),
        (404, Outcome.NOT_FOUND),
        (410, Outcome.GONE),
        (429, Outcome.RATE_LIMITED),
        (401, Outcome.HTTP_ERROR),
        (503, Outcome.HTTP_ERROR),
    ],
)
def test_a_status_names_its_outcome(origin: Any, status: int, outcome: Outcome) -> None:
    reply = get(origin.serve("/feed", b"body" if status != 304 else b"", status=status))
    assert (reply.outcome, reply.body) == (outcome, b"")
    assert reply.detail.startswith(str(status))


def test_a_permanent_move_is_told_and_read(origin: Any) -> None:
    new = origin.serve("/new", b"<rss/>")
    reply = get(origin.serve("/old", status=301, Location="/new"))
    assert (reply.outcome, reply.body, reply.url) == (Outcome.MOVED, b"<rss/>", new)
    assert get(origin.serve("/for-now", status=302, Location="/new")).outcome is Outcome.OK


def test_redirects_without_end_are_an_error(origin: Any) -> None:
    assert get(origin.serve("/loop", status=301, Location="/loop")).outcome is Outcome.HTTP_ERROR


@pytest.mark.parametrize("zipped", [False, True])
def test_size_is_limited_on_the_wire_and_after_unpacking(
    origin: Any, monkeypatch: pytest.MonkeyPatch, zipped: bool
) -> None:
    monkeypatch.setattr(fetching, "MAX_BYTES", 10_000)
    assert get(origin.serve("/fits", b" " * 10_000, zipped=zipped)).outcome is Outcome.OK
    assert get(origin.serve("/bomb", b" " * 10_001, zipped=zipped)).outcome is Outcome.TOO_BIG


def test_a_coding_nobody_asked_for_is_an_error(origin: Any) -> None:
    assert get(origin.serve("/br", b"x", Content_Encoding="br")).outcome is Outcome.HTTP_ERROR
    assert get(origin.serve("/lie", b"no gzip", Content_Encoding="gzip")).outcome is Outcome.HTTP_ERROR


def test_a_page_that_asks_for_a_human_is_blocked_not_read(origin: Any) -> None:
    page = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>"
    assert get(origin.serve("/wall", page, status=403)).outcome is Outcome.BLOCKED_PAGE
    assert get(origin.serve("/header", b"", status=403, cf_mitigated="challenge")).outcome is Outcome.BLOCKED_PAGE
    assert get(origin.serve("/feed", b"<rss>about captcha</rss>")).outcome is Outcome.OK


def test_a_silent_server_is_a_timeout_worth_another_try(origin: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_TOTAL_SECONDS", 0.2)

    def hang(request: BaseHTTPRequestHandler) -> None:
        request.rfile.read(1)  # returns when the client has gone

    origin.behaviours["/hang"] = hang
    reply = get(origin.url("/hang"))
    assert (reply.outcome, reply.passing) == (Outcome.TIMEOUT, True)


def test_a_dropped_connection_is_an_error_worth_another_try(origin: Any) -> None:
    origin.behaviours["/drop"] = lambda request: request.connection.close()
    reply = get(origin.url("/drop"))
    assert (reply.outcome, reply.passing) == (Outcome.HTTP_ERROR, True)


def test_a_name_that_does_not_resolve_is_dns() -> None:
    reply = get("http://no-such-name.invalid/feed")
    assert (reply.outcome, reply.passing) == (Outcome.DNS, False)


def test_a_server_without_tls_is_tls(origin: Any) -> None:
    origin.serve("/feed", b"x")
    assert get(origin.url("/feed").replace("http:", "https:")).outcome is Outcome.TLS
