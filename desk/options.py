"""Options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from safqa.errors import UsageError
from safqa.moments import from_iso

if TYPE_CHECKING:
    from datetime import datetime

Company = Annotated[str | None, typer.Option(help="Of this company, in any spelling met so far.")]
Limit = Annotated[int | None, typer.Option(min=1, help="At most so many.")]

AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="As Safqa knew it at this moment.")]
ToldBy = Annotated[
    str | None, typer.Option("--told-by", metavar="DATE", help="As far as articles had told by this moment.")
]


def moment(text: str | None, option: str) -> datetime | None:
    """The moment that an option names.

    Raises:
        UsageError: it names none.
    """
    if text is None:
        return None
    try:
        return from_iso(text)
    except ValueError as error:
        raise UsageError(f"{option} {error}; write 2025-06-10 or 2025-06-10T14:00Z") from None
