"""Pages that stand where an article should be: a shield that asks for a human, a consent page, a paywall.

Each was met as the "text" of an article in the archives of others. The signs are rows of data/shields.tsv; here is what
it takes to believe them, because the same words stand in honest articles and in the banners over them:

* a page that shows what the feed says of the article is the article, whatever lies over it;
* a shield shows little else: the page must be short;
* one sign makes a shield or a paywall; a consent page needs two, for "accept all" alone is a banner's button.

The state of `Repeats` covers shields whose wording nobody has listed: one text under many addresses of one host.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Literal, cast
from urllib.parse import urlsplit

from safqa.tables import read_table
from safqa.text import normalise

Kind = Literal["blocked", "consent", "paywall"]

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
            row.choice("where", ("wording", "markup", "host")),
            comparable(row["words"]),
            row["example"],
        )
        for row in read_table(source, ("kind", "where", "language", "words", "example"))
    )


def comparable(text: str) -> str:
    """A text in lower case, its Arabic letters unified and its spaces single."""
    return " ".join(normalise(text).text.lower().split())


def of_address(url: str) -> Kind | None:
    """What the address alone gives away: sites send visitors to a consent host of its own."""
    host = urlsplit(url).hostname or ""
    return next((s.kind for s in signs() if s.where == "host" and host.startswith(s.words)), None)


def of_page(visible: str, html: str) -> tuple[Kind, str] | None:
    """A blocked or consent page and the sign that gave it away; None for any other page.

    `visible` is what a reader sees, title included. Whoever has a summary asks first whether `visible` covers it.
    """
    if len(visible) > _CONSENT_LETTERS:
        return None
    blocked = _found("blocked", visible, html) if len(visible) <= _BLOCKED_LETTERS else []
    if blocked:
        return "blocked", blocked[0]
    consent = _found("consent", visible, html)
    return ("consent", consent[0]) if len(consent) >= _CONSENT_SIGNS else None


def paywall(visible: str, text: str) -> str | None:
    """The wording by which a page says that its text is only a beginning; None when it does not, or has much text."""
    found = _found("paywall", visible, "") if len(text) <= _PAYWALL_LETTERS else []
    return found[0] if found else None


def _found(kind: Kind, visible: str, html: str) -> list[str]:
    places = {"wording": comparable(visible), "markup": html.lower(), "host": ""}
    return [s.words for s in signs() if s.kind == kind and s.words in places[s.where]]


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
