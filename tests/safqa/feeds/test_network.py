"""The address gate, the outcomes of connections that fail, and who the client says that it is."""

import ipaddress
import socket
import ssl
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from asking import answers, get
from certificates import self_signed

from safqa.errors import UsageError
from safqa.feeds import network
from safqa.feeds.network import USER_AGENT, Address, is_public, user_agent
from safqa.feeds.outcomes import Outcome
from safqa.feeds.politeness import HostGate


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


def test_one_private_answer_refuses_a_name() -> None:
    reply = get("http://rebinding.example/feed", allow_private=False, resolve=answers(["93.184.216.34", "10.0.0.1"]))
    assert (reply.outcome, "10.0.0.1" in reply.detail) == (Outcome.REFUSED_ADDRESS, True)


def test_a_name_that_re_resolves_is_asked_where_it_was_judged(origin: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # 127.0.0.1 plays the public host, 127.0.0.2 (which the server does not listen on) the inner one.
    monkeypatch.setattr(network, "is_public", lambda address: str(address) == "127.0.0.1")
    resolve = answers(["127.0.0.1"], ["127.0.0.2"])
    base = f"http://rebinding.example:{origin.port}"
    origin.serve("/second", b"secret")
    origin.serve("/feed", status=302, Location=f"{base}/second", Connection="close")
    reply = get(f"{base}/feed", allow_private=False, resolve=resolve)
    assert (reply.outcome, "127.0.0.2" in reply.detail) == (Outcome.REFUSED_ADDRESS, True)
    assert [(path, headers["Host"]) for path, headers in origin.asked] == [("/feed", base.removeprefix("http://"))]


@pytest.mark.parametrize("target", ["127.0.0.1", "100.64.0.1", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "localhost"])
def test_no_redirect_leads_inside(origin: Any, monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    public, first = is_public, iter([True])
    # The first address that is judged, our server's, passes for a public one; all others are judged as they are.
    monkeypatch.setattr(network, "is_public", lambda address: next(first, False) or public(address))
    origin.serve("/inside", b"secret")
    reply = get(
        origin.serve("/feed", status=302, Location=f"http://{target}:{origin.port}/inside"), allow_private=False
    )
    assert reply.outcome is Outcome.REFUSED_ADDRESS
    assert [path for path, _ in origin.asked] == ["/feed"]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/feed",
        "/etc/passwd",
        "",
        "http://",
        "http://[::1",
        "http://127.0.0.1:65536/",
    ],
)
def test_what_is_not_on_the_web_is_refused(url: str) -> None:
    assert get(url).outcome is Outcome.REFUSED_ADDRESS


def test_a_redirect_out_of_the_web_is_refused(origin: Any) -> None:
    reply = get(origin.serve("/feed", status=302, Location="file:///etc/passwd"))
    assert (reply.outcome, reply.body) == (Outcome.REFUSED_ADDRESS, b"")


def test_the_client_says_who_it_is_and_whom_to_write_to(origin: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    get(origin.serve("/feed", b"<rss/>"), contact="desk@example.org")
    assert origin.asked[0][1]["User-Agent"] == user_agent("desk@example.org")
    assert user_agent("desk@example.org") == USER_AGENT.replace(")", "; desk@example.org)")
    assert user_agent(" ") == USER_AGENT
    assert origin.asked[0][1]["Accept-Encoding"] == "gzip, br, zstd"
    monkeypatch.setenv("SAFQA_CONTACT", "https://example.org/bot")
    assert "; https://example.org/bot)" in network.open_client(allow_private=False).headers["User-Agent"]


def test_every_client_has_a_gate_of_its_own_unless_one_is_given() -> None:
    given = HostGate()
    first, second = (network.open_client(allow_private=False).gate for _ in range(2))
    assert isinstance(first, HostGate)
    assert first is not second
    assert network.open_client(allow_private=False, gate=given).gate is given


@pytest.mark.parametrize("contact", ["صفقة", "a\r\nX-Evil: 1", "a) Mozilla/5.0 ("])
def test_a_contact_that_cannot_stand_in_a_header_is_told(contact: str) -> None:
    with pytest.raises(UsageError, match="SAFQA_CONTACT"):
        user_agent(contact)


def test_a_dropped_connection_is_an_error_worth_another_try(origin: Any) -> None:
    origin.behaviours["/drop"] = lambda request: request.connection.close()
    reply = get(origin.url("/drop"))
    assert (reply.outcome, reply.status, reply.passing) == (Outcome.HTTP_ERROR, None, True)


@pytest.mark.parametrize(("errno", "passing"), [(socket.EAI_NONAME, False), (socket.EAI_AGAIN, True)])
def test_a_name_that_does_not_resolve_is_dns(errno: int, passing: bool) -> None:
    async def resolve(_host: str, _port: int) -> list[Address]:
        raise socket.gaierror(errno, "no such name")

    reply = get("http://feeds.example/feed", resolve=resolve)
    assert (reply.outcome, reply.passing) == (Outcome.DNS, passing)
    assert reply.detail == "feeds.example does not resolve: no such name"


def test_a_server_without_tls_is_tls(origin: Any) -> None:
    origin.serve("/feed", b"x")
    assert get(origin.url("/feed").replace("http:", "https:")).outcome is Outcome.TLS


def test_a_certificate_that_nobody_vouches_for_is_tls_and_never_overlooked(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path / "own.pem"))
    with ThreadingHTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        reply = get(f"https://127.0.0.1:{server.server_port}/feed")
        server.shutdown()
        thread.join()
    assert (reply.outcome, reply.passing, reply.status) == (Outcome.TLS, False, None)
    assert "self-signed" in reply.detail
