"""One article's text to its deals: the order of the steps, and the translation of drafts into mentions.

normalise -> gate -> annotate (names, amounts, items; once more where a model of names sees more) -> scenes (groups,
clauses) -> events, as learned -> tellings (status, stage, looking back) -> assembly -> figures, settled, with their
credits -> worth -> mentions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.extraction.annotate import annotate
from safqa.extraction.assembly import Draft, Telling, assemble
from safqa.extraction.cards import card_events
from safqa.extraction.choice import choose
from safqa.extraction.credit import Credits
from safqa.extraction.figures import Binder, Binding
from safqa.extraction.listing import listing
from safqa.extraction.progress import progress
from safqa.extraction.recognition import recognised
from safqa.extraction.scene import scenes
from safqa.extraction.settling import settle
from safqa.extraction.status import judge
from safqa.extraction.weights import Question, Seen
from safqa.extraction.worth import worth_signs
from safqa.model import DealMention, DealType, Extraction, Figure, Party, Quote, Reason, Role, Scope, Stage, Status
from safqa.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from safqa.extraction.document import Document, Entity
    from safqa.extraction.events import Event
    from safqa.extraction.pack import Pack
    from safqa.extraction.scene import Scene

_FIELD = frozenset({"ai", "chip", "cloud", "tech", "investor"})
_SIGNED = frozenset({DealType.CONTRACT, DealType.PARTNERSHIP})
_LEAD = 2  # the headline and the first sentence tell the news, whatever their tense
# Chances from which a deal is kept, and from which a text's only candidate is: on articles that the weights had not
# seen, deals and relevance were found best here.
_KEPT, _ALONE = 0.35, 0.3


def may_be_of_deals(text: str, pack: Pack) -> bool:
    """Whether a text has the words of a deal, and speaks of AI or may name a company of the field."""
    normal = normalise(text).text
    return pack.tells_of_deals(normal) and (pack.tells_of_ai(normal) or any(n.ai for n in listing().find(normal)))


def read(text: str, pack: Pack) -> Extraction:
    """The deals of a text in the pack's language."""
    normal = normalise(text)
    if not pack.tells_of_deals(normal.text):
        return Extraction(pack.lang, relevant=False)
    document = annotate(normal, pack)
    if not (pack.tells_of_ai(normal.text) or any(map(_may_be_of_ai, document.entities))):
        return Extraction(pack.lang, relevant=False)
    if spans := recognised(document, pack):
        document = annotate(normal, pack, recognised=spans)
    rows = scenes(document, pack)
    drafts = assemble(tellings(choose(rows, pack), rows, pack), rows, pack)
    bindings = bind(drafts, rows, pack)
    credits_ = Credits(rows, pack.grammar)
    deals = tuple(
        mention(d, bindings, credits_, document, status(d, credits_, rows, pack))
        for d in worthy(drafts, bindings, pack)
    )
    return Extraction(pack.lang, relevant=bool(deals), deals=deals)


def _may_be_of_ai(entity: Entity) -> bool:
    """Whether somebody named may make a deal one of the field where no word does: follow-ups leave AI unsaid.

    An unlisted name may be anybody's; a bank, an oil company or a ministry alone is not of the field.
    """
    return entity.ai or not entity.known or entity.kind in _FIELD


def tellings(events: Sequence[Event], rows: Sequence[Scene], pack: Pack) -> list[Telling]:
    """Events, and those of cards, with their status, stage and whether the text looks back at them."""
    out = []
    stages: dict[str, str | None] = {}  # many words of one clause tell of one deal
    for event in (*card_events(rows, pack.labels), *events):
        scene = rows[event.sentence.index]
        back = event.sentence.index >= _LEAD and event.clause in scene.backward
        if back:  # who is only spoken of now had no part in what was before
            named = {i.entity for i in event.sentence.names()}
            event.parties = [(e, role) for e, role in event.parties if e in named]
        if event.words not in stages:
            stages[event.words] = pack.stage(event.words)
        if stages[event.words] and event.type in _SIGNED:
            event.type = DealType.FUNDING_ROUND  # "signed the agreements of a Series C round"
        out.append(Telling(event, judge(event, scene, pack), stages[event.words], back))
    return out


def bind(drafts: list[Draft], rows: Sequence[Scene], pack: Pack) -> list[Binding]:
    """The amounts of a text bound to its deals: as the rules have it, then settled."""
    return settle(bind_by_rule(drafts, rows, pack), drafts, rows, pack)


def bind_by_rule(drafts: list[Draft], rows: Sequence[Scene], pack: Pack) -> list[Binding]:
    """The amounts of a text as the rules alone bind them; `drafts` may grow by a round that only a worth tells of."""
    binder = Binder(drafts, pack)
    return [b for scene in rows for b in binder.bind(scene)]


