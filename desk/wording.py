"""What a recomputation made different, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.differences import Differences


def differences_line(found: Differences) -> str:
    """The counts that are not zero: "2 deals restated, 1 merged, 3 changes flagged"."""
    counts = (
        (found.new, "deal new", "deals new"),
        (found.restated, "deal restated", "deals restated"),
        (found.merged, "deal merged into another", "deals merged into others"),
        (found.split, "deal split off", "deals split off"),
        (found.raised, "change flagged", "changes flagged"),
        (found.dropped, "change no longer flagged", "changes no longer flagged"),
    )
    told = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    return ", ".join(told) or "nothing became different"
