"""What several pages show: a company, a deal by its name, a figure, a change. Built from rows, ready for a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.web.links import web_link
from desk.web.pages.safe import isolated
from storage.pages import COUNTED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from markupsafe import Markup

    from desk.web.pages.words import Words
    from storage.rows import ChangeRow, DealHead, DealRow, FigureRow, OrganisationRow


@dataclass(frozen=True, slots=True)
class CompanyShown:
    """A company with its page; `role` is what it does in the deal, empty where nobody says."""

    name: str
    path: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class DealShown:
    """A deal by who deals with whom; a deal of nobody known goes by its id."""

    id: str
    path: str
    type: str
    parties: tuple[CompanyShown, ...]
    target: CompanyShown | None

    @property
    def nameless(self) -> bool:
        """Whether nobody is known of it."""
        return not self.parties and self.target is None

    @property
    def title(self) -> str:
        """The name on one line, for the head of a page."""
        names = " + ".join(party.name for party in self.parties)
        if self.target is None:
            return names or self.id
        return f"{names} → {self.target.name}" if names else self.target.name


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A figure with what it measures and whose word it is."""

    slot: str
    amount: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SideShown:
    """One side of a change: a figure with its source, or a word such as a status."""

    value: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class MomentShown:
    """A moment for people, and for programs (`iso`)."""

    text: str
    iso: str


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """A flag as a page shows it. `new`: the reader has not seen it; `suppressed`: why it is no flag, empty if it is."""

    id: str
    kind: str
    kind_word: str
    severity: str
    severity_word: str
    official: bool
    new: bool
    deal: DealShown
    metric: str
    before: SideShown | None
    after: SideShown | None
    reason: Markup
    publisher: str
    link: str | None
    told: MomentShown | None
    learned: MomentShown
    suppressed: str


def counted(n: int | None, what: str, words: Words) -> str:
    """So many of something; of a number at which counting ends, that there are as many or more."""
    told = words.count(what, n or 0)
    return told if n is None or n < COUNTED else str(words.t["at_most_counted"]).format(count=told)


def company(row: OrganisationRow, words: Words) -> CompanyShown:
    """A company with the link to its page."""
    return CompanyShown(row.name, f"/{words.language}/companies/{row.id}", words.of("role", row.role))


def deal_name(row: DealHead | DealRow, words: Words) -> DealShown:
    """A deal by its name."""
    return DealShown(
        id=row.id,
        path=f"/{words.language}/deals/{row.id}",
        type=words.of("type", row.type),
        parties=tuple(company(party, words) for party in row.parties),
        target=company(row.target, words) if row.target else None,
    )


def figures(rows: Sequence[FigureRow], words: Words) -> tuple[FigureShown, ...]:
    """The figures of a deal, in their order."""
    return tuple(FigureShown(words.slot(row), words.amount(row), row.sources) for row in rows)


def moment(value: datetime, words: Words, *, minutes: bool = False) -> MomentShown:
    """A date, with the time of day where that is wanted."""
    return MomentShown(words.minute(value) if minutes else words.day(value), value.isoformat())


def change(row: ChangeRow, words: Words, seen: datetime | None = None) -> ChangeShown:
    """A flag; new when it was learned after `seen`."""
    before, after = _sides(row, words)
    return ChangeShown(
        id=row.id,
        kind=row.kind,
        kind_word=words.of("kind", row.kind),
        severity=row.severity,
        severity_word=words.of("severity", row.severity),
        official=row.official,
        new=seen is not None and row.detected_at > seen,
        deal=deal_name(row.deal, words),
        metric=words.of("metric", row.metric),
        before=before,
        after=after,
        reason=isolated(row.reason_ar if words.language == "ar" else row.reason_en, words.language),
        publisher=row.publisher or "",
        link=web_link(row.url),
        told=moment(row.published_at, words) if row.published_at else None,
        learned=moment(row.detected_at, words, minutes=True),
        suppressed=words.of("suppressed", row.suppressed),
    )


def _sides(row: ChangeRow, words: Words) -> tuple[SideShown | None, SideShown | None]:
    if row.from_value or row.to_value:
        return _word_side(row.from_value, words), _word_side(row.to_value, words)
    before, after = row.before, row.after
    return (
        SideShown(words.amount(before), before.source) if before else None,
        SideShown(words.amount(after), after.source) if after else None,
    )


def _word_side(value: str | None, words: Words) -> SideShown | None:
    if not value:
        return None
    for table in ("status", "type"):
        if value in words.t[table]:
            return SideShown(words.of(table, value))
    return SideShown(value)
