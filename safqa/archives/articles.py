"""The articles of a batch: rows are checked, pages are read as those of feeds are, and each piece is accounted for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from safqa.archives.pieces import LONGEST
from safqa.errors import InputError
from safqa.feeds.extractors import ExtractorPool
from safqa.feeds.fetch import Reply
from safqa.feeds.outcomes import Outcome
from safqa.feeds.pages import PageOutcome, page_text
from safqa.feeds.robots import Permission
from safqa.interchange import article_from_row
from safqa.jsonlines import decoded
from safqa.model import Article
from safqa.moments import from_iso

if TYPE_CHECKING:
    from datetime import datetime

    from safqa.archives.pieces import Batch, Piece
    from safqa.feeds.pages import Extractors, Page

# A page may be dated in the time of its town, and a clock be wrong; beyond a day it is no moment of publication.
_AHEAD = timedelta(days=1)
_STATUS = {404: Outcome.NOT_FOUND, 410: Outcome.GONE}


@dataclass(slots=True)
class Found:
    """What a batch holds: articles, what came of its pages, and a line for each piece that cannot be read."""

    articles: list[Article] = field(default_factory=list)
    pages: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


async def articles(batch: Batch) -> Found:
    """The articles of a batch, in its order; pages are read by a process of their own, which no page outlives."""
    found = Found()
    async with ExtractorPool(processes=1) as pool:
        for piece in batch.pieces:
            try:
                await _add(piece, batch, pool, found)
            except InputError as fault:
                found.faults.append(str(fault))
    return found


async def _add(piece: Piece, batch: Batch, pool: Extractors, found: Found) -> None:
    if piece.fault:
        raise InputError(f"{piece.place}: {piece.fault}")
    if batch.kind == "pages":
        await _add_page(piece, pool, found)
    else:
        found.articles.append(article_from_row(decoded(piece.body, piece.place), piece.place))


async def _add_page(piece: Piece, pool: Extractors, found: Found) -> None:
    if piece.too_big:
        found.pages[PageOutcome.TOO_BIG] += 1
        return
    reply, crawled = _reply(piece)
    page = await _page(reply, pool)
    found.pages[page.outcome] += 1
    if page.whole:
        found.articles.append(_article(page, crawled))


def _reply(piece: Piece) -> tuple[Reply, datetime | None]:
    """The reply that a record keeps, and when it came."""
    try:
        record = next(iter(ArchiveIterator(BytesIO(piece.body))))
        url = record.rec_headers.get_header("WARC-Target-URI", "")
        date = record.rec_headers.get_header("WARC-Date")
        status = int(record.http_headers.get_statuscode())
        kind = record.http_headers.get_header("Content-Type", "")
        body = record.content_stream().read(LONGEST)
        crawled = from_iso(date) if date else None
    except (ArchiveLoadFailed, StatusAndHeadersParserException, AttributeError, EOFError, StopIteration, ValueError):
        raise InputError(f"{piece.place}: the record keeps no reply of a web server") from None
    good = 200 <= status < 300  # noqa: PLR2004 - HTTP's own
    outcome = Outcome.OK if good else _STATUS.get(status, Outcome.HTTP_ERROR)
    return Reply(outcome, "" if good else f"HTTP {status}", body, url, kind, status=status), crawled


async def _page(reply: Reply, pool: Extractors) -> Page:
    async def kept(_: str) -> Reply:
        return reply

    return await page_text(reply.url, fetch=kept, robots=_Kept(), gate=_Kept(), pool=pool, summary="")


class _Kept:
    """Robots and gate of pages that nobody is asked for any more."""

    async def permission(self, _url: str) -> Permission:
        return Permission(allowed=True)

    def keep_apart(self, _url: str, _seconds: float) -> None:
        """Waits for nobody."""


def _article(page: Page, crawled: datetime | None) -> Article:
    """A page as an article; what states no moment that can be is dated when it was crawled: it was told by then."""
    stated = page.published
    if crawled and (stated is None or stated > crawled + _AHEAD):
        stated = crawled
    text = f"{page.title}\n\n{page.text}" if page.title else page.text
    return Article(page.url, page.title, text, published=stated, lang=page.language)
