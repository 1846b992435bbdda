"""The page *Deal*: every claim with its range, who agrees with whom, how far the deal is, its articles, its history."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from desk.web.links import web_link
from desk.web.pages import shown
from desk.web.pages.agreement import measured
from desk.web.pages.chart import chart, letter
from desk.web.pages.deals import as_known
from desk.web.pages.filters import query
from desk.web.pages.quoted import passages
from safqa.model import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from desk.web.pages.agreement import Measured, Statement
    from desk.web.pages.chart import Chart
    from desk.web.pages.quoted import Passage, Piece
    from desk.web.pages.shown import ChangeShown, DealShown, FigureShown, MomentShown
    from desk.web.pages.words import Words
    from storage.rows import ArticleRow, ChangeRow, ClaimRow, DealDetail
    from storage.texts import VersionText

# What moves a deal along, or ends it.
_STEPS = frozenset({ChangeKind.NEW_DEAL, ChangeKind.STATUS_CHANGED, ChangeKind.DENIED, ChangeKind.RETRACTED})


# Sources that a claim's line names as agreeing or differing; of a deal that 200 tell of, each line would name 199.
_NAMED = 6


@dataclass(frozen=True, slots=True)
class Others:
    """Other sources, the first of them by name; `further` says how many more there are."""

    names: tuple[str, ...]
    further: str


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim; `marks` say what it is besides (a former value, denied, judged)."""

    id: str
    standing: bool
    source: str
    publisher: str
    amount: str
    range: str
    told: MomentShown
    group: str
    agrees: Others
    differs: Others
    marks: tuple[str, ...]
    quote: str
    link: str | None
    quoted: bool
    judged: str


@dataclass(frozen=True, slots=True)
class SlotShown:
    """The claims of one slot, as a chart and as lines."""

    title: str
    counted: str
    chart: Chart
    claims: tuple[ClaimLine, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table: nobody to agree with or to differ from takes none."""
        agrees = ("agrees",) if any(claim.agrees.names for claim in self.claims) else ()
        differs = ("differs",) if any(claim.differs.names for claim in self.claims) else ()
        return ("source", "value", "when", *agrees, *differs, "quote")


@dataclass(frozen=True, slots=True)
class ArticleShown:
    """An article that tells of the deal, with its text where quotes are found in it."""

    title: str
    url: str
    publisher: str
    link: str | None
    told: MomentShown | None
    copy_of: str | None
    is_copy: bool
    withdrawn: str
    lang: str | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class DealPage:
    """What the page shows."""

    name: DealShown
    status: str
    status_word: str
    stage: str
    figures: tuple[FigureShown, ...]
    first: MomentShown
    last: MomentShown
    articles_counted: str
    slots: tuple[SlotShown, ...]
    steps: tuple[ChangeShown, ...]
    changes: tuple[ChangeShown, ...]
    quiet: tuple[ChangeShown, ...]
    articles: tuple[ArticleShown, ...]
    history: tuple[ChangeShown, ...]
    as_of: str
    json: str


def view(detail: DealDetail, texts: Sequence[VersionText], words: Words, as_of: datetime | None = None) -> DealPage:
    """The page of a deal, as it was known at a moment; `texts` are the versions of the articles of its claims."""
    deal = detail.deal
    found = passages(detail.claims, texts)
    history = sorted((*detail.history, *detail.arrivals), key=lambda row: row.detected_at, reverse=True)
    return DealPage(
        name=shown.deal_name(deal, words),
        status=deal.status,
        status_word=words.of("status", deal.status),
        stage=words.of("stage", deal.stage),
        figures=shown.figures(deal.figures, words),
        first=shown.moment(deal.first_reported, words),
        last=shown.moment(deal.last_reported, words),
        articles_counted=words.count("articles", deal.articles),
        slots=tuple(_slot(slot, found, words) for slot in measured(detail.claims)),
        steps=tuple(shown.change(row, words) for row in detail.changes if _moves(row)),
        changes=tuple(shown.change(row, words) for row in reversed(detail.changes) if row.suppressed is None),
        quiet=tuple(shown.change(row, words) for row in reversed(detail.changes) if row.suppressed is not None),
        articles=tuple(_article(row, found.get(row.url), words) for row in detail.articles),
        history=tuple(shown.change(row, words) for row in history),
        as_of=as_known(as_of, words) if as_of else "",
        json=f"/api/v1/deals/{deal.id}{query({'as_of': as_of.isoformat() if as_of else None})}",
    )


def quoted_urls(claims: Iterable[ClaimRow]) -> set[str]:
    """The addresses whose texts the page needs."""
    return {claim.url for claim in claims if claim.quote is not None}


def _moves(row: ChangeRow) -> bool:
    """Whether a change is a step of the deal; the denial of a figure is none."""
    return row.kind in _STEPS and row.suppressed is None and row.metric is None


def _slot(slot: Measured, found: dict[str, Passage], words: Words) -> SlotShown:
    claims = tuple(_claim(one, slot, found, words) for one in slot.statements)
    notes = ((claim.range, *claim.marks) for claim in claims)
    return SlotShown(
        title=words.slot(slot.first),
        counted=words.count("claims", len(slot.statements)),
        chart=chart(slot, notes, (claim.quoted for claim in claims), words),
        claims=claims,
    )


def _claim(one: Statement, slot: Measured, found: dict[str, Passage], words: Words) -> ClaimLine:
    row = one.row
    passage = found.get(row.url)
    return ClaimLine(
        id=row.id,
        standing=one.standing,
        source=row.origin,
        publisher=row.publisher if row.publisher and row.publisher != row.origin else "",
        amount=words.amount(row),
        range=_range(one, words),
        told=shown.moment(row.published_at or row.seen_at, words),
        group=letter(one.group) if slot.groups > 1 else "",
        agrees=_others(one.agrees, words),
        differs=_others(one.differs, words),
        marks=tuple(_marks(one, words)),
        quote=row.quote or "",
        link=web_link(row.url),
        quoted=passage is not None and any(row.id in piece.claims for piece in passage.pieces),
        judged=row.judged or "",
    )


def _others(names: tuple[str, ...], words: Words) -> Others:
    further = len(names) - _NAMED
    return Others(names[:_NAMED], words.count("further", further) if further > 0 else "")


def _marks(one: Statement, words: Words) -> list[str]:
    row, t = one.row, words.t["deal"]
    marks = [t["former"]] if row.former else []
    marks += [t["denied"]] if row.polarity == "denied" else []
    marks += [t[f"judged_{row.judged}"]] if row.judged else []
    return marks if marks or one.standing else [t["superseded"]]


def _range(one: Statement, words: Words) -> str:
    """The numbers that the claim may mean: "US$14.25 bn to US$14.35 bn"; an open end is said to be open."""
    ends = (
        words.quantity(end, one.row.unit) if isfinite(end) else str(words.t["deal"]["open"])
        for end in (one.meant.low, one.meant.high)
    )
    return f" {words.t['to']} ".join(ends)


def _article(row: ArticleRow, passage: Passage | None, words: Words) -> ArticleShown:
    withdrawn = words.t["deal"]["withdrawn"].format(moment=words.day(row.withdrawn_at)) if row.withdrawn_at else ""
    return ArticleShown(
        title=row.title or row.url,
        url=row.url,
        publisher=row.publisher or "",
        link=web_link(row.url),
        told=shown.moment(row.published_at, words) if row.published_at else None,
        copy_of=web_link(row.near_copy_of),
        is_copy=row.near_copy_of is not None,
        withdrawn=withdrawn,
        lang=passage.lang if passage else None,
        pieces=passage.pieces if passage else (),
    )
