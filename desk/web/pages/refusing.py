"""Whoever may not judge, and forms that are not of our pages: what they are answered."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi.responses import RedirectResponse, Response

from desk.web.editing import origin
from desk.web.forms import Posted, one
from desk.web.links import own_path
from desk.web.pages.rendering import nothing_here, page

if TYPE_CHECKING:
    from fastapi import Request

    from desk.web.editing.editing import Editing, Editor
    from desk.web.pages.words import Words


def admitted(request: Request, words: Words, form: Posted | None = None) -> Editor | Response:
    """The editor who asks, by a form of our pages where there is one; else what they are answered."""
    editing: Editing = request.app.state.editing
    if not editing.on:
        return nothing_here(request, words)
    if form is not None and not origin.own(request.headers):
        return told(request, words, "elsewhere", HTTPStatus.FORBIDDEN)
    editor = editing.editor(request)
    back = own_path(one(form, "back")) if form else request.url.path
    if editor is None and not editing.by_password:
        return told(request, words, "unnamed", HTTPStatus.FORBIDDEN, back)
    if editor is None:
        return RedirectResponse(f"/{words.language}/sign-in?{urlencode({'back': back or ''})}", HTTPStatus.SEE_OTHER)
    if form is not None and not editing.is_form_of(editor, one(form, "token")):
        return told(request, words, "old_form", HTTPStatus.FORBIDDEN, back)
    return editor


def told(request: Request, words: Words, what: str, status: HTTPStatus, back: str | None = None) -> Response:
    """A page with one line that says what is the matter, and a way back."""
    return page(request, words, "told.html", section="", status=status, told=words.t["judge"][what], back=back)
