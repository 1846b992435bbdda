"""The rows of a JSON Lines file, from a mark on, one at a time."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, BinaryIO

from safqa.archives.files import Mark
from safqa.archives.pieces import LONGEST, DamagedError, Piece
from safqa.archives.unpacked import unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from safqa.archives.files import ArchiveFile


def rows(handle: BinaryIO, file: ArchiveFile, mark: Mark) -> Iterator[Piece]:
    """The rows behind a mark; empty lines are passed over. Where the file is damaged, that is the last piece."""
    offset, number = mark.offset, mark.number
    try:
        for line, length in _lines(unpacked(handle, file.packing, offset)):
            offset, number = offset + length, number + 1
            place, after = f"{file.path}:{number}", Mark(offset, number)
            if length > LONGEST:
                yield Piece(place, b"", after, fault=f"is longer than {LONGEST} bytes")
            elif body := (line.removeprefix(codecs.BOM_UTF8) if number == 1 else line).strip():
                yield Piece(place, body, after)
    except DamagedError as error:
        yield Piece(
            f"{file.path}:{number + 1}", b"", Mark(offset, number), fault=f"cannot be read from here on: {error}"
        )


def _lines(parts: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    """Each line with its length, its end included; of one that is too long, only the length.

    A line that damage cuts off is not given.
    """
    begun, length = bytearray(), 0
    for part in parts:
        *ended, rest = part.split(b"\n")
        for line in ended:
            yield bytes(begun + line), length + len(line) + 1
            begun, length = bytearray(), 0
        length += len(rest)
        if length <= LONGEST:
            begun += rest
    if length:
        yield bytes(begun), length
