"""Whether a form was sent from a page of ours: other sites can make a browser post, but not say that we asked it to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping


def own(headers: Mapping[str, str]) -> bool:
    """Whether it may have been, by what the browser says.

    The order is that of Go's `http.CrossOriginProtection`: `Sec-Fetch-Site`, which no page can forge and every browser
    sends over HTTPS; else `Origin` (RFC 6454) against the host that was asked. A request with neither comes from no
    browser of these years, and still needs the form's token.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc.lower() == headers.get("host", "").lower() != ""
    except ValueError:
        return False
