"""`safqa changes`: what became new or different."""

from __future__ import annotations

from heapq import merge
from typing import TYPE_CHECKING, Annotated

import typer

from desk.configuration import open_deals
from desk.options import AsOf, Company, Limit, ToldBy, moment
from desk.output import Format, FormatOption, write_list
from safqa.model import ChangeKind
from safqa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from storage.rows import ChangeRow

HELP = """What became new or different, newest first.

Examples:

    safqa changes --since 2025-06-01

    safqa changes --kind new_deal --company Meta

    safqa changes --all --format jsonl

    safqa changes --as-of 2025-06-10
"""


def changes(
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Told on or after this date (ISO 8601).")] = None,
    kind: Annotated[ChangeKind | None, typer.Option(help="Of this kind.")] = None,
    company: Company = None,
    as_of: AsOf = None,
    told_by: ToldBy = None,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Also what was kept but not flagged, and what Safqa did itself, with the reason."),
    ] = False,
    limit: Limit = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Lists changes."""
    from storage.ledger import Ledger
    from storage.queries import own_doings
    from storage.shapes import change_json

    after, then, until = moment(since, "--since"), moment(as_of, "--as-of"), moment(told_by, "--told-by")
    found: Sequence[ChangeRow]
    with Ledger(open_deals(Settings())) as ledger:
        found = ledger.changes(
            since=after,
            kind=kind,
            company=company,
            as_of=then,
            told_by=until,
            suppressed=everything,
            limit=limit,
        )
        if everything and until is None:  # nobody told what the ledger did itself
            ours = own_doings(ledger.database, since=after, kind=kind, company=company, as_of=then, limit=limit)
            found = list(merge(found, ours, key=lambda one: one.published_at or one.detected_at, reverse=True))[:limit]
    write_list([change_json(c) for c in found], form, lambda: _table(found))


def _table(found: Sequence[ChangeRow]) -> RenderableType:
    from desk.tables import changes_table

    return changes_table(found)
