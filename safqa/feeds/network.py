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
import socket
from contextlib import suppress
from importlib.metadata import version
from typing import TYPE_CHECKING

import httpcore
import httpx

if TYPE_CHECKING:
    from collections.abc import Iterable

# Connect, read and write each; the total of a poll is limited in fetch.py.
_STEP_SECONDS = 15.0
# Browsers stop at 20; feeds that need more than 5 were not met, and loops end sooner this way.
_MAX_REDIRECTS = 5
USER_AGENT = f"Safqa/{version('safqa')} (deal tracker; feed reader)"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class RefusedAddressError(httpcore.ConnectError):
    """The address of a feed, or of one of its redirects, is on a private network."""


class NoSuchNameError(httpcore.ConnectError):
    """The host name of a feed does not resolve."""


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


class _Gate(httpcore.AsyncNetworkBackend):
    """Resolves names itself and connects to the addresses that were judged."""

    def __init__(self, *, allow_private: bool) -> None:
        self._backend = httpcore.AnyIOBackend()
        self._allow_private = allow_private

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connects to the first address of the host that answers, in the resolver's order."""
        addresses = await _resolved(host, port, timeout)
        private = None if self._allow_private else next((a for a in addresses if not is_public(a)), None)
        if private is not None:
            name = host if host == str(private) else f"{host} ({private})"
            raise RefusedAddressError(f"{name} is not a public address (SAFQA_ALLOW_PRIVATE_NETWORKS=1 admits it)")
        *others, last = addresses
        for address in others:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return await self._backend.connect_tcp(str(address), port, timeout, local_address, socket_options)
        return await self._backend.connect_tcp(str(last), port, timeout, local_address, socket_options)


async def _resolved(host: str, port: int, seconds: float | None) -> list[Address]:
    """Every address of a host, at least one."""
    try:
        async with asyncio.timeout(seconds):
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except TimeoutError:
        raise httpcore.ConnectTimeout(f"the name {host} did not resolve in time") from None
    except (socket.gaierror, UnicodeError) as error:
        raise NoSuchNameError(f"{host} does not resolve: {getattr(error, 'strerror', None) or error}") from None
    return [ipaddress.ip_address(str(sockaddr[0]).partition("%")[0]) for *_, sockaddr in found]


class _GatedTransport(httpx.AsyncHTTPTransport):
    """httpx's own transport on a pool whose connections go through the gate."""

    def __init__(self, *, allow_private: bool) -> None:
        super().__init__()
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            http2=True,
            network_backend=_Gate(allow_private=allow_private),
        )


def open_client(*, allow_private: bool) -> httpx.AsyncClient:
    """The client for one run over the feeds; close it after use."""
    return httpx.AsyncClient(
        transport=_GatedTransport(allow_private=allow_private),
        timeout=_STEP_SECONDS,
        follow_redirects=True,
        max_redirects=_MAX_REDIRECTS,
        headers={
            "User-Agent": USER_AGENT,
            "Accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1",
            # gzip alone: it can be unpacked up to a limit (fetch.py), so a small body cannot fill the memory.
            "Accept-Encoding": "gzip",
        },
    )
