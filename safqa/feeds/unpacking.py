"""Content codings, taken off part by part: what comes out is bounded whatever goes in.

A body of a few hundred bytes can unpack to gigabytes, so nothing here unpacks more than it is told to (zstd: up to 2 MB
more). The caller counts what came out and stops asking.

Not covered: several codings on top of each other. Nobody was seen to send them, and each layer is a further bomb.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Protocol

import brotli  # type: ignore[import-untyped]
import zstandard

if TYPE_CHECKING:
    from collections.abc import Callable

# What a server is told that it may use.
ACCEPTED = "gzip, br, zstd"

# zlib's window argument that accepts gzip and zlib headers alike.
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
# RFC 9659: who packs for the web keeps to a window of 8 MB, so that who unpacks needs no more memory than that.
_ZSTD_WINDOW = 8 * 1024 * 1024
# zstandard cannot be told how much to give. The smallest block has 4 bytes and unpacks to 128 KB: 64 bytes hold at most
# 16 of them, 2 MB. A real feed of 10 MB is some 30,000 such slices, 30 ms.
_ZSTD_SLICE = 64


class BrokenCodingError(Exception):
    """A body is not in the coding that its reply names."""


class Unpacker(Protocol):
    """One body on its way out of its coding."""

    def unpack(self, part: bytes, most: int) -> bytes:
        """What the next part of the body holds, about `most` bytes (more than none) at most.

        Once that many came out the rest of the part is lost: the body is too big to be kept.

        Raises:
            BrokenCodingError: the body is not in this coding.
        """

    @property
    def whole(self) -> bool:
        """Whether the body could end here: not within something packed."""


class _Member(Protocol):
    """One gzip member or zstd frame, of which a body may hold several: `zlib.decompressobj()` is one."""

    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...


class _Plain:
    """A body without a coding."""

    whole = True

    def unpack(self, part: bytes, most: int) -> bytes:
        return part[:most]


class _Members:
    """A body of members one after the other; zero bytes between and after them are padding."""

    def __init__(self, opened: Callable[[], _Member]) -> None:
        self._opened = opened
        self._member: _Member | None = None

    @property
    def whole(self) -> bool:
        return self._member is None

    def unpack(self, part: bytes, most: int) -> bytes:
        found: list[bytes] = []
        while most > 0 and (part := part if self._member else part.lstrip(b"\0")):
            self._member = self._member or self._opened()
            try:
                found.append(self._member.decompress(part, most))
            except (zlib.error, zstandard.ZstdError) as error:
                raise BrokenCodingError(str(error)) from None
            most -= len(found[-1])
            part = self._member.unused_data
            if self._member.eof:
                self._member = None
        return b"".join(found)


class _ZstdFrame:
    """A zstd frame with the manners of a zlib object."""

    def __init__(self) -> None:
        self._frame = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
        self.unused_data = b""

    @property
    def eof(self) -> bool:
        return self._frame.eof

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        found = bytearray()
        for start in range(0, len(data), _ZSTD_SLICE):
            found += self._frame.decompress(data[start : start + _ZSTD_SLICE])
            if self._frame.eof:
                self.unused_data = self._frame.unused_data + data[start + _ZSTD_SLICE :]
                break
            if len(found) >= max_length:
                break
        return bytes(found)


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()
        self._begun = False

    @property
    def whole(self) -> bool:
        return not self._begun or bool(self._stream.is_finished())

    def unpack(self, part: bytes, most: int) -> bytes:
        self._begun = True
        try:
            return bytes(self._stream.process(part, output_buffer_limit=most))
        except brotli.error as error:
            raise BrokenCodingError(str(error)) from None


def unpacker(coding: str) -> Unpacker | None:
    """The unpacker for a Content-Encoding header, "" for none; None for a coding that was not asked for.

    Deflate is not asked for either, but some servers send it to everybody; it is read in its usual form (zlib).
    """
    match coding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip" | "deflate":
            return _Members(lambda: zlib.decompressobj(_GZIP_OR_ZLIB))
        case "zstd":
            return _Members(_ZstdFrame)
        case "br":
            return _Brotli()
        case _:
            return None
