"""The gate in front of each host: how many requests it gets at a time, and how soon one after the other.

It is on for every client that `open_client` gives, because a list of feeds holds many of one host (a newspaper's
sections, a blog platform, a feed proxy) and such hosts answer a burst with 429 or a ban. A host is its name and port;
two names on one machine are two hosts. The gate lives as long as a client, so it knows nothing of other processes, and
it does not read Retry-After: when a feed is next asked is the schedule's decision.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

# Media Cloud's limit after years of polling 180,000 feeds: a slow answer holds up one other feed, not all of its host.
AT_ONCE = 2
# A second is what crawlers wait where a site names no delay. Media Cloud waits 5 s, but has thousands of feeds of one
# host; with 5 s the 20 sections of a newspaper would take longer than all other feeds together.
SECONDS_APART = 1.0

_PORTS = {"http": 80, "https": 443}
_PORTS_END = 65_536
# A poll asks for the host of one address three times; a few hundred are on their way at once, pages included.
_REMEMBERED = 1_024


@lru_cache(maxsize=_REMEMBERED)
def host_of(url: str) -> str:
    """The host and port that an address leads to, the same for every spelling: `example.org:443`.

    Raises:
        httpx.InvalidURL: the address cannot be read, or its port cannot exist.
        httpx.UnsupportedProtocol: it is no http or https address.
    """
    parts = httpx.URL(url)
    if parts.scheme not in _PORTS or not parts.host:
        raise httpx.UnsupportedProtocol(f"{url} is not an http(s) address")
    port = _PORTS[parts.scheme] if parts.port is None else parts.port
    if not 0 < port < _PORTS_END:  # sockets raise OverflowError for it
        raise httpx.InvalidURL(f"{url}: there is no port {port}")
    # httpx lowers names and writes Arabic ones in ASCII; a last dot only says that the name is complete.
    return f"{parts.raw_host.decode('ascii').rstrip('.')}:{port}"


@dataclass(slots=True)
class _Host:
    places: asyncio.Semaphore
    next_start: float
    apart: float  # seconds between two starts


class HostGate:
    """Lets requests to one host start one after the other; hosts do not wait for each other."""

    def __init__(
        self,
        *,
        at_once: int = AT_ONCE,
        seconds_apart: float = SECONDS_APART,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._at_once = at_once
        self._apart = seconds_apart
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def slot(self, url: str) -> AsyncIterator[None]:
        """A place at the host of an address, in the order of asking; waits until it is free and the host has rested.

        Whoever holds a place and asks for another at a different host should give the first one back before, or two of
        them may wait for each other.

        Raises:
            httpx.InvalidURL: as `host_of`.
            httpx.UnsupportedProtocol: as `host_of`.
        """
        host = self._host(url)
        async with host.places:
            now = self._clock()
            start = max(now, host.next_start)
            # Taken before sleeping, so that who comes meanwhile waits for the start after this one.
            host.next_start = start + host.apart
            if start > now:
                await self._sleep(start - now)
            yield

    def keep_apart(self, url: str, seconds: float) -> None:
        """From now on, lets requests to the host of an address start at least so long after each other.

        Raises:
            httpx.InvalidURL: as `host_of`.
            httpx.UnsupportedProtocol: as `host_of`.
        """
        host = self._host(url)
        host.apart = max(host.apart, seconds)

    def _host(self, url: str) -> _Host:
        new = _Host(asyncio.Semaphore(self._at_once), float("-inf"), self._apart)
        return self._hosts.setdefault(host_of(url), new)
