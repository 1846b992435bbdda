"""Each amount of the text: which figure of which deal it is, or why it is none.

An amount's measure is the nearest noun or verb that governs it in its clause ("بتقييم …", "إيرادات …", "جمعت …").
Money that is not the deal's is turned away by name: revenue, market value, fines, prices, wealth, spending.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from safqa.extraction.assembly import Draft
from safqa.extraction.document import Entity, Item, Kind, Sense
from safqa.extraction.listing import OUTLET
from safqa.extraction.measures import Measure, measure_of, named
from safqa.model import DealType, Metric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safqa.extraction.pack import Pack
    from safqa.extraction.scene import Scene

_UNPRICED = frozenset({OUTLET, "person", "government", "product"})  # nobody tells what these are worth
_CLOSE = 3  # items between a deal noun and "قيمتها": "جولة تمويل جديدة قيمتها"
_DEALS = (
    "DEAL",
    "ROUND",
    "CONTRACT",
    "INVEST",
    "FUNDING",
    "ACQUIRE",
    "BORROW",
    "FUND",
    "LIST",
    "OFFER",
    "BUILD",
    "PROJECT",
    "MEMO",
    "AWARD",
)


@dataclass(frozen=True, slots=True, eq=False)
class Binding:
    """An amount with its metric and deal, or with the name of what it is instead."""

    item: Item
    scene: Scene
    metric: Metric | None
    draft: Draft | None
    rule: str


class Binder:
    """Binds the amounts of a document to its deals, sentence by sentence."""

    def __init__(self, drafts: list[Draft], pack: Pack) -> None:
        """`drafts` grows when a valuation tells of a round that nothing else tells of."""
        self._drafts = drafts
        self._pack = pack

    def bind(self, scene: Scene) -> list[Binding]:
        """The bindings of a sentence's amounts, in order."""
        out: list[Binding] = []
        for item in scene.sentence.amounts():
            out.append(self._one(scene, item, out))
        return out

    def _one(self, scene: Scene, item: Item, before: Sequence[Binding]) -> Binding:
        amount = item.amount
        assert amount is not None  # noqa: S101 — an AMOUNT item always carries one
        if amount.conversion and before:
            return replace(before[-1], item=item, rule="the same in another currency")
        if amount.per_share:
            return Binding(item, scene, None, None, "price of a share")
        return self._percent(scene, item) if amount.is_percent else self._money(scene, item, before)

    def _money(self, scene: Scene, item: Item, before: Sequence[Binding]) -> Binding:
        if (priced := self._priced_at(scene, item)) is not None:
            return priced
        if before and _goes_on(scene, item, before[-1].item, self._pack.grammar.onward):
            return replace(before[-1], item=item)
        measure = measure_of(scene, item, self._pack.measures)
        if measure is not None:
            return self._measured(scene, item, measure)
        parallel = _parallel(scene, item, before)
        if parallel is not None:
            return replace(parallel, item=item, rule=f"{parallel.rule}, told again")
        return self._amount(scene, item, "amount beside its verb")

    def _priced_at(self, scene: Scene, item: Item) -> Binding | None:
        """The worth at which money is raised: "جمعت 13 مليارا عند 183 مليارا"."""
        ahead = scene.sentence.items[item.index - 1] if item.index else None
        if ahead is None or ahead.text not in self._pack.grammar.priced_at:
            return None
        draft = self._nearest(scene, item)
        if draft is None or draft.family not in {"equity", "ipo"}:
            return None
        return Binding(item, scene, Metric.VALUATION, draft, f"worth at which: {ahead.text}")

    def _measured(self, scene: Scene, item: Item, measure: Measure) -> Binding:  # noqa: PLR0911 — one a measure
        """The binding of an amount whose measure is known."""
        word = measure.word
        match measure.name:
            case "valuation":
                return self._estimate(scene, item, word)
            case "value":
                return self._value(scene, item, word)
            case "total_raised":
                return self._total(scene, item, word, self._owner(scene, word))
            case "amount" if word.has("RAISE") and self._pack.grammar.total.search(self._clause(scene, item)):
                return self._total(scene, item, word, self._raiser(word) or self._owner(scene, word))
            case "amount":
                return self._amount(scene, item, f"amount: {word.text}")
            case "cost" | "price" | "spending" if self._is_paid(scene, item, word):
                return self._amount(scene, item, f"price of the deal: {word.text}")
            case other:
                return Binding(item, scene, None, None, other)

    def _clause(self, scene: Scene, item: Item) -> str:
        return scene.words(scene.clauses[item.index])

    def _total(self, scene: Scene, item: Item, word: Item, owner: Entity | None) -> Binding:
        draft = self._equity_of(scene, item, owner)
        return Binding(item, scene, Metric.TOTAL_RAISED if draft else None, draft, f"raised so far: {word.text}")

    def _is_paid(self, scene: Scene, item: Item, word: Item) -> bool:
        """Whether a cost is the deal's: that of what is built, or the price of a deal named right before it."""
        draft = self._nearest(scene, item)
        if draft is not None and draft.type is DealType.INFRASTRUCTURE:
            return True
        ahead = scene.sentence.items[max(0, word.index - 2) : word.index]
        return any(i.has(*_DEALS, "LICENSE") for i in ahead)

    def _raiser(self, word: Item) -> Entity | None:
        """Who raises, when a raise was told right there."""
        return next((t.event.target for d in self._drafts for t in d.tellings if t.event.trigger is word), None)

    # --- money of the deal -----------------------------------------------------------------------------------------

    def _amount(self, scene: Scene, item: Item, rule: str) -> Binding:
        draft = self._nearest(scene, item)
        return Binding(item, scene, Metric.AMOUNT if draft else None, draft, rule if draft else "no deal beside it")

    def _nearest(self, scene: Scene, item: Item) -> Draft | None:
        """The deal told nearest to an amount in its sentence, else the one that "the deal" of the sentence means."""
        clause = scene.clauses[item.index]
        ranked: list[tuple[tuple[int, int], Draft]] = []
        for draft in self._drafts:
            for telling in draft.tellings:
                event = telling.event
                if event.sentence is scene.sentence:
                    apart = abs(event.clause - clause)
                    ranked.append(((apart, _distance(event.trigger, item)), draft))
        if ranked:
            return min(ranked, key=lambda r: r[0])[1]
        if any(
            i.has("DEAL", "ROUND", "INVEST", "CONTRACT", "AMOUNT", "VALUE", "JOIN")
            for i in scene.sentence.items[: item.index + 1]
        ):
            return self._latest(scene)
        return None

    # --- worth -----------------------------------------------------------------------------------------------------

    def _value(self, scene: Scene, item: Item, word: Item) -> Binding:
        """Read "قيمة" as the deal's or the company's, by what it is said of."""
        items = scene.sentence.items
        after = next((i for i in items[word.index + 1 :] if i.kind is not Kind.MARK), None)
        if word.index and items[word.index - 1].text in self._pack.grammar.priced_at:
            return self._valuation(scene, item, word)
        if after is not None and after.has("MARKETPLACE"):
            return Binding(item, scene, None, None, "size of a market")
        if after is not None and after.has(*_DEALS):
            return self._amount(scene, item, f"value of {after.text}")
        if after is not None and (after.kind is Kind.NAME or after.has("COMPANY")):
            return self._valuation(scene, item, word)
        sense = word.senses[0]
        if not sense.owner:
            return self._amount(scene, item, f"amount: {word.text}")
        owner = self._valued(scene, word, sense)
        return self._amount(scene, item, f"value of {owner.text}") if owner else self._valuation(scene, item, word)

    def _valued(self, scene: Scene, word: Item, sense: Sense) -> Item | None:
        """The deal noun that "قيمتها" or "قيمته" belongs to; None when it is a company.

        A masculine owner is never a company ("عقد قيمته"); a feminine one is a deal only right behind its noun ("صفقة
        قيمتها", "جولة تمويل قيمتها").
        """
        clause = scene.clauses[word.index]
        items = scene.sentence.items
        if (
            sense.owner == "f"
            and word.index
            and items[word.index - 1].has("REACH")
            and not items[word.index - 1].senses[0].is_verb
        ):
            return next(
                (i for i in reversed(items[max(0, word.index - 8) : word.index]) if i.has("DEAL", "ROUND")), None
            )
        for earlier in reversed(items[: word.index]):
            if scene.clauses[earlier.index] != clause or (sense.owner == "f" and word.index - earlier.index > _CLOSE):
                return None
            if sense.owner == "f" and earlier.kind is Kind.NAME:
                return None
            if (found := earlier.sense(*_DEALS)) and not found.is_verb:
                return earlier
        return None

    def _estimate(self, scene: Scene, item: Item, word: Item) -> Binding:
        """Read "تساوي" as the deal's size right behind its noun ("صفقة تساوي"), else as a company's worth.

        What is masculine is a sum or a contract, never a company: "عقد قدرته الصحيفة بـ…".
        """
        if word.senses[0].is_verb and word.senses[0].owner == "m":
            return self._amount(scene, item, f"estimate of a sum: {word.text}")
        ahead = scene.sentence.items[max(0, word.index - 2) : word.index]
        if word.senses[0].is_verb and any(i.has(*_DEALS) for i in ahead):
            return self._amount(scene, item, f"worth of the deal: {word.text}")
        return self._valuation(scene, item, word)

    def _valuation(self, scene: Scene, item: Item, word: Item) -> Binding:
        draft = self._equity_of(scene, item, self._owner(scene, word))
        return Binding(item, scene, Metric.VALUATION if draft else None, draft, f"valuation: {word.text}")

    def _owner(self, scene: Scene, word: Item) -> Entity | None:
        """Whose worth it is: "قيمة X", "تقييمها", "تقييم" of the one spoken of."""
        items = scene.sentence.items
        for item in items[word.index + 1 : word.index + 5]:
            if item.kind is Kind.NAME and item.entity and (not item.marker or item.marker == "ل"):
                return item.entity if item.entity.kind not in _UNPRICED else None
            if item.kind is Kind.AMOUNT:
                break
        here = self._events(scene, scene.clauses[word.index])
        if here:
            return here[0]
        before = [i for i in items[: word.index] if i.kind is Kind.NAME and i.entity and i.entity.kind not in _UNPRICED]
        free = [i for i in before if not i.marker]
        if free and any(s.owner for s in word.senses):
            return free[0].entity  # "قيمتها" is the subject's
        chosen = free or before
        return chosen[-1].entity if chosen else self._last_told(scene)

    def _last_told(self, scene: Scene) -> Entity | None:
        """The company of the deal told last before a sentence that names nobody ("التقييم: فوق 29 مليار دولار")."""
        of_companies = [d for d in self._drafts if d.target and d.family in {"equity", "ipo", "acquisition"}]
        told = [d for d in of_companies if d.tellings and not d.background]
        earlier = [d for d in told if d.tellings[0].event.sentence.index < scene.sentence.index]
        last = max(earlier, key=lambda d: d.last_sentence(), default=None)
        return last.target if last else scene.topic

    def _events(self, scene: Scene, clause: int) -> list[Entity]:
        """Whose rounds or listings the sentence tells of, those of the clause first."""
        found = [
            (t.event.clause != clause, t.event.target)
            for d in self._drafts
            for t in d.tellings
            if t.event.sentence is scene.sentence and d.family in {"equity", "ipo"} and t.event.target
        ]
        return [target for _, target in sorted(found, key=lambda pair: pair[0])]

    def _equity_of(self, scene: Scene, item: Item, owner: Entity | None) -> Draft | None:
        """The deal that a company's worth belongs to: its round told here, else its last one, else a new one."""
        if owner is None:
            return None
        own = [d for d in self._drafts if d.target is owner and d.family in {"equity", "ipo"}]
        own = own or [d for d in self._drafts if d.target is owner and d.family == "acquisition"]
        back = scene.clauses[item.index] in scene.backward
        fitting = [d for d in own if d.background == back] or ([] if back else own)
        if fitting:
            here = [d for d in fitting if d.last_sentence() <= scene.sentence.index]
            return max(here or fitting, key=lambda d: d.last_sentence())
        if not any(i.has("ROUND", "FUNDING", "INVESTOR") for i in scene.sentence.items):
            return None  # worth alone, as a yardstick or in passing, tells of no round
        draft = Draft(DealType.FUNDING_ROUND, owner, background=True)
        self._drafts.append(draft)
        return draft

    # --- shares ----------------------------------------------------------------------------------------------------

    def _percent(self, scene: Scene, item: Item) -> Binding:
        items = scene.sentence.items
        near = [*items[max(0, item.index - 6) : item.index], *items[item.index + 1 : item.index + 4]]
        others = (named(i, self._pack.measures) for i in near)
        other = next((n for n in others if n and n not in {"amount", "value", "valuation"}), None)
        stake = any(i.has("STAKE", "CAPITAL") for i in near)
        bought = any(i.has("ACQUIRE", "RAISE", "SELL", "OWN") for i in near)
        clause = list(scene.in_clause(scene.clauses[item.index]))
        of_company = _of_a_company(items, item, self._pack.grammar.script.of) and any(
            i.has("ACQUIRE", "RAISE", "SELL", "OWN", "OPTION", "STAKE", "INVESTOR") for i in clause
        )
        if not (stake or of_company or (bought and not other)):
            return Binding(item, scene, None, None, other or "percentage of something else")
        draft = self._nearest(scene, item) or self._latest(scene)
        return Binding(item, scene, Metric.STAKE if draft else None, draft, "stake")

    def _latest(self, scene: Scene) -> Draft | None:
        """The deal of the text that was told last before a sentence; the news before what is looked back at."""
        earlier = [d for d in self._drafts if d.tellings and d.tellings[0].event.sentence.index < scene.sentence.index]
        return max(earlier, key=lambda d: (d.last_sentence(), not d.background), default=None)


def _distance(trigger: Item, item: Item) -> int:
    """How far an amount is from a trigger; one behind the amount counts twice, for sums follow what they pay."""
    apart = item.index - trigger.index
    return apart if apart >= 0 else -2 * apart


def _of_a_company(items: Sequence[Item], item: Item, of: frozenset[str]) -> bool:
    """Whether a percentage is of a company by name: "10% من إنتل"."""
    behind = items[item.index + 1 : item.index + 5]
    return bool(behind) and behind[0].text in of and any(i.kind is Kind.NAME for i in behind)


def _goes_on(scene: Scene, item: Item, last: Item, onward: frozenset[str]) -> bool:
    """Whether an amount is the new value of the one right before it: "من 60 مليارا إلى 170 مليارا"."""
    return item.index - last.index == 2 and scene.sentence.items[last.index + 1].text in onward  # noqa: PLR2004


def _parallel(scene: Scene, item: Item, before: Sequence[Binding]) -> Binding | None:
    """The worth told just before, when this is another one for it: "18 مليارا وفق X و14 مليارا وفق Y"."""
    last = before[-1] if before else None
    if last is None or last.metric is not Metric.VALUATION or not item.joined:
        return None
    return last if scene.clauses[last.item.index] == scene.clauses[item.index] else None
