"""How answers are written: JSON or CSV, the address of the next page, and 304 to who has the same already."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi.responses import Response

from desk.output import csv_text
from safqa.identity import digest
from storage.standing import standing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fastapi import Request

    from storage.engine import Database

Json = dict[str, Any]
_CSV = "text/csv"


def unless_known(request: Request, database: Database, answer: Callable[[], Response]) -> Response:
    """The answer with an ETag, or 304 without making it where the reader has the one of this state of the ledger."""
    return _tagged(request, digest(standing(database), version("safqa"), _accepts(request)), answer)


def unless_same(request: Request, body: Response) -> Response:
    """The answer with an ETag of its own bytes, or 304: for what is quickly made, and of more than the ledger."""
    return _tagged(request, digest(bytes(body.body).hex()), lambda: body)


def json_answer(document: Json) -> Response:
    """A document as the command line writes it."""
    return Response(json.dumps(document, ensure_ascii=False, allow_nan=False), media_type="application/json")


def list_answer(
    request: Request,
    form: str | None,
    items: Sequence[Json],
    columns: Sequence[str],
    cursor: str | None,
    **more: object,
) -> Response:
    """A page of a list, with the address of the next one in a Link header and, in JSON, in `next`.

    Args:
        request: what was asked.
        form: `json` or `csv` where the address says so; else the Accept header does.
        items: the rows.
        columns: the keys of a row, for a list without any.
        cursor: of the next page.
        more: further keys of the JSON document; those that are None are left out.
    """
    onward = next_page(request, cursor)
    if wants_csv(request, form):
        # The byte order mark tells spreadsheets that this is UTF-8: without it Arabic is garbled.
        answer = Response("\ufeff" + csv_text(items, columns) + "\n", media_type=_CSV)
    else:
        told = {key: value for key, value in more.items() if value is not None}
        answer = json_answer({"items": items, "next": onward, **told})
    if onward:
        answer.headers["Link"] = f'<{onward}>; rel="next"'
    return answer


def next_page(request: Request, cursor: str | None) -> str | None:
    """The address of the same question from a cursor on; without the host, which only the reader knows for sure."""
    if cursor is None:
        return None
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return f"{request.url.path}?{urlencode([*asked, ('cursor', cursor)])}"


def wants_csv(request: Request, form: str | None) -> bool:
    """Whether a list is to be CSV."""
    return form == "csv" if form else _CSV in _accepts(request) and "application/json" not in _accepts(request)


def _accepts(request: Request) -> str:
    return request.headers.get("accept", "")


def _tagged(request: Request, tag: str, answer: Callable[[], Response]) -> Response:
    # Weak: packed and unpacked it is the same answer.
    etag = f'W/"{tag}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache", "Vary": "Accept"}
    known = [each.strip() for each in request.headers.get("if-none-match", "").split(",")]
    if "*" in known or etag in known:
        return Response(status_code=304, headers=headers)
    found = answer()
    for name, value in headers.items():
        found.headers.setdefault(name, value)
    return found
