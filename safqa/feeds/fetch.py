"""One GET of one feed or page: its body, or the named reason why there is none. Never raises for what a server does.

Redirects are followed here, hop by hop: each passes the address gate (network.py) and the gate of its host
(politeness.py), and those that are for good are recorded. Waiting at a gate counts neither as time of the server nor
against its limit.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx

from safqa.feeds import shields
from safqa.feeds.body import body_of
from safqa.feeds.caching import max_age, retry_after, validator
from safqa.feeds.charset import decode
from safqa.feeds.network import NoSuchNameError, PoliteClient, RefusedAddressError
from safqa.feeds.outcomes import Outcome
from safqa.feeds.politeness import HostGate, host_of
from safqa.feeds.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

# Browsers stop at 20; feeds that need more than 5 were not met, and loops end sooner this way. A hop to where it
# starts is followed too: some sites set a cookie that way.
MAX_HOPS = 5
# Of a page that comes with an error: enough to see what it is. Challenges with their scripts are 5 to 30 thousand.
_ERROR_PAGE_BYTES = 65_536
# A detail is one line of a table.
_DETAIL_CHARACTERS = 300

_BY_STATUS = {
    304: Outcome.NOT_MODIFIED,
    404: Outcome.NOT_FOUND,
    410: Outcome.GONE,
    429: Outcome.RATE_LIMITED,
    503: Outcome.RATE_LIMITED,
}
_PERMANENT = frozenset({301, 308})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one poll may cost: `seconds` in all, through all hops, and `size` of the unpacked body in bytes."""

    # A feed that drips a byte at a time passes every step's limit; this one ends it.
    seconds: float = 60.0
    # The largest real feeds (full texts of some 500 entries) are near 5 MB.
    size: int = 10_000_000


_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Ask:
    """What to ask for, with the validators of the last good reply exactly as `Reply` carried them.

    `accept` says which kinds of document are wanted, as the header of that name; None leaves it to the client: feeds.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    accept: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one GET; a page that comes with success may still be another than the one asked for.

    `body` is empty unless the outcome is good, or `gone`: such a page may say why. `passing` marks trouble worth one
    more try. `url` is where the reply came from, after all redirects. `status` is None when nothing answered. `etag`
    and `last_modified` are as sent, None when absent. `retry_after` and `max_age` are seconds that the server asks for,
    None when it says nothing. `permanent_hops` are the addresses that redirects for good (301, 308) led to, in order,
    up to the first one that is for now: the last of them is the feed's new address. `sample` is the start of a body
    that is not good. `seconds` is how long the server took, without waiting for our own gate.
    """

    outcome: Outcome
    detail: str = ""
    body: bytes = b""
    url: str = ""
    content_type: str = ""
    passing: bool = False
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    retry_after: int | None = None
    max_age: int | None = None
    permanent_hops: tuple[str, ...] = ()
    sample: str = ""
    seconds: float = 0.0


@dataclass(slots=True)
class _Trail:
    """Where a poll has got to, kept apart from the reply because it is known even when no reply comes."""

    url: str
    moved_to: list[str] = field(default_factory=list)
    for_good: bool = True
    seconds: float = 0.0

    def follow(self, status: int, url: str) -> None:
        self.url = url
        self.for_good = self.for_good and status in _PERMANENT
        if self.for_good:
            self.moved_to.append(url)

    @contextmanager
    def timed(self) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds += time.perf_counter() - start


async def fetch(client: httpx.AsyncClient, ask: Ask | str, *, limits: Limits = _LIMITS) -> Reply:
    """Asks once for a feed, through redirects, within limits of time and size.

    Args:
        client: from `open_client`; one of another origin has no gate to share and is asked at once.
        ask: what to ask for; an address alone asks without validators.
        limits: what it may cost.
    """
    ask = Ask(ask) if isinstance(ask, str) else ask
    trail = _Trail(ask.url)
    try:
        reply = await _followed(client, ask, limits, trail)
    except (TimeoutError, httpx.TimeoutException) as error:
        reply = Reply(Outcome.TIMEOUT, str(error) or f"no complete answer within {limits.seconds:g} s", passing=True)
    except (httpx.UnsupportedProtocol, httpx.InvalidURL, UnicodeError) as error:
        reply = Reply(Outcome.REFUSED_ADDRESS, str(error))
    except httpx.HTTPError as error:
        reply = _broken_connection(error)
    detail = " ".join(reply.detail.split())[:_DETAIL_CHARACTERS]
    moved_to = tuple(trail.moved_to)
    if reply.outcome is Outcome.OK and moved_to:
        reply = replace(reply, outcome=Outcome.MOVED)
        detail = f"moved to {moved_to[-1]}"
    return replace(reply, detail=detail, url=trail.url, permanent_hops=moved_to, seconds=trail.seconds)


