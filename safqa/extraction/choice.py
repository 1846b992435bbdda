"""Which words of a text tell of deals, of what family, and who stands in them: options weighed by what was learned.

An event is chosen when it is likely that its word tells of a deal of the family *and* that the likeliest company is its
target. The frames' reading is what weighs most; what somebody is, how prominent the article makes them and which words
stand around decide where frames are too strict or too lenient.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from safqa.extraction.events import Event, events_of
from safqa.extraction.listing import OUTLET
from safqa.extraction.options import JOINED, Option, options
from safqa.extraction.roles import COMPANY_FAMILIES, built
from safqa.extraction.scene import NO_ACTOR
from safqa.extraction.signs import clause_signs, told_signs, word_signs
from safqa.extraction.situation import Elsewhere, Situation, situation, standing
from safqa.extraction.stance import View, party_signs, role_signs
from safqa.extraction.weights import Learned, Question, Seen
from safqa.model import DealType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from safqa.extraction.document import Entity
    from safqa.extraction.pack import Pack
    from safqa.extraction.scene import Scene
    from safqa.extraction.slots import Trigger

# The product of both chances from which an option counts as told, and a party's chance. On articles that the weights
# had not seen the deals' F1 was highest here; rounds and investments are told so often that a low bar lets in chatter.
_TOLD = {DealType.INVESTMENT.family: 0.4}
_TOLD_ELSE = 0.25
_PARTY = 0.5
_JOINED = 0.3  # the same for those whom the frames name beside a word that only adds parties: "بمشاركة X"
_LENIENT = 0.5  # of the bar, for a text in which nothing clears it; unseen stories held together best so
_ALLY = 0.4  # chance from which a side of an alliance counts
_EQUALS = 2  # names that an alliance needs
_PERCENT = 2  # decimals to which chances are compared: what is less is no difference
_EACH = 0.5  # chance from which each of several companies has its own party
_BOUGHT = 0.3  # chance from which each of several companies counts as bought


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A word with its options, the frames' own reading of it, and the situation it stands in."""

    options: Sequence[Option]
    own: Option | None
    where: Situation


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """An option with the chance that it is told of its likeliest target, everybody's chance to be that, and why."""

    likely: float
    view: View
    targets: Mapping[Entity, float]
    seen: Mapping[Entity, Seen]

    @property
    def option(self) -> Option:
        """The option weighed."""
        return self.view.option


def choose(scenes: Sequence[Scene], pack: Pack) -> list[Event]:
    """The events of a text, in order.

    Where no word clears the bar, the likeliest words of the text are heard: nearly every text that comes this far, past
    the gate, tells of some deal.
    """
    found = list(places(scenes, pack))
    elsewhere = elsewhere_of(found)
    weighed = [(place, _likeliest(place, elsewhere, pack.learned)) for place in found]
    out = _over(weighed, 1.0, elsewhere, pack.learned)
    if all(event.type is None for event in out):
        out = _over(weighed, _LENIENT, elsewhere, pack.learned)
    return [event for event in out if not any(_pays_for(event, other) for other in out)]


def elsewhere_of(found: Sequence[Place]) -> Elsewhere:
    """What the frames make of all words of a text."""
    return Elsewhere(option for place in found for option in place.options)


def _over(
    weighed: Sequence[tuple[Place, Weighed | None]], share: float, elsewhere: Elsewhere, learned: Learned
) -> list[Event]:
    """The events over a share of the bar, and those that only add parties."""
    out: list[Event] = []
    for place, best in weighed:
        if best is not None and best.likely >= share * _bar(best.option):
            out.extend(_events(best, learned))
        if place.own is not None and place.own.family == JOINED:
            out.extend(_joined(View(place.own, place.where, elsewhere), learned))
    return out


def _bar(option: Option) -> float:
    return _TOLD.get(option.family, _TOLD_ELSE)


def _joined(view: View, learned: Learned) -> list[Event]:
    """Parties named beside a deal: all behind a glued preposition ("بمشاركة X"), else the likely ones."""
    option = view.option
    parties = option.cast.parties
    if not option.trigger.item.marker:
        likely = _parties(view, None, _seen(view), learned)
        parties = tuple(e for e in parties if e in likely)
    return events_of(option.trigger, replace(option.cast, parties=parties))


def _pays_for(sum_: Event, other: Event) -> bool:
    """Whether a sum is the price of another deal that its sentence tells of the same companies, and is none itself."""
    if sum_.trigger.amount is None or sum_.type is None or other.type is None or other.sentence is not sum_.sentence:
        return False
    same = other.target is sum_.target or len(_names(other) & _names(sum_)) >= _EQUALS
    return same and other.type.family != sum_.type.family and other.chance >= sum_.chance


def _names(event: Event) -> set[Entity | None]:
    return {event.target, *(e for e, _ in event.parties)}


def places(scenes: Sequence[Scene], pack: Pack) -> Iterator[Place]:
    """The words of a text that have options, or that add parties to the deal told beside them."""
    of_text = standing(scenes)
    last: Entity | None = None
    before: tuple[Entity, ...] = ()
    for scene in scenes:
        where = situation(scene, of_text, last, before)
        for item in scene.sentence.items:
            found, own = options(scene, item, pack, last)
            if found or own:
                yield Place(found, own, where)
            if own and own.cast.targets and own.family in COMPANY_FAMILIES:
                last = own.cast.targets[0]
                where = situation(scene, of_text, last, before)
        named = (e for g in scene.groups for e in g.entities if e.kind not in {OUTLET, "person"})
        before = tuple(dict.fromkeys(named))


