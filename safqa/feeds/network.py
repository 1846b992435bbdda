"""The HTTP client of the feeds: honest about itself, patient for a limited time, and kept off private networks.

The address gate sits where a connection is made, after the name is resolved, so that redirects and names which change
their answer go through it like the first request:

1. every address that a name resolves to must be public; one private answer refuses the name;
2. IPv4 addresses inside IPv6 (mapped, 6to4, NAT64, Teredo) are judged as the IPv4 address that they are;
3. the connection goes to the address that was judged, not to a second answer of the resolver.

It does not cover proxies: none is used.
"""

from __future__ import annotations

import asyncio
import ipaddress
import select
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import httpcore
import httpx

from safqa.errors import UsageError
from safqa.feeds.politeness import HostGate
from safqa.feeds.unpacking import ACCEPTED
from safqa.settings import Settings

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

# A live server takes a connection within one resend of a lost packet (1 + 2 + 4 s) and some.
_CONNECT_SECONDS = 10.0
# Between two parts of an answer, or of what is sent. Feeds made on demand let one wait longer than that for their first
# byte, but not much. The total of a poll is limited in fetch.py.
_READ_SECONDS = 20.0
# Connections kept for a next request, of feeds and pages of one host: more than are asked at once, and httpx's own
# number. Each request looks at all of them, so keeping those of 500 hosts would make a run slow.
_KEPT_OPEN = 20
USER_AGENT = f"Safqa/{version('safqa')} (deal tracker; feed reader)"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Awaitable[Sequence[Address]]]
"""Every address of a host and port, at least one; raises OSError (gaierror) or UnicodeError for a name without."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class RefusedAddressError(httpcore.ConnectError):
    """The address of a feed, or of one of its redirects, is on a private network."""


class NoSuchNameError(httpcore.ConnectError):
    """The host name of a feed does not resolve; `passing` when the resolver itself was in trouble."""

    def __init__(self, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing


def is_public(address: Address) -> bool:
    """Whether an address is reachable from the whole internet; IPv4 inside IPv6 is judged as IPv4."""
    inner = _embedded(address)
    if inner is not None:
        return is_public(inner)
    # is_global is false for loopback, private, link-local, CGNAT (100.64/10), documentation and reserved ranges,
    # and true for some multicast.
    return address.is_global and not address.is_multicast


def _embedded(address: Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


class _Stream(httpcore.AsyncNetworkStream):
    """A connection that knows its socket.

    Before and after each request the pool looks whether an idle connection was closed, at all of them, and httpcore's
    own streams search for their socket each time: that was a fifth of a poll of unchanged feeds.
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._socket: socket.socket = stream.get_extra_info("socket")

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return await self._stream.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        return _Stream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable" and hasattr(select, "poll"):  # Windows has none
            return self._is_readable()
        return self._stream.get_extra_info(info)

    def _is_readable(self) -> bool:
        """Whether something waits to be read: on an idle connection that is its end. A closed one counts as such."""
        if (number := self._socket.fileno()) < 0:
            return True
        poll = select.poll()
        poll.register(number, select.POLLIN)
        return bool(poll.poll(0))


class _Gate(httpcore.AsyncNetworkBackend):
    """Resolves names itself and connects to the addresses that were judged."""

    def __init__(self, *, allow_private: bool, resolve: Resolver) -> None:
        self._backend = httpcore.AnyIOBackend()
        self._allow_private = allow_private
        self._resolve = resolve

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connects to the first address of the host that answers, in the resolver's order."""
        addresses = await self._resolved(host, port, timeout)
        private = None if self._allow_private else next((a for a in addresses if not is_public(a)), None)
        if private is not None:
            name = host if host == str(private) else f"{host} ({private})"
            raise RefusedAddressError(f"{name} is not a public address (SAFQA_ALLOW_PRIVATE_NETWORKS=1 admits it)")
        *others, last = addresses
        for address in others:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return _Stream(
                    await self._backend.connect_tcp(str(address), port, timeout, local_address, socket_options)
                )
        return _Stream(await self._backend.connect_tcp(str(last), port, timeout, local_address, socket_options))

    async def _resolved(self, host: str, port: int, seconds: float | None) -> Sequence[Address]:
        try:
            async with asyncio.timeout(seconds):
                return await self._resolve(host, port)
        except TimeoutError:
            raise httpcore.ConnectTimeout(f"the name {host} did not resolve in time") from None
        except (OSError, UnicodeError) as error:
            why = getattr(error, "strerror", None) or error
            passing = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
            raise NoSuchNameError(f"{host} does not resolve: {why}", passing=passing) from None


async def resolved(host: str, port: int) -> Sequence[Address]:
    """Every address of a host, from the system's resolver."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ipaddress.ip_address(str(sockaddr[0]).partition("%")[0]) for *_, sockaddr in found]


class _GatedTransport(httpx.AsyncHTTPTransport):
    """httpx's own transport on a pool whose connections go through the gate."""

    def __init__(self, *, allow_private: bool, resolve: Resolver) -> None:
        context = httpx.create_ssl_context()  # reading all certificates takes as long as ten polls: once is enough
        super().__init__(verify=context)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            # Not limited here: who asks limits itself, and waiting for a place must not look like a slow server.
            max_connections=None,
            max_keepalive_connections=_KEPT_OPEN,
            http2=True,
            network_backend=_Gate(allow_private=allow_private, resolve=resolve),
        )


class PoliteClient(httpx.AsyncClient):
    """A client with the gate that `fetch` passes before each host."""

    def __init__(self, gate: HostGate, **options: Any) -> None:
        super().__init__(**options)
        self.gate = gate


def user_agent(contact: str = "") -> str:
    """Who we say that we are: the project, and whom an operator can write to before he blocks us.

    Raises:
        UsageError: the contact cannot stand in a header.
    """
    contact = contact.strip()
    if not (contact.isascii() and contact.isprintable()) or set(contact) & set("()\\"):
        raise UsageError(f"SAFQA_CONTACT: an e-mail or web address in plain ASCII, not {contact!r}")
    return f"{USER_AGENT[:-1]}; {contact})" if contact else USER_AGENT


def open_client(
    *,
    allow_private: bool,
    contact: str | None = None,
    gate: HostGate | None = None,
    resolve: Resolver = resolved,
) -> PoliteClient:
    """The client for one run over the feeds; close it after use. It follows no redirects: `fetch` does.

    Args:
        allow_private: let addresses of private networks and of this machine be asked.
        contact: e-mail or web address for the User-Agent, "" for none; None takes the setting.
        gate: how often a host may be asked; None takes the defaults of politeness.py.
        resolve: where the addresses of a name come from.

    Raises:
        UsageError: the contact cannot stand in a header.
    """
    return PoliteClient(
        gate or HostGate(),
        transport=_GatedTransport(allow_private=allow_private, resolve=resolve),
        timeout=httpx.Timeout(_READ_SECONDS, connect=_CONNECT_SECONDS),
        follow_redirects=False,
        headers={
            "User-Agent": user_agent(Settings().contact if contact is None else contact),
            "Accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1",
            "Accept-Encoding": ACCEPTED,
        },
    )
