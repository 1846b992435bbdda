"""The settings of Safqa, one row each: name, default, meaning. All come from the environment (`SAFQA_…`).

Nothing is written outside `home` and Prefect's own home.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import platformdirs
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where Safqa keeps its data and reads its feeds."""

    model_config = SettingsConfigDict(env_prefix="SAFQA_", env_ignore_empty=True, frozen=True)

    home: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("safqa"),
        description="data directory; made on first use",
    )
    database_url: str | None = Field(
        default=None,
        description="SQLAlchemy URL of the deal database; default: safqa.db in the data directory",
    )
    feeds: Path | None = Field(default=None, description="feeds file; default: the feeds.toml that ships with Safqa")
    allow_private_networks: bool = Field(
        default=False,
        description="let feeds live on private and loopback addresses (tests, intranets)",
    )

    @cached_property
    def database(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{self.home / 'safqa.db'}"
