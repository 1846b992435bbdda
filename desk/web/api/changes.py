"""Changes: what became new or different."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request, Response

from desk.web.answers import list_answer, unless_known
from desk.web.api.parameters import ChangeQuery
from desk.web.api.routers import api_router, listed
from desk.web.api.schemas import Change, ChangePage
from desk.web.reading import OpenDatabase
from storage.pages import change_page
from storage.shapes import change_json

router = api_router("changes")
_COLUMNS = tuple(field.alias or name for name, field in Change.model_fields.items())


@router.get("/changes", response_model=ChangePage, responses=listed("id,kind,deal,…"), summary="Changes")
def changes(request: Request, query: Annotated[ChangeQuery, Query()], database: OpenDatabase) -> Response:
    """Most recently told first. `next` is the page that follows, as of the moment of the first page."""

    def answer() -> Response:
        page = change_page(database, query.wanted(), limit=query.limit, cursor=query.cursor, count=query.count)
        items = [change_json(change) for change in page.rows]
        return list_answer(request, query.form, items, _COLUMNS, page.next, total=page.total)

    return unless_known(request, database, answer)
