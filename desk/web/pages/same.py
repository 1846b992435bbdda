"""Finding the other deal or company that is the same as one, or is not: a search whose lines have the two buttons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import Response

from desk.web.pages import company, deals
from desk.web.pages.language import Language
from desk.web.pages.refusing import admitted
from desk.web.pages.rendering import nothing_here, page, words_for
from desk.web.reading import OpenDatabase
from safqa.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.engine import Database
    from storage.rows import DealRow

router = APIRouter(include_in_schema=False)

# Deals and companies that a search shows: whoever finds more types more.
_FOUND = 20
# The id of a deal, alone or in the address of its page.
_DEAL_ID = re.compile(r"\bd[0-9a-z]{8}\b", re.IGNORECASE)


@router.get("/{language:language}/deals/{deal_id}/same")
def find_deal(request: Request, language: Language, deal_id: str, database: OpenDatabase) -> Response:
    """Deals that may be the same as one: those of its target, or those that a search finds."""
    from storage.queries import deal as find

    words = words_for(request, language)
    if isinstance(editor := admitted(request, words), Response):
        return editor
    try:
        one = find(database, deal_id).deal
    except UsageError:
        return nothing_here(request, words, "deals")
    named = one.target or next(iter(one.parties), None)
    asked = _query(request) or (named.name if named else "")
    others = [row for row in _deals(database, asked) if row.id != one.id]
    return page(
        request,
        words,
        "same_deal.html",
        section="deals",
        one=deals.lines([one], words)[0],
        others=deals.lines(others, words),
        asked=asked,
    )


@router.get("/{language:language}/companies/{company_id}/same")
def find_company(request: Request, language: Language, company_id: str, database: OpenDatabase) -> Response:
    """Companies that may be the same as one: those that a search finds."""
    from storage.companies import company as find
    from storage.roster import company_page

    words = words_for(request, language)
    if isinstance(editor := admitted(request, words), Response):
        return editor
    one = find(database, company_id, deals=1, changes=1)
    if one is None:
        return nothing_here(request, words, "deals")
    asked = _query(request)
    found = company_page(database, name=asked, limit=_FOUND).rows if asked else ()
    return page(
        request,
        words,
        "same_company.html",
        section="deals",
        name=company.name_of(one),
        path=f"/{language}/companies/{one.id}",
        others=[row for row in found if row.id != one.id],
        asked=asked,
    )


def _deals(database: Database, asked: str) -> Sequence[DealRow]:
    """The deal with an id that stands in the text, else those of the company that it names."""
    from storage.pages import DealFilter, deal_page
    from storage.queries import deal

    if (named := _DEAL_ID.search(asked)) is not None:
        try:
            return [deal(database, named[0].lower()).deal]
        except UsageError:
            pass  # a company may be called so
    return deal_page(database, DealFilter(company=asked), limit=_FOUND, cursor=None).rows if asked else ()


def _query(request: Request) -> str:
    return request.query_params.get("q", "").replace("\0", "").strip()
