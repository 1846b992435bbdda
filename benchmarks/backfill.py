"""How many articles a second a backfill takes in, and how much faster several processes are than one.

The annotated articles are written as a crawl (WARC, each page with a menu and a footer around its text) or as JSON
Lines, and read into a database of their own: by one process, by several, and so on in turn, so that whatever else the
machine does meets both. The start of the processes is not timed: a backfill starts them once. Printed: articles a
second with one and with several, and their ratio pair by pair.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import html
import json
import os
import sys
import tempfile
from dataclasses import dataclass
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from benchmarks.extraction_speed import peak_memory
from benchmarks.labels import load
from flows.archives import Course, unfinished
from flows.readers import readers
from safqa.archives import batches
from safqa.archives.files import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.labels import Article
    from flows.readers import Readers

ARTICLES, PROCESSES, REPEATS = 400, 2, 3
# Smaller batches than a backfill's: a few hundred articles are to be enough of them to keep everybody busy.
_BATCH = 20
_MENU = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/markets'>Markets</a></li></ul></nav>"
_FOOTER = "<footer><p>All rights reserved</p></footer>"


@dataclass(frozen=True, slots=True)
class Pair:
    """The same archive by one process and by several: articles a second."""

    one: float
    several: float

    @property
    def ratio(self) -> float:
        """How many times as fast several are."""
        return self.several / self.one


def write_pages(path: Path, articles: Iterable[Article]) -> None:
    """The articles as Common Crawl ships them."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for n, article in enumerate(articles):
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            body = BytesIO(_page(article).encode())
            url = f"https://{article.lang}.example/{article.id}-{n}"
            writer.write_record(writer.create_warc_record(url, "response", payload=body, http_headers=headers))


def _page(article: Article) -> str:
    title = html.escape(article.title or article.text.strip().split("\n")[0][:80])
    body = "".join(f"<p>{html.escape(part)}</p>" for part in article.text.split("\n\n"))
    head = f"<html lang='{article.lang}'><head><title>{title}</title></head>"
    return f"<!doctype html>{head}<body>{_MENU}<article><h1>{title}</h1>{body}</article>{_FOOTER}</body></html>"


def write_rows(path: Path, articles: Iterable[Article]) -> None:
    """The articles as `safqa ingest` reads them."""
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for n, article in enumerate(articles):
            url = f"https://{article.lang}.example/{article.id}-{n}"
            row = {"url": url, "title": article.title, "text": article.text, "lang": article.lang}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def rate(archive: Path, by: Readers) -> float:
    """Articles a second, into a database of their own."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/safqa.db"
        todo = unfinished(find([archive]), url, again=False)

        async def go() -> int:
            course = Course(todo, by, url)
            await course.go(course.total + 1)
            return sum(course.tally.pages.values()) or sum(course.tally.articles.values())

        start = perf_counter()
        return asyncio.run(go()) / (perf_counter() - start)


def summary(pairs: Sequence[Pair], processes: int, peak: int) -> list[str]:
    """The lines to print; `peak` in bytes."""
    ratios = sorted(pair.ratio for pair in pairs)
    return [
        f"1 process: {median(pair.one for pair in pairs):.1f} articles a second",
        f"{processes} processes: {median(pair.several for pair in pairs):.1f} articles a second",
        f"ratio: {median(ratios):.2f} (from {ratios[0]:.2f} to {ratios[-1]:.2f})",
        f"peak memory of the process that stores: {peak / 2**20:.0f} MiB",
    ]


def main(argv: Sequence[str] | None = None, *, corpus: Path = Path(__file__).parent / "corpus") -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.backfill", description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES, metavar="N")
    parser.add_argument("--processes", type=int, default=PROCESSES, metavar="N")
    parser.add_argument("--repeats", type=int, default=REPEATS, metavar="N")
    parser.add_argument("--rows", action="store_true", help="JSON Lines instead of a crawl")
    chosen = parser.parse_args(argv)
    batches.PIECES = _BATCH
    texts = list(islice(cycle(load(corpus)), chosen.articles))
    with tempfile.TemporaryDirectory() as folder:
        ending, write = ("jsonl.gz", write_rows) if chosen.rows else ("warc.gz", write_pages)
        archive, first = Path(folder) / f"archive.{ending}", Path(folder) / f"first.{ending}"
        write(archive, texts)
        write(first, texts[: 2 * _BATCH])
        with readers(1, None) as one, readers(chosen.processes, None) as several:
            rate(first, one)  # imports and tables are loaded
            rate(first, several)
            _say(
                f"{len(texts)} {'rows' if chosen.rows else 'pages'}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()}"
            )
            pairs = [Pair(rate(archive, one), rate(archive, several)) for _ in range(chosen.repeats)]
    for line in summary(pairs, chosen.processes, peak_memory()):
        _say(line)
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
