"""Frames: which words tell of a deal, and where its target and parties stand around them.

A frame is data (`frames.toml` of a language pack). Its keys:

* `name`, `example`: what it is called in explanations, and a sentence that justifies it;
* `classes`, `pos`: the trigger, by class of the lexicon, as "verb", "noun" or "any"; `suffix`: only with a pronoun;
  `marker`: only behind this preposition;
* `needs`, `unless`: classes of which one must (none may) stand in the trigger's clause; `next` (`not_next`): one
  must (none may) stand within the five items behind the trigger. `MONEY` and `PERCENT` stand for an amount and
  a percentage, `PAIR` for two names, `HEADLINE` for a sentence that is a headline;
* `type`: the deal's type; `none` for frames that add parties to the deal told beside them;
* `target`, `party`: slots in order of preference: "subject", "object", "self" (the trigger is the name),
  "direct" (right behind a noun), "after" (anywhere behind),
  "last" (the company of the deal told before), "share" (whose shares or rest are bought), a preposition of the
  language, or one in front of the trigger ("before في"); `reach`: how many items behind the trigger a slot may stand;
* `role`: what the party does; `status`: the status where the words around do not say.

The first frame that fits a trigger wins, so special frames stand before general ones.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safqa.errors import InputError
from safqa.model import DealType, Role, Status
from safqa.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.resources.abc import Traversable

# Items behind a trigger in which a slot is looked for; longer reaches picked names of the next deal.
_REACH = 14
_KEYS = frozenset(
    [
        *("name", "example", "classes", "pos", "suffix", "marker", "needs", "unless", "next", "not_next"),
        *("type", "target", "party", "reach", "role", "status"),
    ]
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of the table; see the module's text for the meaning of each key."""

    name: str
    example: str
    type: DealType | None = None
    classes: frozenset[str] = frozenset()
    pos: str = "any"
    suffix: bool = False
    marker: str = ""
    needs: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    next: frozenset[str] = frozenset()
    not_next: frozenset[str] = frozenset()
    target: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    reach: int = _REACH
    role: Role | None = None
    status: Status | None = None


class Frames:
    """The frames of a language in their order, found by the classes of a trigger."""

    def __init__(self, frames: Iterable[Frame]) -> None:
        """Keep the order: the first frame that fits wins."""
        self._frames = tuple(frames)
        self._by_classes: dict[frozenset[str], tuple[Frame, ...]] = {}

    def __iter__(self) -> Iterator[Frame]:
        return iter(self._frames)

    def of(self, classes: frozenset[str]) -> tuple[Frame, ...]:
        """The frames that one of these classes may trigger; there are few sets of classes, so each is kept."""
        found = self._by_classes.get(classes)
        if found is None:
            found = tuple(f for f in self._frames if not f.classes.isdisjoint(classes))
            self._by_classes[classes] = found
        return found


def load_frames(file: Traversable) -> Frames:
    """The frames of a file, in order; an `InputError` names the frame that is wrong."""
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["frame"]
    return Frames(_frame(row, file.name) for row in rows)


def _frame(row: dict[str, object], where: str) -> Frame:
    def words(key: str) -> tuple[str, ...]:
        value = row.get(key, [])
        return tuple(str(v) for v in value) if isinstance(value, list) else (str(value),)

    name = str(row.get("name"))
    if unknown := row.keys() - _KEYS:
        raise InputError(f"{where}: frame {name}: unknown keys {sorted(unknown)}")
    try:
        return Frame(
            name=name,
            classes=frozenset(words("classes")),
            pos=str(row.get("pos", "any")),
            type=None if row["type"] == "none" else DealType(str(row["type"])),
            target=tuple(normalise(w).text for w in words("target")),
            party=tuple(normalise(w).text for w in words("party")),
            role=Role(str(row["role"])) if "role" in row else None,
            status=Status(str(row["status"])) if "status" in row else None,
            needs=frozenset(words("needs")),
            unless=frozenset(words("unless")),
            next=frozenset(words("next")),
            not_next=frozenset(words("not_next")),
            suffix=bool(row.get("suffix")),
            marker=str(row.get("marker", "")),
            reach=int(str(row.get("reach", _REACH))),
            example=str(row["example"]),
        )
    except (KeyError, ValueError) as error:
        raise InputError(f"{where}: frame {name}: {error}") from error
