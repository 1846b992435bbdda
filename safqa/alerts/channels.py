"""The channels of an alerts file: one `Channel` for each `[[channels]]` table (docs/alerts.md).

A file is taken whole or not at all. What is wrong with it is told in one line for each fault, all of them at once:
`file:line: key: what is wrong`. What a key may hold stands once, as the description of its field below.

Secrets need not stand in the file: `${NAME}` in an address is what the environment holds under this name. An address
is never shown.
"""

from __future__ import annotations

import os
import re
import tomllib
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from safqa.alerts.timing import Digest, Quiet, Timing, read_digest, read_quiet
from safqa.errors import InputError, UsageError
from safqa.faults import hint, not_toml, shown
from safqa.ledger.severity import Severity
from safqa.model import ChangeKind, DealType
from safqa.places import Places, places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from safqa.settings import Settings

_VARIABLE = re.compile(r"\$\{(\w+)\}")
_NO_CHANNELS = "an alerts file holds [[channels]] tables, with two brackets"
# Nobody can say that these are news (docs/design.md, Changes): they are never told, and no filter names them.
_OURS = frozenset({ChangeKind.MERGED, ChangeKind.SPLIT, ChangeKind.RESTATED})
NEWS = tuple(kind for kind in ChangeKind if kind not in _OURS)


def _digest(value: object) -> Digest:
    return value if isinstance(value, Digest) else read_digest(value)


def _quiet(value: object) -> Quiet | None:
    return value if value is None or isinstance(value, Quiet) else read_quiet(value)


def _zone(value: object) -> str:
    try:
        return ZoneInfo(str(value)).key
    except (KeyError, OSError, ValueError):  # unknown, a folder of the data, an absolute path
        raise ValueError("is no time zone") from None


def _kind(value: object) -> object:
    if value in _OURS:
        raise ValueError("is never news")
    return value


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)


class Channel(BaseModel):
    """Where alerts go, and which: a change goes to a channel when it meets all of its filters. Empty: any."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, arbitrary_types_allowed=True)

    name: str = Field(pattern=r"^[\w-]+$", description="a word of letters, digits, - and _")
    url: str = Field(
        pattern=r"^[A-Za-z][A-Za-z0-9+.-]*://\S+$",
        repr=False,
        description="an Apprise address such as json://host/path; ${NAME} is taken from the environment",
    )
    language: Literal["ar", "en"] = Field(default="en", description='"ar" or "en"')
    kinds: frozenset[Annotated[ChangeKind, BeforeValidator(_kind)]] = Field(
        default=frozenset(), description=f"a list of {_listed(NEWS)}"
    )
    severity: Severity = Field(default=Severity.LOW, description='"low", "medium" or "high": the least')
    companies: tuple[Annotated[str, Field(min_length=1)], ...] = Field(
        default=(), description="a list of names, in any spelling"
    )
    types: frozenset[DealType] = Field(default=frozenset(), description=f"a list of {_listed(DealType)}")
    minimum_usd: float = Field(default=0, ge=0, allow_inf_nan=False, description="a number of dollars, such as 1e8")
    digest: Annotated[Digest, BeforeValidator(_digest)] = Field(
        default=Digest(), description='"at once", "hourly" or "daily at HH:MM"'
    )
    quiet: Annotated[Quiet | None, BeforeValidator(_quiet)] = Field(
        default=None, description='two different times such as "22:00-07:00"'
    )
    time_zone: Annotated[str, BeforeValidator(_zone)] = Field(
        default="UTC", description='a time zone such as "Asia/Dubai"'
    )

    @property
    def timing(self) -> Timing:
        """When it may be told."""
        return Timing(self.digest, self.quiet, ZoneInfo(self.time_zone))


class _AlertsFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    channels: list[Channel]


def configured(settings: Settings) -> tuple[Channel, ...]:
    """The channels in force; none where SAFQA_ALERTS names no file and the data directory has none.

    Raises:
        UsageError: the file that SAFQA_ALERTS names is not there.
        InputError: as `read`.
    """
    path = settings.alerts or settings.home / "alerts.toml"
    if settings.alerts is None and not path.exists():
        return ()
    return read(_text(path), str(path), os.environ)


def read(text: str, name: str, environment: Mapping[str, str]) -> tuple[Channel, ...]:
    """The channels of the text of an alerts file, which messages call `name`, their addresses with secrets filled in.

    Raises:
        InputError: it is not TOML, something in it is wrong, or a variable is not set; one line for each fault, with
            file, line and key.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{name}:{not_toml(text, str(error))}") from None
    at = places(text, "channels")
    try:
        channels = tuple(_AlertsFile.model_validate(tables).channels)
    except ValidationError as error:
        faults = {_fault(fault, at) for fault in error.errors(include_url=False, include_context=False)}
    else:
        faults = {*_doubles(channels, at), *_unset(channels, at, environment)}
    if faults:
        raise InputError("\n".join(f"{name}:{line}: {what}" for line, what in sorted(faults)))
    return tuple(channel.model_copy(update={"url": _filled(channel.url, environment)}) for channel in channels)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise UsageError(f"{path}: no such alerts file") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: is not UTF-8") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None


def _filled(url: str, environment: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda found: environment[found[1]], url)


def _unset(channels: Iterable[Channel], at: Places, environment: Mapping[str, str]) -> set[tuple[int, str]]:
    return {
        (at.of(number, "url"), f"url: the environment has no {name}")
        for number, channel in enumerate(channels)
        for name in _VARIABLE.findall(channel.url)
        if not environment.get(name)
    }


def _doubles(channels: Iterable[Channel], at: Places) -> set[tuple[int, str]]:
    first: dict[str, int] = {}
    numbered = [(number, c.name, first.setdefault(c.name, number)) for number, c in enumerate(channels)]
    return {
        (at.of(number, "name"), f"name: {name} stands there twice, first in line {at.of(before, 'name')}")
        for number, name, before in numbered
        if number != before
    }


def _fault(error: ErrorDetails, at: Places) -> tuple[int, str]:
    """Line and message of a fault; the line is the key's, or its table's when the key is missing."""
    fields: Mapping[str, Any] = Channel.model_fields
    match error["loc"]:
        case ("channels", int(number), str(key), *_):
            line, allowed = at.of(number, key), fields[key].description if key in fields else None
        case ("channels", int(number)):
            return at.of(number, ""), f"channel {number + 1}: must be a table; {_NO_CHANNELS}"
        case loc:
            key, fields = str(loc[0]), _AlertsFile.model_fields
            line, allowed = at.of(-1, key), f"a list: {_NO_CHANNELS}"
    if error["type"] == "missing":
        return line, f"{key}: is missing; it must be {allowed}"
    if error["type"] == "extra_forbidden":
        return line, f"{key}: no such key; {hint(key, fields)}"
    # What may hold an address, and so a password, is not shown.
    told = "" if key in {"url", "channels"} else f", not {shown(error['input'])}"
    return line, f"{key}: must be {allowed}{told}"
