"""What is seen of an option, of a company in it, and of a deal, in words that weights can be given to.

A feature is a short text, its parts joined by "|": first the family of deals where the feature is meant for one family
only, then what is seen. Signs: `slot=` where the frames put a company; `left`/`right` of the trigger and the
preposition in between; `kind=` what a company is; numbers are put in five sizes, for no weight should hang on the ninth
name of a list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safqa.extraction.document import Entity, Item, Kind
from safqa.extraction.listing import MONEYED, OUTLET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from safqa.extraction.document import Sense
    from safqa.extraction.groups import Group
    from safqa.extraction.options import Option
    from safqa.extraction.scene import Scene

_AROUND = 12  # items on both sides of a trigger whose classes are seen
_BEFORE, _BEHIND = 3, 5  # items around a trigger whose classes are seen with their side
_NEXT = 3  # items behind a trigger that most often say what it is about
_PASSIVE_SIDES = MONEYED | {"person", "government"}  # those who give money, and are seldom what a deal is about


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """How an article stands to those whom it names."""

    mentions: Mapping[Entity, int]
    headline: tuple[Entity, ...]
    first: Entity | None
    most: Entity | None  # the company named most often
    title: tuple[str, ...]  # classes of the words of the first line


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """Where in an article an option stands: the companies that its scene and the text before bring along."""

    scene: Scene
    standing: Standing
    last: Entity | None  # the company of the deal told before
    named: Mapping[Entity, Sequence[Group]]  # everybody who may stand in a deal told here, with the groups of the scene


def situation(scene: Scene, standing: Standing, last: Entity | None, before: Sequence[Entity]) -> Situation:
    """The situation of a scene; `before` are those named in the sentence before."""
    named: dict[Entity, list[Group]] = {}
    for group in scene.groups:
        for entity in group.entities:
            named.setdefault(entity, []).append(group)
    for spoken_of in (scene.topic, last, *standing.headline[:2], *before[:3]):
        if spoken_of is not None:
            named.setdefault(spoken_of, [])
    return Situation(scene, standing, last, {e: groups for e, groups in named.items() if e.kind != OUTLET})


def kind_of(entity: Entity) -> str:
    """What a company is, as far as lists or the text tell."""
    return entity.kind or ("ai" if entity.ai else "cued" if entity.cued else "unknown")


def size(number: int) -> str:
    """A count in one of few sizes."""
    return str(number) if number < 3 else "3-4" if number < 5 else "5-8" if number < 9 else "9+"  # noqa: PLR2004


def _trigger(sense: Sense) -> str:
    return f"{sense.cls}.{'verb' if sense.is_verb else sense.pos}"


# --- does this word tell of a deal of this family? --------------------------------------------------------------------


def told_features(option: Option, rivals: Sequence[Option], where: Situation) -> list[str]:
    """What speaks for and against an option; `rivals` are all options of its word."""
    return [f"{option.family}|{seen}" for seen in dict.fromkeys(_told(option, rivals, where))]


def _told(option: Option, rivals: Sequence[Option], where: Situation) -> Iterator[str]:
    trigger, scene = option.trigger, where.scene
    sense, item = trigger.sense, trigger.item
    name = _trigger(sense)
    yield name
    yield f"lemma={sense.lemma}"
    yield f"frame={trigger.frame.name if option.strict else '-'}"
    yield "a frame holds" if any(r.strict for r in rivals) else "no frame holds"
    yield f"tense={sense.tense}"
    yield f"owner={sense.owner}|{name}"
    yield f"marker={item.marker}"
    for rival in rivals:
        yield f"rival={rival.family}{'!' if rival.strict else ''}"
    yield from _words_around(option, scene, name)
    people = [i.entity for i in scene.sentence.names() if i.entity and i.entity.kind != OUTLET]
    for kind in {kind_of(e) for e in people}:
        yield f"kind={kind}"
        yield f"kind={kind}|{name}"
    yield f"names={size(len(people))}"
    yield f"takers={size(sum(e.kind not in MONEYED for e in people))}"
    if scene.sentence.headline:
        yield "headline"
    for cls in where.standing.title:
        yield f"title={cls}"


def _words_around(option: Option, scene: Scene, name: str) -> Iterator[str]:
    """The classes of the words of the clause, those nearby with their side."""
    place = option.trigger.item.index
    clause = [i for i in scene.in_clause(option.trigger.clause) if i.index != place]
    for item in clause:
        for cls in item.classes:
            yield f"clause={cls}"
        apart = item.index - place
        if item.senses and -_BEFORE <= apart <= _BEHIND:
            cls = item.senses[0].cls
            yield f"{'behind' if apart > 0 else 'before'}={cls}"
            if 0 < apart <= _NEXT:
                yield f"next={cls}"
                yield f"next={cls}|{name}"
    for item in scene.sentence.items[max(0, place - _AROUND) : place + _AROUND]:
        if item.kind is Kind.WORD and item.senses:
            yield f"around={item.senses[0].cls}"
    yield from _sums(clause)


def _sums(items: Sequence[Item]) -> Iterator[str]:
    yield "money" if any(i.amount and i.amount.unit != "percent" for i in items) else "no money"
    if any(i.amount and i.amount.unit == "percent" for i in items):
        yield "percent"


# --- is this company its target, is it a party? -----------------------------------------------------------------------


def role_features(option: Option, entity: Entity, groups: Sequence[Group], where: Situation) -> list[str]:
    """What speaks for and against a company in an option; `groups` name it in the scene."""
    return list(_role(option, entity, groups, where))


def _role(option: Option, entity: Entity, groups: Sequence[Group], where: Situation) -> Iterator[str]:
    family, kind, name = option.family, kind_of(entity), _trigger(option.trigger.sense)
    owner = option.trigger.sense.owner
    yield f"kind={kind}"
    yield f"{family}|kind={kind}"
    yield f"{name}|kind={kind}"
    yield "listed" if entity.known else "not listed"
    yield from _by_standing(option, entity, where, name)
    yield from _by_frame(option, entity, kind, name)
    here = where.scene.groups
    people = {e for g in here for e in g.entities if e.kind != OUTLET}
    if groups:
        for left in (True, False):
            yield from _on_one_side(
                option, [g for g in groups if _is_left(g, option) == left], kind, where.scene, left=left
            )
    else:
        present = size(sum(any(e.kind != OUTLET for e in g.entities) for g in here))
        yield from ("absent", f"absent|{family}", f"absent|{name}", f"absent|groups={present}")
        yield f"absent|{family}|groups={present}"
        if entity is where.scene.topic:
            yield f"absent topic|{family}"
            yield f"absent topic|{family}|{name}|owner={owner}"
    takers = [e for e in people if e.kind not in _PASSIVE_SIDES]
    if entity.kind not in _PASSIVE_SIDES and len(takers) == 1:
        yield "only taker"
        yield f"{family}|only taker"


def party_features(
    option: Option, entity: Entity, target: Entity | None, named: Mapping[Entity, Sequence[Group]], where: Situation
) -> list[str]:
    """What speaks for and against a company as a party of this target's deal, besides its own `role_features`."""
    return list(_towards(option, entity, target, named, where.scene))


