"""Whether the application and its database answer."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import text

from desk.web.reading import OpenDatabase

router = APIRouter()


class Health(BaseModel):
    """That all is well; anything else is an answer with another status."""

    status: str = "ok"


@router.get("/healthz", tags=["health"], summary="Whether Safqa and its database answer")
def healthz(database: OpenDatabase) -> Health:
    """200 when both do, 503 when the database does not."""
    with database.read() as connection:
        connection.execute(text("SELECT 1"))
    return Health()
