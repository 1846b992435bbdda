"""Deals, and one deal with all that stands behind it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Request, Response

from desk.web.answers import json_answer, list_answer, unless_known
from desk.web.api.parameters import DealQuery, MomentQuery
from desk.web.api.routers import api_router, listed
from desk.web.api.schemas import Deal, DealDetail, DealPage
from desk.web.problems import NotThereError
from desk.web.reading import OpenDatabase
from safqa.errors import UsageError
from storage import queries
from storage.pages import deal_page
from storage.shapes import deal_json, detail_json

router = api_router("deals", missing="no deal goes by this id, or none did then")
_COLUMNS = tuple(Deal.model_fields)


@router.get("/deals", response_model=DealPage, responses=listed("id,type,status,…"), summary="Deals")
def deals(request: Request, query: Annotated[DealQuery, Query()], database: OpenDatabase) -> Response:
    """Most recently reported first. `next` is the page that follows, as of the moment of the first page."""

    def answer() -> Response:
        page = deal_page(database, query.wanted(), limit=query.limit, cursor=query.cursor, count=query.count)
        items = [deal_json(deal) for deal in page.rows]
        return list_answer(request, query.form, items, _COLUMNS, page.next, total=page.total)

    return unless_known(request, database, answer)


@router.get("/deals/{deal_id}", response_model=DealDetail, summary="One deal")
def deal(
    request: Request,
    deal_id: Annotated[str, Path(description="as lists give it; an id that was merged away answers with the other")],
    query: Annotated[MomentQuery, Query()],
    database: OpenDatabase,
) -> Response:
    """With every claim, its evidence, its changes, and the articles that tell of it."""
    if query.as_of and query.told_by:
        raise UsageError("as_of and told_by exclude each other: what Safqa knew, or what the world had said")

    def answer() -> Response:
        try:
            found = queries.deal(database, deal_id.replace("\0", ""), as_of=query.as_of, told_by=query.told_by)
        except UsageError as error:
            raise NotThereError(str(error)) from None
        return json_answer(detail_json(found))

    return unless_known(request, database, answer)
