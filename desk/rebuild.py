"""`safqa rebuild`: the ledger computed again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from desk.configuration import open_deals
from desk.progress import bar
from desk.terminal import put, say
from desk.wording import differences_line
from safqa.settings import Settings

if TYPE_CHECKING:
    from storage.engine import Database

HELP = """Compute deals, figures and changes again from the stored articles, readings and judgements.

Say what became different; when all is in line, no row is written. Ids of deals stay, and nothing is told as news. A
rebuild that was stopped is gone on with by starting it again.

Examples:

    safqa rebuild

    safqa rebuild --extract
"""


def rebuild(
    extract: Annotated[
        bool, typer.Option("--extract", help="First read again what another state of the extractor has read.")
    ] = False,
) -> None:
    """Brings the ledger in line."""
    from datetime import UTC, datetime

    from storage.rebuild import rebuild as compute_again

    with open_deals(Settings()) as database:
        faults = _extract(database) if extract else 0
        with bar("computing") as step:
            found = compute_again(database, datetime.now(UTC), progress=step)
    put(differences_line(found))
    if faults:
        raise typer.Exit(1)


def _extract(database: Database) -> int:
    """Reads outdated articles again, a batch at a time; gives how many could not be read."""
    import asyncio

    from flows import pipeline
    from storage.rebuild import load_versions, outdated

    url = database.engine.url.render_as_string(hide_password=False)
    versions = outdated(database, pipeline.EXTRACTOR)
    read = faults = 0
    with bar("reading") as step:
        for number, start in enumerate(range(0, len(versions), pipeline.BATCH), 1):
            some = load_versions(database, versions[start : start + pipeline.BATCH])
            batch = asyncio.run(pipeline.read_batch(pipeline.Batch(number, tuple(some)), url))
            stored = asyncio.run(pipeline.store_batch(batch, url))
            read += stored.outcomes["reread"]
            faults += len(stored.faults)
            for fault in stored.faults:
                say(fault)
            step(min(start + pipeline.BATCH, len(versions)), len(versions))
    put(f"{read} article{'' if read == 1 else 's'} read again")
    return faults
