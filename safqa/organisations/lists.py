"""The lists in `seeds/` read into values; a row that cannot be used is an error which names file, line and column.

Checked here: the kinds, a Wikidata id for one row only, no spelling that two rows claim, no spelling listed twice.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from safqa.names.words import spelling_variants, tokens
from safqa.organisations.named import Alias, Descriptor, Kind, Organisation, Outlet, OutletKind
from safqa.tables import Row, read_table
from seeds import SEEDS

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_HOMOGRAPH = "*"
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_ALTERNATIVES = re.compile(r"\(([^()]*)\)")


@cache
def load_organisations() -> tuple[Organisation, ...]:
    """The organisations that ship with Safqa."""
    return read_organisations(SEEDS / "organisations.tsv")


@cache
def load_outlets() -> tuple[Outlet, ...]:
    """The outlets that ship with Safqa."""
    return read_outlets(SEEDS / "outlets.tsv")


@cache
def load_descriptors() -> tuple[Descriptor, ...]:
    """The descriptions that ship with Safqa; each stands for an organisation of the list."""
    return read_descriptors(SEEDS / "descriptors.tsv", load_organisations())


def read_organisations(source: Traversable) -> tuple[Organisation, ...]:
    """A list of organisations; raises InputError for a row that cannot be used."""
    spellings = _Spellings()
    ids: dict[str, str] = {}
    found = []
    for row in read_table(source, ("name", "wikidata", "kind", "country", "ai", "homograph", "aliases")):
        wikidata = _checked(row, "wikidata", _WIKIDATA)
        if wikidata and ids.setdefault(wikidata, row["name"]) != row["name"]:
            raise row.error("wikidata", f"{wikidata} is {ids[wikidata]} already")
        found.append(
            Organisation(
                name=row["name"],
                wikidata=wikidata,
                kind=Kind(row.choice("kind", list(Kind))),
                country=_checked(row, "country", _COUNTRY),
                ai=row.flag("ai"),
                aliases=spellings.of(row, homograph=row.flag("homograph")),
            )
        )
    return tuple(found)


def read_outlets(source: Traversable) -> tuple[Outlet, ...]:
    """A list of outlets; raises InputError for a row that cannot be used."""
    spellings = _Spellings()
    return tuple(
        Outlet(
            name=row["name"],
            kind=OutletKind(row.choice("kind", list(OutletKind))),
            domain=_checked(row, "domain", _DOMAIN),
            aliases=spellings.of(row, homograph=row.flag("homograph")),
        )
        for row in read_table(source, ("name", "kind", "domain", "homograph", "aliases"))
    )


def read_descriptors(source: Traversable, organisations: tuple[Organisation, ...]) -> tuple[Descriptor, ...]:
    """A list of descriptions, each of an organisation in the other list; raises InputError for an unusable row."""
    names = {organisation.name for organisation in organisations}
    found = []
    for row in read_table(source, ("pattern", "name", "needs_mention", "example")):
        if row["name"] not in names:
            raise row.error("name", f"{row['name']!r} is not in the list of organisations")
        forms = tuple(map(Alias, _forms(row["pattern"])))
        found.append(Descriptor(row["name"], row["pattern"], row.flag("needs_mention"), forms))
    return tuple(found)


def _checked(row: Row, column: str, pattern: re.Pattern[str]) -> str | None:
    """A cell that is empty or has a fixed form."""
    if row[column] and not pattern.fullmatch(row[column]):
        raise row.error(column, f"{row[column]!r} has the wrong form")
    return row[column] or None


def _forms(pattern: str) -> list[str]:
    """The phrases of a pattern: "(صانعة|صانع) آيفون" is two."""
    parts = _ALTERNATIVES.split(pattern)
    return [" ".join("".join(form).split()) for form in product(*(part.split("|") for part in parts))]


class _Spellings:
    """The spellings of one list: each is claimed once."""

    def __init__(self) -> None:
        self._owner: dict[tuple[str, ...], Row] = {}

    def of(self, row: Row, *, homograph: bool) -> tuple[Alias, ...]:
        """The name and the aliases of a row; raises InputError for one that is listed already."""
        aliases = [Alias(self._claimed(row, "name", row["name"]), homograph)]
        for item in row.items("aliases"):
            text = self._claimed(row, "aliases", item.removesuffix(_HOMOGRAPH))
            aliases.append(Alias(text, text != item))
        return tuple(aliases)

    def _claimed(self, row: Row, column: str, text: str) -> str:
        variants = spelling_variants()
        words = tuple(variants.get(word, word) for word in tokens(text))
        if not words:
            raise row.error(column, f"{text!r} has no letters")
        # Latin spellings may differ in case alone: short ones are matched as written (stc and STC).
        key = (text,) if text.isascii() else words
        if key in self._owner:
            owner = self._owner[key]
            raise row.error(column, f"{text!r} is listed for {owner['name']} already (line {owner.line})")
        self._owner[key] = row
        return text
