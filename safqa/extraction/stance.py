"""How a company stands in an option: what speaks for its being target or party of the deal that a word tells of.

Signs: `put` and `slot`, where the frames have it; `left` and `right` of the trigger and the preposition in between
("-" when there is none); `before`, `behind` and `with` other companies; `elsewhere`, what other words of the text make
of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from safqa.extraction.document import Item, Kind
from safqa.extraction.listing import MONEYED, OUTLET
from safqa.extraction.signs import called, called_all, kind_of, size, trigger_name
from safqa.extraction.weights import ALONE, Seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from safqa.extraction.document import Entity
    from safqa.extraction.groups import Group
    from safqa.extraction.options import Option
    from safqa.extraction.scene import Scene
    from safqa.extraction.situation import Elsewhere, Situation

_PASSIVE_SIDES = MONEYED | {"person", "government"}  # those who give money, and are seldom what a deal is about
_PATH = 4  # words between trigger and company that are seen as one
_BETWEEN = 12  # words between trigger and company that are seen at all
_NEXT = 2  # words on both sides of a company that are seen
_REACH = 5  # items in which these are looked for, marks among them


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """What lies between a trigger and a group of names."""

    group: Group
    left: bool  # the group stands before the trigger
    same: bool  # it stands in the trigger's clause
    words: tuple[Item, ...]

    @property
    def side(self) -> str:
        """The side of the trigger."""
        return "left" if self.left else "right"

    @property
    def marker(self) -> str:
        """The preposition that governs the group."""
        return self.group.marker or "-"


class View:
    """An option with everybody who may stand in it, as seen from its trigger."""

    def __init__(self, option: Option, where: Situation, elsewhere: Elsewhere) -> None:
        """Measure the way to each group of names once."""
        self.option = option
        self.where = where
        self.elsewhere = elsewhere
        self.name = trigger_name(option)
        self._gaps = {id(group): _gap(option, group, where.scene) for group in where.scene.groups}

    @property
    def scene(self) -> Scene:
        """The scene of the trigger."""
        return self.where.scene

    def gaps(self, groups: Iterable[Group]) -> list[Gap]:
        """The ways to these groups, the nearest first, those in the trigger's clause before others."""
        return sorted((self._gaps[id(g)] for g in groups), key=lambda gap: (not gap.same, len(gap.words)))

    def contexts(self, entity: Entity) -> tuple[str, ...]:
        """The contexts in which a company's signs are weighed."""
        family = self.option.family
        return (ALONE, family, self.name, f"{family}|{kind_of(entity)}")

    @cached_property
    def people(self) -> tuple[tuple[Entity, Group], ...]:
        """Everybody named in the sentence with the first group that names them; outlets only tell."""
        named = ((e, g) for g in reversed(self.scene.groups) for e in g.entities if e.kind != OUTLET)
        return tuple(reversed(dict(named).items()))

    @cached_property
    def takers(self) -> frozenset[Entity]:
        """Those named in the sentence who may be what a deal is about."""
        return frozenset(e for e, _ in self.people if e.kind not in _PASSIVE_SIDES)

    @cached_property
    def order(self) -> list[int]:
        """Where the groups of the trigger's clause begin."""
        return sorted(gap.group.first for gap in self._gaps.values() if gap.same)


def _gap(option: Option, group: Group, scene: Scene) -> Gap:
    place, items = option.trigger.item.index, scene.sentence.items
    between = items[place + 1 : group.first] if group.first > place else items[group.last + 1 : place]
    same = scene.clauses[group.first] == option.trigger.clause
    return Gap(group, group.first <= place, same, tuple(i for i in between if i.kind is not Kind.MARK))


def role_signs(view: View, entity: Entity, groups: Sequence[Group]) -> Seen:
    """What speaks for and against a company in an option; `groups` name it in the scene."""
    return Seen(tuple(dict.fromkeys(_role(view, entity, groups))), view.contexts(entity))


