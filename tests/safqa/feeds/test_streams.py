"""Connections that are kept: used again while they are open, and never after their server has closed them."""

import asyncio
import ssl
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from asking import answers
from certificates import self_signed

from safqa.feeds.fetch import fetch
from safqa.feeds.network import _Gate, _Stream, open_client
from safqa.feeds.outcomes import Outcome
from safqa.feeds.politeness import HostGate

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 6\r\n\r\n<rss/>"


class Server:
    """A server that keeps its connections open until it is told to close them."""

    def __init__(self) -> None:
        self.connections: list[asyncio.StreamWriter] = []
        self.port = 0

    async def close_connections(self) -> None:
        for writer in self.connections:
            writer.close()
            await writer.wait_closed()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections.append(writer)
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(ANSWER)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


def with_server(story: Callable[[Server], Coroutine[Any, Any, None]], tls: ssl.SSLContext | None = None) -> None:
    async def go() -> None:
        server = Server()
        listening = await asyncio.start_server(server.answer, "127.0.0.1", 0, ssl=tls)
        server.port = listening.sockets[0].getsockname()[1]
        try:
            await story(server)
        finally:
            await server.close_connections()
            listening.close()

    asyncio.run(go())


async def connected(server: Server) -> Any:
    gate = _Gate(allow_private=True, resolve=answers(["127.0.0.1"]))
    return await gate.connect_tcp("news.example", server.port, timeout=10)


async def asked(stream: Any) -> bytes:
    await stream.write(b"GET / HTTP/1.1\r\n\r\n", timeout=10)
    found: bytes = await stream.read(1_000, timeout=10)
    return found


@pytest.mark.parametrize(("closes", "connections"), [(False, 1), (True, 2)])
def test_a_connection_is_used_again_while_it_is_open(closes: bool, connections: int) -> None:
    async def story(server: Server) -> None:
        async with open_client(allow_private=True, gate=HostGate(seconds_apart=0)) as client:
            for _ in range(2):
                reply = await fetch(client, f"http://127.0.0.1:{server.port}/")
                assert (reply.outcome, reply.body) == (Outcome.OK, b"<rss/>")
                if closes:
                    await server.close_connections()
        assert len(server.connections) == connections

    with_server(story)


def test_an_idle_connection_is_readable_once_its_server_has_closed_it() -> None:
    async def story(server: Server) -> None:
        stream = await connected(server)
        assert await asked(stream) == ANSWER
        assert stream.get_extra_info("is_readable") is False
        await server.close_connections()
        assert stream.get_extra_info("is_readable") is True
        await stream.aclose()

    with_server(story)


def test_a_connection_that_we_closed_counts_as_closed() -> None:
    async def story(server: Server) -> None:
        stream = await connected(server)
        assert await asked(stream) == ANSWER  # so that the server has accepted it
        await stream.aclose()
        assert stream.get_extra_info("is_readable") is True

    with_server(story)


def test_a_connection_tells_all_else_as_httpcore_does(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(server: Server) -> None:
        stream = await connected(server)
        assert stream.get_extra_info("server_addr")[1] == server.port
        assert stream.get_extra_info("ssl_object") is None
        await asked(stream)
        monkeypatch.delattr("select.poll", raising=False)  # as on Windows
        assert stream.get_extra_info("is_readable") is False
        await stream.aclose()

    with_server(story)


def test_a_connection_under_tls_is_looked_at_alike(tmp_path: Path) -> None:
    file = self_signed(tmp_path / "own.pem")
    ours, theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_verify_locations(file)
    theirs.load_cert_chain(file)

    async def story(server: Server) -> None:
        plain = await connected(server)
        stream = await plain.start_tls(ours, server_hostname="127.0.0.1", timeout=10)
        assert isinstance(stream, _Stream)
        assert stream.get_extra_info("ssl_object") is not None
        assert await asked(stream) == ANSWER
        assert stream.get_extra_info("is_readable") is False
        await stream.aclose()
        assert stream.get_extra_info("is_readable") is True

    with_server(story, theirs)
