"""`safqa export`: the whole ledger as files for other programs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from desk.configuration import open_deals
from desk.options import moment
from desk.progress import bar
from desk.tabular import FileFormat
from desk.terminal import put
from safqa.settings import Settings

HELP = """Write deals, parties, figures, claims with their evidence, articles and changes into files, with a dictionary.

DIR is made, or an earlier export in it is replaced; a reader never meets half of one. `datapackage.json` there says
what each column means, by the Data Package standard. The columns are those of the views in docs/sql.md.

Examples:

    safqa export deals-today

    safqa export /srv/deals --format parquet

    safqa export june --since 2025-06-01 --format jsonl
"""


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder, or that of an earlier export.")],
    form: Annotated[
        FileFormat, typer.Option("--format", "-f", help="Parquet needs the extra `parquet`.")
    ] = FileFormat.CSV,
    since: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Deals told of on or after this date, with all that belongs to them."),
    ] = None,
) -> None:
    """Writes the package and says what is in it."""
    from desk.package import write_package

    after, target = moment(since, "--since"), folder.expanduser().absolute()
    with open_deals(Settings()) as database, bar("exporting") as step:
        done = write_package(database, target, form, since=after, now=datetime.now(UTC), progress=step)
    for one in done:
        put(f"{one.path}: {one.rows:,} {'row' if one.rows == 1 else 'rows'}")
    put(f"{target}: {len(done)} files and datapackage.json")
