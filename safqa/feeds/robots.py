"""robots.txt (RFC 9309): what a host lets us read, asked once a day for each host.

* a file: its group for Safqa, else the one for everybody; the longest rule that matches decides, wildcards included;
* 4xx, or anything that is no such file: everything is allowed;
* 5xx, and 429, which asks for fewer requests and not for more: nothing is allowed for now;
* no connection: that is the page's own outcome too, so it is passed on under its name.

Protego reads the file. The standard library's parser knows no wildcards, takes the first rule that matches instead of
the longest, and only whole seconds of Crawl-delay.
"""

from __future__ import annotations

import asyncio
import math
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from protego import Protego

from safqa.feeds.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from safqa.feeds.fetch import Reply

# What groups are searched for; the User-Agent begins with it.
AGENT = "Safqa"
# RFC 9309, 2.4: not longer than a day.
_KEPT = timedelta(days=1)
# "For now": a host that was down is asked again within the same run of the day.
_KEPT_TROUBLE = timedelta(hours=1)
# RFC 9309, 2.5: at least 500 KiB must be read. What stands behind is not.
_MOST_BYTES = 512_000
# Hosts remembered; a run over some thousand feeds meets fewer.
_MOST_HOSTS = 10_000

_CLIENT_ERRORS = range(400, 500)
_UNREACHABLE = frozenset({Outcome.DNS, Outcome.TLS, Outcome.TIMEOUT, Outcome.REFUSED_ADDRESS})


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether one address may be read, and how many seconds its host wants between requests (None: it does not say).

    `failure` is set when robots.txt could not be had for a reason that holds for the page as well; then, and when a
    rule forbids the page, `detail` says which.
    """

    allowed: bool
    delay: float | None = None
    detail: str = ""
    failure: Outcome | None = None


@dataclass(slots=True)
class _Host:
    """What one host said, until when it holds; `lock` lets one of many pages ask."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    until: datetime | None = None
    rules: Protego | None = None
    verdict: Permission | None = None


class Robots:
    """The rules of all hosts met. `fetch` gets robots.txt like any address; `now` is the clock (aware)."""

    def __init__(self, *, fetch: Callable[[str], Awaitable[Reply]], now: Callable[[], datetime]) -> None:
        self._fetch = fetch
        self._now = now
        self._hosts: OrderedDict[str, _Host] = OrderedDict()

    async def permission(self, url: str) -> Permission:
        """Whether a page may be asked for; reads its host's robots.txt when that was not read today."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        host = self._hosts.setdefault(origin, _Host())
        self._hosts.move_to_end(origin)
        if len(self._hosts) > _MOST_HOSTS:
            self._hosts.popitem(last=False)
        async with host.lock:
            if host.until is None or self._now() >= host.until:
                self._note(host, await self._fetch(f"{origin}/robots.txt"))
        return host.verdict or _by_rules(host.rules, url)

    def _note(self, host: _Host, reply: Reply) -> None:
        host.verdict = _without_rules(reply)
        host.rules = None if host.verdict else Protego.parse(reply.body[:_MOST_BYTES].decode(errors="replace"))
        trouble = host.verdict is not None and not host.verdict.allowed
        host.until = self._now() + (_KEPT_TROUBLE if trouble else _KEPT)


def _without_rules(reply: Reply) -> Permission | None:
    """What a reply that is no robots.txt means for all pages of its host; None when there are rules to be read."""
    if reply.outcome.good:
        return None
    if reply.outcome in _UNREACHABLE:
        return Permission(allowed=False, detail=f"robots.txt: {reply.detail}", failure=reply.outcome)
    if reply.outcome is Outcome.RATE_LIMITED:
        return Permission(allowed=False, detail=f"robots.txt answers {reply.detail}: not for now")
    if reply.outcome is Outcome.HTTP_ERROR and reply.status not in _CLIENT_ERRORS:
        return Permission(allowed=False, detail=f"robots.txt answers {reply.detail}: not for now")
    return Permission(allowed=True)  # gone, not found, refused, a challenge, too big to be a list of rules


def _by_rules(rules: Protego | None, url: str) -> Permission:
    if rules is None or rules.can_fetch(url, AGENT):
        return Permission(allowed=True, delay=_delay(rules))
    return Permission(allowed=False, detail=f"robots.txt forbids it to {AGENT}")


def _delay(rules: Protego | None) -> float | None:
    seconds = rules.crawl_delay(AGENT) if rules else None
    return seconds if seconds is not None and math.isfinite(seconds) and seconds > 0 else None
