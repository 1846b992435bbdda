"""Events to deals: what is told several times is one deal, and parties told beside it are its parties.

One real deal is one deal of the article, however often it is told. Told apart are: other targets, other families of
type, other stages, and an earlier round that the text looks back at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from safqa.extraction.sameness import sameness_signs
from safqa.extraction.weights import Question
from safqa.model import DealType, Role, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from safqa.extraction.document import Entity
    from safqa.extraction.events import Event
    from safqa.extraction.pack import Pack
    from safqa.extraction.scene import Scene
    from safqa.extraction.status import Verdict

# Chance from which a telling is of a deal told before, where the rules say that it is not, and that it is. On articles
# that the weights had not seen, deals were found best here; figures too.
_SAME = (0.7, 0.35)
_EQUITY = DealType.INVESTMENT.family
_JOINABLE = frozenset({_EQUITY, "acquisition", "fund", "ipo", "infrastructure"})
_ATTACH = 2  # sentences between a round and the words that name its investors: "وشاركت في الجولة …"
_SIDES = 2  # names that an alliance must share to be the same one
_ALLIED = frozenset({DealType.PARTNERSHIP.family})  # families whose sides are equal


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """An event with its status, its stage, and whether the text looks back at it."""

    event: Event
    verdict: Verdict
    stage: str | None
    background: bool


@dataclass(slots=True, eq=False)
class Draft:
    """A deal in the making."""

    type: DealType
    target: Entity | None
    background: bool
    stage: str | None = None
    tellings: list[Telling] = field(default_factory=list)
    parties: dict[Entity, str | None] = field(default_factory=dict)
    told: set[Entity] = field(default_factory=set)  # parties that the deal's own words name, not those told beside it

    @property
    def family(self) -> str:
        """The family of the type."""
        return self.type.family

    def names(self) -> set[Entity]:
        """Everybody in the deal."""
        return {*self.parties, *([self.target] if self.target else [])}

    @property
    def chance(self) -> float:
        """How likely its likeliest telling is."""
        return max((t.event.chance for t in self.tellings), default=0.0)

    def sentences(self) -> set[int]:
        """The sentences that tell of it."""
        return {t.event.sentence.index for t in self.tellings}

    def last_sentence(self) -> int:
        """The sentence that told of it last."""
        return max(self.sentences(), default=-1)

    def take(self, telling: Telling) -> None:
        """Add one more telling."""
        event = telling.event
        self.tellings.append(telling)
        self.stage = self.stage or telling.stage
        if self.target is None and event.target not in self.parties:
            self.target = event.target
        if event.type is DealType.FUNDING_ROUND and self.type is DealType.INVESTMENT:
            self.type = DealType.FUNDING_ROUND
        self.told.update(e for e, _ in event.parties)
        self.join(event.parties)

    def join(self, parties: Iterable[tuple[Entity, str | None]]) -> None:
        """Add parties with their role, the latest told; who leads stays the leader, who is the target is no party."""
        for entity, role in parties:
            if entity is not self.target and self.parties.get(entity) != Role.LEAD_INVESTOR:
                self.parties[entity] = role or self.parties.get(entity)

    def absorb(self, other: Draft) -> None:
        """Take over what another draft was told of the same deal."""
        self.tellings.extend(other.tellings)
        self.join(other.parties.items())

    def status(self) -> Status:
        """The best supported status: the weightiest word, a later one before an earlier one of the same weight."""
        best = max(self.tellings, key=lambda t: (t.verdict.weight, not t.event.sentence.headline), default=None)
        return best.verdict.status if best else Status.COMPLETED


def assemble(tellings: Sequence[Telling], rows: Sequence[Scene], pack: Pack) -> list[Draft]:
    """The deals of an article from all its tellings."""
    drafts: list[Draft] = []
    for telling in in_order(tellings):
        kind = telling.event.type
        if kind is None:
            _attach(drafts, telling)
            continue
        draft = _told_before(drafts, telling, rows, pack)
        if draft is None:
            draft = Draft(kind, telling.event.target, telling.background)
            drafts.append(draft)
        draft.take(telling)
    return _united(drafts)


def in_order(tellings: Sequence[Telling]) -> list[Telling]:
    """Tellings in the order of the text.

    Within a sentence the parties told beside a deal wait for the deal: "انضمت X إلى من قادوا جولة Y".
    """
    return sorted(tellings, key=lambda t: (t.event.sentence.index, t.event.type is None))


def _told_before(drafts: Sequence[Draft], telling: Telling, rows: Sequence[Scene], pack: Pack) -> Draft | None:
    """The deal that a telling speaks of, the likeliest of those told before, if one is likely enough."""
    best, highest = None, 0.0
    for draft in drafts:
        if may_be_same(draft, telling):
            ruled = is_same_by_rule(draft, telling)
            signs = sameness_signs(draft, telling, rows, pack.grammar, ruled=ruled)
            chance = pack.learned.chance(Question.SAME, signs)
            if chance >= max(_SAME[ruled], highest):
                best, highest = draft, chance
    return best


def _attach(drafts: Sequence[Draft], telling: Telling) -> None:
    """Parties told beside a round ("بقيادة X") join the last round told, if it was told here or just before."""
    here = telling.event.sentence.index
    fitting = [d for d in drafts if d.family in _JOINABLE and here - d.last_sentence() <= _ATTACH]
    if fitting:
        newest = max(fitting, key=lambda d: (d.last_sentence(), d.family == _EQUITY))
        newest.join(telling.event.parties)


def may_be_same(draft: Draft, telling: Telling) -> bool:
    """Whether a telling is of a deal's family, stage and company, so that it may speak of it."""
    event = telling.event
    if event.type is None or draft.family != event.type.family:
        return False
    if draft.stage and telling.stage and draft.stage != telling.stage:
        return False
    if draft.family in _ALLIED or event.target is None or draft.target is None:
        return _shares_names(draft, event)
    return event.target is draft.target


