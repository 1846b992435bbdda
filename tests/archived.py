"""Archives that tests write: WARC files by warcio, and JSON Lines."""

import gzip
import json
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

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
