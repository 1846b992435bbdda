"""What goes wrong, told as application/problem+json (RFC 9457): a status and one line that says what to do."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from safqa.errors import SafqaError, StorageError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

_log = logging.getLogger(__name__)


class NotThereError(SafqaError):
    """Nothing goes by this name."""


def install(app: FastAPI) -> None:
    """Has every fault of the application answered so."""
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RequestValidationError, _of_request)
    app.add_exception_handler(SafqaError, _of_ours)
    app.add_exception_handler(Exception, _of_bug)


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """The answer for a fault."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(body, status, headers=dict(headers or {}), media_type="application/problem+json")


async def _of_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - as it is installed
    return problem(error.status_code, error.detail, error.headers)


async def _of_request(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as it is installed
    fault = error.errors()[0]
    meant = "there is no such parameter" if fault["type"] == "extra_forbidden" else fault["msg"]
    told = f"{fault['loc'][-1]}: {meant.removeprefix('Value error, ')}"
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, " ".join(told.split()))


async def _of_ours(_: Request, error: Exception) -> Response:
    status = (
        HTTPStatus.NOT_FOUND
        if isinstance(error, NotThereError)
        else HTTPStatus.BAD_REQUEST
        if isinstance(error, UsageError)
        else HTTPStatus.SERVICE_UNAVAILABLE
        if isinstance(error, StorageError)
        else HTTPStatus.INTERNAL_SERVER_ERROR
    )
    return problem(status, str(error))


async def _of_bug(_: Request, error: Exception) -> Response:
    _log.error("unexpected error", exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, f"unexpected error, please report it: {type(error).__name__}")
