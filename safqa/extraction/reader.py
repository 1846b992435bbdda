"""One article's text to its deals: the order of the steps, and the translation of drafts into mentions.

normalise -> gate -> annotate (names, amounts, items) -> scenes (groups, clauses) -> events -> tellings (status, stage,
looking back) -> assembly -> figures with their credits -> mentions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.extraction.annotate import annotate
from safqa.extraction.assembly import Draft, Telling, assemble
from safqa.extraction.cards import card_events
from safqa.extraction.credit import Credits
from safqa.extraction.events import find_events
from safqa.extraction.figures import Binder, Binding, looks_back
from safqa.extraction.scene import scenes
from safqa.extraction.status import judge
from safqa.model import DealMention, DealType, Extraction, Figure, Party, Quote, Reason, Role, Stage, Status
from safqa.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from safqa.extraction.document import Document, Entity
    from safqa.extraction.pack import Pack
    from safqa.extraction.scene import Scene

_LEAD = 2  # the headline and the first sentence tell the news, whatever their tense


def read(text: str, pack: Pack) -> Extraction:
    """The deals of a text in the pack's language."""
    normal = normalise(text)
    if not pack.tells_of_deals(normal.text):
        return Extraction(pack.lang, relevant=False)
    document = annotate(normal, pack)
    if not (pack.tells_of_ai(normal.text) or any(e.ai for e in document.entities)):
        return Extraction(pack.lang, relevant=False)
    rows = scenes(document, pack)
    drafts = assemble(tellings(rows, pack))
    binder = Binder(drafts, pack)
    bindings = [b for scene in rows for b in binder.bind(scene)]
    credits_ = Credits(rows, pack.grammar)
    deals = tuple(_mention(d, bindings, credits_, document) for d in drafts if _worth_telling(d, bindings))
    return Extraction(pack.lang, relevant=bool(deals), deals=deals)


def tellings(rows: Sequence[Scene], pack: Pack) -> list[Telling]:
    """The events of a text with their status, stage and whether the text looks back at them."""
    out = []
    for event in (*card_events(rows, pack.labels), *find_events(rows, pack)):
        scene = rows[event.sentence.index]
        back = event.sentence.index >= _LEAD and looks_back(scene, event.clause, pack)
        out.append(Telling(event, judge(event, scene, pack), pack.stage(event.words), back))
    return out


def _worth_telling(draft: Draft, bindings: Sequence[Binding]) -> bool:
    """A deal needs a name and either a second name or a figure; a lone verb beside one name is too little."""
    figures = sum(b.draft is draft for b in bindings)
    if draft.type is DealType.IPO and any(t.verdict.weight > 1 for t in draft.tellings):
        return True  # who goes public does it alone
    return len(draft.names()) >= 2 or (bool(draft.names()) and figures > 0)  # noqa: PLR2004


def _mention(draft: Draft, bindings: Sequence[Binding], credits_: Credits, document: Document) -> DealMention:
    own = [b for b in bindings if b.draft is draft]
    figures = tuple(_unique(_figure(b, credits_, document) for b in own))
    return DealMention(
        type=draft.type,
        status=_status(draft, credits_),
        target=_party(draft.target, None) if draft.target else None,
        parties=tuple(_party(e, role) for e, role in draft.parties.items() if e is not draft.target),
        stage=Stage(draft.stage) if draft.stage else None,
        figures=figures,
        background=draft.background,
        quote=_quote(draft, document),
        reasons=tuple(_reasons(draft, document)),
    )


def _status(draft: Draft, credits_: Credits) -> Status:
    """The drafts' own status, unless it is only said to be so by unnamed people or an outlet."""
    status = draft.status()
    doubtful = {Status.ANNOUNCED, Status.COMPLETED, *([Status.IN_TALKS] if draft.type is DealType.IPO else [])}
    if status not in doubtful or draft.background:
        return status
    credited = [credits_.at(t.event.sentence.index, t.event.trigger.index) for t in draft.tellings]
    hedged = [c for c in credited if c is not None and (c.unnamed or c.outlet)]
    owned = [c for c in credited if c is not None and not (c.unnamed or c.outlet)]
    bodies = [t for t in draft.tellings if not t.event.sentence.headline]
    return Status.RUMOURED if hedged and not owned and len(hedged) >= len(bodies) / 2 else status


def _party(entity: Entity, role: str | None) -> Party:
    return Party(entity.name, tuple(entity.surfaces), Role(role) if role else None)


def _figure(binding: Binding, credits_: Credits, document: Document) -> Figure:
    amount = binding.item.amount
    assert amount is not None and binding.metric is not None  # noqa: PT018, S101 — bound items are amounts
    credit = credits_.at(binding.scene.sentence.index, binding.item.index)
    return Figure(
        metric=binding.metric,
        low=amount.low,
        high=amount.high,
        unit=amount.unit,
        qualifier=amount.qualifier,
        step=amount.step,
        source=credit.entity.name if credit and credit.entity else None,
        former=amount.former,
        quote=document.text.quote(amount.start, amount.end),
        rule=binding.rule,
    )


def _unique(figures: Iterable[Figure]) -> list[Figure]:
    """One figure for each value and credit; the body's wording wins over the headline's, which comes first."""
    best: dict[tuple[object, ...], Figure] = {}
    for figure in figures:
        best[figure.metric, figure.low, figure.high, figure.unit] = figure
    return list(best.values())


def _quote(draft: Draft, document: Document) -> Quote | None:
    if not draft.tellings:
        return None
    sentence = draft.tellings[0].event.sentence
    return document.text.quote(sentence.start, sentence.end)


def _reasons(draft: Draft, document: Document) -> list[Reason]:
    out = []
    for telling in draft.tellings:
        trigger = telling.event.trigger
        quote = document.text.quote(trigger.start, trigger.end)
        out.append(Reason("type", f"frame: {telling.event.frame.name}", quote))
        out.append(Reason("status", f"{telling.verdict.status.value}: {telling.verdict.rule}", quote))
    return out
