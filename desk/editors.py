"""The file of those who may judge on the web pages: a line each, `NAME:HASH`; lines that begin with # are notes.

Without the file, or with nobody in it, nobody signs in. It is read anew each time: who is taken out of it is out.
"""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

from desk.passwords import is_hash
from safqa.errors import InputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from safqa.settings import Settings

# A name stands beside each judgement.
_LONGEST = 64


def editors_file(settings: Settings) -> Path:
    """Where the file is, there or not."""
    return settings.editors or settings.home / "editors"


def editors(settings: Settings) -> dict[str, str]:
    """The hash of the password of each editor; none where SAFQA_EDITORS names no file and the data directory has none.

    Raises:
        UsageError: the file that SAFQA_EDITORS names is not there, or cannot be read.
        InputError: a line is none of its lines.
    """
    path = editors_file(settings)
    if settings.editors is None and not path.exists():
        return {}
    return read(_text(path), str(path))


def read(text: str, name: str) -> dict[str, str]:
    """The editors of the text of a file, which messages call `name`.

    Raises:
        InputError: a line is none of its lines, or a name stands there twice; the text tells file and line.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        who, _, kept = line.strip().partition(":")
        if not is_name(who) or not is_hash(kept):
            raise InputError(f"{name}:{number}: is no NAME:HASH; `safqa editor add NAME` writes such lines")
        if who in found:
            raise InputError(f"{name}:{number}: {who} stands there twice")
        found[who] = kept
    return found


def put(settings: Settings, who: str, kept: str) -> bool:
    """Write an editor into the file, in the place of what it had for the name; whether it had the name.

    Raises:
        UsageError: the name cannot be one, or the file cannot be written.
        InputError: as `read`.
    """
    if not is_name(who):
        raise UsageError(f"a name has up to {_LONGEST} characters, no colon, and no # or space at its ends: {who!r}")
    path = editors_file(settings)
    lines = _lines(path)
    known = who in read("\n".join(lines), str(path))
    _write(path, [*_without(lines, who), f"{who}:{kept}"])
    return known


def remove(settings: Settings, who: str) -> None:
    """Take an editor out of the file.

    Raises:
        UsageError: nobody there has the name, or the file cannot be written.
        InputError: as `read`.
    """
    path = editors_file(settings)
    lines = _lines(path)
    if who not in read("\n".join(lines), str(path)):
        raise UsageError(f"{path} has no editor {who!r}: `safqa editor list` tells whom it has")
    _write(path, _without(lines, who))


def is_name(text: str) -> bool:
    """Whether somebody can go by it: one line, told from a note and from a hash."""
    return 0 < len(text) <= _LONGEST and text.isprintable() and ":" not in text and text == text.strip().lstrip("#")


def _without(lines: list[str], who: str) -> list[str]:
    return [line for line in lines if line.strip().partition(":")[0] != who]


def _lines(path: Path) -> list[str]:
    return _text(path).splitlines() if path.exists() else []


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file of editors; `safqa editor add NAME` makes it") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: is not UTF-8") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None


def _write(path: Path, lines: list[str]) -> None:
    """All of it or nothing, and for its owner alone: `mkstemp` makes files of mode 0600."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=path.name, dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
        os.replace(name, path)  # noqa: PTH105 - a path and a name
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from None
