"""The outgoing feed: changes for feed readers."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from desk.web.answers import unless_known
from desk.web.api.parameters import Size, Words
from desk.web.atom import MEDIA_TYPE, Channel, changes_feed
from desk.web.reading import OpenDatabase
from safqa.ledger.severity import Severity
from safqa.model import ChangeKind, DealType
from storage.pages import ChangeFilter, change_page

router = APIRouter(tags=["feed"])

# As many as feeds of news show; a reader that asks once a day misses none of them.
_ENTRIES = 100


class Language(StrEnum):
    """The languages that changes are told in."""

    AR = "ar"
    EN = "en"


class FeedQuery(BaseModel):
    """Which changes, and in which language."""

    model_config = ConfigDict(extra="forbid")

    company: Words | None = Field(None, description="of deals of this company", examples=["Scale AI"])
    type: DealType | None = Field(None, description="of deals of this type")
    kind: ChangeKind | None = Field(None, description="of this kind")
    severity: Severity | None = Field(None, description="of this severity")
    minimum: Size | None = Field(None, alias="min", description="of deals with a figure that reaches this number")
    lang: Language = Field(Language.EN, description="language of titles and reasons")


@router.get(
    "/changes.atom",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}, 304: {"description": "nothing new"}},
    summary="Changes as an Atom feed",
)
def changes_atom(request: Request, query: Annotated[FeedQuery, Query()], database: OpenDatabase) -> Response:
    """The latest 100 changes, most recently told first."""

    def answer() -> Response:
        wanted = ChangeFilter(**query.model_dump(exclude={"lang"}))
        page = change_page(database, wanted, limit=_ENTRIES)
        base = str(request.base_url).rstrip("/")
        channel = Channel(own=str(request.url), page=f"{base}/{query.lang}/changes", deal=f"{base}/{query.lang}/deals/")
        return Response(changes_feed(page.rows, channel, query.lang), media_type=MEDIA_TYPE)

    return unless_known(request, database, answer)