def is_same_by_rule(draft: Draft, telling: Telling) -> bool:
    """Whether the rules say that a telling speaks of a deal that it may be of."""
    event = telling.event
    if draft.background != telling.background:
        return False
    if draft.family in _ALLIED or event.target is None or draft.target is None:
        return True
    parties = {e for e, _ in event.parties}
    apart = bool(parties) and bool(draft.told) and not parties & draft.told
    if draft.family == _EQUITY:
        return not _other_money(draft, telling, apart=apart, shared=bool(parties & draft.told))
    return not apart


_OPEN = frozenset({Status.IN_TALKS, Status.RUMOURED, Status.DENIED, Status.CANCELLED})


def _other_money(draft: Draft, telling: Telling, *, apart: bool, shared: bool) -> bool:
    """Whether a telling of money for the same company speaks of other money.

    What was raised is not what is still talked of or fell through; investors who are not told together and share no
    named round put in money of their own ("استثمرت فيها أمازون 8 مليارات" beside a round of others).
    """
    verdict = telling.verdict
    closed = verdict.status is Status.COMPLETED and verdict.weight >= _BY_TENSE
    if closed and draft.status() in _OPEN and not shared:
        return True
    named = DealType.FUNDING_ROUND in {draft.type, telling.event.type}
    return apart and not named and telling.event.sentence.index != draft.last_sentence()


_BY_TENSE = 2  # weight of a status that the verb's tense tells


def _shares_names(draft: Draft, event: Event) -> bool:
    """Whether deals of equals, or one without a target, have enough names in common."""
    there = {*(e for e, _ in event.parties), *([event.target] if event.target else [])}
    enough = min(_SIDES, len(there)) if draft.family in _ALLIED else 1
    return len(draft.names() & there) >= enough


def _united(drafts: Sequence[Draft]) -> list[Draft]:
    """A purchase and an investment between the same two are one deal told in two ways; the likelier one stays."""
    out: list[Draft] = []
    for draft in _listed(drafts):
        twin = next((d for d in out if _rivals(d, draft)), None)
        if twin is None:
            out.append(draft)
            continue
        keep, drop = (twin, draft) if twin.chance >= draft.chance else (draft, twin)
        keep.absorb(drop)
        out[out.index(twin)] = keep
    return out


def _listed(drafts: Sequence[Draft]) -> list[Draft]:
    """Money that is raised by going public is the listing's, unless a round is named."""
    out = []
    for draft in drafts:
        names_round = any(t.event.frame.name != "raise" for t in draft.tellings)
        listing = next((d for d in drafts if d.type is DealType.IPO and d.target is draft.target), None)
        if draft.family != _EQUITY or names_round or listing is None or listing.background != draft.background:
            out.append(draft)
            continue
        listing.absorb(draft)
    return out


_RIVAL = (frozenset({_EQUITY, "acquisition"}), frozenset({"partnership", "contract"}))


def _rivals(one: Draft, two: Draft) -> bool:
    """Whether two deals of different families, told side by side, are the same one."""
    if {one.family, two.family} not in _RIVAL or one.background != two.background:
        return False
    if {one.status(), two.status()} & {Status.CANCELLED, Status.DENIED}:
        return False
    swapped = one.target in two.parties and two.target in one.parties
    together = any(abs(a - b) <= 1 for a in one.sentences() for b in two.sentences())
    return together and (one.target is two.target or swapped) and len(one.names() & two.names()) >= _SIDES
