"""Judging: what an editor asks for is first shown with what it would make different, then confirmed, then done.

Readers are led to signing in; where nobody may judge, there is nothing at these addresses.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from desk.web.editing import deeds
from desk.web.editing.editing import Editing, Editor
from desk.web.forms import Fields, one
from desk.web.links import own_path
from desk.web.pages import judgements
from desk.web.pages.filters import query
from desk.web.pages.language import Language
from desk.web.pages.refusing import admitted, told
from desk.web.pages.rendering import nothing_here, page, words_for
from desk.web.reading import ChosenSettings, OpenDatabase
from safqa.errors import BusyError, StorageError, UsageError

if TYPE_CHECKING:
    from desk.web.editing.deeds import Deed
    from desk.web.pages.words import Words
    from safqa.settings import Settings
    from storage.judgements import Done

router = APIRouter(include_in_schema=False)

# Seconds that a judgement waits while a run writes: a batch takes one or two, and a person does not wait longer.
_PATIENCE = 5.0
# Characters of a reason: a few words.
_REASON = 500


@router.get("/{language:language}/judgements")
def show_judgements(request: Request, language: Language, database: OpenDatabase) -> Response:
    """The judgements that hold; with `all=1` those that hold no more, too."""
    from storage.judgements import judgements as find

    words = words_for(request, language)
    if isinstance(editor := admitted(request, words), Response):
        return editor
    everything, first = request.query_params.get("all") == "1", request.query_params.get("from", "0")
    begin = int(first) if first.isascii() and first.isdigit() and len(first) < 10 else 0  # noqa: PLR2004 - a count
    found = judgements.view(find(database, ended=everything), words, first=begin, everything=everything)
    return page(request, words, "judgements.html", section="judgements", page=found)


@router.get("/{language:language}/judgements/{judgement_id}")
def show_judgement(request: Request, language: Language, judgement_id: str, database: OpenDatabase) -> Response:
    """One judgement; after it was made, with what that made different."""
    from storage.differences import Differences
    from storage.judgements import judgement as find

    words = words_for(request, language)
    if isinstance(editor := admitted(request, words), Response):
        return editor
    try:
        found, touched = find(database, judgement_id)
    except UsageError:
        return nothing_here(request, words, "judgements")
    editing: Editing = request.app.state.editing
    said = editing.unsealed("told", request.query_params.get("told", ""))
    made = Differences(*said[1:]) if said and said[0] == found.id else None
    return page(
        request,
        words,
        "judgement.html",
        section="judgements",
        judgement=judgements.judgement(found, words),
        outcome=judgements.outcome(made or Differences(), touched, words),
        done=made is not None,
        back=own_path(request.query_params.get("back")),
    )


@router.get("/{language:language}/judge")
def elsewhere(language: Language) -> Response:
    """Leads to the list: what is asked in a form has no address of its own."""
    return RedirectResponse(f"/{language}/judgements", HTTPStatus.FOUND)


@router.post("/{language:language}/judge")
def judge(request: Request, language: Language, form: Fields, settings: ChosenSettings) -> Response:
    """Shows what a judgement would make different; confirmed, makes it."""
    words = words_for(request, language)
    if isinstance(editor := admitted(request, words, form), Response):
        return editor
    deed, back = deeds.read_deed(form), own_path(one(form, "back"))
    if deed is None:
        return told(request, words, "unclear", HTTPStatus.BAD_REQUEST, back)
    if deed.kind == "split" and not deed.others:
        return told(request, words, "no_article", HTTPStatus.BAD_REQUEST, back)
    asked = _Asked(deed, editor, one(form, "reason").strip()[:_REASON], back)
    confirmed = one(form, "confirmed") == "1"
    try:
        done = asked.do(settings, dry_run=not confirmed)
    except (UsageError, StorageError) as error:
        return _failed(request, words, asked, error)
    if done.judgement is None or not confirmed:
        return _proposed(request, words, asked, done)
    editing: Editing = request.app.state.editing
    made = editing.sealed("told", [done.judgement.id, *astuple(done.differences)])
    onward = query({"told": made, "back": back})
    return RedirectResponse(f"/{language}/judgements/{done.judgement.id}{onward}#told", HTTPStatus.SEE_OTHER)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A judgement that an editor asked for, and where they came from."""

    deed: Deed
    editor: Editor
    reason: str
    back: str | None

    def do(self, settings: Settings, *, dry_run: bool) -> Done:
        """Judge by a connection of its own, which writes and is closed again: pages are read by another."""
        from storage.acts import Word
        from storage.engine import connect_database

        word = Word(self.editor.name, self.reason or None, datetime.now(UTC))
        with connect_database(settings.editor_database, patience=_PATIENCE) as database:
            return deeds.do(database, self.deed, word, dry_run=dry_run)


def _proposed(request: Request, words: Words, asked: _Asked, done: Done) -> Response:
    shown = {
        "judgement": judgements.judgement(done.judgement, words) if done.judgement else None,
        "outcome": judgements.outcome(done.differences, done.deals, words),
    }
    return _page_of(request, words, asked, "judge.html", HTTPStatus.OK, **shown)


def _failed(request: Request, words: Words, asked: _Asked, error: UsageError | StorageError) -> Response:
    """Why nothing was done, with a button to try again where that may help."""
    from storage.judging import ContradictionError

    busy = isinstance(error, BusyError)
    against = error.others if isinstance(error, ContradictionError) else ()
    why = "busy" if busy else "contradicts" if against else "refused"
    line = str(error) if why == "refused" else ""
    status = HTTPStatus.CONFLICT if isinstance(error, UsageError) else HTTPStatus.SERVICE_UNAVAILABLE
    shown = {"fault": words.t["judge"][why], "against": against, "line": line, "again": busy}
    answer = _page_of(request, words, asked, "judge_failed.html", status, **shown)
    if busy:
        answer.headers["Retry-After"] = "5"
    return answer


def _page_of(
    request: Request, words: Words, asked: _Asked, template: str, status: HTTPStatus, **shown: Any
) -> Response:
    return page(
        request,
        words,
        template,
        section="judgements",
        status=status,
        deed=asked.deed,
        back=asked.back or f"/{words.language}/judgements",
        reason=asked.reason,
        most=_REASON,
        **shown,
    )