def _role(view: View, entity: Entity, groups: Sequence[Group]) -> Iterator[str]:
    yield from _by_standing(view, entity)
    yield from _by_frame(view, entity)
    if not groups:
        yield from _absent(view, entity)
        yield from (f"beside={kind_of(other)}" for other, _ in view.people if other is not entity)
        return
    gaps = view.gaps(groups)
    for left in (True, False):
        nearest = next((gap for gap in gaps if gap.left == left), None)
        if nearest is not None:
            yield from _on_its_side(nearest, view.scene)
    yield from _on_the_way(gaps[0])
    yield from _next_to(gaps[0], view.scene.sentence.items)
    yield from _in_order(gaps[0], view)
    yield from _beside(gaps[0].group, entity, view)


def _by_standing(view: View, entity: Entity) -> Iterator[str]:
    """What a company is, and how prominent in the article and at this place."""
    standing = view.where.standing
    yield f"kind={kind_of(entity)}"
    yield "listed" if entity.known else "not listed"
    if entity is view.scene.topic:
        yield from ("topic", f"topic|owner={view.option.trigger.sense.owner}")
    if entity is view.where.last:
        yield "last"
    if entity in standing.headline:
        yield "first of headline" if entity is standing.headline[0] else "in headline"
    if entity is standing.most:
        yield "named most"
    if entity is standing.first:
        yield "named first"
    yield f"mentions={size(standing.mentions.get(entity, 0))}"
    if view.takers == {entity}:
        yield "only taker"


def _by_frame(view: View, entity: Entity) -> Iterator[str]:
    """Where the frames put a company, here and elsewhere."""
    option = view.option
    put = "target" if entity in option.cast.targets else "party" if entity in option.cast.parties else "nowhere"
    yield f"put={put}"
    yield f"put={put}|{'strict' if option.strict else 'loose'}"
    if option.strict:
        yield f"put={put}|{option.trigger.frame.name}"
    if not option.cast.targets:
        yield "no target put"
    for slot, group in option.slots.items():
        if entity in group.entities:
            yield f"slot={slot}"
    target, party = view.elsewhere.puts(option, entity)
    yield f"elsewhere={size(target)}:{size(party)}"
    yield f"elsewhere rather={'target' if target > party else 'party' if party > target else 'neither'}"


def _absent(view: View, entity: Entity) -> Iterator[str]:
    """A company that the sentence does not name."""
    present = size(sum(any(e.kind != OUTLET for e in g.entities) for g in view.scene.groups))
    yield from ("absent", f"absent|groups={present}")
    if entity is view.scene.topic:
        yield from ("absent topic", f"absent topic|owner={view.option.trigger.sense.owner}")


def _on_its_side(gap: Gap, scene: Scene) -> Iterator[str]:
    """How a group stands to the trigger."""
    group, side, marker = gap.group, gap.side, gap.marker
    same, far = "same" if gap.same else "other", size(len(gap.words))
    closer = size(sum(_is_closer(other, gap) for other in scene.groups))
    yield from (side, f"{side}|{same}", f"{side}|{marker}", f"{side}|{same}|{marker}")
    yield from (f"{side}|{marker}|closer={closer}", f"{side}|{same}|closer={closer}")
    yield from (f"{side}|far={far}", f"{side}|{marker}|far={far}", f"{side}|list={min(len(group.entities), 3)}")
    if group.head:
        yield from (f"head={group.head}", f"{side}|head={group.head}")
    if len(group.entities) > 1:
        yield "in a list"
    if group.anaphor:
        yield f"{side}|anaphor"
    if any(i.senses and i.senses[0].is_verb for i in gap.words):
        yield f"{side}|verb between"
    if any(i.kind is Kind.AMOUNT for i in gap.words):
        yield from (f"{side}|sum between", f"{side}|sum between|{marker}")


