"""What the routers of the API have in common: where they are, and how their faults are described."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from desk.web.api.schemas import Problem

_PROBLEM: dict[str, Any] = {"application/problem+json": {"schema": Problem.model_json_schema()}}
_TOLD = {
    304: "nothing new since the ETag that If-None-Match names",
    400: "the cursor is none, or two parameters exclude each other",
    422: "a parameter is unknown or has a value that it cannot have",
    503: "the database does not answer",
}


def api_router(tag: str, *, missing: str | None = None) -> APIRouter:
    """A router of the API; `missing` says what 404 means there."""
    told = {**_TOLD, 404: missing} if missing else _TOLD
    answers: dict[int | str, dict[str, Any]] = {
        status: {"description": meaning} | ({} if status == 304 else {"content": _PROBLEM})  # noqa: PLR2004
        for status, meaning in sorted(told.items())
    }
    return APIRouter(prefix="/api/v1", tags=[tag], responses=answers)


def listed(example: str) -> dict[int | str, dict[str, Any]]:
    """How the answer of a list is described: JSON, and a CSV of which this is the head."""
    link = {"description": 'the page that follows: <…>; rel="next"', "schema": {"type": "string"}}
    return {
        200: {"content": {"text/csv": {"schema": {"type": "string"}, "example": example}}, "headers": {"Link": link}}
    }
