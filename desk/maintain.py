"""`safqa maintain`: housekeeping of the database, now."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from desk.configuration import open_deals
from desk.output import Format, FormatOption, write_one
from desk.progress import bar
from safqa.settings import Settings

HELP = """Keep the database small: forget what is old and nothing is computed from, and give the room back.

Articles with all their versions, deals, changes, quotes and judgements stay for ever. On SQLite, old texts are stored
in half the room. `safqa up` does this every night; a second time does nothing.

Examples:

    safqa maintain --dry-run

    safqa maintain

    safqa maintain --keep-texts 30 --keep-polls 30
"""


def maintain(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would go; write nothing.")] = False,
    keep_texts: Annotated[
        int, typer.Option(metavar="DAYS", min=0, help="Texts that are older are stored small (SQLite).")
    ] = 90,
    keep_polls: Annotated[
        int, typer.Option(metavar="DAYS", min=0, help="Polls, and starts of pages that were no articles.")
    ] = 90,
    keep_sent: Annotated[
        int, typer.Option(metavar="DAYS", min=7, help="Notifications that were sent or dropped.")
    ] = 180,
    form: FormatOption = Format.TABLE,
) -> None:
    """Does it, and says what was done."""
    from rich.text import Text

    from flows.upkeep import Ages, upkeep

    ages = Ages(timedelta(keep_texts), timedelta(keep_polls), timedelta(keep_sent))
    with open_deals(Settings()) as database, bar("looking at old texts") as step:
        done = upkeep(database, ages, dry_run=dry_run, progress=step)
    write_one(done.document(), form, lambda: Text("\n".join(done.lines())))
