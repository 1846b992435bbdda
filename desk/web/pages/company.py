"""The page *Company*: how it is written, the deals it takes part in, what changed in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.web.pages import shown
from desk.web.pages.deals import lines

if TYPE_CHECKING:
    from desk.web.pages.deals import DealLine
    from desk.web.pages.shown import ChangeShown
    from desk.web.pages.words import Words
    from storage.companies import CompanyDetail

# Deals and changes on the page; the lists of deals and changes, asked for the company, have the rest.
DEALS, CHANGES = 50, 20


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """What the page shows; `spellings` are those beside the name."""

    name: str
    path: str
    spellings: tuple[str, ...]
    wikidata: str | None
    counted: str
    deals: tuple[DealLine, ...]
    changes: tuple[ChangeShown, ...]


def view(found: CompanyDetail, words: Words) -> CompanyPage:
    """The page of a company; it goes by the name that its latest deal gives it."""
    name = name_of(found)
    return CompanyPage(
        name=name,
        path=f"/{words.language}/companies/{found.id}",
        spellings=tuple(spelled for spelled in found.names if spelled != name),
        wikidata=f"https://www.wikidata.org/wiki/{found.wikidata}" if found.wikidata else None,
        counted=shown.counted(found.total, "deals", words),
        deals=lines(found.deals, words),
        changes=tuple(shown.change(row, words) for row in found.changes),
    )


def name_of(found: CompanyDetail) -> str:
    """How the latest deal of a company calls it."""
    told = (one for row in found.deals for one in (row.target, *row.parties) if one and one.id == found.id)
    first = next(told, None)
    return first.name if first else next(iter(found.names), found.id)
