"""Which words of a text tell of deals, of what family, and who stands in them: options weighed by what was learned.

An event is chosen when it is likely that its word tells of a deal of the family *and* that the likeliest company is its
target. The frames' reading is what weighs most; what somebody is, how prominent the article makes them and which words
stand around decide where frames are too strict or too lenient.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from safqa.extraction.events import Event, events_of
from safqa.extraction.features import (
    Situation,
    Standing,
    clause_features,
    party_features,
    role_features,
    situation,
    told_features,
)
from safqa.extraction.listing import OUTLET
from safqa.extraction.options import JOINED, Option, options
from safqa.extraction.roles import COMPANY_FAMILIES, built
from safqa.extraction.scene import NO_ACTOR
from safqa.extraction.weights import Question
from safqa.model import DealType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from safqa.extraction.document import Entity
    from safqa.extraction.pack import Pack
    from safqa.extraction.scene import Scene
    from safqa.extraction.slots import Trigger
    from safqa.extraction.weights import Learned

# The product of both chances from which an option counts as told, and a party's chance. On articles that the weights
# had not seen the deals' F1 was highest here; rounds and investments are told so often that a low bar lets in chatter.
_TOLD = {DealType.INVESTMENT.family: 0.4}
_TOLD_ELSE = 0.25
_PARTY = 0.5
_JOINED = 0.3  # the same for those whom the frames name beside a word that only adds parties: "بمشاركة X"
_LENIENT = 0.7  # of the bar, for a text in which nothing clears it
_ALLY = 0.4  # chance from which a side of an alliance counts
_EQUALS = 2  # names that an alliance needs


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A word with its options, the frames' own reading of it, and the situation it stands in."""

    options: Sequence[Option]
    own: Option | None
    where: Situation


Seen: TypeAlias = "dict[Entity, list[str]]"
"""What is seen of everybody in an option, whatever their part."""


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """An option with the chance that it is told of its likeliest target, everybody's chance to be that, and why."""

    likely: float
    option: Option
    targets: Mapping[Entity, float]
    seen: Seen


def choose(scenes: Sequence[Scene], pack: Pack) -> list[Event]:
    """The events of a text, in order.

    Where no word clears the bar, the likeliest words of the text are heard: nearly every text that comes this far, past
    the gate, tells of some deal.
    """
    weighed = [(place, _likeliest(place, pack.learned)) for place in places(scenes, pack)]
    out = _over(weighed, 1.0, pack.learned)
    if all(event.type is None for event in out):
        out = _over(weighed, _LENIENT, pack.learned)
    return [event for event in out if not any(_pays_for(event, other) for other in out)]


def _over(weighed: Sequence[tuple[Place, Weighed | None]], share: float, learned: Learned) -> list[Event]:
    """The events over a share of the bar, and those that only add parties."""
    out: list[Event] = []
    for place, best in weighed:
        if best is not None and best.likely >= share * _bar(best.option):
            out.extend(_event(best, place.where, learned))
        if place.own is not None and place.own.family == JOINED:
            out.extend(_joined(place.own, place.where, learned))
    return out


def _bar(option: Option) -> float:
    return _TOLD.get(option.family, _TOLD_ELSE)


def _joined(option: Option, where: Situation, learned: Learned) -> list[Event]:
    """Parties named beside a deal: all behind a glued preposition ("بمشاركة X"), else the likely ones."""
    parties = option.cast.parties
    if not option.trigger.item.marker:
        likely = _parties(option, None, _seen(option, where), where, learned)
        parties = tuple(e for e in parties if e in likely)
    return events_of(option.trigger, replace(option.cast, parties=parties))


def _pays_for(sum_: Event, other: Event) -> bool:
    """Whether a sum is the price of another deal of its sentence with the same company, and tells of none itself."""
    return (
        sum_.trigger.amount is not None
        and other.sentence is sum_.sentence
        and other.type is not None
        and sum_.type is not None
        and other.type.family != sum_.type.family
        and other.target is sum_.target
        and other.chance >= sum_.chance
    )


