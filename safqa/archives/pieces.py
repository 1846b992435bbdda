"""What an archive's readers give: rows and records as bytes, each with its place and where to go on after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from safqa.archives.files import Kind, Mark

# The same as of a page that is fetched, and room for headers. A row is shorter; a longer one is no article.
LONGEST = 12_000_000


class DamagedError(Exception):
    """A file cannot be read on from here; the text says why."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A row or a record.

    `place` ("news.jsonl:12", "news.warc.gz at byte 5210") opens whatever is said about it, and `after` is the mark
    behind it. `body` is empty where `fault` says why it cannot be read, and where it is `too_big`.
    """

    place: str
    body: bytes
    after: Mark
    fault: str = ""
    too_big: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Neighbours of one file, small enough to travel to whoever reads them.

    `after` is the mark behind them, `passed` how many bytes of the file have been gone through until there.
    """

    number: int
    key: str
    name: str
    kind: Kind
    pieces: tuple[Piece, ...]
    after: Mark
    passed: int
