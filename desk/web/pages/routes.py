"""The addresses of the pages, and what each reads; what it shows is made by the page's own module.

`/{ar,en}/…` are the pages, `/static/…` their files. `/` and addresses without a language lead to the reader's.
"""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from os import environ
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from desk.web.pages import changes, choices, company, deal, deals, feeds, judging, runs, same, signing
from desk.web.pages.assets import assets, packed
from desk.web.pages.filters import Asked, query
from desk.web.pages.language import Language, preferred
from desk.web.pages.rendering import LANGUAGE_COOKIE, REMEMBERED, nothing_here, page, remember, words_for
from desk.web.pages.shown import counted
from desk.web.reading import ChosenSettings, OpenDatabase
from safqa.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk.health import FeedReport
    from desk.web.pages.words import Words
    from safqa.settings import Settings
    from storage.engine import Database
    from storage.pages import Page, Row


router = APIRouter(include_in_schema=False)
router.include_router(choices.router)
router.include_router(signing.router)
router.include_router(judging.router)
router.include_router(same.router)


@router.get("/static/{name}")
def static(request: Request, name: str) -> Response:
    """A file of the pages; its address changes with its content, so that it can be kept for ever."""
    found = assets().get(name)
    if found is None:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    headers = {
        "Cache-Control": f"public, max-age={REMEMBERED}, immutable",
        "ETag": f'"{found.mark}"',
        "Vary": "Accept-Encoding",
    }
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return Response(found.content, media_type=found.media_type, headers=headers)
    return Response(packed(name), media_type=found.media_type, headers={**headers, "Content-Encoding": "gzip"})


@router.get("/{language:language}/changes")
def show_changes(request: Request, language: Language, database: OpenDatabase) -> Response:
    """What changed, newest first."""
    from storage.pages import change_page

    words, given = words_for(request, language), dict(request.query_params)
    asked = Asked(given)
    cookie = request.cookies.get(changes.SEEN_COOKIE)
    seen = changes.seen_moment(cookie)
    wanted = changes.wanted(asked, seen)
    rows = _page_or_first(
        lambda cursor: change_page(database, wanted, limit=changes.PAGE, cursor=cursor, count=True), asked
    )
    found = changes.view(
        rows,
        words,
        total=counted(rows.total, "changes", words),
        seen=seen,
        given=given,
    )
    answer = page(
        request,
        words,
        "changes.html",
        section="changes",
        page=found,
        kinds=changes.KINDS,
        given=given,
        faults=asked.faults,
    )
    if seen is None:  # from now on there is something to be new since
        remember(answer, changes.SEEN_COOKIE, datetime.now(UTC).isoformat())
    return answer


@router.get("/{language:language}/deals")
def show_deals(request: Request, language: Language, database: OpenDatabase) -> Response:
    """The deals, most recently told first."""
    from storage.outlets import deal_counts
    from storage.pages import deal_page

    words, given = words_for(request, language), dict(request.query_params)
    asked = Asked(given)
    wanted = deals.wanted(asked)
    rows = _page_or_first(
        lambda cursor: deal_page(database, wanted, limit=deals.PAGE, cursor=cursor, count=True), asked
    )
    found = deals.view(
        rows,
        words,
        total=counted(rows.total, "deals", words),
        counts=deal_counts(database, wanted.as_of),
        given=given,
        wanted=wanted,
    )
    return page(request, words, "deals.html", section="deals", page=found, given=given, faults=asked.faults)


