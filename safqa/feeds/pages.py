"""The full text of an article from its page, or the one named reason why the feed's own text has to do.

In this order: may the page be read, and how often its host wants to be asked (robots.txt), one GET, what came of it, is
it HTML, then text by a process of its own (reading.py), and last whether that is the whole article. Nothing here raises
for what a page does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from safqa.feeds import coverage, shields
from safqa.feeds.charset import decode
from safqa.feeds.extractors import Failed
from safqa.feeds.outcomes import Outcome
from safqa.feeds.samples import sample
from safqa.moments import from_iso
from safqa.withdrawals import withdrawal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from safqa.feeds.fetch import Reply
    from safqa.feeds.reading import Extracted
    from safqa.feeds.robots import Permission
    from safqa.feeds.shields import Repeats


class PageOutcome(StrEnum):
    """What came of asking for the page of an article: exactly one of these."""

    FULL = "full"
    PARTIAL = "partial"
    BLOCKED_PAGE = "blocked_page"
    CONSENT_PAGE = "consent_page"
    DISALLOWED = "disallowed"
    NOT_HTML = "not_html"
    TOO_BIG = "too_big"
    TIMEOUT = "timeout"
    EXTRACTION_FAILED = "extraction_failed"
    HTTP_ERROR = "http_error"
    DNS = "dns"
    TLS = "tls"
    REFUSED_ADDRESS = "refused_address"
    GONE = "gone"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Page:
    """What an article's page gave.

    `text` (one paragraph a line, without the headline) and what goes with it are there for `full` and `partial` only,
    and for what is `gone` with a notice that the article is withdrawn (`notice`), which is the article from then on;
    `detail` says why it is not `full`, and `sample` is the start of what stood there instead. `published` is aware and
    None without a time of day, `language` a primary tag (`ar`), `status` the last HTTP status where one came, `url`
    where the page was found after redirects.
    """

    outcome: PageOutcome
    detail: str = ""
    text: str = ""
    title: str | None = None
    published: datetime | None = None
    language: str | None = None
    status: int | None = None
    url: str = ""
    sample: str = ""
    notice: bool = False

    @property
    def whole(self) -> bool:
        """Whether `text` is the article; the feed's own text has to do otherwise."""
        return self.outcome is PageOutcome.FULL or self.notice


class Permissions(Protocol):
    """robots.txt of all hosts (robots.Robots)."""

    async def permission(self, url: str) -> Permission:
        """Whether a page may be asked for."""
        ...


class Gate(Protocol):
    """The gate of hosts that `fetch` goes through, as far as pages tell it something.

    Pages do not take a place at it themselves: `fetch` does, and who waits for a second place while holding one may
    wait for ever.
    """

    def keep_apart(self, url: str, seconds: float) -> None:
        """From now on, lets requests to the host of `url` start at least `seconds` after each other."""
        ...


class Extractors(Protocol):
    """Whoever turns HTML into text (extractors.ExtractorPool)."""

    async def extract(self, html: str, *, url: str, summary: str) -> Extracted | Failed:
        """What a page says, or why nothing came of it."""
        ...


# Poll outcomes under which there is no page. What is not here and not good is http_error, rate limits among them.
_WITHOUT_PAGE = {
    Outcome.GONE: PageOutcome.GONE,
    Outcome.NOT_FOUND: PageOutcome.NOT_FOUND,
    Outcome.BLOCKED_PAGE: PageOutcome.BLOCKED_PAGE,
    Outcome.TOO_BIG: PageOutcome.TOO_BIG,
    Outcome.TIMEOUT: PageOutcome.TIMEOUT,
    Outcome.DNS: PageOutcome.DNS,
    Outcome.TLS: PageOutcome.TLS,
    Outcome.REFUSED_ADDRESS: PageOutcome.REFUSED_ADDRESS,
}
_SHIELDS = {"blocked": PageOutcome.BLOCKED_PAGE, "consent": PageOutcome.CONSENT_PAGE}
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
# Primary tags of languages in Arabic letters that news is written in.
_ARABIC_LETTERED = frozenset({"ar", "fa", "ur", "ps", "ckb"})
# Of a body whose kind nobody names: its opening tag stands within them, whatever comments come before.
_LOOKED_AT = 4_096


