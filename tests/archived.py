"""Archives that tests write: WARC files by warcio, and JSON Lines; and all that a ledger holds after them."""

import gzip
import json
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import zstandard
from sqlalchemy import select
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from storage.engine import Database
from storage.models import Base

# Columns that hold the moment at which a run did something; two runs differ in nothing else.
MOMENTS = frozenset({"seen_at", "recorded_at", "closed_at", "first_seen_at", "created_at", "detected_at", "at"})
CRAWLED = "2025-06-11T08:00:00Z"


class Writer(WARCWriter):
    """warcio's, which leaves temporary files open for the garbage collector to complain about."""

    @staticmethod
    def _create_temp_file() -> BytesIO:
        return BytesIO()


def warc(path: Path, pages: Iterable[tuple[str, str]], *, status: str = "200 OK", kind: str = "text/html") -> Path:
    """A crawl of pages (address, HTML) as Common Crawl ships it: a request and a response each, packed by the name."""
    with path.open("wb") as file:
        writer = Writer(file, gzip=path.suffix == ".gz")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "tests"}))
        for url, html in pages:
            asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "news.example")], is_http_request=True)
            writer.write_record(writer.create_warc_record(url, "request", payload=BytesIO(b""), http_headers=asked))
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            dated = {"WARC-Date": CRAWLED}
            record = writer.create_warc_record(
                url, "response", payload=BytesIO(html.encode()), http_headers=headers, warc_headers_dict=dated
            )
            writer.write_record(record)
    return path


def jsonl(path: Path, rows: Iterable[object]) -> Path:
    """Rows, packed by the name; a string stands as it is."""
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    data = "".join(f"{line}\n" for line in lines).encode()
    match path.suffix:
        case ".gz":
            data = gzip.compress(data)
        case ".zst":
            data = zstandard.ZstdCompressor().compress(data)
    path.write_bytes(data)
    return path


def row(n: int) -> dict[str, Any]:
    """An article with its deal: twelve takeovers, each told five times, with other sums and at last as completed."""
    target, amount = f"Target {'ABCDEFGHIJKL'[n % 12]}", 1e9 + 1e8 * (n % 7)
    quote = f"{amount:.0f} dollars"
    figure = {"metric": "amount", "low": amount, "high": amount, "unit": "USD", "qualifier": "exact", "quote": quote}
    deal = {
        "type": "acquisition",
        "status": "announced" if n < 48 else "completed",
        "target": {"name": target},
        "parties": [{"name": "Meta", "role": "acquirer"}],
        "figures": [figure],
    }
    return {
        "url": f"https://outlet{n % 5}.example/{n}",
        "text": f"Meta buys {target} for {quote}, says outlet {n % 5} in piece {n}.",
        "published": f"2025-06-{1 + n // 5:02}",
        "publisher": f"Outlet {n % 5}",
        "deals": [deal],
    }


def all_rows(database: Database, without: frozenset[str] = MOMENTS) -> dict[str, list[Any]]:
    """Every row of the ledger, those that are closed too, with ids and running numbers; without our own moments."""
    with database.read() as connection:
        return {
            table.name: sorted(
                tuple((name, str(value)) for name, value in found.items() if name not in without)
                for found in connection.execute(select(table)).mappings()
            )
            for table in Base.metadata.sorted_tables
            if table.name not in {"archive_mark", "decided"}
        }
