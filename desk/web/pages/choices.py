"""What a reader chooses: light or dark, and what they have seen. Posted, kept in their cookies and nowhere else."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from desk.web.forms import Form
from desk.web.links import own_path
from desk.web.pages.changes import SEEN_COOKIE, seen_moment
from desk.web.pages.rendering import THEME_COOKIE, THEMES, remember

if TYPE_CHECKING:
    from collections.abc import Mapping

router = APIRouter(include_in_schema=False)


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
