"""All mentions that may meet: what must be given to the ledger together, if nothing of it is computed yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.judged import held_together
from storage.tellings import connected_mentions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection


def hang_together(connection: Connection, mentions: Iterable[str]) -> set[str]:
    """These mentions and all that may meet them: by blocks in common, or because people hold them for one deal."""
    found = connected_mentions(connection, mentions)
    while partners := held_together(connection, found) - found:
        found |= connected_mentions(connection, partners)
    return found
