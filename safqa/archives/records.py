"""The replies that a WARC file keeps, from a mark on, one at a time.

A WARC file holds one record after the other, packed one by one (`.warc.gz`: each is a gzip member of its own, so that
one can begin at any of them) or not at all. Of a damaged stretch one piece tells; reading goes on at the next record
behind it. warcio reads the headers; the way from record to record is ours, because warcio neither notices a broken
member nor goes on after it.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from safqa.archives.files import Mark
from safqa.archives.pieces import LONGEST, DamagedError, Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safqa.archives.files import ArchiveFile

_PART = 65_536
_GZIP = 16 + zlib.MAX_WBITS
# Headers of a record are about 500 bytes.
_LONGEST_HEADER = 65_536
_SEARCHED = 1_000_000
_BEGINS = b"WARC/"
_MEMBER = re.compile(rb"\x1f\x8b\x08")
_RECORD = re.compile(rb"(?<=\n)WARC/\d")
_PARSER = StatusAndHeadersParser(ArcWarcRecordLoader.WARC_TYPES)


@dataclass(frozen=True, slots=True)
class _Header:
    """What a record says of itself: where its block begins, how long it is, and whether it is a reply of the web."""

    start: int
    length: int
    reply: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """What stands at an offset: a record up to `end`, whole unless it is `too_big`, or what is wrong with it."""

    end: int
    reply: bool = False
    body: bytes = b""
    too_big: bool = False
    fault: str = ""


def records(handle: BinaryIO, file: ArchiveFile, mark: Mark) -> Iterator[Piece]:
    """The replies of the web behind a mark; other records (requests, metadata) are passed over, and count."""
    packed = file.packing == "gzip"
    offset, number = mark.offset, mark.number
    while offset < file.size:
        place = f"{file.path} at byte {offset}"
        try:
            found = (_packed if packed else _plain)(handle, offset, file.size)
        except DamagedError as error:
            found = _Found(_behind(handle, offset + 1, file.size, packed=packed), fault=str(error))
        offset, number = found.end, number + 1
        if found.fault or found.reply:
            yield Piece(place, found.body, Mark(offset, number), found.fault, found.too_big)


def _packed(handle: BinaryIO, offset: int, _size: int) -> _Found:
    """The record that a gzip member holds."""
    data, end = _member(handle, offset)
    header = _header(data)
    whole = header.start + header.length
    rest = data[whole:].strip()
    if rest.startswith(_BEGINS):
        why = "the file is packed as a whole and not record by record; pack it anew: warcio recompress OLD NEW"
        return _Found(end, fault=why)
    if len(data) > LONGEST:
        return _Found(end, header.reply, too_big=True)
    if rest or whole > len(data):
        return _Found(end, fault=f"the record is {'longer' if rest else 'shorter'} than it says")
    return _Found(end, header.reply, bytes(data[:whole]))


def _member(handle: BinaryIO, offset: int) -> tuple[bytearray, int]:
    """What a member holds (the beginning, if it is too much), and where it ends."""
    handle.seek(offset)
    member, data = zlib.decompressobj(_GZIP), bytearray()
    while not member.eof:
        part = member.unconsumed_tail or handle.read(_PART)
        try:
            got = member.decompress(part, _PART)
        except zlib.error as error:
            raise DamagedError(str(error)) from None
        if not part and not got:
            raise DamagedError("the file ends within a record")
        if len(data) <= LONGEST:
            data += got
    return data, handle.tell() - len(member.unused_data)


def _plain(handle: BinaryIO, offset: int, size: int) -> _Found:
    """The record that stands at an offset of a file that is not packed."""
    handle.seek(offset)
    header = _header(handle.read(_LONGEST_HEADER))
    whole = header.start + header.length
    if offset + whole > size:
        raise DamagedError("the file ends within a record")
    handle.seek(offset + whole)
    behind = handle.read(16)  # two line ends, and some writers' third
    if behind.lstrip(b"\r\n") and not behind.lstrip(b"\r\n").startswith(_BEGINS[:1]):
        raise DamagedError("the record is longer than it says")
    end = offset + whole + len(behind) - len(behind.lstrip(b"\r\n"))
    if whole > LONGEST:
        return _Found(end, header.reply, too_big=True)
    handle.seek(offset)
    return _Found(end, header.reply, handle.read(whole))


def _header(data: bytes | bytearray) -> _Header:
    stream = BytesIO(data[:_LONGEST_HEADER])
    try:
        headers = _PARSER.parse(stream)
        length = int(headers.get_header("Content-Length", ""))
    except (StatusAndHeadersParserException, EOFError, ValueError):
        raise DamagedError("there is no WARC record") from None
    if length < 0:
        raise DamagedError("there is no WARC record")
    # wget 1.19 wrote the address in angle brackets; names of hosts (dns:) are kept as responses too.
    web = headers.get_header("WARC-Target-URI", "").lstrip("<").startswith(("http://", "https://"))
    return _Header(stream.tell(), length, web and headers.get_header("WARC-Type") == "response")


def _behind(handle: BinaryIO, offset: int, size: int, *, packed: bool) -> int:
    """Where the next record begins at or after an offset; the end of the file where none does."""
    mark = _MEMBER if packed else _RECORD
    base, window = offset - 1, b""  # a record that is not packed begins behind a line end
    handle.seek(base)
    while part := handle.read(_SEARCHED):
        window += part
        for found in mark.finditer(window, 1):
            place = base + found.start()
            if not packed or _begins_record(handle, place):
                return place
        handle.seek(base + len(window))
        base, window = base + len(window) - len(_BEGINS) - 1, window[-len(_BEGINS) - 1 :]
    return size


def _begins_record(handle: BinaryIO, offset: int) -> bool:
    """Whether a gzip member that holds a record begins here, and not just three bytes that look so."""
    handle.seek(offset)
    try:
        return zlib.decompressobj(_GZIP).decompress(handle.read(1_024), len(_BEGINS)) == _BEGINS
    except zlib.error:
        return False
