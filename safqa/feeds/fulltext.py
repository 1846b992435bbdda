"""Articles with the text of their page, where the feed carries a summary only; the feed's own text where that fails."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from safqa.feeds.fetch import Ask, fetch
from safqa.feeds.pages import page_text
from safqa.feeds.robots import Robots
from safqa.feeds.shields import Repeats
from safqa.identity import normalise_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safqa.feeds.extractors import ExtractorPool
    from safqa.feeds.fetch import Reply
    from safqa.feeds.network import PoliteClient
    from safqa.feeds.pages import Page
    from safqa.feeds.sources import Source
    from safqa.model import Article

# Characters below which a feed's text is a summary. The excerpt that WordPress makes has 55 words, some 330 characters;
# agencies' shortest news has about as many more.
_SUMMARY = 400
# What is asked for by name. Anything is taken after it: some servers answer 406 where nothing fits.
_PAGES = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
_ROBOTS = "text/plain, */*;q=0.1"


class PageReader:
    """Reads the pages of one run: one client with its gate, one memory of robots.txt, one pool of processes."""

    def __init__(self, client: PoliteClient, pool: ExtractorPool) -> None:
        """Nothing is asked for yet."""
        self._gate = client.gate
        self._pool = pool
        self._fetch = partial(_asked, client, accept=_PAGES)
        self._robots = Robots(fetch=partial(_asked, client, accept=_ROBOTS), now=lambda: datetime.now(UTC))
        self._repeats = Repeats()

    async def filled(
        self, articles: Sequence[Article], source: Source
    ) -> tuple[tuple[Article, ...], dict[str, Page | None]]:
        """The articles with their page's text where it was wanted and had, and by address what came of the page.

        None stands for a page that was not asked for; the others come without their text, which the articles have. An
        article whose page gave nothing whole, for good or for now, stands with the feed's own text: it is not asked for
        again. A page that several articles share is the text of none of them, so it is left alone.
        """
        pages: dict[str, Page | None] = dict.fromkeys(a.url for a in articles)
        shared = Counter(_address(a.url) for a in articles)
        wanted = [a for a in articles if _wants_page(a, source) and shared[_address(a.url)] == 1]
        pages |= zip((a.url for a in wanted), await asyncio.gather(*map(self._page, wanted)), strict=True)
        bare = {url: replace(page, text="") if page else None for url, page in pages.items()}
        return tuple(_with(a, pages[a.url]) for a in articles), bare

    async def _page(self, article: Article) -> Page:
        return await page_text(
            article.url,
            fetch=self._fetch,
            robots=self._robots,
            gate=self._gate,
            pool=self._pool,
            summary=article.text,
            repeats=self._repeats,
        )


async def _asked(client: PoliteClient, url: str, *, accept: str) -> Reply:
    return await fetch(client, Ask(url, accept=accept))


def _wants_page(article: Article, source: Source) -> bool:
    return source.full_text == "always" or (source.full_text == "when_short" and len(article.text) < _SUMMARY)


def _address(url: str) -> str:
    """The address of a page in one spelling; an ill-formed one is itself."""
    try:
        return normalise_url(url)
    except ValueError:
        return url


def _with(article: Article, page: Page | None) -> Article:
    """The article as its page has it; as the feed has it where the page gave nothing whole."""
    if page is None or not page.whole:
        return article
    text = f"{article.title}\n\n{page.text}" if article.title else page.text
    return replace(article, text=text, published=article.published or page.published)
