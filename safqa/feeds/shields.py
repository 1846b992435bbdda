"""Pages that stand where a feed or an article should be: a shield that asks for a human, a consent page, a paywall.

Each was met as the "text" of an article in the archives of others; most answer 200. The signs are rows of
data/shields.tsv; here is what it takes to believe them, because the same words stand in honest articles and in the
banners over them:

* a page that shows what the feed says of the article is the article, whatever lies over it;
* a host, a header or a title that only such pages have is enough;
* else a shield shows little else: the page must be short;
* one sign makes a shield or a paywall; a consent page needs two, for "accept all" alone is a banner's button;
* markup is a sign only where honest pages lack it: Cloudflare and Imperva put scripts of theirs into those too.

Not covered: challenges made of script alone, without a sign of the table. The state of `Repeats` covers shields whose
wording nobody has listed: one text under many addresses of one host.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from html import unescape
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, cast
from urllib.parse import urlsplit

from safqa.feeds.markup import plain
from safqa.tables import read_table
from safqa.text import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["blocked", "consent", "paywall"]

# A shield with all its inline scripts is smaller; the visible text of longer pages is not looked at.
_SHIELD_HTML = 500_000
# The head of a challenge, where its title is, may hold its styles.
_HEAD = 32_000
# Letters of what a reader sees. Challenge and refusal pages hold 100 to 900, and the shortest news with its menu more.
_BLOCKED_LETTERS = 1_500
# Consent pages explain themselves: up to some 3,000 letters with a list of purposes.
_CONSENT_LETTERS = 4_000
# A teaser before a paywall is a paragraph or two; a longer text beside a call to subscribe is a metered article.
_PAYWALL_LETTERS = 1_200
_CONSENT_SIGNS = 2
# Two addresses with one text are an article with an alias (a section, a mobile page); from three on it is no article.
_REPEATS = 3
# Texts remembered; at 10,000 pages a run this is all of them, in some MB.
_REMEMBERED = 10_000

_PAGE = re.compile(r"\s*(?:<\?xml[^<>]*>\s*)?(?:<!--[^<>]*-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]*>([^<]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sign:
    """One row of the table: `words` are in comparable form."""

    kind: Kind
    where: str
    words: str
    example: str


@cache
def signs() -> tuple[Sign, ...]:
    """The table of signs.

    Raises:
        InputError: a row of it is wrong; names line and column.
    """
    source = files("safqa.feeds") / "data" / "shields.tsv"
    return tuple(
        Sign(
            cast("Kind", row.choice("kind", ("blocked", "consent", "paywall"))),
            row.choice("where", ("wording", "title", "markup", "host")),
            comparable(row["words"]),
            row["example"],
        )
        for row in read_table(source, ("kind", "where", "language", "words", "example"))
    )


def comparable(text: str) -> str:
    """A text in lower case, its Arabic letters unified and its spaces single."""
    return " ".join(normalise(text).text.lower().replace("…", "...").split())


def visible(html: str) -> str:
    """What a reader sees of a page, title included; nothing of one that is too long for a shield."""
    return plain(html) if len(html) <= _SHIELD_HTML else ""


def of_address(url: str) -> Kind | None:
    """What the address alone gives away: sites send visitors to a consent host of its own."""
    host = urlsplit(url).hostname or ""
    return next((s.kind for s in signs() if s.where == "host" and host.startswith(s.words)), None)


def challenge(headers: Mapping[str, str], html: str) -> str | None:
    """The sign by which a reply asks for a human or refuses one: Cloudflare's header, or the page of an error.

    Consent does not count here: over the page of an error it is a banner.
    """
    if headers.get("cf-mitigated", "").strip().lower() == "challenge":
        return "cf-mitigated: challenge"
    kind, sign = of_document(html) or (None, None)
    return sign if kind == "blocked" else None


def of_document(html: str) -> tuple[Kind, str] | None:
    """`of_page` for a document of which nothing is known, not even whether it is a page."""
    return of_page(visible(html), html) if _PAGE.match(html.lstrip("\ufeff")) else None


def of_page(seen: str, html: str) -> tuple[Kind, str] | None:
    """A blocked or consent page and the sign that gave it away; None for any other page.

    `seen` is its `visible` text. Whoever has a summary asks first whether that covers it.
    """
    title = _TITLE.search(html[:_HEAD])
    titled = comparable(unescape(title[1])) if title else ""
    if found := next((s for s in signs() if s.where == "title" and titled.startswith(s.words)), None):
        return found.kind, found.words
    if not seen or len(seen) > _CONSENT_LETTERS:
        return None
    blocked = _found("blocked", seen, html) if len(seen) <= _BLOCKED_LETTERS else []
    if blocked:
        return "blocked", blocked[0]
    consent = _found("consent", seen, html)
    return ("consent", consent[0]) if len(consent) >= _CONSENT_SIGNS else None


def paywall(seen: str, text: str) -> str | None:
    """The wording by which a page says that its text is only a beginning; None when it does not, or has much text."""
    found = _found("paywall", seen, "") if len(text) <= _PAYWALL_LETTERS else []
    return found[0] if found else None


def _found(kind: Kind, seen: str, html: str) -> list[str]:
    places = {"wording": comparable(seen), "markup": html.lower()}
    return [s.words for s in signs() if s.kind == kind and s.words in places.get(s.where, "")]


class Repeats:
    """Texts by the addresses they came under: a shield answers every address of its host with one text."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, bytes], set[str]] = OrderedDict()

    def seen(self, text: str, url: str) -> bool:
        """Notes a text under an address; whether its host has shown it under three addresses or more by now.

        Other hosts do not count: they carry the same agency's news.
        """
        key = (urlsplit(url).netloc, blake2b(comparable(text).encode(), digest_size=16).digest())
        urls = self._seen.setdefault(key, set())
        self._seen.move_to_end(key)
        if len(urls) < _REPEATS:
            urls.add(url)
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return len(urls) >= _REPEATS