def worthy(drafts: Sequence[Draft], bindings: Sequence[Binding], pack: Pack) -> list[Draft]:
    """The deals that are likely enough to be real; of a text that surely tells of one, the likeliest."""
    known = whole(drafts, bindings)
    chances = {id(d): pack.learned.chance(Question.KEPT, seen) for d, seen in worths(known, bindings)}
    kept = [d for d in known if chances[id(d)] > _KEPT]
    likeliest = max(known, key=lambda d: chances[id(d)], default=None)
    return kept or ([likeliest] if likeliest and chances[id(likeliest)] > _ALONE else [])


def whole(drafts: Sequence[Draft], bindings: Sequence[Binding]) -> list[Draft]:
    """The deals that have enough to be told."""
    return [d for d in drafts if _is_whole(d, bindings)]


def worths(drafts: Sequence[Draft], bindings: Sequence[Binding]) -> Iterator[tuple[Draft, Seen]]:
    """Each deal with what speaks for it."""
    for draft in drafts:
        metrics = [b.metric for b in bindings if b.draft is draft and b.metric]
        yield draft, worth_signs(draft, drafts, metrics)


def _is_whole(draft: Draft, bindings: Sequence[Binding]) -> bool:
    """A deal needs a name and either a second name or a figure; a lone verb beside one name is too little."""
    figures = sum(b.draft is draft for b in bindings)
    if draft.type is DealType.IPO and any(t.verdict.weight > 1 for t in draft.tellings):
        return True  # who goes public does it alone
    return len(draft.names()) >= 2 or (bool(draft.names()) and figures > 0)  # noqa: PLR2004


def mention(
    draft: Draft, bindings: Sequence[Binding], credits_: Credits, document: Document, status: Status
) -> DealMention:
    """A draft as a mention, with its figures and their credits."""
    own = [b for b in bindings if b.draft is draft]
    figures = tuple(_unique(_figure(b, draft.type, credits_, document) for b in own))
    return DealMention(
        type=draft.type,
        status=status,
        target=_party(draft.target, None) if draft.target else None,
        parties=tuple(_party(e, role) for e, role in draft.parties.items() if e is not draft.target),
        stage=Stage(draft.stage) if draft.stage else None,
        figures=figures,
        background=draft.background,
        quote=_quote(draft, document),
        reasons=tuple(_reasons(draft, document, status)),
    )


def status(draft: Draft, credits_: Credits, rows: Sequence[Scene], pack: Pack) -> Status:
    """How far a deal is."""
    return progress(draft, ruled_status(draft, credits_), credits_, rows, pack)


def ruled_status(draft: Draft, credits_: Credits) -> Status:
    """What the rules say: the drafts' own status, unless it is only said to be so by unnamed people or an outlet."""
    told = draft.status()
    doubtful = {Status.ANNOUNCED, Status.COMPLETED, *([Status.IN_TALKS] if draft.type is DealType.IPO else [])}
    if told not in doubtful or draft.background:
        return told
    credited = [credits_.at(t.event.sentence.index, t.event.trigger.index) for t in draft.tellings]
    hedged = [c for c in credited if c is not None and (c.unnamed or c.outlet)]
    owned = [c for c in credited if c is not None and not (c.unnamed or c.outlet)]
    bodies = [t for t in draft.tellings if not t.event.sentence.headline]
    return Status.RUMOURED if hedged and not owned and len(hedged) >= len(bodies) / 2 else told


def _party(entity: Entity, role: str | None) -> Party:
    return Party(entity.name, tuple(entity.surfaces), Role(role) if role else None)


def _figure(binding: Binding, kind: DealType, credits_: Credits, document: Document) -> Figure:
    amount = binding.item.amount
    assert amount is not None and binding.metric is not None  # noqa: PT018, S101 — bound items are amounts
    credit = credits_.at(binding.scene.sentence.index, binding.item.index)
    text = document.text
    part = document.parts.of(binding.metric, text.text, amount.start, amount.end)
    return Figure(
        metric=binding.metric,
        low=amount.low,
        high=amount.high,
        unit=amount.unit,
        qualifier=amount.qualifier,
        step=amount.step,
        source=credit.entity.name if credit and credit.entity else None,
        scope=Scope.WHOLE if part.scope is Scope.DEBT and kind is DealType.DEBT else part.scope,
        basis=part.basis,
        polarity=part.polarity,
        former=amount.former,
        quote=text.quote(amount.start, amount.end),
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


def _reasons(draft: Draft, document: Document, status: Status) -> list[Reason]:
    """Why the deal is of its type and status; a status that no word tells was learned from all of them together."""
    out = []
    for telling in draft.tellings:
        trigger = telling.event.trigger
        quote = document.text.quote(trigger.start, trigger.end)
        out.append(Reason("type", f"frame: {telling.event.frame.name}", quote))
        out.append(Reason("status", f"{telling.verdict.status.value}: {telling.verdict.rule}", quote))
    if out and all(t.verdict.status is not status for t in draft.tellings):
        out.append(Reason("status", f"{status.value}: learned", out[0].quote))
    return out
