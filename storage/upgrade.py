"""Runs the migrations that a database lacks; imported only when there are any."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from alembic import command
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import inspect, select

from safqa.errors import StorageError
from storage import models
from storage.blocking import block_again
from storage.judged import load_names
from storage.migrations import alembic_config
from storage.schema import SCHEMA
from storage.views.making import drop_views, list_organisations, make_views

if TYPE_CHECKING:
    from sqlalchemy import Connection


def upgrade(connection: Connection, found: str | None, where: str) -> None:
    """Bring a database from the revision that was found to the newest, in the connection's transaction.

    The documented views are dropped before and made anew after it: SQLite alters no table that a view reads, and the
    views are those of the version that runs, whatever steps lie between.

    Raises:
        StorageError: the database holds another program's tables, or was made by a newer Safqa.
    """
    config = alembic_config(connection)
    if found is None and inspect(connection).get_table_names():
        raise StorageError(f"the database {where} holds the tables of another program: name an empty one")
    try:
        ScriptDirectory.from_config(config).get_revision(found or SCHEMA)
    except CommandError as error:
        raise StorageError(
            f"the database {where} was made by a newer Safqa (its schema is {found}, this version knows {SCHEMA}): "
            "upgrade Safqa, or name another database"
        ) from error
    drop_views(connection)
    command.upgrade(config, "head")
    make_views(connection)
    list_organisations(connection)
    if found is not None:
        _block_again(connection)


def _block_again(connection: Connection) -> None:
    """Blocks follow from the rules of the version that runs, and a new mention meets only those that have them."""
    mentions = connection.scalars(select(models.Mention.key)).all()
    block_again(connection, mentions, load_names(connection), datetime.now(UTC))