@router.get("/{language:language}/deals/{deal_id}")
def show_deal(request: Request, language: Language, deal_id: str, database: OpenDatabase) -> Response:
    """One deal; an id that was merged away leads to the deal that answers for it."""
    from storage.queries import deal as find
    from storage.texts import texts_of

    words, given = words_for(request, language), dict(request.query_params)
    asked = Asked(given)
    as_of = asked.day_end("as_of")
    try:
        detail = find(database, deal_id, as_of=as_of)
    except UsageError:
        return nothing_here(request, words, "deals", unknown=deals.as_known(as_of, words) if as_of else "")
    if detail.deal.id != deal_id:
        known = query({"was": deal_id, "as_of": given["as_of"] if as_of else None})
        return RedirectResponse(f"/{language}/deals/{detail.deal.id}{known}", HTTPStatus.FOUND)
    shown = deal.view(detail, texts_of(database, deal.quoted_urls(detail.claims)), words, as_of)
    was = request.query_params.get("was", "")
    return page(request, words, "deal.html", section="deals", page=shown, was=was, given=given, faults=asked.faults)


@router.get("/{language:language}/companies/{company_id}")
def show_company(request: Request, language: Language, company_id: str, database: OpenDatabase) -> Response:
    """One company."""
    from storage.companies import company as find

    words = words_for(request, language)
    found = find(database, company_id, deals=company.DEALS, changes=company.CHANGES)
    if found is None:
        return nothing_here(request, words, "deals")
    return page(request, words, "company.html", section="deals", page=company.view(found, words))


@router.get("/{language:language}/feeds")
def show_feeds(request: Request, language: Language, database: OpenDatabase, settings: ChosenSettings) -> Response:
    """How the feeds do, and who published what."""
    from storage.outlets import outlets

    words = words_for(request, language)
    reports, fault = _reports(settings, database, words)
    found = feeds.view(reports, outlets(database, limit=feeds.OUTLETS), words, fault=fault)
    return page(request, words, "feeds.html", section="feeds", page=found)


@router.get("/{language:language}/runs")
def show_runs(request: Request, language: Language) -> Response:
    """The ways into the Prefect UI."""
    from flows.server import running_server

    words = words_for(request, language)
    named = environ.get("PREFECT_UI_URL")
    ui = runs.ui_address(named, None if named else running_server())
    return page(request, words, "runs.html", section="runs", page=runs.view(ui, words))


@router.get("/{language:language}")
@router.get("/{language:language}/{rest:path}")
def elsewhere(request: Request, language: Language, rest: str = "") -> Response:
    """The first page, and what is at no address of ours."""
    if not rest:
        return RedirectResponse(f"/{language}/changes", HTTPStatus.FOUND)
    return nothing_here(request, words_for(request, language))


@router.get("/")
@router.get("/changes")
@router.get("/deals")
@router.get("/deals/{deal_id}")
@router.get("/companies/{company_id}")
@router.get("/feeds")
@router.get("/runs")
@router.get("/judgements")
def in_own_language(request: Request) -> Response:
    """The page of that address in the reader's language: links from elsewhere need not name one."""
    language = preferred(request.cookies.get(LANGUAGE_COOKIE), request.headers.get("Accept-Language"))
    path = request.url.path if request.url.path != "/" else "/changes"
    asked = f"?{request.url.query}" if request.url.query else ""
    answer = RedirectResponse(f"/{language}{path}{asked}", HTTPStatus.FOUND)
    answer.headers["Vary"] = "Accept-Language, Cookie"
    return answer


def _reports(settings: Settings, database: Database, words: Words) -> tuple[list[FeedReport], str]:
    """How the feeds do; or, where their file cannot be read, none and why."""
    from desk.health import report
    from safqa.feeds.sources import load, name_of

    file = name_of(settings.feeds)
    try:
        return report(load(settings.feeds), database, file=file, now=datetime.now(UTC)), ""
    except (InputError, UsageError) as error:
        return [], words.t["feeds"]["file"].format(file=file, fault=str(error).splitlines()[0])


def _page_or_first(read: Callable[[str | None], Page[Row]], asked: Asked) -> Page[Row]:
    """The page at the reader's cursor; the first for a cursor that is none."""
    try:
        return read(asked.text("cursor"))
    except UsageError:
        asked.faults.append("cursor")
        return read(None)
