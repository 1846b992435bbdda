"""What a reader chooses: light or dark, and what they have seen. Posted, kept in their cookies and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from desk.web.links import own_path
from desk.web.pages.changes import SEEN_COOKIE, seen_moment
from desk.web.pages.rendering import THEME_COOKIE, THEMES, remember

router = APIRouter(include_in_schema=False)

# Bytes of a form that is read: ours are a path and a word.
_FORM = 8_192


async def _form(request: Request) -> Mapping[str, str]:
    """The fields of a posted form, each by its last value; none of a form that is too long."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _FORM:
            return {}
    return {name: values[-1] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


Form = Annotated[Mapping[str, str], Depends(_form)]


@router.post("/colours")
def choose_colours(form: Form) -> Response:
    """Keeps the choice of light or dark, and leads back."""
    answer = _back(form)
    if (theme := form.get("theme")) in THEMES:
        remember(answer, THEME_COOKIE, str(theme))
    return answer


@router.post("/seen")
def mark_seen(form: Form) -> Response:
    """Keeps up to which moment the reader has seen what changed, and leads back."""
    answer = _back(form)
    if moment := seen_moment(form.get("until")):
        remember(answer, SEEN_COOKIE, moment.isoformat())
    return answer


def _back(form: Mapping[str, str]) -> Response:
    return RedirectResponse(own_path(form.get("back")) or "/", HTTPStatus.SEE_OTHER)
