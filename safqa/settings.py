"""The settings of Safqa, one row each: name, default, meaning. All come from the environment (`SAFQA_…`).

Nothing is written outside `home` and Prefect's own home.
"""

from __future__ import annotations

import re
from ipaddress import ip_network
from pathlib import Path  # noqa: TC003 - pydantic evaluates it
from typing import Annotated

import platformdirs
from pydantic import AfterValidator, Field, ValidationError
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from safqa.errors import UsageError

_PREFIX = "SAFQA_"


def known_zone(name: str) -> str:
    """The name of a time zone.

    Raises:
        PydanticCustomError: there is no such zone.
    """
    from zoneinfo import ZoneInfo  # noqa: PLC0415 -- the default need not be looked up

    try:
        return ZoneInfo(name).key
    except (KeyError, OSError, ValueError):  # unknown, a folder of the data, an absolute path
        raise PydanticCustomError("time_zone", "should be a time zone such as Asia/Dubai") from None


def header_name(text: str) -> str:
    """The name of an HTTP header.

    Raises:
        PydanticCustomError: it is none. An underscore is refused: some servers take it for a hyphen, others drop it.
    """
    if re.fullmatch(r"[A-Za-z0-9-]+", text) is None:
        raise PydanticCustomError("header_name", "should be the name of a header such as X-Forwarded-User")
    return text


def known_networks(text: str) -> str:
    """Addresses and networks, with commas between.

    Raises:
        PydanticCustomError: one of them is none.
    """
    try:
        networks = [ip_network(part.strip()) for part in text.split(",")]
    except ValueError:
        raise PydanticCustomError("networks", "should be addresses or networks such as 10.0.0.7,fd00::/8") from None
    return ",".join(map(str, networks))


class Settings(BaseSettings):
    """Where Safqa keeps its data, which feeds it reads and as whom; `Settings()` are those in force.

    Raises:
        UsageError: a variable has a value that it cannot have.
    """

    model_config = SettingsConfigDict(env_prefix=_PREFIX, env_ignore_empty=True, frozen=True)

    home: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("safqa"),
        description="data directory, made on first use; default: the platform's user data directory",
    )
    database_url: str | None = Field(
        default=None,
        description="SQLAlchemy URL of the deal database; default: safqa.db in the data directory",
    )
    feeds: Path | None = Field(
        default=None,
        description="feeds file; default: the feeds.toml that ships with Safqa",
    )
    allow_private_networks: bool = Field(
        default=False,
        description="let feeds live on private and loopback addresses (tests, intranets); default: no",
    )
    contact: str = Field(
        default="",
        description="e-mail or web address that the User-Agent tells the servers of feeds; default: none",
    )
    rates: str = Field(
        default="https://www.ecb.europa.eu/stats/eurofxref",
        description="folder of the European Central Bank's files of exchange rates; none: fetch none",
    )

    alerts: Path | None = Field(
        default=None,
        description="file of the channels that alerts go to; default: alerts.toml in the data directory",
    )

    time_zone: Annotated[str, AfterValidator(known_zone)] = Field(
        default="UTC",
        description="time zone of what runs daily under `safqa up`, and of the digest; default: UTC",
    )

    editors: Path | None = Field(
        default=None,
        description="file of those who may judge on the web pages; default: editors in the data directory",
    )
    editor_header: Annotated[str, AfterValidator(header_name)] | None = Field(
        default=None,
        description="header in which a reverse proxy names the editor whom it let in; default: none",
    )
    editor_proxies: Annotated[str, AfterValidator(known_networks)] = Field(
        default="127.0.0.0/8,::1/128",
        description="addresses and networks of the proxies whose header is believed; default: this machine",
    )
    editor_database_url: str | None = Field(
        default=None,
        description="URL by which the web pages write judgements; default: that of the deal database",
    )

    def __init__(self) -> None:
        try:
            super().__init__()
        except ValidationError as error:
            raise _told(error) from None

    @property
    def database(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{self.home / 'safqa.db'}"

    @property
    def editor_database(self) -> str:
        """The database URL by which the web pages write judgements."""
        return self.editor_database_url or self.database


def _told(error: ValidationError) -> UsageError:
    fault = error.errors()[0]
    name = "_".join(map(str, fault["loc"])).upper()
    return UsageError(f"{_PREFIX}{name}: {fault['msg']}, not {fault['input']!r}")
