"""`safqa ingest`: articles from JSON Lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from desk import intake
from desk.configuration import open_deals
from desk.running import run_flow, show
from desk.terminal import say
from safqa.errors import InputError
from safqa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prefect.client.schemas.objects import State

    from flows.pipeline import RunReport
    from safqa.model import Article

HELP = """Store articles from JSON Lines, read their deals, and say what is new.

A row is {"url", "title", "text", "publisher", "published", "updated"?, "lang"?, "deals"?}. A row that brings its own
deals is taken at its word. Bad rows are named and counted; the good ones are kept, and the exit code is 1.

Examples:

    safqa ingest articles.jsonl

    cat *.jsonl | safqa ingest -
"""


def ingest(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="JSON Lines; - reads standard input.")],
) -> None:
    """Runs the flow ingest-articles and shows its report."""
    chosen = Settings()
    inputs = [(file, intake.read(file)) for file in files]
    open_deals(chosen).close()
    articles, bad = _articles(inputs)
    lost = 0
    if articles:
        report = run_flow(chosen, lambda: _ingest(articles))
        show(report)
        lost = len(report.stored.faults)
    if bad:
        say(f"{bad} bad row{'' if bad == 1 else 's'}, {len(articles)} good")
    if bad or lost:
        raise typer.Exit(1)


def _articles(inputs: Sequence[tuple[str, bytes]]) -> tuple[list[Article], int]:
    """The good rows of all inputs, and how many were bad; each bad one is told as it is met."""
    from safqa.interchange import article_from_row

    good: list[Article] = []
    bad = 0
    for file, data in inputs:
        for place, row in intake.rows(data, file):
            try:
                if isinstance(row, InputError):
                    raise row
                good.append(article_from_row(row, place))
            except InputError as fault:
                bad += 1
                say(str(fault))
    return good, bad


async def _ingest(articles: Sequence[Article]) -> State[RunReport]:
    from flows.monitor import Handover, ingest_articles

    state: State[RunReport] = await ingest_articles(Handover(articles), return_state=True)
    return state
