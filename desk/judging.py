"""What the commands of `safqa judge` share: who says it, and what is told when it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.configuration import open_deals
from desk.output import Format, write_one
from desk.terminal import put
from desk.wording import differences_line
from safqa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import RenderableType

    from storage.acts import Word
    from storage.engine import Database
    from storage.judgements import Done


def word_of(by: str | None, reason: str | None) -> Word:
    """What is kept of who judges: by default whoever is logged in."""
    from datetime import UTC, datetime

    from storage.acts import Word

    return Word(by or _login(), reason, datetime.now(UTC))


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container whose user has no name
        return "unknown"


def judge(write: Callable[[Database], Done], form: Format, dry_run: bool) -> None:
    """Writes a judgement, and shows what became different and the deals that it is about."""
    from storage.shapes import done_json

    with open_deals(Settings()) as database:
        done = write(database)
    if form is Format.TABLE:
        put(_told(done, dry_run=dry_run))
    if form is not Format.TABLE or done.deals:
        write_one(done_json(done, dry_run=dry_run), form, lambda: _deals(done))


def _told(done: Done, *, dry_run: bool) -> str:
    if done.judgement is None:
        return "that is held already: nothing became different"
    made = differences_line(done.differences)
    if dry_run:
        return f"dry run, nothing was kept; it would make: {made}"
    state = "holds" if done.judgement.deleted_at is None else "is withdrawn"
    return f"{done.judgement.id} {state}: {made}"


def _deals(done: Done) -> RenderableType:
    from desk.tables import deals_table

    return deals_table(done.deals)
