"""What speaks for and against two tellings being of one deal: their sums, dates, parties, stages and words.

A company that raises money twice is the hardest: the earlier round is told in the same words as the news, and only its
sum, its date or who gave the money keep the two apart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from safqa.extraction.document import Kind
from safqa.extraction.signs import called, size
from safqa.extraction.weights import ALONE, Seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from safqa.extraction.assembly import Draft, Telling
    from safqa.extraction.document import Item
    from safqa.extraction.pack import Grammar
    from safqa.extraction.scene import Scene

_BESIDE = 3  # items on both sides of a telling's word that are seen with their place

_YEAR = re.compile(r"(?:19|20)\d\d")

T = TypeVar("T")


def sameness_signs(draft: Draft, telling: Telling, rows: Sequence[Scene], grammar: Grammar, *, ruled: bool) -> Seen:
    """What speaks for a telling being of a deal told before; `ruled` is what the rules say."""
    signs = dict.fromkeys(_same(draft, telling, rows, grammar))
    answer = f"ruled {'same' if ruled else 'another'}"
    return Seen(("any", *signs), (ALONE, answer, f"{answer}|{draft.family}"))


def _same(draft: Draft, telling: Telling, rows: Sequence[Scene], grammar: Grammar) -> Iterator[str]:
    event, before = telling.event, draft.tellings[-1]
    yield f"type={draft.type.value}>{event.type.value if event.type else '-'}"
    yield f"looks back={draft.background}>{telling.background}"
    yield f"status={draft.status().value}>{telling.verdict.status.value}"
    yield f"stage {_compared({draft.stage} - {None}, {telling.stage} - {None})}"
    yield f"parties {_compared(draft.told, {e for e, _ in event.parties})}"
    theirs = [_clause(t, rows) for t in draft.tellings]
    mine = _clause(telling, rows)
    yield f"sums {_compared({s for c in theirs for s in _sums(c)}, _sums(mine))}"
    yield f"dates {_compared({d for c in theirs for d in _dates(c, grammar)}, _dates(mine, grammar))}"
    apart = event.sentence.index - before.event.sentence.index
    yield f"apart={size(apart)}"
    if not apart:
        yield "same clause" if event.clause == before.event.clause else "same sentence"
    if before.event.sentence.headline:
        yield "behind the headline"
    yield f"tellings={size(len(draft.tellings))}"
    yield f"word={event.sense.cls}.{event.sense.pos}{'!' if event.sense.definite else ''}"
    yield f"word={event.sense.cls}.{event.sense.tense}|before={before.event.sense.cls}.{before.event.sense.tense}"
    yield from _words(telling, mine)


def _compared(one: set[T], other: set[T]) -> str:
    if not one or not other:
        return "neither" if not one and not other else "here alone" if other else "there alone"
    return "equal" if one == other else "shared" if one & other else "other"


def _clause(telling: Telling, rows: Sequence[Scene]) -> Sequence[Item]:
    return rows[telling.event.sentence.index].in_clause(telling.event.clause)


def _sums(items: Sequence[Item]) -> set[float]:
    """The money of a clause; what restates it in another currency counts for nothing."""
    found = (i.amount for i in items if i.amount and not i.amount.is_percent and not i.amount.conversion)
    return {a.low or a.high or 0.0 for a in found}


def _dates(items: Sequence[Item], grammar: Grammar) -> set[str]:
    """The months and years of a clause."""
    return {i.text for i in items if i.text in grammar.months or _YEAR.fullmatch(i.text)}


def _words(telling: Telling, clause: Sequence[Item]) -> Iterator[str]:
    """The words of the telling: "في جولة سابقة", "الصفقة", "كانت قد"."""
    items, place = telling.event.sentence.items, telling.event.trigger.index
    for item in items[max(0, place - _BESIDE) : place + _BESIDE + 1]:
        yield f"{item.index - place:+}={called(item)}"
    for item in clause:
        if item.kind is Kind.WORD:
            yield f"clause={called(item)}"
