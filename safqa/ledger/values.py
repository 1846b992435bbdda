"""The values that the ledger reads and writes: tellings and claims in, deals and changes out.

A *telling* is a mention as one article version tells it. A *claim* is one of its figures, with the slot it belongs to
and the origin whose word it is. Keys are those of `safqa.identity`; a deal is named by its root, the mention that
founds it, until storage gives it a public id.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safqa.ledger.voices import voice_key

if TYPE_CHECKING:
    from datetime import datetime

    from safqa.ledger.unflagged import Unflagged
    from safqa.model import (
        Basis,
        ChangeKind,
        DealMention,
        DealType,
        Figure,
        Metric,
        Qualifier,
        Role,
        Scope,
        Stage,
        Status,
    )

# Behind the key of every version: keys are hexadecimal digits.
_LAST = "~"


@dataclass(frozen=True, slots=True)
class Retraction:
    """A version of an article that says that the article is withdrawn: what it told before counts for nothing more."""

    article: str
    version: str
    told_at: datetime
    seen_at: datetime

    @property
    def order(self) -> tuple[datetime, str, bool, str, str]:
        """Its place among tellings (`Telling.order`): behind all versions of the article that bear the same moment."""
        return self.told_at, self.article, True, _LAST, self.version


@dataclass(frozen=True, slots=True)
class Telling:
    """A mention as one article version tells it; `told_at` is the moment from which its claims count.

    `retracted` is the version that withdrew the article afterwards, the first where there are several.
    `copied_from` is whose text it carries, where it is a near-copy: the voice of the earliest article with that text.
    `edited` says that the page gives a time of its last change.
    `right` and `wrong` are the keys of claims that people judged, its own among them.
    """

    mention: str
    article: str
    version: str
    told_at: datetime
    seen_at: datetime
    publisher: str | None
    site: str
    deal: DealMention
    copied_from: str | None = None
    edited: bool = False
    retracted: Retraction | None = None
    right: frozenset[str] = frozenset()
    wrong: frozenset[str] = frozenset()

    @property
    def order(self) -> tuple[datetime, str, bool, str, str]:
        """The order in which the ledger reads tellings.

        Articles told at the same moment are read in the order of their keys, and an edit after what it edits, not in
        that of our seeing them: dates without an hour are common, and how articles came in must not matter.
        """
        return self.told_at, self.article, self.edited, self.version, self.mention

    @property
    def voice(self) -> str:
        """Whose word the telling is where it credits nobody: the publisher, else the site."""
        return self.publisher or self.site


@dataclass(frozen=True, slots=True)
class Slot:
    """What a figure is a figure of; only claims in one slot can agree or conflict."""

    metric: Metric
    scope: Scope
    party: str | None
    basis: Basis | None


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure of one telling; `speaker` is the key of the party of the deal that its origin is, however spelled."""

    key: str
    telling: Telling
    figure: Figure
    slot: Slot
    origin: str
    speaker: str | None = None

    @property
    def right(self) -> bool:
        """Whether a person holds it for right."""
        return self.key in self.telling.right

    @property
    def wrong(self) -> bool:
        """Whether a person holds it for wrong: it is kept, and counts for nothing."""
        return self.key in self.telling.wrong

    @property
    def voice(self) -> str:
        """The key of its origin: one for all spellings."""
        return self.speaker or voice_key(self.origin)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A party or target as the ledger knows it: the folded name that identifies it and the name that is shown."""

    key: str
    name: str
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class SlotFigure:
    """The live claims of one slot and unit, merged; `party` is whose share it is, as a claim first writes it."""

    slot: Slot
    party: str | None
    low: float | None
    high: float | None
    unit: str
    qualifier: Qualifier
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A flag, or with `suppressed` the reason why it is none; `official` marks the word of a party or a regulator."""

    key: str
    kind: ChangeKind
    rule: str
    telling: Telling
    reason_en: str
    reason_ar: str
    before: Claim | None = None
    after: Claim | None = None
    from_value: str | None = None
    to_value: str | None = None
    suppressed: Unflagged | None = None
    official: bool = False

    @property
    def metric(self) -> Metric | None:
        """What the flag is about; None when it is about the deal as a whole."""
        claim = self.after or self.before
        return claim.slot.metric if claim else None


@dataclass(frozen=True, slots=True)
class Deal:
    """All that follows from the tellings of one transaction."""

    root: str
    mentions: frozenset[str]
    type: DealType
    status: Status
    stage: Stage | None
    target: Organisation | None
    parties: tuple[Organisation, ...]
    first_reported: datetime
    last_reported: datetime
    articles: int
    figures: tuple[SlotFigure, ...]
    changes: tuple[Change, ...]
