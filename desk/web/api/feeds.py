"""The health of the feeds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Query, Request, Response

from desk import health
from desk.web.answers import list_answer, unless_same
from desk.web.api.parameters import FormQuery
from desk.web.api.routers import api_router, listed
from desk.web.api.schemas import Feed, FeedPage
from desk.web.reading import ChosenSettings, OpenDatabase
from safqa.feeds.sources import load, name_of

router = api_router("feeds")
_COLUMNS = tuple(Feed.model_fields)


@router.get("/feeds", response_model=FeedPage, responses=listed("url,name,enabled,…"), summary="Feeds and their health")
def feeds(
    request: Request, query: Annotated[FormQuery, Query()], settings: ChosenSettings, database: OpenDatabase
) -> Response:
    """Each feed of the feeds file with its latest poll, and what a person should do about it."""
    sources = load(settings.feeds)
    rows = health.report(sources, database, file=name_of(settings.feeds), now=datetime.now(UTC))
    items = [health.as_json(row) for row in rows]
    return unless_same(request, list_answer(request, query.form, items, _COLUMNS, None))
