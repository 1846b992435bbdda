"""Slots: what a claim is a claim of, whose word it is, which claims are live, and what a slot shows.

A slot is metric, scope (and whose share), basis. *Live* is the latest claim of each origin. What is shown is the most
precise of the claims that agree; where closed claims disagree, the range they span; nothing is averaged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.identity import claim_key
from safqa.ledger.intervals import CLOSED, OPEN, common, interval
from safqa.ledger.spellings import organisation_key
from safqa.ledger.values import Claim, Slot, SlotFigure
from safqa.ledger.voices import is_official, origin_of
from safqa.model import Metric, Polarity, Qualifier, Scope

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from safqa.ledger.values import Telling
    from safqa.model import Figure

_METRICS = list(Metric)
_SCOPES = list(Scope)


def slot_of(figure: Figure) -> Slot:
    """The slot of a figure."""
    party = organisation_key(figure.party) if figure.party and figure.scope is Scope.PARTY_SHARE else None
    return Slot(figure.metric, figure.scope, party, figure.basis)


def comparable(one: Slot, other: Slot) -> bool:
    """Whether claims in the two slots speak of the same thing; a basis that is not said may be any."""
    same_basis = one.basis is None or other.basis is None or one.basis is other.basis
    return same_basis and (one.metric, one.scope, one.party) == (other.metric, other.scope, other.party)


def claims_of(telling: Telling) -> tuple[Claim, ...]:
    """The claims of one telling, in the order of its figures."""
    return tuple(
        Claim(
            claim_key(telling.mention, figure),
            telling,
            figure,
            slot_of(figure),
            origin_of(figure.source, telling.voice, telling.copied_from),
        )
        for figure in telling.deal.figures
    )


def fills(claim: Claim) -> bool:
    """Whether a claim says what the figure is: not what it was or is not, and no person holds it for wrong."""
    return claim.figure.polarity is Polarity.ASSERTED and not claim.figure.former and not claim.wrong


def live(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The latest words of each origin, in the order they were told.

    One telling may state two figures for one slot; both are its origin's word, and a later telling replaces both.
    """
    latest: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda claim: claim.telling.order):
        origin = claim.voice
        if origin in latest and latest[origin][0].telling.version == claim.telling.version:
            latest[origin].append(claim)
        else:
            latest[origin] = [claim]
    return tuple(sorted((c for claims in latest.values() for c in claims), key=lambda claim: claim.telling.order))


def merge(claims: Iterable[Claim], parties: Collection[str] = ()) -> tuple[SlotFigure, ...]:
    """What a deal shows: one figure for each slot and unit, in the order of the metrics.

    `parties` are the keys of the deal's organisations: where one of them or a regulator gives a number, that is shown,
    and before all others the number that a person holds for right.
    """
    groups: dict[tuple[Slot, str], list[Claim]] = {}
    for claim in claims:
        if fills(claim):
            groups.setdefault((claim.slot, claim.figure.unit), []).append(claim)
    merged = [_merge_group(slot, _preferred(group, parties)) for (slot, _), group in groups.items()]
    return tuple(sorted(merged, key=_shown_order))


def _preferred(told: Sequence[Claim], parties: Collection[str]) -> Sequence[Claim]:
    if right := [claim for claim in told if claim.right]:
        return right
    claims = live(told)
    official = [c for c in claims if c.figure.qualifier in CLOSED and is_official(c.voice, parties)]
    return official or claims


def _shown_order(figure: SlotFigure) -> tuple[int, int, str, str, str]:
    slot = figure.slot
    return _METRICS.index(slot.metric), _SCOPES.index(slot.scope), slot.party or "", slot.basis or "", figure.unit


def _merge_group(slot: Slot, claims: Sequence[Claim]) -> SlotFigure:
    figures = [claim.figure for claim in claims]
    sources = tuple(dict.fromkeys(claim.origin for claim in claims))
    party = figures[0].party if slot.party else None
    closed = [figure for figure in figures if figure.qualifier in CLOSED]
    if closed and common(map(interval, closed)) is None:
        low = min(figure.low for figure in closed if figure.low is not None)
        high = max(figure.high for figure in closed if figure.high is not None)
        return SlotFigure(slot, party, low, high, figures[0].unit, Qualifier.BETWEEN, sources)
    best = min(closed, key=lambda figure: interval(figure).width) if closed else _latest_open(figures)
    return SlotFigure(slot, party, best.low, best.high, best.unit, best.qualifier, sources)


def _latest_open(figures: Sequence[Figure]) -> Figure:
    """The latest "at least" or "at most"; the latest vague figure where nobody says more."""
    return next((figure for figure in reversed(figures) if figure.qualifier in OPEN), figures[-1])
