"""The configured feeds: one `Source` for each `[[feeds]]` table of a feeds file (docs/feeds.md).

A file is taken whole or not at all. What is wrong with it is told in one line for each fault, all of them at once:
`file:line: key: what is wrong`. What a key may hold stands once, as the description of its field below; the messages
are made from it.
"""

from __future__ import annotations

import json
import re
import tomllib
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError, field_validator

from safqa.errors import InputError, UsageError
from safqa.faults import hint, not_toml, shown
from safqa.identity import normalise_url
from safqa.places import Places, places
from seeds import SEEDS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pydantic_core import ErrorDetails


Topic = Literal["ai", "all"]
FullText = Literal["never", "when_short", "always"]
Identity = Literal["guid", "url", "title"]

# Servers shut out readers that ask more often than the one; what is asked less often than the other is no news. They
# are the bounds within which the schedule asks a feed anyway.
_SHORTEST, _LONGEST = timedelta(minutes=10), timedelta(days=1)
_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}
_NO_FEEDS = "a feeds file holds [[feeds]] tables, with two brackets"


def _duration(value: object) -> timedelta | None:
    """A span of time as the file writes it ("15m", "2h", "1d")."""
    if isinstance(value, str) and (found := re.fullmatch(r"(\d{1,6})\s*([dhm])", value.strip(), re.ASCII)):
        value = int(found[1]) * _UNITS[found[2]]
    if value is None or (isinstance(value, timedelta) and _SHORTEST <= value <= _LONGEST):
        return value
    raise ValueError("is no duration")


def duration_text(value: timedelta | None) -> str | None:
    """A span of time as the file writes it, in the largest unit that leaves no rest; seconds are rounded off."""
    if value is None:
        return None
    unit = next((u for u, length in _UNITS.items() if not value % length), "m")
    return f"{round(value / _UNITS[unit])}{unit}"


class Source(BaseModel):
    """A feed as its file configures it.

    `interval` is the least time between two polls; None leaves it to what the feed shows. `encoding` is the name of a
    Python codec and wins over whatever a document says of itself.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    url: str = Field(max_length=2048, description="an http(s) address of at most 2,048 characters without spaces")
    name: str = Field(min_length=1, description="a text that is not empty")
    publisher: str | None = Field(default=None, min_length=1, description="a text that is not empty")
    language: str | None = Field(
        default=None,
        pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$",
        description='a language code such as "ar" or "en"',
    )
    enabled: bool = Field(default=True, strict=True, description="true or false")
    topic: Topic = Field(default="ai", description='"ai" or "all"')
    interval: Annotated[
        timedelta | None, BeforeValidator(_duration), PlainSerializer(duration_text, when_used="json")
    ] = Field(default=None, description='a duration from "10m" to "1d": minutes, hours or days, such as "15m" or "2h"')
    full_text: FullText = Field(default="when_short", description='"never", "when_short" or "always"')
    identity: Identity = Field(default="guid", description='"guid", "url" or "title"')
    encoding: str | None = Field(
        default=None, description='an encoding that Python knows, such as "utf-8" or "windows-1256"'
    )

    @field_validator("url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        parts = urlsplit(url)
        # Asking for the port of "example.org:abc" raises ValueError, like urlsplit for a broken IPv6 host.
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0 or re.search(r"\s", url):
            raise ValueError("is not an http(s) address")
        return url

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, encoding: str | None) -> str | None:
        """A codec that turns bytes into text and back: "hex" and "idna" are codecs too, and no encodings of a feed."""
        if encoding is None:
            return None
        try:
            readable = "<rss>".encode(encoding).decode(encoding) == "<rss>"
        except (LookupError, ValueError):
            readable = False
        if not readable or encoding.lower() in {"idna", "punycode"}:
            raise ValueError("is no encoding")
        return encoding

    @property
    def credited(self) -> str:
        """Who is credited for an entry that names nobody."""
        return self.publisher or (urlsplit(self.url).hostname or self.name).removeprefix("www.")


class _FeedsFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    feeds: list[Source]


def load(path: Path | None) -> tuple[Source, ...]:
    """The feeds of a file, in its order; None is the list that ships with Safqa.

    Raises:
        UsageError: there is no such file.
        InputError: it is not TOML or something in it is wrong; one line for each fault, with file, line and key.
    """
    name = name_of(path)
    return read(_text(path, name), name)


def name_of(path: Path | None) -> str:
    """How messages call a feeds file; None is the list that ships with Safqa."""
    return str(path) if path else "seeds/feeds.toml"


def read(text: str, name: str) -> tuple[Source, ...]:
    """The feeds of the text of a feeds file, which messages call `name`.

    Raises:
        InputError: as `load`.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{name}:{not_toml(text, str(error))}") from None
    try:
        sources = tuple(_FeedsFile.model_validate(tables).feeds)
        faults: list[ErrorDetails] = []
    except ValidationError as error:
        sources, faults = (), error.errors(include_url=False, include_context=False)
    doubles = _doubles(tables)
    if faults or doubles:
        at = places(text, "feeds")
        told = sorted([*(_fault(fault, at) for fault in faults), *(_double(double, at) for double in doubles)])
        raise InputError("\n".join(f"{name}:{line}: {what}" for line, what in told))
    return sources


