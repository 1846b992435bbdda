"""What goes wrong in a tool, told to the assistant in one line that says what to do."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from fastmcp.exceptions import FastMCPError, NotFoundError, ToolError
from fastmcp.server.middleware import Middleware
from pydantic import ValidationError

from safqa.errors import SafqaError

if TYPE_CHECKING:
    from fastmcp.server.middleware import CallNext, MiddlewareContext

_log = logging.getLogger(__name__)
# Names of the command line in texts that people read there, and what is meant here.
_HERE = {"`safqa deals` lists the ids": "find_deals gives the ids"}


class PlainFaults(Middleware):
    """Makes of every exception of a tool an error that an assistant can act on, without a traceback."""

    async def on_call_tool(self, context: MiddlewareContext[Any], call_next: CallNext[Any, Any]) -> Any:
        """Pass the call on."""
        try:
            return await call_next(context)
        except NotFoundError:
            raise
        except Exception as error:
            raise ToolError(told(_cause(error)), log_level=logging.DEBUG) from None


def told(error: BaseException) -> str:
    """The line for an exception."""
    if isinstance(error, ValidationError):
        return "; ".join(_argument(fault) for fault in error.errors(include_url=False))
    if isinstance(error, SafqaError):
        text = str(error)
        for there, here in _HERE.items():
            text = text.replace(there, here)
        return text
    _log.error("unexpected error", exc_info=error)
    return f"unexpected error, please report it: {type(error).__name__}"


def _cause(error: Exception) -> BaseException:
    """What FastMCP has wrapped."""
    return error.__cause__ if isinstance(error, FastMCPError) and error.__cause__ is not None else error


def _argument(fault: Any) -> str:
    name = ".".join(map(str, fault["loc"])) or "arguments"
    unknown = fault["type"] in {"unexpected_keyword_argument", "extra_forbidden"}
    meant = "there is no such argument" if unknown else str(fault["msg"]).removeprefix("Value error, ")
    return f"{name}: {meant}"
