"""`safqa migrate`: the deal database brought up to date, as a step of its own."""

from __future__ import annotations

from desk.configuration import open_deals
from desk.terminal import put
from safqa.settings import Settings

HELP = """Make the tables of the deal database, or bring them up to date, and say where that is.

Every command does so when it begins. Where several machines share one database, do it once, before the workers of a new
version start: a worker of the old one that begins a run afterwards says that it must be upgraded.

Examples:

    safqa migrate

    SAFQA_DATABASE_URL=postgresql://safqa@db.example.org/safqa safqa migrate
"""


def migrate() -> None:
    """Opens the database, which is all it takes."""
    from storage.schema import SCHEMA

    with open_deals(Settings()) as database:
        put(f"{database.url}: schema {SCHEMA}")
