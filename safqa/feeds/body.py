"""The body of a reply: unpacked while it comes, and no more of it than wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.feeds.outcomes import Outcome
from safqa.feeds.unpacking import BrokenCodingError, unpacker

if TYPE_CHECKING:
    import httpx


async def body_of(response: httpx.Response, most: int) -> tuple[bytes, tuple[Outcome, str] | None]:
    """The unpacked body, at most that many bytes of it, and what is wrong with it."""
    coding = response.headers.get("content-encoding", "")
    if (unpacking := unpacker(coding)) is None:
        return b"", (Outcome.HTTP_ERROR, f"the body is packed as {coding}, which nobody asked for")
    body = bytearray()
    wire = 0
    try:
        async for part in response.aiter_raw():
            wire += len(part)
            body += unpacking.unpack(part, most + 1 - len(body))
            # Counted on the wire too: packed data may go on for ever without holding anything.
            if max(len(body), wire) > most:
                return bytes(body[:most]), (Outcome.TOO_BIG, f"more than {most:,} bytes unpacked")
    except BrokenCodingError as error:
        return bytes(body), (Outcome.HTTP_ERROR, f"the body cannot be unpacked as {coding}: {error}")
    fault = None if unpacking.whole else (Outcome.HTTP_ERROR, f"the body ends within its {coding} packing")
    return bytes(body), fault
