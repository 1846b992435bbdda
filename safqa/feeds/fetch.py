"""One GET of one feed: its body, or the named reason why there is none. Never raises for what a server does."""

from __future__ import annotations

import asyncio
import ssl
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from safqa.feeds.network import NoSuchNameError, RefusedAddressError
from safqa.feeds.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

# A feed that drips a byte at a time passes every step's limit; this one ends it.
_TOTAL_SECONDS = 60.0
# Bytes after unpacking. The largest real feeds (full texts of some 500 entries) are near 5 MB.
MAX_BYTES = 10_000_000

_BY_STATUS = {304: Outcome.NOT_MODIFIED, 404: Outcome.NOT_FOUND, 410: Outcome.GONE, 429: Outcome.RATE_LIMITED}
_PERMANENT = frozenset({301, 308})
# zlib's window argument that accepts gzip and zlib headers alike.
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
# Wording of the pages by which shields ask a visitor to prove that he is no machine.
_CHALLENGES = (b"just a moment...", b"attention required!", b"cf-challenge", b"captcha", b"verify you are human")


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one GET. `body` is empty unless the outcome is good; `passing` marks trouble worth one more try."""

    outcome: Outcome
    detail: str = ""
    body: bytes = b""
    url: str = ""
    content_type: str = ""
    passing: bool = False


async def fetch(client: httpx.AsyncClient, url: str) -> Reply:
    """Asks once for a feed, through redirects, within limits of time and size."""
    try:
        async with asyncio.timeout(_TOTAL_SECONDS), client.stream("GET", url) as response:
            return await _judged(response)
    except (TimeoutError, httpx.TimeoutException) as error:
        return Reply(Outcome.TIMEOUT, str(error) or f"no complete answer within {_TOTAL_SECONDS:.0f} s", passing=True)
    except (httpx.UnsupportedProtocol, httpx.InvalidURL, UnicodeError) as error:
        return Reply(Outcome.REFUSED_ADDRESS, str(error))
    except httpx.TooManyRedirects:
        return Reply(Outcome.HTTP_ERROR, "redirects without end")
    except httpx.HTTPError as error:
        return _broken_connection(error)


async def _judged(response: httpx.Response) -> Reply:
    body = await _limited_body(response)
    if body is None:
        return Reply(Outcome.TOO_BIG, f"more than {MAX_BYTES // 1_000_000} MB", url=str(response.url))
    body = _unpacked(body, response.headers.get("content-encoding", ""))
    if body is None:
        return Reply(Outcome.HTTP_ERROR, "the body cannot be unpacked", url=str(response.url))
    if len(body) > MAX_BYTES:
        return Reply(Outcome.TOO_BIG, f"more than {MAX_BYTES // 1_000_000} MB unpacked", url=str(response.url))
    outcome, detail = _classified(response, body)
    kept = body if outcome.good else b""
    return Reply(outcome, detail, kept, str(response.url), response.headers.get("content-type", ""))


def _classified(response: httpx.Response, body: bytes) -> tuple[Outcome, str]:
    status = f"{response.status_code} {response.reason_phrase}".strip()
    if response.headers.get("cf-mitigated") == "challenge" or _is_challenge(body):
        return Outcome.BLOCKED_PAGE, f"{status}: a page that asks for a human"
    if (named := _BY_STATUS.get(response.status_code)) is not None:
        return named, status
    if not response.is_success:
        return Outcome.HTTP_ERROR, status
    if response.history and response.history[0].status_code in _PERMANENT:
        return Outcome.MOVED, f"moved to {response.url}"
    return Outcome.OK, ""


def _is_challenge(body: bytes) -> bool:
    start = body[:4096].lower().lstrip()
    return start.startswith((b"<!doctype html", b"<html")) and any(words in start for words in _CHALLENGES)


async def _limited_body(response: httpx.Response) -> bytes | None:
    """The body as it came over the wire; None when it is too big."""
    parts: list[bytes] = []
    size = 0
    async for part in response.aiter_raw():
        size += len(part)
        if size > MAX_BYTES:
            return None
        parts.append(part)
    return b"".join(parts)


def _unpacked(body: bytes, encoding: str) -> bytes | None:
    """The body without its content coding, cut just above the size limit; None when that fails."""
    coding = encoding.strip().lower()
    if coding in {"", "identity"}:
        return body
    if coding not in {"gzip", "x-gzip", "deflate"}:
        return None
    try:
        return zlib.decompressobj(_GZIP_OR_ZLIB).decompress(body, MAX_BYTES + 1)
    except zlib.error:
        return None


def _broken_connection(error: httpx.HTTPError) -> Reply:
    """A connection that could not be made or did not last: its outcome by what stands behind httpx's error."""
    for cause in _causes(error):
        if isinstance(cause, NoSuchNameError):
            return Reply(Outcome.DNS, str(cause))
        if isinstance(cause, RefusedAddressError):
            return Reply(Outcome.REFUSED_ADDRESS, str(cause))
        if isinstance(cause, ssl.SSLError):
            return Reply(Outcome.TLS, getattr(cause, "verify_message", "") or cause.reason or str(cause))
    return Reply(Outcome.HTTP_ERROR, str(error) or type(error).__name__, passing=True)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
