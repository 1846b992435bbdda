"""What can come of asking for a feed: exactly one of these names for each poll (docs/contract.md)."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """The named outcome of a poll."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    SAME_BODY = "same_body"
    MOVED = "moved"
    GONE = "gone"
    NOT_FOUND = "not_found"
    RATE_LIMITED = "rate_limited"
    HTTP_ERROR = "http_error"
    BLOCKED_PAGE = "blocked_page"
    NOT_A_FEED = "not_a_feed"
    TOO_BIG = "too_big"
    TIMEOUT = "timeout"
    DNS = "dns"
    TLS = "tls"
    REFUSED_ADDRESS = "refused_address"

    @property
    def good(self) -> bool:
        """Whether the feed answered as a feed should, with news or without."""
        return self in _GOOD


# A feed that has moved for good was read at its new address: a person should change the file, but nothing is lost.
_GOOD = frozenset({Outcome.OK, Outcome.NOT_MODIFIED, Outcome.SAME_BODY, Outcome.MOVED})