def _towards(
    option: Option, entity: Entity, target: Entity | None, named: Mapping[Entity, Sequence[Group]], scene: Scene
) -> Iterator[str]:
    """How a company stands to the target."""
    family, place = option.family, option.trigger.item.index
    kinds = f"{kind_of(target) if target else 'nobody'}>{kind_of(entity)}"
    yield f"target {kinds}"
    yield f"{family}|target {kinds}"
    mine, its = named.get(entity, ()), named.get(target, ()) if target else ()
    if not mine or not its:
        yield f"{family}|{'target' if mine else 'it'} is not named here"
        return
    here, there = (min(groups, key=lambda g: abs(g.first - place)) for groups in (mine, its))
    markers = f"{there.marker or '-'}>{here.marker or '-'}"
    if here is there:
        yield f"{family}|in a list with the target"
        return
    order = "before the target" if here.first < there.first else "behind the target"
    yield from (f"{family}|{order}", f"{order}|{markers}", f"{family}|{order}|{markers}")
    same = scene.clauses[here.first] == scene.clauses[there.first]
    yield f"{family}|{'same' if same else 'another'} clause as the target"
    low, high = sorted((here.first, there.first))
    between = sum(low < g.first < high for g in scene.groups)
    yield f"{family}|{order}|between={size(between)}"


def _by_standing(option: Option, entity: Entity, where: Situation, name: str) -> Iterator[str]:
    """How prominent a company is in the article and at this place."""
    family, standing = option.family, where.standing
    signs = []
    if entity is where.scene.topic:
        signs.append("topic")
        yield f"topic|owner={option.trigger.sense.owner}|{name}"
    if entity is where.last:
        signs.append("last")
    if entity in standing.headline:
        signs.append("first of headline" if entity is standing.headline[0] else "in headline")
    if entity is standing.most:
        signs.append("named most")
    if entity is standing.first:
        yield "named first"
    for sign in (*signs, f"mentions={size(standing.mentions.get(entity, 0))}"):
        yield sign
        yield f"{family}|{sign}"


