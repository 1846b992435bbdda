"""What is seen of a word that may tell of a deal, in signs that weights can be given to.

A sign is a short text: what is seen, "=", and what it is, with "|" between things seen together. Words are shown by
their class in the lexicon, those outside it by themselves. Numbers are put in five sizes, for no weight should hang on
the ninth name of a list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.extraction.document import Entity, Item, Kind
from safqa.extraction.listing import MONEYED, OUTLET
from safqa.extraction.weights import Seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from safqa.extraction.options import Option
    from safqa.extraction.scene import Scene
    from safqa.extraction.situation import Elsewhere, Situation

_BESIDE = 3  # items on both sides of a trigger that are seen with their place
_BEHIND, _BEFORE = 5, 3  # items around a trigger, in its clause, that are seen with their side
_AROUND = 12  # items on both sides whose classes are seen


def kind_of(entity: Entity) -> str:
    """What a company is, as far as lists or the text tell."""
    return entity.kind or ("ai" if entity.ai else "cued" if entity.cued else "unknown")


def size(number: int) -> str:
    """A count in one of few sizes."""
    return str(number) if number < 3 else "3-4" if number < 5 else "5-8" if number < 9 else "9+"  # noqa: PLR2004


def called(item: Item) -> str:
    """A word by its class, with the tense of a verb, else by itself; names and sums by what they are."""
    if item.kind is Kind.NAME:
        return "(name)"
    if item.amount is not None:
        return "(per cent)" if item.amount.is_percent else "(money)"
    if not item.senses:
        return item.text
    sense = item.senses[0]
    return f"{sense.cls}.{sense.tense}" if sense.is_verb else sense.cls


def called_all(items: Iterable[Item]) -> str:
    """Several words in their order."""
    return " ".join(map(called, items))


def trigger_name(option: Option) -> str:
    """The trigger of an option by its class and part of speech."""
    sense = option.trigger.sense
    return f"{sense.cls}.{sense.pos}"


def sums(items: Sequence[Item]) -> Iterator[str]:
    """Whether there is money, and whether there are per cents."""
    yield "money" if any(i.amount and not i.amount.is_percent for i in items) else "no money"
    if any(i.amount and i.amount.is_percent for i in items):
        yield "per cent"


def told_signs(option: Option, of_word: Sequence[str], elsewhere: Elsewhere) -> Seen:
    """What speaks for and against an option; `of_word` are the `word_signs` of its word."""
    contexts = (option.family, f"{option.family}|{trigger_name(option)}")
    return Seen((*of_word, *_told(option, elsewhere)), contexts)


def _told(option: Option, elsewhere: Elsewhere) -> Iterator[str]:
    """What is seen of one option alone."""
    trigger = option.trigger
    yield f"lemma={trigger.sense.lemma}"
    yield f"tense={trigger.sense.tense}"
    yield f"owner={trigger.sense.owner}"
    yield f"frame={trigger.frame.name if option.strict else '-'}"
    same, others = elsewhere.told(option)
    yield from (f"told elsewhere={size(same)}", f"others elsewhere={size(others)}")


def word_signs(options: Sequence[Option], where: Situation) -> tuple[str, ...]:
    """What speaks for and against all options of a word."""
    return tuple(dict.fromkeys(_word(options, where)))


def _word(options: Sequence[Option], where: Situation) -> Iterator[str]:
    scene, item = where.scene, options[0].trigger.item
    yield f"marker={item.marker}"
    yield "a frame holds" if any(o.strict for o in options) else "no frame holds"
    for option in options:
        yield f"rival={option.family}{'!' if option.strict else ''}"
    yield from _around(item, scene)
    yield from _in_clause(options[0], scene)
    yield from _people(scene)
    yield f"sentence={size(scene.sentence.index)}"
    if scene.sentence.headline:
        yield "headline"
    for cls in where.standing.title:
        yield f"title={cls}"


def _around(trigger: Item, scene: Scene) -> Iterator[str]:
    """The words around a trigger: the nearest with their place, those of its clause with their side."""
    items, place = scene.sentence.items, trigger.index
    clause = scene.clauses[place]
    for item in items[max(0, place - _BESIDE) : place + _BESIDE + 1]:
        if item is not trigger:
            yield f"{item.index - place:+}={called(item)}"
    yield f"pair behind={called_all(items[place + 1 : place + 3])}"
    yield f"pair before={called_all(items[max(0, place - 2) : place])}"
    for item in items[max(0, place - _AROUND) : place + _AROUND]:
        if item.senses and item is not trigger:
            yield f"around={item.senses[0].cls}"
            if scene.clauses[item.index] == clause and -_BEFORE <= item.index - place <= _BEHIND:
                yield f"{'behind' if item.index > place else 'before'}={item.senses[0].cls}"
    first = next((i for i in items if i.kind is not Kind.MARK), trigger)
    yield f"sentence begins={called(first)}"


def _in_clause(option: Option, scene: Scene) -> Iterator[str]:
    clause = [i for i in scene.in_clause(option.trigger.clause) if i is not option.trigger.item]
    for item in clause:
        yield from (f"clause={cls}" for cls in item.classes)
        if item.kind is Kind.WORD and not item.classes:
            yield f"clause={item.text}"
    kinds = {kind_of(i.entity) for i in clause if i.entity and i.entity.kind != OUTLET}
    yield f"kinds={'+'.join(sorted(kinds))}"
    yield from sums(clause)


def _people(scene: Scene) -> Iterator[str]:
    people = [i.entity for i in scene.sentence.names() if i.entity and i.entity.kind != OUTLET]
    for kind in {kind_of(e) for e in people}:
        yield f"kind={kind}"
    yield f"names={size(len(people))}"
    yield f"takers={size(sum(e.kind not in MONEYED for e in people))}"


def clause_signs(option: Option, where: Situation) -> Seen:
    """What is seen of an option whoever stands in it; it goes with the signs of each company."""
    scene = where.scene
    people = {e for g in scene.groups for e in g.entities if e.kind != OUTLET}
    clause = [i for i in scene.in_clause(option.trigger.clause) if i is not option.trigger.item]
    seen = ["any", f"owner={option.trigger.sense.owner}", f"names={size(len(people))}", *sums(clause)]
    seen += [f"clause={cls}" for cls in {c for i in clause for c in i.classes}]
    if scene.sentence.headline:
        seen.append("headline")
    return Seen(seen, (option.family,))
