"""Says when a disk that Safqa writes to is nearly full.

On a full disk nothing can be recorded, not even that a run has failed: the schedule stands still without a word until
there is room, and then goes on by itself. So the word comes before.
"""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING

from flows.server import prefect_home
from storage.engine import connect_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from safqa.settings import Settings

# Bytes. Runs leave some 16 MB a day, so that this is more than a week, and VACUUM needs what the database takes.
LEAST = 200_000_000
# Seconds: a copy or a download fills a disk in minutes.
_LOOK_EVERY = 60.0


def written_places(settings: Settings) -> list[Path]:
    """The folders that Safqa and its Prefect server write to, one a disk."""
    file = connect_database(settings.database).file
    places = [settings.home, prefect_home(), *([file.parent] if file else [])]
    return list({place.stat().st_dev: place for place in reversed(places) if place.is_dir()}.values())


async def watch_room(places: Sequence[Path], tell: Callable[[str], None]) -> None:
    """Tells of each disk that is nearly full, once until it has room again; never ends."""
    known: set[Path] = set()
    while True:
        tight = dict(nearly_full(places))
        for place, free in tight.items():
            if place not in known:
                left = f"{free / 1e6:.0f} MB left"
                tell(f"the disk of {place} is nearly full ({left}): make room, or runs will stand still")
        known = set(tight)
        await asyncio.sleep(_LOOK_EVERY)


def nearly_full(places: Sequence[Path]) -> Iterable[tuple[Path, int]]:
    """Those with little room, and how many bytes it is."""
    for place in places:
        free = shutil.disk_usage(place).free
        if free < LEAST:
            yield place, free
