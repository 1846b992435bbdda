"""Which extractor this is: a hash of everything that decides what is read in a text, code and word lists alike.

It is stored with every reading. A text whose reading by this very extractor is stored is not read again, so a second
run over the same input writes nothing. When a rule or a list has changed, stored articles stay as they were read until
they come again (a feed still carries them, a file is ingested once more) or until the ledger is rebuilt; a reading that
a former extractor made is then closed, not deleted.

A comment changes the hash too: one reading too many is cheap, one too few would be wrong unseen. A model or a database
that a user has installed is part of it (`arabic.installed`). Not part of it: the versions of camel-tools, of which the
reader of the ALMOR format is used, and of what runs the model.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from safqa.extraction.arabic.installed import installed
from safqa.identity import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

# What the extractor loads of the project; a test compares it with what is loaded. Folders count with all below them.
_PARTS = ("data", "extraction", "model.py", "names", "organisations", "tables.py", "text.py", "withdrawals.py")
_SUFFIXES = (".almor", ".py", ".toml", ".tsv", ".txt")


@cache
def fingerprint() -> str:
    """The fingerprint of the extractor that is installed: 32 hexadecimal digits. Takes 3 ms, once a process."""
    return fingerprint_of({name: file.read_bytes() for name, file in sources()} | dict(_stamps()))


def _stamps() -> Iterator[tuple[str, bytes]]:
    """A user's own CAMeL data that are read with: how large and how old each file is stands for what it holds."""
    return ((f"camel/{name}", stamp.encode()) for name, stamp in installed().stamps())


def fingerprint_of(contents: Mapping[str, bytes]) -> str:
    """The fingerprint of files, given as their names and bytes; their order does not matter."""
    hashes = ((name, hashlib.sha256(contents[name]).hexdigest()) for name in sorted(contents))
    return digest(*(part for pair in hashes for part in pair))


def sources() -> Iterator[tuple[str, Traversable]]:
    """The files that make the extractor what it is, with their names from the project's root."""
    for part in _PARTS:
        yield from _files(f"safqa/{part}", files("safqa") / part)
    for file in files("seeds").iterdir():
        if file.name.endswith(".tsv"):
            yield f"seeds/{file.name}", file


def _files(name: str, place: Traversable) -> Iterator[tuple[str, Traversable]]:
    if place.is_dir():
        for below in place.iterdir():
            yield from _files(f"{name}/{below.name}", below)
    elif name.endswith(_SUFFIXES):
        yield name, place
