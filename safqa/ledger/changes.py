"""The flags of a deal: what became new or different, in the order in which it was told.

The function walks the tellings of one deal. The first that reports it is `new_deal` and carries all its figures; each
later one is asked for its status, its kind, its parties and its figures in turn (`progress`, `kinds`, `newcomers`,
`figures`). What raises no flag is kept with its reason: a text that looks back (`background`), one that carries
another's text (`near_copy`), and those that the rules of figures know. Where an article is withdrawn, the story goes
on as if it had never told of the deal.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from safqa.identity import change_id
from safqa.ledger import reasons
from safqa.ledger.exchange import Rates
from safqa.ledger.figures import History
from safqa.ledger.kinds import Kind, Target
from safqa.ledger.measures import measure
from safqa.ledger.newcomers import Company
from safqa.ledger.progress import Progress
from safqa.ledger.retractions import Withdrawn, course, standing
from safqa.ledger.slots import claims_of, fills
from safqa.ledger.unflagged import Unflagged
from safqa.ledger.values import Change
from safqa.ledger.voices import is_official
from safqa.model import ChangeKind, Polarity, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from safqa.ledger.figures import Verdict
    from safqa.ledger.measures import Measure
    from safqa.ledger.values import Claim, Telling
    from safqa.model import DealType, Metric, Party, Scope


@dataclass(slots=True)
class _Story:
    """What a deal's tellings have said so far."""

    rates: Rates
    kind: Kind = field(default_factory=Kind)
    target: Target = field(default_factory=Target)
    progress: Progress = field(default_factory=Progress)
    company: Company = field(default_factory=Company)
    slots: dict[tuple[Metric, Scope, str | None], History] = field(default_factory=dict)
    denied: set[Metric] = field(default_factory=set)
    retold: bool = False  # reported as news before, by an article that was withdrawn


def changes_of(tellings: Sequence[Telling], rates: Rates | None = None) -> tuple[Change, ...]:
    """All flags of one deal, its tellings given in the ledger's order; `rates` compare figures across currencies."""
    story = _Story(rates or Rates())
    found: list[Change] = []
    for event in course(tellings):
        if isinstance(event, Withdrawn):
            found.append(event.change)
            story = _retold(story, standing(tellings, event.by))
        else:
            found += _changes(story, event)
    return tuple(found)


def _retold(before: _Story, tellings: Sequence[Telling]) -> _Story:
    """The story as these tellings alone have it; that the deal is known, and who takes part, is not forgotten."""
    story = _Story(before.rates)
    for telling in tellings:
        _changes(story, telling)
    story.retold = before.retold or before.progress.reported
    story.company = before.company
    return story


def _changes(story: _Story, telling: Telling) -> list[Change]:
    known = story.progress.furthest
    unreported = story.progress.status is None or not (story.progress.reported or telling.deal.background)
    first = unreported and not story.retold
    found = [_first_report(telling)] if first else []
    status = story.progress.move(telling.deal)
    ahead = not first and story.progress.furthest > known
    kind = story.kind.move(telling.deal.type, ahead=ahead)
    target = story.target.move(telling.deal, ahead=ahead)
    joined = story.company.take(telling.deal)
    figures = list(_figures(story, telling))
    if not first:
        if status is not None:
            found.append(_status(telling, status))
        if kind is not None:
            found.append(_kind(telling, kind))
        if target is not None:
            found.append(_target(telling, target))
        found += [_party(telling, name) for name in joined]
        found += figures
    return found


def _standing(telling: Telling) -> Unflagged | None:
    """Why nothing that a telling says is news; None where it may be."""
    if telling.deal.background:
        return Unflagged.BACKGROUND
    return Unflagged.NEAR_COPY if telling.copied_from else None


def _first_report(telling: Telling) -> Change:
    claims = [claim for claim in claims_of(telling) if fills(claim)]
    return Change(
        key=change_id("first_report", telling.mention, telling.version),
        kind=ChangeKind.NEW_DEAL,
        rule="first_report",
        telling=telling,
        reason_en=reasons.first_report(telling.voice, claims, "en"),
        reason_ar=reasons.first_report(telling.voice, claims, "ar"),
        suppressed=Unflagged.BACKGROUND if telling.deal.background else None,
    )


def _status(telling: Telling, moved: tuple[Status, Status, Unflagged | None]) -> Change:
    before, after, reason = moved
    kind = ChangeKind.DENIED if after is Status.DENIED else ChangeKind.STATUS_CHANGED
    rule = "deal_denied" if after is Status.DENIED else "status_moved"
    return Change(
        key=change_id(rule, telling.mention, telling.version, after),
        kind=kind,
        rule=rule,
        telling=telling,
        reason_en=reasons.status(rule, before, after, telling.voice, "en"),
        reason_ar=reasons.status(rule, before, after, telling.voice, "ar"),
        from_value=before,
        to_value=after,
        suppressed=_standing(telling) or reason,
    )


