"""Reading an archive as a stream: every piece once, from any mark on, around whatever is damaged."""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from archived import jsonl, warc

from safqa.archives import batches as cutting
from safqa.archives import records
from safqa.archives.batches import batches
from safqa.archives.files import Mark, find
from safqa.archives.pieces import Batch, Piece

ROWS = [{"url": f"https://a.example/{n}", "text": f"نص {n} " + "x" * (n % 7)} for n in range(50)]
START = Mark()
PAGES = [(f"https://a.example/{n}", f"<html><p>page {n}</p></html>") for n in range(20)]
FILES = ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.warc", "a.warc.gz"]


def written(path: Path) -> Path:
    return jsonl(path, ROWS) if ".jsonl" in path.name else warc(path, PAGES)


def read(path: Path, mark: Mark = START) -> list[Batch]:
    [file] = find([path])
    return list(batches(file, mark))


def pieces(found: list[Batch]) -> list[Piece]:
    return [piece for batch in found for piece in batch.pieces]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "PIECES", 7)


@pytest.mark.parametrize("name", FILES)
def test_reading_goes_on_at_every_mark(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / name)
    whole = read(path)
    every = pieces(whole)
    assert len(every) == (len(ROWS) if "jsonl" in name else len(PAGES))
    assert [batch.after.finished for batch in whole] == [False] * (len(whole) - 1) + [True]
    assert len(whole) > 2
    assert [batch.passed for batch in whole] == sorted(batch.passed for batch in whole)
    assert whole[-1].passed == path.stat().st_size
    for n, piece in enumerate(every):
        assert pieces(read(path, piece.after)) == every[n + 1 :]


def test_rows_are_as_they_were_written(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", ["", *ROWS])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().rstrip(b"\n"))
    found = pieces(read(path))
    assert [json.loads(piece.body) for piece in found] == ROWS
    assert found[0].place == f"{path}:2"


def test_a_batch_is_cut_by_its_bytes_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "BYTES", 100)
    path = jsonl(tmp_path / "a.jsonl", ["x" * 99, "y", "z" * 200, "end"])
    assert [len(batch.pieces) for batch in read(path)] == [2, 1, 1]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
def test_a_packed_text_that_is_cut_off_keeps_what_came_before(tmp_path: Path, name: str) -> None:
    noise = Random(1)  # noqa: S311 - repeatable, not secret
    path = jsonl(tmp_path / name, [{"n": n, "x": noise.randbytes(400).hex()} for n in range(500)])
    path.write_bytes(path.read_bytes()[:-1000])
    *good, bad = pieces(read(path))
    assert [json.loads(piece.body)["n"] for piece in good] == list(range(len(good)))
    assert 400 < len(good) < 500
    assert (bad.body, bad.place) == (b"", f"{path}:{len(good) + 1}")
    assert "cannot be read from here on: it ends" in bad.fault


def test_what_is_not_packed_as_it_says_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(b"plain text\n" * 50)
    [only] = pieces(read(path))
    assert "cannot be read from here on" in only.fault


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_reading_goes_on_behind_a_damaged_record(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / name)
    every = pieces(read(path))
    data = bytearray(path.read_bytes())
    start, end = every[4].after.offset, every[6].after.offset
    # Within the response after piece 4's: its header is spoilt, and all bytes up to the next response's header.
    data[start + 20 : end - 20] = b"\x1f\x8b\x08" * ((end - start - 40) // 3) + b"?" * ((end - start - 40) % 3)
    path.write_bytes(data)
    found = pieces(read(path))
    bad = [piece for piece in found if piece.fault]
    assert [piece.body for piece in found if not piece.fault] == [p.body for p in (*every[:5], *every[7:])]
    assert bad
    assert bad[0].place == f"{path} at byte {start}"
    for n, piece in enumerate(found):
        assert pieces(read(path, piece.after)) == found[n + 1 :]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_crawl_that_is_cut_off_keeps_what_came_before(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / name)
    every = pieces(read(path))
    path.write_bytes(path.read_bytes()[:-30])
    found = pieces(read(path))
    assert [piece.body for piece in found[:-1]] == [piece.body for piece in every[:-1]]
    assert found[-1].fault == "the file ends within a record"
    assert read(path)[-1].after.finished


def test_a_record_that_is_too_long_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "LONGEST", 100_000)
    for name in ("a.warc", "a.warc.gz"):
        path = warc(tmp_path / name, [PAGES[0], ("https://a.example/long", "x" * 300_000), PAGES[1]])
        found = pieces(read(path))
        assert [(bool(piece.body), piece.too_big, piece.fault) for piece in found] == [
            (True, False, ""),
            (False, True, ""),
            (True, False, ""),
        ]


def test_a_crawl_that_is_packed_as_a_whole_says_what_to_do(tmp_path: Path) -> None:
    plain = written(tmp_path / "a.warc")
    path = tmp_path / "b.warc.gz"
    path.write_bytes(gzip.compress(plain.read_bytes()))
    [only] = pieces(read(path))
    assert "warcio recompress" in only.fault


def test_what_is_no_crawl_is_one_fault(tmp_path: Path) -> None:
    for name, data in (("a.warc", b"<html>an error page</html>" * 9), ("b.warc.gz", gzip.compress(b"no record" * 99))):
        (tmp_path / name).write_bytes(data)
        [only] = pieces(read(tmp_path / name))
        assert only.fault == "there is no WARC record"


FLAT = """
import resource, sys
from pathlib import Path
from safqa.archives.batches import batches
from safqa.archives.files import Mark, find
[file] = find([Path(sys.argv[1])])
first = None
for batch in batches(file, Mark()):
    first = first or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - first)
"""


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst", "a.warc.gz"])
def test_memory_does_not_grow_with_the_archive(tmp_path: Path, name: str) -> None:
    """Of 120 MB and more no more is held than a few batches of 4 MB (KiB on Linux, bytes on macOS)."""
    path, page = tmp_path / name, "word " * 10_000
    if "warc" in name:
        warc(path, ((f"https://a.example/{n}", page) for n in range(2_500)))
    else:
        jsonl(path, [{"url": f"https://a.example/{n}", "text": page} for n in range(2_500)])
    grown = subprocess.run([sys.executable, "-c", FLAT, str(path)], capture_output=True, check=True, text=True)
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(grown.stdout) * unit < 25_000_000
