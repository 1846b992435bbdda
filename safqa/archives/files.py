"""The files of an archive: what each holds, how it is packed, and by what it is known when it is met again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from safqa import identity
from safqa.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Kind = Literal["rows", "pages"]
Packing = Literal["", "gzip", "zstd"]

_KINDS: dict[str, Kind] = {".jsonl": "rows", ".ndjson": "rows", ".warc": "pages"}
_PACKINGS: dict[str, Packing] = {".gz": "gzip", ".zst": "zstd"}
# Of the beginning and of the end, beside size and time: two archives of one crawl may begin with the same records.
_LOOKED_AT = 65_536


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a file is to be read on: `offset` in its bytes, `number` rows or records before; `finished` at its end.

    The bytes are those of the unpacked text for JSON Lines, those of the file for WARC, which is packed by record.
    """

    offset: int = 0
    number: int = 0
    finished: bool = False


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """One file; `key` is the same wherever it lies, and another as soon as it was changed."""

    path: Path
    kind: Kind
    packing: Packing
    size: int
    key: str


def find(places: Iterable[Path]) -> list[ArchiveFile]:
    """The files named, and those in folders named, at any depth, by name; each once.

    Raises:
        UsageError: a place is not there, cannot be read, is no archive, or there is nothing in a folder.
    """
    found = (_opened(path) for place in places for path in _paths(place))
    return list({file.key: file for file in reversed(list(found))}.values())[::-1]


def _paths(place: Path) -> Iterator[Path]:
    if not place.is_dir():
        yield place
        return
    inside = sorted(path for path in place.rglob("*") if path.is_file() and _told(path))
    if not inside:
        raise UsageError(f"{place}: no archive in this folder: none of .jsonl, .ndjson, .warc (also .gz, .zst)")
    yield from inside


def _told(path: Path) -> tuple[Kind, Packing] | None:
    """What the name says of a file; None where it is no archive's."""
    packing = _PACKINGS.get(path.suffix.lower(), "")
    kind = _KINDS.get((path.with_suffix("") if packing else path).suffix.lower())
    return (kind, packing) if kind else None


def _opened(path: Path) -> ArchiveFile:
    try:
        state = path.stat()
        with path.open("rb") as file:
            head = file.read(_LOOKED_AT)
            file.seek(max(0, state.st_size - _LOOKED_AT))
            ends = hashlib.sha256(head + file.read(_LOOKED_AT)).hexdigest()
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    told = _told(path)
    if told is None:
        raise UsageError(f"{path}: neither JSON Lines (.jsonl, .ndjson) nor WARC (.warc), also as .gz or .zst")
    if told == ("pages", "zstd"):
        raise UsageError(f"{path}: WARC packed by zstd is not read; unpack it first: zstd -d {path}")
    key = identity.digest("archive", str(state.st_size), str(state.st_mtime_ns), ends)
    return ArchiveFile(path, *told, state.st_size, key)