def to_toml(sources: Iterable[Source]) -> str:
    """The sources as `[[feeds]]` tables that can be appended to a feeds file; keys at their default are left out."""
    return "\n".join(_table(source) for source in sources)


def _table(source: Source) -> str:
    values = source.model_dump(mode="json", exclude_defaults=True)
    return "\n".join(["[[feeds]]", *(f"{key} = {_toml_value(value)}" for key, value in values.items()), ""])


def _toml_value(value: object) -> str:
    """Strings and booleans of TOML are those of JSON; what cannot be seen (controls, marks of direction) is escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in text)


def _text(path: Path | None, name: str) -> str:
    try:
        return (path or SEEDS.joinpath("feeds.toml")).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise UsageError(f"{name}: no such feeds file") from None
    except UnicodeDecodeError:
        raise InputError(f"{name}: is not UTF-8") from None
    except OSError as error:
        raise UsageError(f"{name}: cannot be read: {error.strerror}") from None


def _doubles(tables: dict[str, Any]) -> list[tuple[str, int, int]]:
    """The feeds whose address stands there before, in whatever spelling: address, number, number of the first."""
    first: dict[str, int] = {}
    feeds = tables.get("feeds")
    urls = [feed.get("url") if isinstance(feed, dict) else None for feed in feeds] if isinstance(feeds, list) else []
    found = ((url, n, first.setdefault(_page(url), n)) for n, url in enumerate(urls) if isinstance(url, str))
    return [(url, n, before) for url, n, before in found if n != before]


def _double(double: tuple[str, int, int], at: Places) -> tuple[int, str]:
    """Line and message of a feed that stands there before."""
    url, n, before = double
    return at.of(n, "url"), f"url: {url} stands there twice, first in line {at.of(before, 'url')}"


def _page(url: str) -> str:
    try:
        return normalise_url(url)
    except ValueError:  # no address at all, which is a fault of its own
        return url


def _fault(error: ErrorDetails, at: Places) -> tuple[int, str]:
    """Line and message of a fault; the line is the key's, or its table's when the key is missing."""
    known: Iterable[str]
    match error["loc"]:
        case ("feeds", int(n), str(key), *_):
            line, known = at.of(n, key), Source.model_fields
            allowed = Source.model_fields[key].description if key in known else None
        case ("feeds", int(n)):
            line, key, known, allowed = at.of(n, ""), f"feed {n + 1}", (), "a table"
        case loc:
            key, known, allowed = str(loc[0]), _FeedsFile.model_fields, f"a list: {_NO_FEEDS}"
            line = at.of(-1, key)
    if error["type"] == "missing":
        return line, f"{key}: is missing; it must be {allowed}"
    if error["type"] == "extra_forbidden":
        return line, f"{key}: no such key; {hint(key, known)}"
    return line, f"{key}: must be {allowed}, not {shown(error['input'])}"