async def page_text(
    entry_url: str,
    *,
    fetch: Callable[[str], Awaitable[Reply]],
    robots: Permissions,
    gate: Gate,
    pool: Extractors,
    summary: str,
    repeats: Repeats | None = None,
) -> Page:
    """The text of an article's page; `summary` is the feed's own text, which decides `full` against `partial`.

    `repeats`, when one is kept for a run, finds pages whose text comes under many addresses of their host.
    """
    permission = await robots.permission(entry_url)
    if (refused := _refused(permission)) is not None:
        return refused
    if permission.delay is not None:
        gate.keep_apart(entry_url, permission.delay)
    reply = await fetch(entry_url)
    url = reply.url or entry_url
    if shields.of_address(url) == "consent":
        start = reply.sample or sample(decode(reply.body[:_LOOKED_AT], reply.content_type).text)
        detail = f"sent to {urlsplit(url).hostname}"
        return Page(PageOutcome.CONSENT_PAGE, detail, status=reply.status, url=url, sample=start)
    if urlsplit(url).netloc != urlsplit(entry_url).netloc and (refused := _refused(await robots.permission(url))):
        return refused
    if (failed := _without_page(reply, url)) is not None:
        return await _gone(failed, reply, pool) if reply.body and failed.outcome is PageOutcome.GONE else failed
    html = decode(reply.body, reply.content_type).text
    found = await pool.extract(html, url=url, summary=summary)
    page = replace(_judged(found, url=url, summary=summary, repeats=repeats), status=reply.status, url=url)
    if page.whole:
        return page
    seen = "" if isinstance(found, Failed) else found.text or found.sample
    return replace(page, sample=sample(seen or html))


async def _gone(page: Page, reply: Reply, pool: Extractors) -> Page:
    """A page that is gone; where it says that the article is withdrawn, with these words as its text."""
    found = await pool.extract(decode(reply.body, reply.content_type).text, url=page.url, summary="")
    said = "" if isinstance(found, Failed) else found.text.strip() or found.sample
    return replace(page, text=said, notice=True) if withdrawal(said) else page


def _refused(permission: Permission) -> Page | None:
    if permission.allowed:
        return None
    failure = _WITHOUT_PAGE[permission.failure] if permission.failure else PageOutcome.DISALLOWED
    return Page(failure, permission.detail)


def _without_page(reply: Reply, url: str) -> Page | None:
    status = reply.status
    if reply.outcome not in {Outcome.OK, Outcome.MOVED}:
        outcome = _WITHOUT_PAGE.get(reply.outcome, PageOutcome.HTTP_ERROR)
        return Page(outcome, reply.detail or reply.outcome.value, status=status, url=url, sample=reply.sample)
    if not _is_html(reply):
        kind = _media_type(reply) or "nothing that is named"
        start = decode(reply.body[:_LOOKED_AT], reply.content_type).text
        return Page(PageOutcome.NOT_HTML, f"it is {kind}", status=status, url=url, sample=sample(start))
    return None


def _judged(found: Extracted | Failed, *, url: str, summary: str, repeats: Repeats | None) -> Page:
    """The outcome of a page that was read."""
    if isinstance(found, Failed):
        outcome = PageOutcome.TIMEOUT if found.long else PageOutcome.EXTRACTION_FAILED
        return Page(outcome, found.detail)
    if found.shield in _SHIELDS:
        return Page(_SHIELDS[found.shield], f"it says: {found.sign}")
    text = _without_headline(found.text.strip(), found.title)
    if not text:
        return Page(PageOutcome.EXTRACTION_FAILED, "no text in it (scripts may build it)")
    if withdrawal(text, found.title):  # short, and not what the feed's summary says: the whole article all the same
        return Page(PageOutcome.FULL, "", text, found.title, language=_language(found.language, text), notice=True)
    known = repeats is not None and repeats.seen(text, url)
    if known and not coverage.covers(text, summary):
        return Page(PageOutcome.BLOCKED_PAGE, "the same text under many addresses")
    short = f"a paywall: {found.sign}" if found.shield else coverage.shortfall(text, summary)
    return Page(
        PageOutcome.PARTIAL if short else PageOutcome.FULL,
        short or "",
        text,
        found.title,
        _moment(found.published),
        _language(found.language, text),
    )


def _without_headline(text: str, title: str | None) -> str:
    """The text after the headline where it begins with it; titles often go on with the name of the site."""
    first, _, rest = text.partition("\n")
    return rest.strip() if title and first and title.startswith(first.strip()) else text


def _media_type(reply: Reply) -> str:
    return reply.content_type.partition(";")[0].strip().lower()


def _is_html(reply: Reply) -> bool:
    """By the declared type; by the look of it where none is declared."""
    kind = _media_type(reply)
    return kind in _HTML_TYPES or (not kind and b"<html" in reply.body[:_LOOKED_AT].lower())


def _moment(stated: str | None) -> datetime | None:
    """The moment that a page states, if it names a time of day; a date alone would be a made-up midnight."""
    if stated is None or ":" not in stated:
        return None
    try:
        return from_iso(stated)
    except ValueError:
        return None


def _language(declared: str | None, text: str) -> str | None:
    """The primary tag of a page's language, where its letters do not speak against it: templates declare `en`."""
    tag = re.split(r"[-_]", (declared or "").strip().lower())[0] or None
    letters = [c for c in text if c.isalpha()]
    arabic = 2 * sum("\u0600" <= c <= "\u06ff" for c in letters) > len(letters)
    if arabic:
        return tag if tag in _ARABIC_LETTERED else "ar"
    return None if tag in _ARABIC_LETTERED else tag