def _kind(telling: Telling, moved: tuple[DealType, DealType, Unflagged | None]) -> Change:
    before, after, reason = moved
    return Change(
        key=change_id("another_kind", telling.mention, telling.version, after),
        kind=ChangeKind.RECLASSIFIED,
        rule="another_kind",
        telling=telling,
        reason_en=reasons.kind(before, after, telling.voice, "en"),
        reason_ar=reasons.kind(before, after, telling.voice, "ar"),
        from_value=before,
        to_value=after,
        suppressed=_standing(telling) or reason,
    )


def _target(telling: Telling, moved: tuple[Party, Party, Unflagged | None]) -> Change:
    before, after, reason = moved
    names = before.name, after.name
    return Change(
        key=change_id("another_target", telling.mention, telling.version, after.name),
        kind=ChangeKind.RECLASSIFIED,
        rule="another_target",
        telling=telling,
        reason_en=reasons.target(*names, telling.voice, "en"),
        reason_ar=reasons.target(*names, telling.voice, "ar"),
        from_value=before.name,
        to_value=after.name,
        suppressed=_standing(telling) or reason,
    )


def _party(telling: Telling, name: str) -> Change:
    denied = Unflagged.DENIED if telling.deal.status is Status.DENIED else None
    return Change(
        key=change_id("party_joined", telling.mention, telling.version, name),
        kind=ChangeKind.PARTY_ADDED,
        rule="party_joined",
        telling=telling,
        reason_en=reasons.party(name, telling.voice, "en"),
        reason_ar=reasons.party(name, telling.voice, "ar"),
        to_value=name,
        suppressed=_standing(telling) or denied,
    )


def _figures(story: _Story, telling: Telling) -> Iterator[Change]:
    spoken = [replace(claim, speaker=story.company.speaker(claim.origin)) for claim in claims_of(telling)]
    measures = {claim.key: _measured(story, claim) for claim in spoken}
    for claim in sorted(spoken, key=lambda claim: not _known(story, claim, measures[claim.key])):
        if claim.figure.former or (claim.wrong and claim.figure.polarity is Polarity.DENIED):
            continue
        official = is_official(claim.voice, story.company.keys)
        if claim.figure.polarity is Polarity.DENIED:
            yield from _denial(story, claim, official=official)
            continue
        slot = claim.slot
        history = story.slots.setdefault((slot.metric, slot.scope, slot.party), History())
        # What a denial repeats ("denied that it would pay 5 billion") is nobody's word for the figure; what a text says
        # looking back fills a slot that is empty and argues with no one.
        repeated = telling.deal.status is Status.DENIED and (claim.figure.source is None or official)
        measured = measures[claim.key]
        verdict = history.judge(claim, measured, official=official)
        if not claim.wrong and not (history.told and (repeated or telling.deal.background)):
            history.keep(claim, measured, verdict, official=official)
        yield _figure(claim, verdict, Unflagged.DENIED if repeated else None)


def _known(story: _Story, claim: Claim, measured: Measure) -> bool:
    """Whether a claim says what is known: of two values in a text, that one is read first and the other in doubt."""
    slot = claim.slot
    history = story.slots.get((slot.metric, slot.scope, slot.party))
    return history is not None and history.knows(claim, measured)


def _measured(story: _Story, claim: Claim) -> Measure:
    return measure(claim.figure, claim.telling.told_at.date(), story.rates)


def _figure(claim: Claim, verdict: Verdict, reason: Unflagged | None) -> Change:
    standing = _standing(claim.telling)
    if standing is Unflagged.NEAR_COPY and verdict.suppressed is None and claim.figure.source is not None:
        standing = None  # a copy that adds a credited figure of its own
    return Change(
        key=change_id(verdict.rule, claim.key, claim.telling.version, verdict.before.key if verdict.before else None),
        kind=verdict.kind,
        rule=verdict.rule,
        telling=claim.telling,
        before=verdict.before,
        after=claim,
        reason_en=reasons.figure(verdict, claim, "en"),
        reason_ar=reasons.figure(verdict, claim, "ar"),
        suppressed=Unflagged.JUDGED_WRONG if claim.wrong else standing or reason or verdict.suppressed,
        official=verdict.official,
    )


def _denial(story: _Story, claim: Claim, *, official: bool) -> Iterator[Change]:
    """An official voice denies a figure: told once a metric, and not beside the denial of the whole deal."""
    metric = claim.slot.metric
    if not official or claim.telling.deal.status is Status.DENIED or metric in story.denied:
        return
    if _standing(claim.telling) is None:
        story.denied.add(metric)
    history = story.slots.get((metric, claim.slot.scope, claim.slot.party))
    before = history.told[-1].claim if history and history.told else None
    yield Change(
        key=change_id("figure_denied", claim.key, claim.telling.version),
        kind=ChangeKind.DENIED,
        rule="figure_denied",
        telling=claim.telling,
        before=before,
        after=claim,
        reason_en=reasons.denial(claim, "en"),
        reason_ar=reasons.denial(claim, "ar"),
        suppressed=_standing(claim.telling),
        official=True,
    )
