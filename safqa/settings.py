"""The settings of Safqa, one row each: name, default, meaning. All come from the environment (`SAFQA_…`).

Nothing is written outside `home` and Prefect's own home. Every command reads the settings and they are few, so a row
says itself how it is read: with pydantic-settings that took `safqa deals` 50 ms.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from safqa.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

# What other tools take for yes and no, in any case.
_YES = frozenset({"1", "true", "t", "yes", "y", "on"})
_NO = frozenset({"0", "false", "f", "no", "n", "off"})


def _yes_or_no(text: str) -> bool:
    word = text.strip().lower()
    if word not in _YES | _NO:
        raise ValueError("takes 1 or 0")
    return word in _YES


def _data_directory() -> Path:
    import platformdirs  # noqa: PLC0415 -- not needed where SAFQA_HOME is set

    return platformdirs.user_data_path("safqa")


def _variable(name: str, read: Callable[[str], T], default: Callable[[], T]) -> Callable[[], T]:
    """How a field gets its value; a variable that is empty is one that is not set."""

    def value() -> T:
        text = os.environ.get(name)
        if not text:
            return default()
        try:
            return read(text)
        except ValueError as error:
            raise UsageError(f"{name} {error}, not {text!r}") from None

    return value


@dataclass(frozen=True, slots=True)
class Settings:
    """Where Safqa keeps its data and reads its feeds; `Settings()` are those in force.

    Raises:
        UsageError: a variable has a value that it cannot have.
    """

    home: Path = field(
        default_factory=_variable("SAFQA_HOME", Path, _data_directory),
        metadata={"meaning": "data directory, made on first use; default: the platform's user data directory"},
    )
    database_url: str | None = field(
        default_factory=_variable("SAFQA_DATABASE_URL", str, lambda: None),
        metadata={"meaning": "SQLAlchemy URL of the deal database; default: safqa.db in the data directory"},
    )
    feeds: Path | None = field(
        default_factory=_variable("SAFQA_FEEDS", Path, lambda: None),
        metadata={"meaning": "feeds file; default: the feeds.toml that ships with Safqa"},
    )
    allow_private_networks: bool = field(
        default_factory=_variable("SAFQA_ALLOW_PRIVATE_NETWORKS", _yes_or_no, lambda: False),
        metadata={"meaning": "let feeds live on private and loopback addresses (tests, intranets); default: no"},
    )

    @property
    def database(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{self.home / 'safqa.db'}"