def places(scenes: Sequence[Scene], pack: Pack) -> Iterator[Place]:
    """The words of a text that have options, or that add parties to the deal told beside them."""
    standing = _standing(scenes)
    last: Entity | None = None
    before: tuple[Entity, ...] = ()
    for scene in scenes:
        where = situation(scene, standing, last, before)
        for item in scene.sentence.items:
            found, own = options(scene, item, pack, last)
            if found or own:
                yield Place(found, own, where)
            if own and own.cast.targets and own.family in COMPANY_FAMILIES:
                last = own.cast.targets[0]
                where = situation(scene, standing, last, before)
        named = (e for g in scene.groups for e in g.entities if e.kind not in {OUTLET, "person"})
        before = tuple(dict.fromkeys(named))


def _standing(scenes: Sequence[Scene]) -> Standing:
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


def _likeliest(place: Place, learned: Learned) -> Weighed | None:
    """The likeliest option of a word."""
    best: Weighed | None = None
    for option in place.options:
        told = learned.chance(Question.TOLD, told_features(option, place.options, place.where))
        if told < _LENIENT * _bar(option):
            continue  # no company could lift it over the bar
        around = learned.odds(Question.TARGET, clause_features(option, place.where))
        seen = _seen(option, place.where)
        targets = {e: learned.chance(Question.TARGET, features, more=around) for e, features in seen.items()}
        likely = told * max(targets.values(), default=0.0)
        if best is None or likely > best.likely:
            best = Weighed(likely, option, targets, seen)
    return best


def _seen(option: Option, where: Situation) -> Seen:
    return {entity: role_features(option, entity, groups, where) for entity, groups in where.named.items()}


def _parties(option: Option, target: Entity | None, seen: Seen, where: Situation, learned: Learned) -> list[Entity]:
    """Who is likely enough a party of a deal with this target."""
    around = learned.odds(Question.PARTY, clause_features(option, where))
    bar = _JOINED if option.family == JOINED else _PARTY
    found = []
    for entity, features in seen.items():
        if entity is not target and entity.kind not in NO_ACTOR:
            beside = party_features(option, entity, target, where.named, where)
            if learned.chance(Question.PARTY, [*features, *beside], more=around) > bar:
                found.append(entity)
    return found


def _loose_type(trigger: Trigger) -> DealType | None:
    """The type of a frame whose conditions do not hold: no round where no word says that money is raised."""
    kind = trigger.frame.type
    if kind is DealType.FUNDING_ROUND and not trigger.item.has("ROUND", "RAISE", "FUNDING"):
        return DealType.INVESTMENT
    return kind


def _sides(option: Option, targets: Mapping[Entity, float]) -> tuple[Entity, list[Entity]]:
    """The sides of an alliance: anyone likely, and whom a frame that holds names; the frame says who comes first."""
    likeliest = max(targets, key=lambda e: targets[e])
    named = {likeliest, *((*option.cast.targets, *option.cast.parties) if option.strict else ())}
    sides = [e for e, chance in targets.items() if (chance > _ALLY or e in named) and e.kind not in NO_ACTOR]
    first = next((e for e in option.cast.targets if e in sides), likeliest)
    return first, [e for e in sides if e is not first]


def _event(weighed: Weighed, where: Situation, learned: Learned) -> list[Event]:
    """The event of an option; none where an alliance has one side only."""
    option, targets = weighed.option, weighed.targets
    target: Entity | None = max(targets, key=lambda e: targets[e])
    if option.family == DealType.PARTNERSHIP.family:
        target, parties = _sides(option, targets)
        if len(parties) + 1 < _EQUALS:
            return []
    else:
        parties = _parties(option, target, weighed.seen, where, learned)
    if option.family == DealType.INFRASTRUCTURE.family and target is not None:
        mains, parties = built([target, *parties])
        target = mains[0] if mains else None
    trigger = option.trigger
    kind = option.cast.type if option.strict else _loose_type(trigger)
    role = trigger.frame.role.value if trigger.frame.role else None
    words = trigger.scene.words(trigger.clause)
    event = Event(
        trigger.frame, kind, trigger.scene.sentence, trigger.item, trigger.sense, trigger.clause, target,
        [(e, role) for e in parties], words, weighed.likely,
    )  # fmt: skip
    return [event]
