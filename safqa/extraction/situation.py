"""Where in an article an option stands: who is named around it, how prominently, and what is told elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safqa.extraction.listing import OUTLET
from safqa.extraction.scene import NO_ACTOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from safqa.extraction.document import Entity
    from safqa.extraction.groups import Group
    from safqa.extraction.options import Option
    from safqa.extraction.scene import Scene

_IN_HEADLINE, _BEFORE = 2, 3  # companies of the headline, and of the sentence before, that may be left unnamed


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """How an article stands to those whom it names."""

    mentions: Mapping[Entity, int]
    headline: tuple[Entity, ...]
    first: Entity | None
    most: Entity | None  # the company named most often
    title: tuple[str, ...]  # classes of the words of the first line


def standing(scenes: Sequence[Scene]) -> Standing:
    """How the article with these scenes stands to those whom it names."""
    names = [(i.entity, s.sentence.headline) for s in scenes for i in s.sentence.names() if i.entity]
    mentions = Counter(e for e, _ in names)
    others = [(e, headline) for e, headline in names if e.kind != OUTLET]
    companies = [e for e, _ in others if e.kind not in NO_ACTOR and e.kind != "person"]
    title = {c for s in scenes[:1] for i in s.sentence.items for c in i.classes}
    return Standing(
        mentions,
        tuple(dict.fromkeys(e for e, headline in others if headline)),
        others[0][0] if others else None,
        max(companies, key=lambda e: mentions[e], default=None),
        tuple(sorted(title)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """The companies that a scene and the text before it bring along."""

    scene: Scene
    standing: Standing
    last: Entity | None  # the company of the deal told before
    named: Mapping[Entity, Sequence[Group]]  # everybody who may stand in a deal told here, with the groups of the scene


def situation(scene: Scene, of_text: Standing, last: Entity | None, before: Sequence[Entity]) -> Situation:
    """The situation of a scene; `before` are those named in the sentence before."""
    named: dict[Entity, list[Group]] = {}
    for group in scene.groups:
        for entity in group.entities:
            named.setdefault(entity, []).append(group)
    for spoken_of in (scene.topic, last, *of_text.headline[:_IN_HEADLINE], *before[:_BEFORE]):
        if spoken_of is not None:
            named.setdefault(spoken_of, [])
    return Situation(scene, of_text, last, {e: groups for e, groups in named.items() if e.kind != OUTLET})


Spot = tuple[int, int]
"""A sentence and the place of a word in it."""


class Elsewhere:
    """What the frames make of all words of a text: what an option is held against."""

    def __init__(self, options: Iterable[Option]) -> None:
        """Note where each family is told by a frame that holds, and where the frames put everybody."""
        self._told: defaultdict[str, set[Spot]] = defaultdict(set)
        self._targets: defaultdict[tuple[str, Entity], set[Spot]] = defaultdict(set)
        self._parties: defaultdict[tuple[str, Entity], set[Spot]] = defaultdict(set)
        for option in options:
            if option.strict:
                self._told[option.family].add(spot(option))
            for entity in option.cast.targets:
                self._targets[option.family, entity].add(spot(option))
            for entity in option.cast.parties:
                self._parties[option.family, entity].add(spot(option))

    def told(self, option: Option) -> tuple[int, int]:
        """How many other words tell of the option's family, and of other families."""
        here = spot(option)
        same = len(self._told[option.family] - {here})
        others = sum(len(spots - {here}) for family, spots in self._told.items() if family != option.family)
        return same, others

    def puts(self, option: Option, entity: Entity) -> tuple[int, int]:
        """How often other words of the option's family have somebody as target, and as party."""
        key, here = (option.family, entity), {spot(option)}
        return len(self._targets.get(key, here) - here), len(self._parties.get(key, here) - here)


def spot(option: Option) -> Spot:
    """Where an option's word stands."""
    return option.trigger.scene.sentence.index, option.trigger.item.index
