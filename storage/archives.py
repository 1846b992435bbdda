"""How far each file of an archive was read: one mark a file, moved when a batch is stored.

The mark is moved after the batch, not with it: whoever dies in between reads one batch again, which writes no row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from safqa.archives.files import Mark
from storage import models
from storage.sync import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from storage.engine import Database


def marks(database: Database, keys: Iterable[str]) -> dict[str, Mark]:
    """The marks of these files; one that was never read has none."""
    row = models.ArchiveMark
    found: dict[str, Mark] = {}
    with database.read() as connection:
        for some in chunks(keys):
            for one in connection.execute(select(row).where(row.key.in_(some))):
                found[one.key] = Mark(one.offset, one.number, one.finished)
    return found


def note_mark(database: Database, key: str, name: str, mark: Mark, now: datetime) -> None:
    """Keep how far a file was read."""
    row = models.ArchiveMark
    values = {
        "name": name,
        "offset": mark.offset,
        "number": mark.number,
        "finished": mark.finished,
        "marked_at": now,
    }
    with database.write() as connection:
        if not connection.execute(update(row).where(row.key == key).values(**values)).rowcount:
            connection.execute(insert(row).values(key=key, **values))
