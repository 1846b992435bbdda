"""A file in batches, from a mark on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from safqa.archives.lines import rows
from safqa.archives.pieces import Batch, Piece
from safqa.archives.records import records
from safqa.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safqa.archives.files import ArchiveFile, Mark

# Pieces of a batch, in number and in bytes (some 50 pages of a newspaper): two seconds of reading either way, and
# less than what a cluster's scheduler would rather not carry (10 MB).
PIECES, BYTES = 100, 4_000_000
# Records are found by jumps of some 20 KB; most land in what was read already.
_BUFFER = 1_000_000


def batches(file: ArchiveFile, mark: Mark) -> Iterator[Batch]:
    """What stands behind a mark; the mark of the last batch, which may be empty, says that the file is finished.

    Raises:
        InputError: the file cannot be read any more.
    """
    number, some, size = 1, list[Piece](), 0
    try:
        with file.path.open("rb", buffering=_BUFFER) as handle:
            for piece in (rows if file.kind == "rows" else records)(handle, file, mark):
                some.append(piece)
                size += len(piece.body)
                mark = piece.after
                if len(some) >= PIECES or size >= BYTES:
                    yield _batch(file, number, some, mark, handle.tell())
                    number, some, size = number + 1, [], 0
    except OSError as error:
        raise InputError(f"{file.path}: cannot be read any more: {error.strerror or error}") from None
    yield _batch(file, number, some, replace(mark, finished=True), file.size)


def _batch(file: ArchiveFile, number: int, pieces: list[Piece], after: Mark, passed: int) -> Batch:
    return Batch(number, file.key, str(file.path), file.kind, tuple(pieces), after, passed)
