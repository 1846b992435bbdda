"""The server: its tools, what it tells an assistant about them, and the words of the ledger as a resource."""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from fastmcp import FastMCP
from fastmcp.resources import TextResource
from fastmcp.utilities.json_schema import compress_schema

from desk.assistant.documents import (
    NOTE,
    ChangeAnswer,
    CompanyAnswer,
    DealAnswer,
    DetailAnswer,
    StatementAnswer,
)
from desk.assistant.faults import PlainFaults
from desk.assistant.tools import Tools

if TYPE_CHECKING:
    from pydantic import BaseModel

    from storage.engine import Database

GUIDE = "safqa://guide"

_INSTRUCTIONS = f"""Safqa follows AI-industry deals (investments, rounds, acquisitions, contracts …) in Arabic and \
English news. It keeps every source's version of every figure, and says what changed. All tools only read.

Begin with find_deals or list_changes; go on to get_deal with an id, and to compare_claims for who agrees with whom.
Sources may contradict each other: say whose word a figure is, and cite publisher and link. A figure is a range from
`low` to `high` in `unit`, null where it is open. `as_of` asks what Safqa knew at a moment, `told_by` what articles had
told by then. Lists come in pages: ask again with `cursor` = `next`, the rest unchanged, until `next` is null.
The words of types, statuses, metrics and kinds of change stand in the resource {GUIDE}.

{NOTE}"""


def make_server(database: Database) -> FastMCP[Any]:
    """The server on an open database, which it only reads."""
    server: FastMCP[Any] = FastMCP("safqa", _INSTRUCTIONS, version=version("safqa"), middleware=[PlainFaults()])
    tools = Tools(database)
    for title, tool, answer in (
        ("Find deals", tools.find_deals, DealAnswer),
        ("One deal with its evidence", tools.get_deal, DetailAnswer),
        ("Who says what", tools.compare_claims, StatementAnswer),
        ("What changed", tools.list_changes, ChangeAnswer),
        ("Find companies", tools.find_companies, CompanyAnswer),
    ):
        # Closed: nothing outside the ledger is asked. Safe to ask twice, as it only reads.
        hints = {"title": title, "readOnlyHint": True, "idempotentHint": True, "openWorldHint": False}
        server.tool(tool, title=title, output_schema=_schema(answer), annotations=hints)
    guide = files(__package__).joinpath("guide.md").read_text(encoding="utf-8")
    server.add_resource(
        TextResource(
            uri=GUIDE,
            name="guide",
            title="The words of the ledger",
            description="what types, statuses, metrics, scopes, qualifiers, kinds of change and reasons mean",
            mime_type="text/markdown",
            text=guide,
        )
    )
    return server


def _schema(answer: type[BaseModel]) -> dict[str, Any]:
    # Titles only repeat the names: without them an assistant has a fifth less to read.
    return compress_schema(answer.model_json_schema(by_alias=True, mode="serialization"), prune_titles=True)