def _by_frame(option: Option, entity: Entity, kind: str, name: str) -> Iterator[str]:
    """Where the frames put a company."""
    family = option.family
    put = "target" if entity in option.cast.targets else "party" if entity in option.cast.parties else "nowhere"
    how = "strict" if option.strict else "loose"
    yield f"put={put}"
    yield f"put={put}|{option.trigger.frame.name if option.strict else 'loose'}"
    yield f"{family}|put={put}|{how}"
    yield f"put={put}|kind={kind}"
    yield f"{family}|put={put}|{how}|kind={kind}"
    if not option.cast.targets:
        yield f"no target put|{family}"
    for slot, group in option.slots.items():
        if entity in group.entities:
            yield f"slot={slot}"
            yield f"{name}|slot={slot}"
            yield f"{family}|slot={slot}|kind={kind}"


def _is_left(group: Group, option: Option) -> bool:
    return group.first <= option.trigger.item.index


def _on_one_side(option: Option, groups: Sequence[Group], kind: str, scene: Scene, *, left: bool) -> Iterator[str]:
    """How the nearest group on one side of the trigger stands to it."""
    if not groups:
        return
    place, clause = option.trigger.item.index, option.trigger.clause
    between = {id(g): _between(g, place, scene) for g in groups}
    apart = {key: sum(i.kind is not Kind.MARK for i in items) for key, items in between.items()}
    group = min(groups, key=lambda g: (scene.clauses[g.first] != clause, apart[id(g)]))
    family, name, cls = option.family, _trigger(option.trigger.sense), option.trigger.sense.cls
    side, marker = "left" if left else "right", group.marker or "-"
    same = "same" if scene.clauses[group.first] == clause else "other"
    closer = sum(place < g.first < group.first if not left else group.last < g.first < place for g in scene.groups)
    far = apart[id(group)]
    yield from (f"{side}|{same}", f"{side}|{same}|{marker}", f"{name}|{side}|{same}|{marker}")
    yield from (f"{family}|{side}|{same}|{marker}", f"{family}|{side}|{marker}|kind={kind}")
    yield from (f"{cls}|{side}|{marker}|closer={size(closer)}", f"{side}|{same}|closer={size(closer)}")
    yield from (
        f"{side}|far={size(far)}",
        f"{name}|{side}|{marker}|far={size(far)}",
        f"{side}|list={min(len(group.entities), 3)}",
    )
    if group.head:
        yield from (f"head={group.head}", f"{family}|head={group.head}", f"{side}|head={group.head}|{cls}")
    if len(group.entities) > 1:
        yield f"{family}|in a list"
    if group.anaphor:
        yield f"{family}|anaphor|{side}"
    if any(i.senses and i.senses[0].is_verb for i in between[id(group)]):
        yield from (f"{side}|verb between", f"{name}|{side}|verb between")
    if any(i.kind is Kind.AMOUNT for i in between[id(group)]):
        yield from (f"{side}|sum between", f"{name}|{side}|sum between|{marker}")
    yield from _neighbours(group, family, marker, side, scene.sentence.items)


def _between(group: Group, place: int, scene: Scene) -> Sequence[Item]:
    items = scene.sentence.items
    return items[place + 1 : group.first] if group.first > place else items[group.last + 1 : place]


def _neighbours(group: Group, family: str, marker: str, side: str, items: Sequence[Item]) -> Iterator[str]:
    """The words right before and right behind a group."""
    ahead = group.first - 1
    while ahead >= 0 and (items[ahead].kind is Kind.MARK or items[ahead].text == marker):
        ahead -= 1
    if ahead >= 0 and items[ahead].kind is Kind.WORD and items[ahead].senses:
        word = _trigger(items[ahead].senses[0])
        yield from (f"after={word}", f"{family}|after={word}", f"{family}|after={word}|{marker}")
    behind = group.last + 1
    while behind < len(items) and items[behind].kind is Kind.MARK:
        behind += 1
    if behind < len(items) and items[behind].kind is Kind.WORD and items[behind].senses:
        word = _trigger(items[behind].senses[0])
        yield from (f"ahead of={word}", f"{family}|ahead of={word}|{side}")


def clause_features(option: Option, where: Situation) -> list[str]:
    """What is seen of an option whoever stands in it; it goes with the features of each company."""
    family, sense, scene = option.family, option.trigger.sense, where.scene
    people = {e for g in scene.groups for e in g.entities if e.kind != OUTLET}
    clause = [i for i in scene.in_clause(option.trigger.clause) if i is not option.trigger.item]
    seen = [family, f"{family}|{_trigger(sense)}|owner={sense.owner}"]
    seen += [f"names={size(len(people))}", f"{family}|names={size(len(people))}"]
    seen += [f"{family}|clause={cls}" for cls in {c for i in clause for c in i.classes}]
    seen += [f"{family}|{what}" for what in _sums(clause)]
    if scene.sentence.headline:
        seen.append(f"{family}|headline")
    return seen
