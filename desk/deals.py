"""`safqa deals` and `safqa deal`: what the database knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from desk.completion import deal_ids
from desk.configuration import open_deals
from desk.options import AsOf, Company, Limit, ToldBy, moment
from desk.output import Format, FormatOption, write_list, write_one
from safqa.errors import UsageError
from safqa.model import DealType, Metric, Status
from safqa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from storage.rows import DealDetail, DealRow

DEALS_HELP = """The deals, most recently reported first.

Examples:

    safqa deals

    safqa deals --company "Scale AI"

    safqa deals --type funding_round --metric amount --min 1e9 --format json
"""

DEAL_HELP = """One deal with every claim, its evidence and its changes.

Examples:

    safqa deal ID

    safqa deal ID --format json

    safqa deal ID --as-of 2025-06-10

    safqa deal ID --told-by 2025-06-10
"""


def deals(
    company: Company = None,
    kind: Annotated[DealType | None, typer.Option("--type", help="Of this type.")] = None,
    status: Annotated[Status | None, typer.Option(help="At this status.")] = None,
    metric: Annotated[Metric | None, typer.Option(help="With a figure of this metric.")] = None,
    minimum: Annotated[
        float | None,
        typer.Option("--min", min=0, help="With a figure that reaches this number (1e9), in its own unit."),
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Told of on or after this date (ISO 8601).")] = None,
    as_of: AsOf = None,
    limit: Limit = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Lists deals."""
    from storage.ledger import Ledger
    from storage.shapes import deal_json

    with Ledger(open_deals(Settings())) as ledger:
        found = ledger.deals(
            company=company,
            type=kind,
            status=status,
            metric=metric,
            minimum=minimum,
            since=moment(since, "--since"),
            as_of=moment(as_of, "--as-of"),
            limit=limit,
        )
    write_list([deal_json(d) for d in found], form, lambda: _deals_table(found))


def deal(
    deal_id: Annotated[str, typer.Argument(metavar="ID", help="As `safqa deals` lists it.", autocompletion=deal_ids)],
    as_of: AsOf = None,
    told_by: ToldBy = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Shows one deal."""
    if as_of and told_by:
        raise UsageError("--as-of and --told-by exclude each other: what Safqa knew, or what the world had said")
    from storage.ledger import Ledger
    from storage.shapes import detail_json

    with Ledger(open_deals(Settings())) as ledger:
        found = ledger.deal(deal_id, as_of=moment(as_of, "--as-of"), told_by=moment(told_by, "--told-by"))
    write_one(detail_json(found), form, lambda: _detail_view(found))


def _deals_table(found: Sequence[DealRow]) -> RenderableType:
    from desk.tables import deals_table

    return deals_table(found)


def _detail_view(found: DealDetail) -> RenderableType:
    from desk.tables import detail_view

    return detail_view(found)
