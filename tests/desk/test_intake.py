"""Files that are empty, binary, wrongly encoded, half broken: what is read of them and what is said."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import intake
from safqa.errors import InputError, UsageError


def places(data: bytes) -> dict[str, Any]:
    return dict(intake.rows(data, "f.jsonl"))


def test_each_row_keeps_its_line_and_a_broken_one_does_not_stop_the_rest() -> None:
    found = places(b'{"a": 1}\n\n{broken\n{"a": 2}\n')
    assert found["f.jsonl:1"] == {"a": 1}
    assert found["f.jsonl:4"] == {"a": 2}
    assert "f.jsonl:3: not JSON" in str(found["f.jsonl:3"])


def test_a_line_separator_inside_a_string_ends_no_row() -> None:
    data = json.dumps({"text": "a\u2028b\u0085c"}, ensure_ascii=False).encode()
    assert places(data) == {"f.jsonl:1": {"text": "a\u2028b\u0085c"}}


def test_one_document_over_many_lines_is_one_row() -> None:
    assert places(json.dumps({"text": "x", "deals": []}, indent=1).encode()) == {
        "f.jsonl:1": {"text": "x", "deals": []}
    }


@pytest.mark.parametrize("line", [b"[" * 100_000, b'{"a": ' * 100_000, b'{"n": ' + b"9" * 10_000 + b"}"])
def test_hostile_json_is_a_bad_row(line: bytes) -> None:
    found = places(b'{"a": 1}\n' + line)
    assert isinstance(found["f.jsonl:2"], InputError)


def test_a_row_in_another_encoding_is_bad_alone_but_a_whole_file_is_one_error() -> None:
    arabic = json.dumps({"text": "صفقة"}, ensure_ascii=False)
    wrong = arabic.encode("windows-1256")
    assert "not UTF-8 (byte 0x" in str(places(arabic.encode() + b"\n" + wrong)["f.jsonl:2"])
    with pytest.raises(InputError, match=r"f\.jsonl:1: is not UTF-8"):
        list(intake.rows(wrong + b"\n" + wrong, "f.jsonl"))


@pytest.mark.parametrize(
    ("data", "are_rows"),
    [
        (b'{"text": "x"}', True),
        (b'\n  {"text": "x"}', True),
        (b'{"text": "x"', True),
        (b'broken\n{"text": "x"}', True),
        ("قالت ميتا {إنها} ستستثمر".encode(), False),
        (b"plain\n{not json}", False),
    ],
)
def test_rows_are_told_from_plain_text(data: bytes, are_rows: bool) -> None:
    assert intake.holds_rows(data) is are_rows


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\x7fELF\x02\x01\x01\x00", "is a binary file"),
        ("صفقة".encode("utf-16"), "is UTF-16"),
    ],
)
def test_what_is_no_text_is_said_in_one_line(tmp_path: Path, data: bytes, fault: str) -> None:
    file = tmp_path / "in.txt"
    file.write_bytes(data)
    with pytest.raises(InputError, match=fault):
        intake.read(str(file))


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_what_is_no_file_is_a_usage_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        intake.read(str(tmp_path / name))


def test_plain_text_in_another_encoding_or_a_json_list_is_refused() -> None:
    with pytest.raises(InputError, match="not UTF-8"):
        intake.plain_text("صفقة".encode("windows-1256"), "a.txt")
    with pytest.raises(InputError, match="JSON list"):
        intake.plain_text(b'[{"text": "x"}]', "a.txt")


def test_standard_input_is_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbfhello")))
    assert intake.read("-") == b"hello"


@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers()), min_size=1))
def test_every_row_written_is_read(rows: list[dict[str, Any]]) -> None:
    data = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    assert list(places(data).values()) == rows
