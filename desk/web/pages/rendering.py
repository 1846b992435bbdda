"""A template filled and answered as a page, with what every page has: language, colours, navigation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from desk.web.pages.assets import asset_path
from desk.web.pages.language import other
from desk.web.pages.words import words_of

if TYPE_CHECKING:
    from fastapi import Request
    from fastapi.responses import Response

    from desk.web.editing.editing import Editing, Editor
    from desk.web.pages.language import Language
    from desk.web.pages.words import Words

THEMES = ("auto", "light", "dark")
# A year, in seconds: choices of how things look need not be made again.
REMEMBERED = 365 * 24 * 3600
LANGUAGE_COOKIE, THEME_COOKIE = "safqa_language", "safqa_theme"


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds a page: where the reader is, how the same page looks otherwise, and who may judge.

    `editor` is None for a reader, who may sign in where `sign_in` says so; `token` is what an editor's forms carry.
    """

    words: Words
    section: str
    path: str
    other_path: str
    theme: str
    editor: Editor | None
    sign_in: bool
    token: str


def words_for(request: Request, language: Language) -> Words:
    """The words of a language, in the time zone of the settings."""
    return words_of(language, request.app.state.settings.time_zone)


def page(
    request: Request, words: Words, template: str, *, section: str, status: int = HTTPStatus.OK, **shown: Any
) -> Response:
    """The page that a template makes of what it shows; `section` is the entry of the navigation that it belongs to."""
    frame = _frame(request, words, section)
    html = _environment().get_template(template).render(frame=frame, words=words, t=words.t, **shown)
    response = HTMLResponse(html, status)
    response.headers["Content-Language"] = words.language
    # What a page shows depends on the ledger and on the reader's choices; it is asked for anew each time.
    response.headers["Cache-Control"] = "private, no-cache"
    if request.cookies.get(LANGUAGE_COOKIE) != words.language:
        remember(response, LANGUAGE_COOKIE, words.language)
    return response


def remember(response: Response, name: str, value: str) -> None:
    """Keep a choice with the reader; no script reads it, and no other site's form sends it."""
    response.set_cookie(name, value, max_age=REMEMBERED, samesite="lax", httponly=True, path="/")


def nothing_here(request: Request, words: Words, section: str = "", unknown: str = "") -> Response:
    """The page of an address at which there is nothing; `unknown` says that it is the past that had nothing there."""
    return page(request, words, "problem.html", section=section, status=HTTPStatus.NOT_FOUND, unknown=unknown)


def _frame(request: Request, words: Words, section: str) -> Frame:
    path = request.url.path
    asked = f"?{request.url.query}" if request.url.query else ""
    inner = path.removeprefix(f"/{words.language}")
    theme = request.cookies.get(THEME_COOKIE, "auto")
    editing: Editing = request.app.state.editing
    editor = editing.editor(request)
    return Frame(
        words=words,
        section=section,
        path=path + asked,
        other_path=f"/{other(words.language)}{inner}{asked}",
        theme=theme if theme in THEMES else "auto",
        editor=editor,
        sign_in=editor is None and editing.by_password,
        token=editing.form_token(editor) if editor else "",
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("desk.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["asset"] = asset_path
    return environment
