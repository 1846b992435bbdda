"""What a database says when it fails, as one line for people: what, where, and what to do. Never a password."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from safqa.errors import BusyError, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PASSWORD = re.compile(r"(://[^:/@\s]*):[^@\s]*@")
_BUSY = "is locked by another program: wait for it to finish or stop it, then try again"
# What the driver says (a regular expression, lower case) -> what it means for the person. The first that fits is used.
_MEANINGS = (
    ("database is locked", _BUSY),
    ("due to lock timeout", _BUSY),
    ("file is not a database", "is not a SQLite database: name another file, or move this one away"),
    ("malformed", "is damaged: restore it from a copy"),
    ("readonly database", "cannot be written: check the permissions of the file and of its folder"),
    ("unable to open database file", "cannot be opened: check that its folder exists and can be written"),
    ("disk is full", "cannot grow: the disk is full"),
    ("disk i/o error", "cannot be read or written: its disk is full, or is failing"),
    (
        "in a read-only transaction|permission denied for schema|must be owner of",
        "may only be read by this user: where its tables are to be made or upgraded, run safqa migrate as their owner",
    ),
    ("password authentication failed", "refuses the user or the password: check both in SAFQA_DATABASE_URL"),
    ('database ".*" does not exist', "does not exist on the server: create it first"),
    ("connection refused", "does not answer: check host and port, and that PostgreSQL is running"),
    ("could not translate host name", "names a host that nobody knows: check the host in SAFQA_DATABASE_URL"),
    ("failed to resolve host", "names a host that nobody knows: check the host in SAFQA_DATABASE_URL"),
    (
        "no such file or directory",
        "does not answer: check the host in SAFQA_DATABASE_URL, and that PostgreSQL is running",
    ),
    ("timeout expired", "does not answer in time: check host and port, and that PostgreSQL is running"),
)


def hide_password(url: str) -> str:
    """A database URL that may be shown, even when it is ill-formed."""
    return _PASSWORD.sub(r"\1:***@", url)


@contextmanager
def told_plainly(where: str) -> Iterator[None]:
    """Turn the failures of the database at `where` into a StorageError of one line.

    Raises:
        BusyError: another writer kept it for too long.
        StorageError: it failed. Violated constraints pass through: those are our own mistakes.
    """
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        if isinstance(error, DBAPIError) and _is_ours(error):
            raise
        meaning = _meaning(error)
        fault = BusyError if meaning == _BUSY else StorageError
        raise fault(f"the database {where} {meaning}") from error


def _is_ours(error: DBAPIError) -> bool:
    return type(error).__name__ in {"IntegrityError", "DataError", "InterfaceError"}


def _meaning(error: SQLAlchemyError) -> str:
    said = str(getattr(error, "orig", None) or error).strip()
    for sign, meaning in _MEANINGS:
        if re.search(sign, said.lower()):
            return meaning
    return f"failed: {hide_password(said.splitlines()[0] if said else type(error).__name__)}"
