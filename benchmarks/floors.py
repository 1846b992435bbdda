"""The figures that extraction must keep: pinned, compared, raised, and lowered only with a reason.

Pure decisions over values; `accuracy` measures, reads and writes. What is pinned is a value once measured; a measure
holds its floor when it is at most the margin below that. The hash says which corpus the floors were last held to.

Raising keeps the higher of the old and the new value. It is refused while a measure is below its floor, so that a loss
can only be accepted by lowering, whose reason stays in the file. Pinning the same values again changes nothing, not
even the date.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from safqa.errors import SafqaError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping
    from datetime import date


class FloorsError(SafqaError):
    """Floors cannot be pinned as asked; the text says what would be right."""


class Key(NamedTuple):
    """What a floor is of."""

    lang: str
    measure: str

    def __str__(self) -> str:
        return f"{self.lang} {self.measure}"


@dataclass(frozen=True, slots=True)
class Level:
    """A measured value, 0 to 1, and how many items it is made of."""

    value: float
    items: int


@dataclass(frozen=True, slots=True)
class Margin:
    """How many items of a measure may be lost without a word, and why."""

    items: int
    reason: str

    def below(self, level: Level) -> float:
        """The least value that still holds a level."""
        return max(0.0, level.value - self.items / max(level.items, 1))


# With 200 items in a measure this is half a point, with 20 it is five: what one more error costs at most.
ONE_ITEM = Margin(
    1,
    "Nothing in a run is random, so there is no noise to wait out. The room is for trades: a rule that mends several "
    "articles may cost one item elsewhere, and on a single item two careful readers may differ.",
)


@dataclass(frozen=True, slots=True)
class Lowering:
    """Why floors were lowered once: the values before and after by "language measure"."""

    date: str
    reason: str
    values: Mapping[str, tuple[float, float | None]]


@dataclass(frozen=True, slots=True)
class Floors:
    """All floors, the hash of the corpus they were measured on, and the day they were pinned."""

    corpus: str
    pinned: str
    margin: Margin
    levels: Mapping[Key, Level]
    lowerings: tuple[Lowering, ...] = ()


NONE = Floors(corpus="", pinned="", margin=ONE_ITEM, levels={})
"""Before anything is pinned."""


def complaints(floors: Floors, corpus: str, measured: Mapping[Key, Level]) -> list[str]:
    """One line for each thing that keeps the gate shut; none when all floors hold."""
    if floors.corpus == corpus:
        return violations(floors, measured)
    if not floors.levels:
        return ["no floors are pinned: run with --raise-floors"]
    changed = (
        f"the corpus is {corpus[:12]}, the floors of {floors.pinned} were pinned on {floors.corpus[:12]}: "
        'pin them anew with --raise-floors, or, where a value fell, with --lower-floors --reason "…"'
    )
    return [changed, *violations(floors, measured)]


def violations(floors: Floors, measured: Mapping[Key, Level]) -> list[str]:
    """One line for each measure below its floor, or no longer measured at all."""
    return [
        _violation(key, level, floors.margin, measured.get(key))
        for key, level in floors.levels.items()
        if key not in measured or measured[key].value < floors.margin.below(level)
    ]


def _violation(key: Key, pinned: Level, margin: Margin, now: Level | None) -> str:
    if now is None:
        return f"{key} is no longer measured: nothing of it was found (pinned {pinned.value:.4f})"
    least = (
        f"floor {margin.below(pinned):.4f} (pinned {pinned.value:.4f}, margin {margin.items} of {pinned.items} items)"
    )
    return f"{key} is {now.value:.4f}, below its {least}"


def raise_floors(floors: Floors, corpus: str, measured: Mapping[Key, Level], today: date) -> Floors:
    """Floors that keep the higher of the old and the new values."""
    if fallen := violations(floors, measured):
        raise FloorsError("\n".join([*fallen, 'nothing was pinned: accept a loss with --lower-floors --reason "…"']))
    best = {
        key: level if key not in floors.levels else max(floors.levels[key], level, key=lambda known: known.value)
        for key, level in measured.items()
    }
    return _dated(floors, replace(floors, corpus=corpus, levels=best), today)


def lower_floors(floors: Floors, corpus: str, measured: Mapping[Key, Level], today: date, *, reason: str) -> Floors:
    """Floors at the measured values, with the reason and the values that fell."""
    if not reason.strip():
        raise FloorsError('lowering a floor needs its reason: --reason "…"')
    fallen = {
        str(key): (level.value, measured[key].value if key in measured else None)
        for key, level in floors.levels.items()
        if key not in measured or measured[key].value < level.value
    }
    if not fallen:
        raise FloorsError("no value is below what is pinned: use --raise-floors")
    record = Lowering(today.isoformat(), reason.strip(), fallen)
    new = replace(floors, corpus=corpus, levels=dict(measured), lowerings=(*floors.lowerings, record))
    return _dated(floors, new, today)


def pinned_by(
    args: argparse.Namespace, floors: Floors, corpus: str, measured: Mapping[Key, Level], today: date
) -> Floors:
    """The floors in force from now on: as the options --raise-floors and --lower-floors ask, else those given."""
    if args.raise_floors:
        return raise_floors(floors, corpus, measured, today)
    if args.lower_floors:
        return lower_floors(floors, corpus, measured, today, reason=args.reason)
    return floors


def _dated(old: Floors, new: Floors, today: date) -> Floors:
    return old if new == old else replace(new, pinned=today.isoformat())


def to_shape(floors: Floors) -> dict[str, Any]:
    """The floors as JSON, languages and measures as people read them: nested."""
    levels: dict[str, dict[str, Any]] = {}
    for key, level in floors.levels.items():
        levels.setdefault(key.lang, {})[key.measure] = asdict(level)
    lowered = [asdict(lowering) for lowering in floors.lowerings]
    return {
        "corpus": floors.corpus,
        "pinned": floors.pinned,
        "margin": asdict(floors.margin),
        "floors": levels,
        "lowered": lowered,
    }


def from_shape(shape: Mapping[str, Any]) -> Floors:
    """The floors from their JSON; `from_shape(to_shape(f)) == f`."""
    levels = {
        Key(lang, measure): Level(**level)
        for lang, measures in shape["floors"].items()
        for measure, level in measures.items()
    }
    lowerings = tuple(
        Lowering(one["date"], one["reason"], {key: (old, new) for key, (old, new) in one["values"].items()})
        for one in shape["lowered"]
    )
    return Floors(shape["corpus"], shape["pinned"], Margin(**shape["margin"]), levels, lowerings)
