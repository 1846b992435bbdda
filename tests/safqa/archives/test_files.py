"""Which files are an archive, and by what each is known."""

import os
import shutil
from pathlib import Path

import pytest
from archived import jsonl, warc
from newspages import ENGLISH_PAGE

from safqa.archives.files import find
from safqa.errors import UsageError


def test_a_folder_gives_its_archives_by_name_and_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    jsonl(tmp_path / "b.jsonl", ["{}"])
    jsonl(tmp_path / "deep" / "a.ndjson.gz", ["{}", "1"])
    jsonl(tmp_path / "c.jsonl.zst", ["{}", "2"])
    warc(tmp_path / "A.WARC.gz", [("https://a.example/1", ENGLISH_PAGE)])
    (tmp_path / "notes.txt").write_text("no archive")
    found = find([tmp_path])
    assert [(f.path.relative_to(tmp_path).as_posix(), f.kind, f.packing) for f in found] == [
        ("A.WARC.gz", "pages", "gzip"),
        ("b.jsonl", "rows", ""),
        ("c.jsonl.zst", "rows", "zstd"),
        ("deep/a.ndjson.gz", "rows", "gzip"),
    ]


def test_a_file_is_the_same_wherever_it_lies_and_another_when_it_was_changed(tmp_path: Path) -> None:
    one = jsonl(tmp_path / "one.jsonl", ["x" * 100_000, "y" * 100_000, "z" * 100_000])
    moved = tmp_path / "moved.jsonl"
    shutil.copy2(one, moved)
    [first], [copy] = find([one]), find([moved])
    assert copy.key == first.key
    assert [f.path for f in find([one, moved])] == [one]
    data = bytearray(moved.read_bytes())
    data[150_000:150_001] = b"!"  # between the bytes that are looked at
    moved.write_bytes(data)
    os.utime(moved, ns=(0, one.stat().st_mtime_ns + 1_000_000))
    assert find([moved])[0].key != first.key


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("gone.jsonl", "no such file"),
        ("notes.txt", "neither JSON Lines"),
        ("crawl.warc.zst", "zstd -d"),
        ("empty", "no archive in this folder"),
    ],
)
def test_what_is_no_archive_says_so(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "notes.txt").write_text("text")
    (tmp_path / "crawl.warc.zst").write_bytes(b"")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=says) as raised:
        find([tmp_path / name])
    assert str(tmp_path / name) in str(raised.value)
