"""Signing in and out, for those who may judge. Where nobody signs in here, there is nothing at these addresses."""

from __future__ import annotations

from http import HTTPStatus
from math import ceil

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from desk.web.editing import origin
from desk.web.editing.editing import CrowdedError, Editing, forget, keep
from desk.web.forms import Form
from desk.web.links import own_path
from desk.web.pages.language import Language
from desk.web.pages.rendering import nothing_here, page, words_for

router = APIRouter(include_in_schema=False)


@router.get("/{language:language}/sign-in")
def show_sign_in(request: Request, language: Language) -> Response:
    """The form; somebody who is signed in has no need of it."""
    editing: Editing = request.app.state.editing
    back = request.query_params.get("back")
    if editing.editor(request):
        return _on(back, language)
    if not editing.by_password:
        return nothing_here(request, words_for(request, language))
    return _form(request, language, back)


@router.post("/{language:language}/sign-in")
def sign_in(request: Request, language: Language, form: Form) -> Response:
    """Lets somebody in who gives their name and password, and leads back."""
    editing: Editing = request.app.state.editing
    if not editing.by_password:
        return nothing_here(request, words_for(request, language))
    back, address = form.get("back"), request.client.host if request.client else ""
    if not origin.own(request.headers):
        return _form(request, language, back, fault="elsewhere", status=HTTPStatus.FORBIDDEN)
    if wait := editing.attempts.wait(address):
        return _wait(_form(request, language, back, fault="wait", status=HTTPStatus.TOO_MANY_REQUESTS), wait)
    name = form.get("name", "").strip()
    try:
        editor = editing.check(name, form.get("password", ""))
    except CrowdedError:
        return _wait(_form(request, language, back, name, "crowded", HTTPStatus.TOO_MANY_REQUESTS), 5)
    if editor is None:
        editing.attempts.failed(address)
        return _form(request, language, back, name, "wrong", HTTPStatus.FORBIDDEN)
    editing.attempts.passed(address)
    answer = _on(back, language)
    keep(answer, request, editor)
    return answer


@router.post("/{language:language}/sign-out")
def sign_out(request: Request, language: Language, form: Form) -> Response:
    """Ends the session, and leads back."""
    editing: Editing = request.app.state.editing
    editor = editing.editor(request)
    answer = _on(form.get("back"), language)
    if editor and origin.own(request.headers) and editing.is_form_of(editor, form.get("token", "")):
        forget(answer)
    return answer


def _form(
    request: Request,
    language: Language,
    back: str | None,
    name: str = "",
    fault: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    shown = {"back": own_path(back) or "", "name": name, "fault": fault}
    return page(request, words_for(request, language), "sign_in.html", section="", status=status, **shown)


def _wait(answer: Response, seconds: float) -> Response:
    answer.headers["Retry-After"] = str(ceil(seconds))
    return answer


def _on(back: str | None, language: Language) -> Response:
    return RedirectResponse(own_path(back) or f"/{language}/changes", HTTPStatus.SEE_OTHER)
