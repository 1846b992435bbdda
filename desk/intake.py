"""Files and standard input as the rows or the one text they hold.

A file is JSON Lines when its first character is `{` or any line is a JSON object; else it is one plain-text article.
A file that is one JSON object over many lines is one row. Everything is UTF-8: a guess at another encoding would put
wrong letters into quotes.
"""

from __future__ import annotations

import codecs
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from safqa.errors import InputError, UsageError
from safqa.jsonlines import decoded, not_utf8

if TYPE_CHECKING:
    from collections.abc import Iterator

STANDARD_INPUT = "-"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(source: str) -> bytes:
    """The bytes of a file, or of standard input for `-`; they are text as far as a glance can tell.

    Raises:
        UsageError: there is no such file, or it may not be read.
        InputError: it is empty or binary.
    """
    data = _bytes(source).removeprefix(codecs.BOM_UTF8)
    if not data.strip():
        raise InputError(f"{shown(source)}: is empty")
    if data.startswith(_UTF16):
        raise InputError(f"{shown(source)}: is UTF-16; convert it to UTF-8 first: iconv -f UTF-16 -t UTF-8")
    if b"\x00" in data:
        raise InputError(f"{shown(source)}: is a binary file, not text")
    return data


def shown(source: str) -> str:
    """The name of an input in messages."""
    return "standard input" if source == STANDARD_INPUT else source


def _bytes(source: str) -> bytes:
    if source == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except FileNotFoundError:
        raise UsageError(f"{source}: no such file") from None
    except OSError as error:
        raise UsageError(f"{source}: cannot be read: {error.strerror}") from None


def holds_rows(data: bytes) -> bool:
    """Whether the bytes are JSON Lines (or one JSON document) and not plain text."""
    return data.lstrip()[:1] == b"{" or any(
        line.lstrip()[:1] == b"{" and isinstance(_parsed(line), dict) for line in data.split(b"\n")
    )


def plain_text(data: bytes, source: str) -> str:
    """The one article of a plain-text file.

    Raises:
        InputError: it is not UTF-8, or is a JSON list.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise InputError(f"{shown(source)}: {not_utf8(data, error)}") from None
    if text.lstrip().startswith("[") and isinstance(_parsed(data), list):
        raise InputError(f"{shown(source)}: is a JSON list; give one object per line: jq -c '.[]'")
    return text


def rows(data: bytes, source: str) -> Iterator[tuple[str, object | InputError]]:
    """Each row as (its place, the decoded object or what is wrong with it); never raises for a single row.

    Raises:
        InputError: the first row is not UTF-8, so the file is in another encoding.
    """
    whole = _whole_document(data)
    if whole is not None:
        yield f"{shown(source)}:1", whole
        return
    first = True
    for n, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        place = f"{shown(source)}:{n}"
        row = _row(line, place)
        if first and isinstance(row, InputError) and isinstance(row.__cause__, UnicodeDecodeError):
            raise row
        first = False
        yield place, row


def _whole_document(data: bytes) -> object | None:
    """The object that a file written over many lines is; None for JSON Lines."""
    first_line = data.lstrip().split(b"\n", 1)[0]
    if isinstance(_parsed(first_line), dict):
        return None
    whole = _parsed(data)
    return whole if isinstance(whole, dict) else None


def _row(line: bytes, place: str) -> object | InputError:
    try:
        return decoded(line, place)
    except InputError as fault:
        return fault


def _parsed(data: bytes) -> object | None:
    try:
        decoded: object = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return decoded