def _likeliest(place: Place, elsewhere: Elsewhere, learned: Learned) -> Weighed | None:
    """The likeliest option of a word."""
    best: Weighed | None = None
    of_word = word_signs(place.options, place.where) if place.options else ()
    for option in place.options:
        told = learned.chance(Question.TOLD, told_signs(option, of_word, elsewhere))
        if told < _LENIENT * _bar(option):
            continue  # no company could lift it over the bar
        view = View(option, place.where, elsewhere)
        around = learned.odds(Question.TARGET, clause_signs(option, place.where))
        seen = _seen(view)
        targets = {e: learned.chance(Question.TARGET, signs, more=around) for e, signs in seen.items()}
        likely = told * max(targets.values(), default=0.0)
        if best is None or likely > best.likely:
            best = Weighed(likely, view, targets, seen)
    return best


def _seen(view: View) -> Mapping[Entity, Seen]:
    return {entity: role_signs(view, entity, groups) for entity, groups in view.where.named.items()}


def _parties(view: View, target: Entity | None, seen: Mapping[Entity, Seen], learned: Learned) -> list[Entity]:
    """Who is likely enough a party of a deal with this target."""
    around = learned.odds(Question.PARTY, clause_signs(view.option, view.where))
    bar = _JOINED if view.option.family == JOINED else _PARTY
    found = []
    for entity, signs in seen.items():
        if entity is not target and entity.kind not in NO_ACTOR:
            beside = party_signs(view, entity, target)
            if learned.chance(Question.PARTY, signs, beside, more=around) > bar:
                found.append(entity)
    return found


def _loose_type(trigger: Trigger) -> DealType | None:
    """The type of a frame whose conditions do not hold: no round where no word says that money is raised."""
    kind = trigger.frame.type
    if kind is DealType.FUNDING_ROUND and not trigger.item.has("ROUND", "RAISE", "FUNDING"):
        return DealType.INVESTMENT
    return kind


def _best(targets: Mapping[Entity, float], view: View) -> Entity:
    """The likeliest target; of those that are equal to the percent, the one that other words of the text tell of."""

    def rank(entity: Entity) -> tuple[float, int, float]:
        elsewhere, _ = view.elsewhere.puts(view.option, entity)
        return round(targets[entity], _PERCENT), elsewhere, targets[entity]

    return max(targets, key=rank)


def _sides(weighed: Weighed) -> tuple[Entity, list[Entity]]:
    """The sides of an alliance: anyone likely, and whom a frame that holds names; the frame says who comes first."""
    option, targets = weighed.option, weighed.targets
    likeliest = _best(targets, weighed.view)
    named = {likeliest, *((*option.cast.targets, *option.cast.parties) if option.strict else ())}
    sides = [e for e, chance in targets.items() if (chance > _ALLY or e in named) and e.kind not in NO_ACTOR]
    first = next((e for e in option.cast.targets if e in sides), likeliest)
    return first, [e for e in sides if e is not first]


def _events(weighed: Weighed, learned: Learned) -> Iterator[Event]:
    """The event of an option; none where an alliance has one side only."""
    family, targets = weighed.option.family, weighed.targets
    likeliest = _best(targets, weighed.view)
    if family == DealType.PARTNERSHIP.family:
        first, sides = _sides(weighed)
        if len(sides) + 1 >= _EQUALS:
            yield _event(weighed, first, sides)
        return
    if several := _several(weighed.option, likeliest, targets):
        parties = [e for e in _parties(weighed.view, likeliest, weighed.seen, learned) if e not in several]
        yield from (_event(weighed, target, parties) for target in several)
        return
    parties = _parties(weighed.view, likeliest, weighed.seen, learned)
    if pairs := _respective(weighed, likeliest, parties):
        yield from (_event(weighed, target, [party]) for target, party in pairs)
        return
    if family == DealType.INFRASTRUCTURE.family:
        mains, parties = built([likeliest, *parties])
        yield _event(weighed, mains[0] if mains else None, parties)
    else:
        yield _event(weighed, likeliest, parties)


def _respective(weighed: Weighed, likeliest: Entity, parties: Sequence[Entity]) -> list[tuple[Entity, Entity]]:
    """Companies and investors that are told in two lists, one for each: "Google and Microsoft … in A and B"."""
    if weighed.option.family != DealType.INVESTMENT.family:
        return []
    named = weighed.view.where.named
    told = next((g.entities for g in named.get(likeliest, ()) if len(g.entities) > 1), ())
    beside = next((g.entities for p in parties for g in named.get(p, ()) if len(g.entities) > 1), ())
    likely = all(weighed.targets.get(e, 0.0) > _EACH for e in told)
    return list(zip(told, beside, strict=True)) if likely and len(told) == len(beside) == len(parties) else []


def _several(option: Option, likeliest: Entity, targets: Mapping[Entity, float]) -> list[Entity]:
    """The companies that one word tells to be bought, each in a deal of its own: "AMD bought Enosemi and Brium"."""
    if option.family != DealType.ACQUISITION.family or option.cast.type is DealType.MERGER or not option.strict:
        return []
    bought = next((option.slots[slot] for slot in option.trigger.frame.target if slot in option.slots), None)
    likely = [e for e in bought.entities if targets.get(e, 0.0) > _BOUGHT] if bought else []
    return likely if likeliest in likely and len(likely) > 1 else []


def _event(weighed: Weighed, target: Entity | None, parties: Sequence[Entity]) -> Event:
    option = weighed.option
    trigger = option.trigger
    kind = option.cast.type if option.strict else _loose_type(trigger)
    role = trigger.frame.role.value if trigger.frame.role else None
    words = trigger.scene.words(trigger.clause)
    return Event(
        trigger.frame, kind, trigger.scene.sentence, trigger.item, trigger.sense, trigger.clause, target,
        [(e, role) for e in parties], words, weighed.likely,
    )  # fmt: skip
