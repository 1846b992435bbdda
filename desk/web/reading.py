"""What a route reads with: the open database and the settings, handed in to `def deals(database: OpenDatabase)`."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from safqa.settings import Settings
from storage.engine import Database


def _database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


OpenDatabase = Annotated[Database, Depends(_database)]
ChosenSettings = Annotated[Settings, Depends(_settings)]
