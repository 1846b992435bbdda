"""The settings and the database as commands open them, with errors that name the variable or the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.errors import StorageError, UsageError

if TYPE_CHECKING:
    from safqa.settings import Settings
    from storage.engine import Database


def settings() -> Settings:
    """The settings in force.

    Raises:
        UsageError: a SAFQA_ variable has a value that it cannot have.
    """
    from pydantic import ValidationError

    from safqa.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        fault = error.errors()[0]
        name = "_".join(["SAFQA", *map(str, fault["loc"])]).upper()
        raise UsageError(f"{name}: {fault['msg']}, not {fault['input']!r}") from None


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
