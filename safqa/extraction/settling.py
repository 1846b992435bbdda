"""What each amount measures and whose it is, settled by what was learned; the rules' binding weighs most.

First the metric: the words before an amount, its size beside the other sums of the text and what the rules made of it
say whether it is an amount, a worth, a share, all money so far, or none of a deal's figures. Then the deal, among those
of the text, by how near they are told and whose names stand beside the amount.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log10
from typing import TYPE_CHECKING

from safqa.extraction.document import Item, Kind
from safqa.extraction.listing import OUTLET
from safqa.extraction.signs import called, called_all, size
from safqa.extraction.weights import ALONE, Question, Seen
from safqa.model import Metric

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from safqa.extraction.amounts import Amount
    from safqa.extraction.assembly import Draft
    from safqa.extraction.document import Entity
    from safqa.extraction.figures import Binding
    from safqa.extraction.pack import Pack
    from safqa.extraction.scene import Scene

_BEFORE, _BEHIND = 4, 3  # words on both sides of an amount that are seen with their place
_NEAR = 12  # sentences between an amount and a deal it may belong to: an ordinary article has fewer
_AROUND = 9  # words before an amount whose classes are seen
_PATH = 2  # words between an amount and a name that are seen as one
_OTHER = ("ACQUIRE", "CONTRACT", "MERGE", "ROUND")  # classes of words that begin to tell of another deal
_LIKELY = 0.5  # chance from which a metric counts; on unseen articles figures were found best here
_OWNED = 0.22  # chance from which a deal owns an amount; so as many are found as before, and fewer hang on a wrong deal


@dataclass(frozen=True, slots=True)
class Scale:
    """The sums of a text in the order of their size, largest first."""

    sums: tuple[float, ...]

    def rank(self, value: float) -> str:
        """Where a sum stands among those of the text."""
        if not self.sums or value >= self.sums[0]:
            return "largest"
        return "smallest" if value <= self.sums[-1] else "between"


def scale(rows: Sequence[Scene]) -> Scale:
    """The sums of a text."""
    amounts = (i.amount for row in rows for i in row.sentence.amounts() if i.amount)
    return Scale(tuple(sorted({_value(a) for a in amounts if not a.is_percent}, reverse=True)))


def settle(bindings: Sequence[Binding], drafts: Sequence[Draft], rows: Sequence[Scene], pack: Pack) -> list[Binding]:
    """The bindings as what was learned has them."""
    sizes = scale(rows)
    out: list[Binding] = []
    for binding in bindings:
        amount = binding.item.amount
        if amount is not None and amount.conversion and out:
            out.append(replace(out[-1], item=binding.item))
        elif amount is not None and amount.per_share:
            out.append(binding)
        else:
            out.append(_settled(binding, drafts, sizes, pack))
    return out


def _settled(binding: Binding, drafts: Sequence[Draft], sizes: Scale, pack: Pack) -> Binding:
    seen = metric_signs(binding, drafts, sizes)
    chances = {metric: pack.learned.chance(metric, seen) for metric in Metric}
    metric = max(Metric, key=lambda m: chances[m])
    if chances[metric] < _LIKELY:
        return replace(binding, metric=None, draft=None)
    seen_by = owner_signs(binding, metric, drafts)
    owners = {id(d): pack.learned.chance(Question.OWNER, signs) for d, signs in seen_by}
    owner = max((d for d, _ in seen_by), key=lambda d: owners[id(d)], default=None)
    if owner is None or owners[id(owner)] < _OWNED:
        return replace(binding, metric=None, draft=None)
    rule = binding.rule if (metric, owner) == (binding.metric, binding.draft) else f"learned: {metric.value}"
    return replace(binding, metric=metric, draft=owner, rule=rule)


# --- the metric -------------------------------------------------------------------------------------------------------


def metric_signs(binding: Binding, drafts: Sequence[Draft], sizes: Scale) -> Seen:
    """What speaks for and against each metric of an amount."""
    amount = binding.item.amount
    assert amount is not None  # noqa: S101 — bound items are amounts
    unit = "percent" if amount.is_percent else "money"
    ruled = f"{unit}|ruled {binding.metric.value if binding.metric else 'none'}"
    return Seen(("any", *dict.fromkeys(_metric(binding, amount, drafts, sizes))), (unit, ruled))


def _metric(binding: Binding, amount: Amount, drafts: Sequence[Draft], sizes: Scale) -> Iterator[str]:
    item, scene = binding.item, binding.scene
    yield f"rule={binding.rule.split(':')[0]}"
    yield f"qualifier={amount.qualifier}"
    yield f"marker={item.marker}"
    for mark in ("former", "recurring"):
        if getattr(amount, mark):
            yield mark
    if not amount.is_percent:
        yield from _by_size(amount, scene, sizes)
    yield from _by_place(item, scene.sentence.items)
    for cls in {c for i in scene.in_clause(scene.clauses[item.index]) if i is not item for c in i.classes}:
        yield f"clause={cls}"
    here = [d for d in drafts if scene.sentence.index in d.sentences()]
    for family in {d.family for d in here}:
        yield f"told={family}"
    yield f"told here={size(len(here))}"
    if scene.sentence.headline:
        yield "headline"


def _value(amount: Amount) -> float:
    return amount.low or amount.high or 0.0


def _by_size(amount: Amount, scene: Scene, sizes: Scale) -> Iterator[str]:
    """A worth is larger than what is paid for a part of it; small sums are prices."""
    value = _value(amount)
    yield f"digits={int(log10(value)) if value >= 1 else 0}"
    yield f"{sizes.rank(value)} of text"
    here = [_value(i.amount) for i in scene.sentence.amounts() if i.amount and not i.amount.is_percent]
    if len(here) > 1:
        yield "largest of sentence" if value >= max(here) else "smaller in sentence"
        yield "first of sentence" if value == here[0] else "later in sentence"
    else:
        yield "alone in sentence"


def _by_place(item: Item, items: Sequence[Item]) -> Iterator[str]:
    """The words right before and behind, near to far, and the classes of those further before."""
    before = [i for i in items[max(0, item.index - _AROUND) : item.index] if i.kind is not Kind.MARK][::-1]
    behind = [i for i in items[item.index + 1 : item.index + 1 + _BEHIND * 2] if i.kind is not Kind.MARK][:_BEHIND]
    for place, word in enumerate(before[:_BEFORE], 1):
        yield f"{place} before={called(word)}"
    if len(before) > 1:
        yield f"pair before={called_all(before[1::-1])}"
    for place, word in enumerate(behind, 1):
        yield f"{place} behind={called(word)}"
    for word in before:
        if word.kind is Kind.AMOUNT:
            break
        for cls in word.classes:
            yield f"somewhere before={cls}"


# --- the deal ---------------------------------------------------------------------------------------------------------


def owner_signs(binding: Binding, metric: Metric, drafts: Sequence[Draft]) -> list[tuple[Draft, Seen]]:
    """The deals that may own an amount, each with what speaks for and against it.

    These are the deals told not far from it, and the first of the text, which is the news.
    """
    here = binding.scene.sentence.index
    near = [d for d in drafts if d is drafts[0] or d is binding.draft or _apart(d, here) <= _NEAR]
    nearest = min(near, key=lambda d: _far(binding.item, binding.scene, d), default=None)
    seen = ((d, tuple(dict.fromkeys(_owner(binding, d, near, nearest)))) for d in near)
    return [(d, Seen(signs, (ALONE, metric.value, d.family))) for d, signs in seen]


def _apart(draft: Draft, sentence: int) -> int:
    """How many sentences lie between a sentence and the nearest one that tells of a deal."""
    return min((abs(s - sentence) for s in draft.sentences()), default=0)


def _owner(binding: Binding, draft: Draft, drafts: Sequence[Draft], nearest: Draft | None) -> Iterator[str]:
    item, scene = binding.item, binding.scene
    ruled = "ruled" if binding.draft is draft else "ruled another" if binding.draft else "ruled none"
    told = _told_where(item, scene, draft)
    yield from (ruled, told, f"{told}|{ruled}")
    yield "nearest" if nearest is draft else "another is nearer"
    yield from _by_names(item, scene, draft)
    back = scene.clauses[item.index] in scene.backward
    yield f"looks back={back}|deal={draft.background}"
    yield f"deals={size(len(drafts))}"
    yield "first deal" if drafts[0] is draft else "later deal"
    yield f"likely={int(draft.chance * 4)}"
    yield f"type={draft.type.value}"
    if draft.target is None:
        yield "nobody"
    yield from _by_word(item, scene, draft)
    rivals = size(sum(d is not draft and _apart(d, scene.sentence.index) <= 1 for d in drafts))
    yield from (f"rivals={rivals}", f"{told}|rivals={rivals}")
    yield from _by_rivals(item, scene, draft, told)


def _by_word(item: Item, scene: Scene, draft: Draft) -> Iterator[str]:
    """The nearest word of the sentence that tells of a deal: which, how far, and what lies between it and an amount."""
    events = [t.event for t in draft.tellings if t.event.sentence is scene.sentence and t.event.trigger is not item]
    event = min(events, key=lambda e: abs(e.trigger.index - item.index), default=None)
    if event is None:
        return
    side = "behind" if event.trigger.index < item.index else "before"
    first, last = sorted((event.trigger.index, item.index))
    between = scene.sentence.items[first + 1 : last]
    far = size(sum(i.kind is not Kind.MARK for i in between))
    yield from (f"word={event.sense.cls}.{event.sense.pos}|{side}", f"{side}|far={far}")
    sums = sum(i.kind is Kind.AMOUNT for i in between)
    yield from (f"{side}|sums between={size(sums)}", f"{side}|names between={size(len({*_named(between)}))}")
    if {*_named(between)} - draft.names():
        yield f"{side}|a stranger between"
    if any(i.has(*_OTHER) for i in between):
        yield f"{side}|a word of deals between"
    for mark in {i.text for i in between if i.kind is Kind.MARK}:
        yield f"{side}|between={mark}"


def _named(items: Sequence[Item]) -> Iterator[Entity]:
    """The companies that items name."""
    return (i.entity for i in items if i.entity and i.entity.kind != OUTLET)


def _by_rivals(item: Item, scene: Scene, draft: Draft, told: str) -> Iterator[str]:
    """Which other sums stand where a deal is told, and whether its paragraph is this one: a sum may be another's."""
    sentences = {t.event.sentence.index: t.event.sentence for t in draft.tellings}.values()
    percent = item.amount is not None and item.amount.is_percent
    sums = [i for s in sentences for i in s.amounts() if i is not item and i.amount and i.amount.is_percent == percent]
    here = any(s.paragraph == scene.sentence.paragraph for s in sentences)
    where, others = "in its paragraph" if here else "in another paragraph", f"other sums={size(len(sums))}"
    yield from (where, others, f"{told}|{others}", f"{where}|{others}")
    if scene.topic is not None:
        who = "target" if scene.topic is draft.target else "party" if scene.topic in draft.parties else "stranger"
        yield f"spoken of={who}"


