"""What speaks for and against a deal that was put together: how likely its tellings are, what it holds, its rivals.

A word that means a deal in one text means the market in the next; what is thrown away here was said of nobody, or says
the same as a better told deal with other words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.extraction.signs import kind_of, size
from safqa.extraction.weights import ALONE, Seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from safqa.extraction.assembly import Draft
    from safqa.model import Metric

_LEAD = 2  # the headline and the first sentence tell the news
_STEPS = 10  # of a chance
_MOST = 4.0  # chances of all tellings together that are told apart


def worth_signs(draft: Draft, drafts: Sequence[Draft], metrics: Sequence[Metric]) -> Seen:
    """What is seen of a deal among all deals of its text; `metrics` are those of its figures."""
    return Seen(tuple(dict.fromkeys(_worth(draft, drafts, metrics))), (ALONE, draft.family))


def _worth(draft: Draft, drafts: Sequence[Draft], metrics: Sequence[Metric]) -> Iterator[str]:
    chances = [t.event.chance for t in draft.tellings]
    best = draft.chance
    yield "any"
    for step in range(1, int(best * _STEPS) + 1):
        yield f"chance>={step}"  # steps add up, so that each weight says what one more step is worth
    for step in range(1, int(min(sum(chances), _MOST) * 2) + 1):
        yield f"chances>={step / 2}"
    yield f"tellings={size(len(chances))}"
    yield from (f"figures={size(len(metrics))}", f"parties={size(len(draft.parties))}")
    for metric in {*metrics}:
        yield metric.value
    if draft.background:
        yield "looked back at"
    yield f"target={kind_of(draft.target) if draft.target else 'nobody'}"
    sentences = [t.event.sentence for t in draft.tellings]
    if any(s.headline for s in sentences):
        yield "headline"
    if any(s.index < _LEAD for s in sentences):
        yield "lead"
    for name in {t.event.frame.name for t in draft.tellings}:
        yield f"frame={name}"
    yield f"deals={size(len(drafts))}"
    yield from _beside(draft, drafts, best)


def _beside(draft: Draft, drafts: Sequence[Draft], best: float) -> Iterator[str]:
    """Deals that share a name with this one, and whether they are better told."""
    for rival in drafts:
        if rival is draft or not rival.names() & draft.names():
            continue
        better = rival.chance > best
        told = "better" if better else "worse"
        yield f"rival told {told}"
        if draft.target is not None and rival.target is draft.target:
            same = "the same" if rival.family == draft.family else "another"
            yield f"rival with its target, {same} family, told {told}"
            yield f"rival={rival.family}|told {told}"
        elif draft.target in rival.parties:
            yield f"its target is a party of a rival told {told}"
