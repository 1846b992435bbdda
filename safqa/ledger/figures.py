"""The rules of a slot: what a claim means beside the claims that were told before it.

`judge` is the table of docs/design.md (Changes) read from the top: first what the claim's own origin said before, then
who agrees with it, then who differs. It looks at the *live* claims, the latest word of each origin; and at the *group*
of agreeing claims that a claim joins, which is corroborated or confirmed once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from safqa.ledger.slots import comparable
from safqa.ledger.unflagged import Unflagged
from safqa.model import ChangeKind, Qualifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safqa.ledger.measures import Measure
    from safqa.ledger.values import Claim

# Claims kept for these reasons, and whatever an origin says again, do not become what their origin says now: an echo
# of a value that it has left must not bring that back, and "14" told after "14.3" must not make 14.3 news again.
_PASSING = frozenset({Unflagged.VAGUE, Unflagged.SUPERSEDED})


@dataclass(slots=True)
class Group:
    """Claims that agree on a value: whose word they are, and whether that was told already."""

    voices: set[str]
    settled: bool = False  # told by a second origin, confirmed or officially refined: no further one is news
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim as a slot remembers it; `group` is None for one that is vague or open."""

    claim: Claim
    measure: Measure
    official: bool
    group: Group | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a claim is beside those before it: a flag of this kind, or none with the reason."""

    kind: ChangeKind
    rule: str
    before: Claim | None = None
    suppressed: Unflagged | None = None
    official: bool = False


@dataclass(slots=True)
class History:
    """The claims that were told of a metric and scope, in their order."""

    told: list[Stated] = field(default_factory=list)
    articles: dict[tuple[str, str], Claim] = field(default_factory=dict)  # what each article last gave as whose word

    def judge(self, claim: Claim, measured: Measure, *, official: bool) -> Verdict:
        """What a claim means beside those told before it."""
        before = self.articles.get((claim.voice, claim.telling.article))
        return _judge(claim, measured, self._beside(claim), before, official=official)

    def knows(self, claim: Claim, measured: Measure) -> bool:
        """Whether somebody says so already."""
        return any(measured.agrees(s.measure) for s in _live(self._beside(claim)))

    def keep(self, claim: Claim, measured: Measure, verdict: Verdict, *, official: bool) -> None:
        """Let a claim be what its origin says now; one that only says again what was known changes nothing."""
        self.articles[claim.voice, claim.telling.article] = claim
        again = verdict.suppressed is not None and verdict.rule == "same_origin"
        if not again and verdict.suppressed not in _PASSING:
            group = _group(claim, measured, verdict, _live(self._beside(claim)), official=official)
            self.told.append(Stated(claim, measured, official, group))

    def _beside(self, claim: Claim) -> list[Stated]:
        return [s for s in self.told if comparable(s.claim.slot, claim.slot)]


def _live(told: Sequence[Stated]) -> list[Stated]:
    """The latest words of each origin; a telling that states two has both."""
    latest: dict[str, list[Stated]] = {}
    for stated in told:
        same = latest.get(stated.claim.voice)
        if same is not None and same[0].claim.telling.version == stated.claim.telling.version:
            same.append(stated)
        else:
            latest[stated.claim.voice] = [stated]
    return [stated for same in latest.values() for stated in same]


def _judge(claim: Claim, new: Measure, told: Sequence[Stated], before: Claim | None, *, official: bool) -> Verdict:
    if not told:
        return Verdict(ChangeKind.NEW_FIGURE, "first_figure", official=official)
    if new.vague:
        return Verdict(ChangeKind.NEW_FIGURE, "vague", told[-1].claim, Unflagged.VAGUE)
    own = [s for s in told if s.claim.voice == claim.voice]
    if own and (verdict := _said_before(new, own, official=official)):
        return verdict
    if before is not None and before.telling.version == claim.telling.version:  # one text, two values
        return Verdict(ChangeKind.REVISED, "two_values", before, Unflagged.UNCLEAR)
    live = _live(told)
    if not official and (stands := _official(live)) and not any(new.agrees(s.measure) for s in stands):
        return Verdict(ChangeKind.CONFLICT, "after_official", _best(stands).claim, Unflagged.SUPERSEDED)
    return _otherwise(own, before, official=official) if own else _new_origin(new, live, official=official)


def _otherwise(own: Sequence[Stated], before: Claim | None, *, official: bool) -> Verdict:
    """What an origin says that differs from what it said before; `before` is what this very article said."""
    if before is not None:
        return Verdict(ChangeKind.CORRECTED, "edited", before, official=official)
    return Verdict(ChangeKind.REVISED, "same_origin_differs", own[-1].claim, official=official)


def _official(live: Sequence[Stated]) -> list[Stated]:
    return [s for s in live if s.official and s.measure.closed]


def _said_before(new: Measure, own: Sequence[Stated], *, official: bool) -> Verdict | None:
    """What an origin says that it has said in other digits: more exactly, or again; None where it says otherwise."""
    latest = own[-1]
    narrower = new.within(latest.measure) and (new.narrower(latest.measure) or _higher_bar(new, latest.measure))
    hardened = new.closed and not latest.measure.closed and new.agrees(latest.measure)
    left = next((s for s in reversed(own[:-1]) if _is_again(new, s.measure)), None)
    if left is None and (narrower or hardened):
        return Verdict(ChangeKind.REFINED, "same_origin_narrower", latest.claim, official=official)
    same = next((s for s in reversed(own) if s.measure.own == new.own), None)
    if met := same or (latest if new.agrees(latest.measure) else left):
        return Verdict(ChangeKind.REVISED, "same_origin", met.claim, suppressed=_agreement(new, met))
    return None


def _is_again(new: Measure, left: Measure) -> bool:
    """Whether a value is one that its origin has left: an old echo. What "about 15" leaves open was not said."""
    return new.own == left.own or (new.qualifier is left.qualifier is Qualifier.EXACT and new.agrees(left))


def _higher_bar(new: Measure, before: Measure) -> bool:
    """Whether both are open and the later says more: "more than 20" after "more than 10"."""
    return new.open and new.own != before.own


def _agreement(new: Measure, met: Stated) -> Unflagged:
    """Why a value that agrees with what the same origin said is no news."""
    if new.unit != met.measure.unit:
        return Unflagged.CURRENCY
    return Unflagged.ECHO if new.own == met.measure.own else Unflagged.ROUNDING


def _new_origin(new: Measure, live: Sequence[Stated], *, official: bool) -> Verdict:
    closed = [s for s in live if s.measure.closed]
    agreeing = [s for s in closed if new.agrees(s.measure)]
    if agreeing:
        return _agreeing(new, agreeing, official=official)
    if not closed and (met := [s for s in live if new.agrees(s.measure)]):
        return _after_open(new, met[-1], official=official)
    before = _best(closed or live)
    if official:
        return Verdict(ChangeKind.REVISED, "official_differs", before.claim, official=True)
    return Verdict(ChangeKind.CONFLICT, "new_origin_differs", before.claim)


def _after_open(new: Measure, met: Stated, *, official: bool) -> Verdict:
    """The first number after "more than 10" or "billions" hardens it; another open one adds nothing."""
    reason = None if new.closed else Unflagged.REPEATED
    return Verdict(ChangeKind.REFINED, "closed_after_open", met.claim, reason, official=official)


def _agreeing(new: Measure, agreeing: Sequence[Stated], *, official: bool) -> Verdict:
    best = _best(agreeing)
    if not new.closed:
        return Verdict(ChangeKind.CORROBORATED, "open", best.claim, Unflagged.REPEATED)
    if new.narrower(best.measure) and new.agrees(best.measure):
        return Verdict(ChangeKind.REFINED, "new_origin_narrower", best.claim, official=official)
    group = _joined(agreeing)
    if official:
        done = Unflagged.REPEATED if group.confirmed else None
        return Verdict(ChangeKind.CONFIRMED, "official_agrees", best.claim, done, official=True)
    reason = _settled(new, best.measure) if group.settled else None
    return Verdict(ChangeKind.CORROBORATED, "second_origin", best.claim, reason)


def _settled(new: Measure, known: Measure) -> Unflagged:
    """Why a further origin that agrees is no news."""
    if new.unit != known.unit:
        return Unflagged.CURRENCY
    return Unflagged.REPEATED if new.own == known.own else Unflagged.ROUNDING


def _best(stated: Sequence[Stated]) -> Stated:
    """The most precise of several; on a tie an official one, else the first."""
    return min(stated, key=lambda s: (s.measure.own.width, not s.official))


def _joined(agreeing: Sequence[Stated]) -> Group:
    """The group that a claim joins: that of the most precise claim which agrees with it."""
    group = _best(agreeing).group
    assert group is not None  # noqa: S101 -- closed claims have a group
    return group


def _group(claim: Claim, new: Measure, verdict: Verdict, live: Sequence[Stated], *, official: bool) -> Group | None:
    """The group of a closed claim: the one it agrees with; one of its own where the value is new or narrower."""
    if not new.closed:
        return None
    agreeing = [s for s in live if s.measure.closed and new.agrees(s.measure)]
    news = {ChangeKind.REFINED, ChangeKind.REVISED, ChangeKind.CORRECTED, ChangeKind.CONFLICT}
    if not agreeing or (verdict.kind in news and verdict.suppressed is None):
        sharper = official and verdict.kind is ChangeKind.REFINED
        return Group({claim.voice}, settled=sharper, confirmed=sharper)
    group = _joined(agreeing)
    group.voices.add(claim.voice)
    group.confirmed = group.confirmed or official
    group.settled = group.settled or group.confirmed or len(group.voices) > 1
    return group
