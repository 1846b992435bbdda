"""Makes the documented views and what they need, with each upgrade of the schema.

Views are no step of their own among the migrations: SQLite alters no table that a view reads, and a step would fix what
they said when it was written. So an upgrade drops them, runs its steps, and makes those of the version that runs. A
change of a view alone still needs a new (empty) step, for a database that is current is not looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from safqa.ledger.spellings import organisation_key
from safqa.organisations.lists import load_organisations
from storage.models import ListedOrganisation
from storage.sync import insert_rows
from storage.views.columns import VIEWS
from storage.views.definitions import definition

if TYPE_CHECKING:
    from sqlalchemy import Connection


def drop_views(connection: Connection) -> None:
    """Drop those that are there; one that a view of somebody else's stands on stops PostgreSQL, and the upgrade."""
    for view in reversed(VIEWS):
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {view.name}")


def make_views(connection: Connection) -> None:
    """Make all of them, each after those that it reads."""
    for view in VIEWS:
        connection.exec_driver_sql(definition(view, connection.dialect.name))


def list_organisations(connection: Connection) -> None:
    """Write Safqa's list anew; of two names with one folded form the first is kept."""
    rows = {
        key: {"key": key, "name": listed.name, "sector": listed.kind.value, "country": listed.country}
        for listed in reversed(load_organisations())
        if (key := organisation_key(listed.name))
    }
    connection.execute(delete(ListedOrganisation))
    insert_rows(connection, ListedOrganisation, list(rows.values()))
