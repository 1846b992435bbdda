"""The configured feeds: one `Source` for each `[[feeds]]` table of a feeds file."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from safqa.errors import InputError, UsageError
from seeds import SEEDS

if TYPE_CHECKING:
    from pathlib import Path


class Source(BaseModel):
    """A feed as its file configures it.

    `publisher` is credited when an entry names none itself; without it the site's host is.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    url: str = Field(max_length=2048)
    name: str = Field(min_length=1)
    publisher: str | None = Field(default=None, min_length=1)
    language: str | None = Field(default=None, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")
    enabled: bool = True

    @field_validator("url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("is not an http(s) address")
        return url

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
        InputError: it is not TOML or a table of it is wrong; names line and key.
    """
    name = str(path) if path else "seeds/feeds.toml"
    text = _text(path, name)
    try:
        sources = _FeedsFile.model_validate(tomllib.loads(text)).feeds
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{name}: not TOML: {error}") from None
    except ValidationError as error:
        raise InputError(f"{name}:{_place_and_fault(error, text)}") from None
    _refuse_doubles(sources, name)
    return tuple(sources)


def _text(path: Path | None, name: str) -> str:
    try:
        return (path or SEEDS.joinpath("feeds.toml")).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UsageError(f"{name}: no such feeds file") from None
    except UnicodeDecodeError:
        raise InputError(f"{name}: is not UTF-8") from None
    except OSError as error:
        raise UsageError(f"{name}: cannot be read: {error.strerror}") from None


def _refuse_doubles(sources: list[Source], name: str) -> None:
    seen: set[str] = set()
    for source in sources:
        if source.url in seen:
            raise InputError(f"{name}: {source.url} stands there twice")
        seen.add(source.url)


def _place_and_fault(error: ValidationError, text: str) -> str:
    """`line: key: what` for the first fault; the line is the key's, or its table's when the key is missing."""
    fault = error.errors(include_url=False, include_context=False)[0]
    what = fault["msg"].removeprefix("Value error, ")
    match fault["loc"]:
        case ("feeds", int(n), str(key)):
            return f"{_line_of(text, n, key)}: {key}: {what[:1].lower()}{what[1:]}"
        case loc:
            return f" {'.'.join(map(str, loc))}: {what[:1].lower()}{what[1:]}"


def _line_of(text: str, table: int, key: str) -> int:
    """The line (from 1) of a key in the n-th `[[feeds]]` table (from 0)."""
    found, at = -1, 1
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*\[\[\s*feeds\s*\]\]", line):
            found += 1
            if found == table:
                at = number
        elif found == table and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return number
    return at
