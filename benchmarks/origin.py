"""A web server of many feeds, in a process of its own, quick enough not to be what a benchmark measures.

    with origin(feeds=500, entries=30, new=6) as served:
        served.urls          # one for each feed
        served.show(3)       # from now on the fourth edition: of each feed's entries, the last 6 are new

Bodies are made beforehand, so that an answer costs a look into a table. Connections are kept open, a request whose
If-None-Match is the edition's ETag is answered with 304.

The entries are cut from the annotated articles, Arabic and English in turn, each with a number of its own, as WordPress
writes them: a summary in a paragraph with an image and a link. No summary is so short that its page would be asked for.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

from benchmarks.labels import article

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LANGUAGES = ("ar", "en")
# Characters of a summary: above the 400 below which a page is read, and what agencies' short news have.
SHORTEST, LONGEST = 450, 900
_CORPUS = Path(__file__).parent / "corpus"
_SOME = 300  # articles of each language to cut from: enough that no two entries of one feed are alike
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)
_APART = timedelta(minutes=37)

_ITEM = """<item>
<title>{title}</title>
<link>https://news{feed}.example/{section}/2026/{number}/?utm_source=rss&amp;utm_medium=feed</link>
<guid isPermaLink="false">https://news{feed}.example/?p={number}</guid>
<dc:creator><![CDATA[{author}]]></dc:creator>
<pubDate>{date}</pubDate>
<category><![CDATA[{section}]]></category>
<description><![CDATA[<p><img src="https://news{feed}.example/media/{number}.jpg" alt="" width="300" height="169" /></p>
<p>{text} &#8230;</p>
<p><a class="more-link" href="https://news{feed}.example/{section}/2026/{number}/">&rarr;</a></p>]]></description>
</item>
"""
_FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>News {feed}</title>
<link>https://news{feed}.example/</link>
<atom:link href="https://news{feed}.example/feed/" rel="self" type="application/rss+xml" />
<description>News and analysis</description>
<language>{language}</language>
<lastBuildDate>{date}</lastBuildDate>
{items}</channel>
</rss>
"""


@dataclass(frozen=True, slots=True)
class Shape:
    """How many feeds there are, how many entries each shows, and how many of them are new in each edition."""

    feeds: int
    entries: int
    new: int


@dataclass(frozen=True, slots=True)
class Served:
    """A running origin."""

    address: str
    urls: tuple[str, ...]

    def show(self, edition: int) -> None:
        """Makes every feed show this edition."""
        with urlopen(f"{self.address}/show/{edition}") as reply:  # noqa: S310 - our own server
            reply.read()


def language(feed: int) -> str:
    """The language of a feed, by its number."""
    return LANGUAGES[feed % len(LANGUAGES)]


def body(shape: Shape, feed: int, edition: int) -> bytes:
    """What a feed shows in an edition: its newest entries, the newest first."""
    newest = shape.entries + edition * shape.new
    items = "".join(_item(feed, number) for number in range(newest, newest - shape.entries, -1))
    return _FEED.format(feed=feed, language=language(feed), date=_date(newest), items=items).encode()


def _item(feed: int, number: int) -> str:
    texts = _texts(language(feed))
    title, text = texts[(feed * 31 + number * 7) % len(texts)]
    return _ITEM.format(
        feed=feed,
        number=number,
        section="economy" if number % 3 else "technology",
        author=f"Desk {number % 5}",
        date=_date(number),
        title=f"{title} ({number})",
        text=text,
    )


def _date(number: int) -> str:
    return format_datetime(_FIRST + number * _APART)


@cache
def _texts(lang: str) -> tuple[tuple[str, str], ...]:
    """Titles and summaries as feeds write them; those of the few English articles are put together in many ways."""
    files = sorted((_CORPUS / lang).glob("*.json"))[:_SOME]
    articles = (article(json.loads(file.read_text(encoding="utf-8"))) for file in files)
    whole = " ".join(" ".join(one.text.split()) for one in articles)
    step = max(1, len(whole) // _SOME)
    cuts = (whole[at : at + SHORTEST + at % (LONGEST - SHORTEST)] for at in range(0, len(whole) - LONGEST, step))
    return tuple((escape(cut[:70]), escape(cut)) for cut in cuts)


@contextmanager
def origin(shape: Shape) -> Iterator[Served]:
    """A server of such feeds, which shows their first edition, while the block runs."""
    command = [sys.executable, "-m", "benchmarks.origin", *map(str, (shape.feeds, shape.entries, shape.new))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            address = f"http://127.0.0.1:{json.loads(process.stdout.readline())}"
            yield Served(address, tuple(f"{address}/feeds/{feed}" for feed in range(shape.feeds)))
        finally:
            process.kill()


class _Editions:
    """The answers of the edition that is shown, by the path asked for."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self.show(0)

    def show(self, edition: int) -> None:
        tag = f'"{edition}-{self._shape.new}"'
        self.tag = tag.encode()
        self.unchanged = f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\nServer: origin\r\n\r\n".encode()
        bodies = (body(self._shape, feed, edition) for feed in range(self._shape.feeds))
        self.whole = {b"/feeds/%d" % feed: _whole(tag, shown) for feed, shown in enumerate(bodies)}

    def answer(self, request: bytes) -> bytes:
        """The answer to a request without its last blank line."""
        path = request.split(b" ", 2)[1]
        if path.startswith(b"/show/"):
            self.show(int(path.removeprefix(b"/show/")))
            return _whole('""', b"")
        if path not in self.whole:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        asked = request.lower().partition(b"\r\nif-none-match: ")[2].partition(b"\r\n")[0]
        return self.unchanged if asked == self.tag else self.whole[path]


def _whole(tag: str, shown: bytes) -> bytes:
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=UTF-8\r\nETag: {tag}\r\n"
        f"Server: origin\r\nContent-Length: {len(shown)}\r\n\r\n"
    )
    return head.encode() + shown


class _Connection(asyncio.Protocol):
    def __init__(self, editions: _Editions) -> None:
        self._editions = editions
        self._held = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self._held = (self._held + data).split(b"\r\n\r\n")
        for request in requests:
            self._transport.write(self._editions.answer(request))


async def _serve(shape: Shape) -> None:
    editions = _Editions(shape)
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(editions), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    # Ends with whoever started it: his end of the pipe closes.
    await asyncio.to_thread(sys.stdin.buffer.read)


def main(argv: Sequence[str]) -> None:
    """Serves feeds, entries and new ones of such numbers; prints the port."""
    asyncio.run(_serve(Shape(*map(int, argv))))


if __name__ == "__main__":
    main(sys.argv[1:])
