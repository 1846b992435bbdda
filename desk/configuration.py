"""The database as commands open it, with errors that name the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.errors import StorageError

if TYPE_CHECKING:
    from safqa.settings import Settings
    from storage.engine import Database


def open_deals(chosen: Settings) -> Database:
    """The deal database; the data directory is made when the database lies there.

    Raises:
        StorageError: it cannot be opened.
    """
    from storage.engine import open_database

    if chosen.database_url is None:
        try:
            chosen.home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"the data directory {chosen.home} cannot be made: {error.strerror}") from None
    return open_database(chosen.database)