def _told_where(item: Item, scene: Scene, draft: Draft) -> str:
    """How near a deal is told to an amount."""
    here, clause = scene.sentence.index, scene.clauses[item.index]
    if any(t.event.sentence is scene.sentence and t.event.trigger is item for t in draft.tellings):
        return "told by the sum itself"
    if any(t.event.sentence is scene.sentence and t.event.clause == clause for t in draft.tellings):
        return "told in the clause"
    sentences = draft.sentences()
    if here in sentences:
        return "told in the sentence"
    if here - 1 in sentences:
        return "told in the sentence before"
    return "told earlier" if min(sentences, default=0) < here else "told later"


def _far(item: Item, scene: Scene, draft: Draft) -> float:
    """How far the nearest telling of a deal is from an amount; a sentence counts as a hundred items."""
    apart = [
        abs(t.event.trigger.index - item.index)
        if t.event.sentence is scene.sentence
        else 100 * abs(t.event.sentence.index - scene.sentence.index)
        for t in draft.tellings
    ]
    return min(apart, default=1e6)


def _by_names(item: Item, scene: Scene, draft: Draft) -> Iterator[str]:
    """Whose names stand beside an amount."""
    clause = scene.clauses[item.index]
    names = [(i.index, i.entity) for i in scene.sentence.names() if i.entity and i.entity.kind != OUTLET]
    here = {e for place, e in names if scene.clauses[place] == clause}
    everywhere = {e for _, e in names}
    for role, people in (("target", {draft.target} - {None}), ("party", {*draft.parties})):
        yield f"{role} {'in clause' if people & here else 'in sentence' if people & everywhere else 'away'}"
    if scene.topic is not None and scene.topic is draft.target:
        yield "target is spoken of"
    left = [n for n in names if n[0] < item.index]
    right = [n for n in names if n[0] > item.index]
    yield from _nearest("left", left[-1] if left else None, item, scene, draft)
    yield from _nearest("right", right[0] if right else None, item, scene, draft)


def _nearest(side: str, named: tuple[int, Entity] | None, item: Item, scene: Scene, draft: Draft) -> Iterator[str]:
    """Who stands next to an amount on one side, and what lies between."""
    if named is None:
        return
    place, entity = named
    role = "target" if entity is draft.target else "party" if entity in draft.parties else "stranger"
    yield f"{side} of it a {role}"
    first, last = sorted((place, item.index))
    between = [i for i in scene.sentence.items[first + 1 : last] if i.kind is not Kind.MARK]
    marker = scene.sentence.items[place].marker or "-"
    if any(i.kind is Kind.AMOUNT for i in between):
        yield f"{side} of it a {role}|behind a sum"
    yield f"{side} of it a {role}|far={size(len(between))}|{marker}"
    if len(between) <= _PATH:
        yield f"{side} of it a {role}|path={called_all(between)}"