async def _followed(client: httpx.AsyncClient, ask: Ask, limits: Limits, trail: _Trail) -> Reply:
    gate = client.gate if isinstance(client, PoliteClient) else HostGate()
    host = ""
    async with AsyncExitStack() as place:
        for _ in range(MAX_HOPS + 1):
            if host_of(trail.url) != host:
                host = host_of(trail.url)
                # One place at a time: two polls that each hold the host the other wants would wait for ever.
                await place.aclose()
                await place.enter_async_context(gate.slot(trail.url))
            reply = await _hop(client, ask, limits, trail)
            if reply is not None:
                return reply
    return Reply(Outcome.HTTP_ERROR, f"more than {MAX_HOPS} redirects")


async def _hop(client: httpx.AsyncClient, ask: Ask, limits: Limits, trail: _Trail) -> Reply | None:
    """One request; None when it leads on, which the trail then knows."""
    request = client.build_request("GET", trail.url, headers=_headers(ask))
    with trail.timed():
        async with asyncio.timeout(limits.seconds - trail.seconds):
            response = await client.send(request, stream=True, follow_redirects=False)
            try:
                if response.next_request is None:
                    return await _judged(response, limits)
                trail.follow(response.status_code, str(response.next_request.url))
                return None
            finally:
                await response.aclose()


def _headers(ask: Ask) -> dict[bytes, bytes]:
    named = {b"If-None-Match": ask.etag, b"If-Modified-Since": ask.last_modified, b"Accept": ask.accept}
    return {name: value.encode("latin-1", "replace") for name, value in named.items() if value}


async def _judged(response: httpx.Response, limits: Limits) -> Reply:
    body, fault = await body_of(response, limits.size if response.is_success else _ERROR_PAGE_BYTES)
    content_type = response.headers.get("content-type", "")
    status = f"{response.status_code} {response.reason_phrase}".strip()
    if response.is_success:
        outcome, detail = fault or (Outcome.OK, "")
    else:
        outcome, detail = _BY_STATUS.get(response.status_code, Outcome.HTTP_ERROR), status
    text = "" if outcome.good else decode(body[:_ERROR_PAGE_BYTES], content_type).text
    # Of a page that was cut, what is seen may be short because it was cut.
    if sign := shields.challenge(response.headers, "" if response.is_success or fault else text):
        outcome, detail = Outcome.BLOCKED_PAGE, f"{status}: a page that asks for a human: {sign}"
    now = datetime.now(UTC)
    return Reply(
        outcome,
        detail,
        body=body if outcome.good or outcome is Outcome.GONE else b"",
        content_type=content_type,
        status=response.status_code,
        etag=validator(response.headers, "etag"),
        last_modified=validator(response.headers, "last-modified"),
        retry_after=retry_after(response.headers, now=now),
        max_age=max_age(response.headers, now=now),
        sample=sample(text),
    )


def _broken_connection(error: httpx.HTTPError) -> Reply:
    """A connection that could not be made or did not last: its outcome by what stands behind httpx's error."""
    for cause in _causes(error):
        if isinstance(cause, NoSuchNameError):
            return Reply(Outcome.DNS, str(cause), passing=cause.passing)
        if isinstance(cause, RefusedAddressError):
            return Reply(Outcome.REFUSED_ADDRESS, str(cause))
        if isinstance(cause, ssl.SSLError):
            return Reply(Outcome.TLS, getattr(cause, "verify_message", "") or cause.reason or str(cause))
    return Reply(Outcome.HTTP_ERROR, str(error) or type(error).__name__, passing=True)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