def _is_closer(other: Group, gap: Gap) -> bool:
    """Whether another group stands between this one and the trigger."""
    first = gap.words[0].index if gap.words else 0
    last = gap.words[-1].index if gap.words else -1
    return first <= other.first <= last


def _on_the_way(gap: Gap) -> Iterator[str]:
    """The words between a group and the trigger."""
    if len(gap.words) <= _PATH:
        yield f"{gap.side}|path={called_all(gap.words)}"
    for word in {called(i) for i in gap.words[:_BETWEEN]}:
        yield f"{gap.side}|between={word}"


def _next_to(gap: Gap, items: Sequence[Item]) -> Iterator[str]:
    """The words right before and right behind a group, and the verb that its sentence has before it."""
    first, last = gap.group.first, gap.group.last
    before = [i for i in items[max(0, first - _REACH) : first] if i.kind is not Kind.MARK][-_NEXT:]
    behind = [i for i in items[last + 1 : last + 1 + _REACH] if i.kind is not Kind.MARK][:_NEXT]
    if before:
        yield from (f"before={called(before[-1])}", f"before={called(before[-1])}|{gap.side}|{gap.marker}")
    if behind:
        yield from (f"behind={called(behind[0])}", f"behind={called(behind[0])}|{gap.side}")
    yield f"pair before={called_all(before)}"
    yield f"pair behind={called_all(behind)}"
    governed = next((i for i in reversed(before) if i.text != gap.group.marker), None)
    if governed is not None and governed.senses:
        yield from (f"hangs on={called(governed)}", f"hangs on={called(governed)}|{gap.marker}")
    verb = next((i for i in reversed(items[:first]) if i.senses and i.senses[0].is_verb), None)
    if verb is not None:
        yield f"verb={called(verb)}"


def _in_order(gap: Gap, view: View) -> Iterator[str]:
    """Which of the groups of the trigger's clause it is."""
    if gap.same:
        place = f"place={view.order.index(gap.group.first)}/{len(view.order)}"
        yield from (place, f"{place}|{gap.marker}")


def _beside(group: Group, entity: Entity, view: View) -> Iterator[str]:
    """Who else is named in the sentence, and on which side of the company."""
    clause = view.option.trigger.clause
    for other, theirs in view.people:
        if other is entity:
            continue
        side = "before" if group.first < theirs.first else "behind" if group.first > theirs.first else "with"
        kinds, markers = f"{side}={kind_of(other)}", f"{group.marker or '-'} {side} {theirs.marker or '-'}"
        yield from (f"beside={kind_of(other)}", kinds, markers)
        if theirs.clause == clause:
            yield from (f"clause|{kinds}", f"clause|{markers}")


# --- beside a target --------------------------------------------------------------------------------------------------


def party_signs(view: View, entity: Entity, target: Entity | None) -> Seen:
    """What speaks for and against a company as a party of this target's deal, besides its own `role_signs`."""
    return Seen(tuple(_towards(view, entity, target)), (ALONE, view.option.family, view.name))


def _towards(view: View, entity: Entity, target: Entity | None) -> Iterator[str]:
    """How a company stands to the target."""
    yield f"target {kind_of(target) if target else 'nobody'}>{kind_of(entity)}"
    named = view.where.named
    mine, its = named.get(entity, ()), named.get(target, ()) if target else ()
    if not mine or not its:
        yield f"{'target' if mine else 'it'} is not named here"
        return
    here, there = view.gaps(mine)[0], view.gaps(its)[0]
    if here.group is there.group:
        yield "in a list with the target"
        return
    order = "before the target" if here.group.first < there.group.first else "behind the target"
    yield from (order, f"{order}|{there.marker}>{here.marker}")
    yield f"{'same' if here.group.clause == there.group.clause else 'another'} clause as the target"
    low, high = sorted((here.group.first, there.group.first))
    between = sum(low < g.first < high for g in view.scene.groups)
    yield f"{order}|between={size(between)}"
    yield f"{order}|target {there.side}|it {here.side}"
