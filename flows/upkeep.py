"""One run of housekeeping, as plain functions: forget what is old (storage.housekeeping), then give room back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from storage.housekeeping import Ages, Cleared, clear
from storage.space import Tidied, tidy

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.engine import Database

__all__ = ["Ages", "Upkeep", "upkeep"]


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What was done, or with `dry_run` what would be."""

    cleared: Cleared
    tidied: Tidied
    dry_run: bool

    @property
    def none(self) -> bool:
        """Whether there was nothing to do."""
        return self.cleared.none and not self.tidied.done

    def lines(self) -> list[str]:
        """It in lines for people."""
        done, would = self.cleared, " would be" if self.dry_run else ""
        counts = (
            (done.texts, "old texts", f"stored small, {done.bytes_saved / 1e6:,.1f} MB less"),
            (done.polls, "old polls", "forgotten"),
            (done.samples, "samples of pages that were no articles", "forgotten"),
            (done.notifications, "notifications that were sent or dropped", "forgotten"),
        )
        told = [f"{what}{would} {became}: {n:,}" for n, what, became in counts if n]
        if acts := self.tidied.done:
            ran = "would be run" if self.dry_run else "run"
            sizes = f"{self.tidied.bytes_before / 1e6:,.1f} MB before, {self.tidied.bytes_after / 1e6:,.1f} MB now"
            told.append(f"{', '.join(acts)} {ran}: {sizes}")
        if self.tidied.hindrance:
            told.append(self.tidied.hindrance)
        return told or ["nothing to do"]

    def document(self) -> dict[str, Any]:
        """It for programs: the keys of docs/contract.md."""
        tidied = asdict(self.tidied)
        return {"dry_run": self.dry_run, **asdict(self.cleared), "statements": list(tidied.pop("done")), **tidied}


def upkeep(
    database: Database,
    ages: Ages,
    *,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Upkeep:
    """Forget what is older than `ages` says, and give room back where that is worth it.

    Raises:
        StorageError: the database failed; what was done before stays so.
    """
    cleared = clear(database, ages, datetime.now(UTC), dry_run=dry_run, progress=progress)
    return Upkeep(cleared, tidy(database, freed=cleared.bytes_saved, dry_run=dry_run), dry_run)
