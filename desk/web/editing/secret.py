"""The key by which sessions and forms are signed: made once, kept in the data directory for its owner alone."""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

_log = logging.getLogger(__name__)

_BYTES = 32
_FILE = "web-secret"


def secret(home: Path) -> bytes:
    """The key of a data directory, made where there is none yet.

    Where none can be kept it is one for this process alone: editors then sign in again after each start.
    """
    path = home / _FILE
    try:
        if not path.exists():
            _make(path)
        found = path.read_bytes()
    except OSError as error:
        return _passing(path, error.strerror or type(error).__name__)
    return found if len(found) == _BYTES else _passing(path, f"is no key of {_BYTES} bytes; delete it")


def _make(path: Path) -> None:
    """Whole at once, and never in the place of another's: a link to a file that is written, of mode 0600."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(prefix=_FILE, dir=path.parent) as file:
        file.write(secrets.token_bytes(_BYTES))
        file.flush()
        with suppress(FileExistsError):
            path.hardlink_to(Path(file.name))


def _passing(path: Path, fault: str) -> bytes:
    _log.warning("%s: %s; editors sign in again after each start", path, fault)
    return secrets.token_bytes(_BYTES)
