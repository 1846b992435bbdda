"""A packed text as a stream of parts, each of bounded size; what is damaged or cut off is noticed."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, BinaryIO

import zstandard

from safqa.archives.pieces import DamagedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safqa.archives.files import Packing

_PART = 65_536
_GZIP = 16 + zlib.MAX_WBITS
# zstandard cannot be told how much to give, so it gets little at once: a few MB come of it where everything is zeros.
_ZSTD_PART = 512
# The most that the zstd command takes without being asked to (`--long=27`).
_ZSTD_WINDOW = 2**27


def unpacked(file: BinaryIO, packing: Packing, offset: int = 0) -> Iterator[bytes]:
    """The text of a file from `offset` (in bytes of the text) on.

    Raises:
        DamagedError: the file is not packed so, is broken, or ends too soon.
    """
    if not packing:
        file.seek(offset)
        yield from iter(lambda: file.read(_PART), b"")
        return
    for part in _gunzipped(file) if packing == "gzip" else _unzstd(file):
        if offset < len(part):
            yield part[offset:]
        offset = max(0, offset - len(part))


def _gunzipped(file: BinaryIO) -> Iterator[bytes]:
    """All members one after the other; zero bytes behind the last are padding."""
    rest = b""
    while rest := rest.lstrip(b"\0") or file.read(_PART).lstrip(b"\0"):
        member = zlib.decompressobj(_GZIP)
        while not member.eof:
            try:
                part = member.decompress(rest, _PART)
            except zlib.error as error:
                raise DamagedError(str(error)) from None
            rest = member.unconsumed_tail or (b"" if member.eof else file.read(_PART))
            if part:
                yield part
            elif not rest and not member.eof:
                raise DamagedError("it ends within a packed part")
        rest = member.unused_data


def _unzstd(file: BinaryIO) -> Iterator[bytes]:
    """All frames one after the other."""
    opener = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    rest = b""
    while rest := rest or file.read(_ZSTD_PART):
        frame = opener.decompressobj()
        while not frame.eof:
            if not rest:
                raise DamagedError("it ends within a packed part")
            try:
                part = frame.decompress(rest)
            except zstandard.ZstdError as error:
                raise DamagedError(str(error)) from None
            if part:
                yield part
            rest = b"" if frame.eof else file.read(_ZSTD_PART)
        rest = frame.unused_data
