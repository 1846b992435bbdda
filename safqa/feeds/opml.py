"""OPML, the format in which feed readers hand their lists of feeds to each other: in and out.

A list comes from anywhere, so its parser refuses a document type (DTD) at its first letter: without one there are no
entities to expand or to fetch (XXE, "billion laughs"), and no list needs one. Expat itself says when a DTD starts, so
this takes three lines; defusedxml does the same, has had no release since 2021 and would be one more dependency.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING
from xml.parsers import expat

from pydantic import ValidationError

from safqa.errors import InputError
from safqa.feeds.sources import Source
from safqa.identity import normalise_url, site

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


# Outlines in outlines: readers offer one level of folders, some two. What is deeper than this is no list of feeds.
_MAX_DEPTH = 10
# What XML 1.0 cannot hold, not even as a reference.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """The feeds of an OPML file in its order, and a line on each of its feeds that is not among them.

    `repeated` stand there before; `unusable` could not be taken. The three add up to the feeds of the file.
    """

    sources: tuple[Source, ...]
    repeated: tuple[str, ...] = ()
    unusable: tuple[str, ...] = ()


class _RefusedError(Exception):
    """The file is not to be read; the text says why."""


@dataclass(slots=True)
class _Outlines:
    """What expat tells: the attributes (names in lower case) of each outline that has an address, with its line."""

    feeds: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    deep: list[int] = field(default_factory=list)
    # For each element that is open: the outlines that it is or is in, and whether one of them is commented out.
    _open: list[tuple[int, bool]] = field(default_factory=list)

    def parsed(self, data: bytes) -> _Outlines:
        """Itself, after it has seen the whole document."""
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def start(name: str, attributes: dict[str, str]) -> None:
            self._start(name.lower(), {k.lower(): v for k, v in attributes.items()}, parser.CurrentLineNumber)

        def end(_name: str) -> None:
            self._open.pop()

        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.Parse(data, True)
        return self

    def _start(self, name: str, attributes: dict[str, str], line: int) -> None:
        if not self._open and name != "opml":
            raise _RefusedError(f"is not OPML: its root is <{name[:40]}>")
        depth, muted = self._open[-1] if self._open else (0, False)
        if name == "outline":
            depth, muted = depth + 1, muted or attributes.get("iscomment", "").lower() == "true"
        self._open.append((depth, muted))
        if name != "outline" or not attributes.get("xmlurl", "").strip():
            return
        if depth > _MAX_DEPTH:
            self.deep.append(line)
        else:
            self.feeds.append((line, attributes | {"iscomment": str(muted).lower()}))


def _refuse_doctype(*_: object) -> None:
    raise _RefusedError("has a document type (<!DOCTYPE …>), which no list of feeds needs; take it out")


def read_opml(data: bytes, name: str) -> Subscriptions:
    """The feeds of an OPML file, which messages call `name`.

    An outline is a feed when it has an `xmlUrl` (in any case of letters), else a folder. Its name is its title, else
    its text, else its host; with `isComment` it, and all in it, is taken as not enabled.

    Raises:
        InputError: it is no OPML, is ill-formed or has a DTD; with the line where the parser can tell it.
    """
    try:
        outlines = _Outlines().parsed(data)
    except _RefusedError as error:
        raise InputError(f"{name}: {error}") from None
    except expat.ExpatError as error:
        raise InputError(f"{name}:{error.lineno}: not XML: {expat.ErrorString(error.code)}") from None
    except (LookupError, ValueError) as error:  # an encoding that Python does not have
        raise InputError(f"{name}: not XML: {error}") from None
    return _subscriptions(outlines, name)


def _subscriptions(outlines: _Outlines, name: str) -> Subscriptions:
    sources: dict[str, Source] = {}
    repeated: list[str] = []
    unusable = [f"{name}:{line}: nested deeper than {_MAX_DEPTH} outlines" for line in outlines.deep]
    for line, attributes in outlines.feeds:
        try:
            source = _source(attributes)
        except (ValidationError, ValueError):
            unusable.append(f"{name}:{line}: no http(s) address: {attributes['xmlurl'][:100]!r}")
            continue
        key = normalise_url(source.url)
        if key in sources:
            repeated.append(f"{name}:{line}: {source.url!r} stands there before")
        else:
            sources[key] = source
    return Subscriptions(tuple(sources.values()), tuple(repeated), tuple(unusable))


def _source(outline: dict[str, str]) -> Source:
    url = _web_address(outline["xmlurl"].strip())
    named = (_one_line(outline.get(key, "")) for key in ("title", "text"))
    # "unknown" is what some readers write where a feed does not say.
    language = outline.get("language", "").strip()
    return Source(
        url=url,
        name=next(filter(None, named), None) or site(url) or url,
        language=language if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", language) else None,
        enabled=outline["iscomment"] != "true",
    )


def _web_address(url: str) -> str:
    """`feed://host/…` and `feed:https://host/…`, which some readers write, are web addresses."""
    if url.lower().startswith("feed://"):
        return "http" + url[len("feed") :]
    return url[len("feed:") :] if url.lower().startswith("feed:") else url


def new_to(known: Sequence[Source], found: Iterable[Source]) -> tuple[Source, ...]:
    """Those found whose address is not known, in whatever spelling."""
    there = {normalise_url(source.url) for source in known}
    return tuple(source for source in found if normalise_url(source.url) not in there)


def to_opml(sources: Iterable[Source]) -> str:
    """The feeds as OPML 2.0, which other readers import; what is not enabled is marked as a comment."""
    lines = "".join(f"    <outline {_attributes(source)}/>\n" for source in sources)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
        f"  <head>\n    <title>Safqa</title>\n  </head>\n  <body>\n{lines}  </body>\n</opml>\n"
    )


def _attributes(source: Source) -> str:
    # OPML 2.0 asks for type, text and xmlUrl; readers show title, and fall back to text.
    values = {"type": "rss", "text": source.name, "title": source.name, "xmlUrl": source.url}
    values |= {"language": source.language} if source.language else {}
    values |= {} if source.enabled else {"isComment": "true"}
    return " ".join(f'{key}="{escape(_one_line(_NOT_XML.sub("", value)))}"' for key, value in values.items())


def _one_line(text: str) -> str:
    return " ".join(text.split())
