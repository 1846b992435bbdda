"""The page *Deals*: search by company, type, status, size, date and source; one line a deal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desk.web.pages import shown
from desk.web.pages.filters import query
from safqa.model import DealType, Metric, Status
from storage.pages import DealFilter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from desk.web.pages.filters import Asked
    from desk.web.pages.shown import DealShown, FigureShown, MomentShown
    from desk.web.pages.words import Words
    from storage.outlets import DealCounts
    from storage.pages import Page
    from storage.rows import DealRow

# Deals on a page: as many lines as a desk's screen holds twice.
PAGE = 50


@dataclass(frozen=True, slots=True)
class DealLine:
    """A deal on one line."""

    name: DealShown
    status: str
    status_word: str
    stage: str
    figures: tuple[FigureShown, ...]
    told: MomentShown
    articles: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A value to filter by, how many deals have it, and where its link leads; `chosen` leads back."""

    value: str
    word: str
    count: int
    query: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class DealsPage:
    """What the page shows."""

    deals: tuple[DealLine, ...]
    counted: str
    types: tuple[Facet, ...]
    statuses: tuple[Facet, ...]
    more: str | None
    filtered: bool
    as_of: str


def wanted(asked: Asked) -> DealFilter:
    """The filter that the reader's query stands for."""
    return DealFilter(
        company=asked.text("company"),
        type=asked.word("type", tuple(DealType)),
        status=asked.word("status", tuple(Status)),
        metric=asked.word("metric", tuple(Metric)),
        minimum=asked.size("min"),
        source=asked.text("source"),
        since=asked.day("since"),
        until=asked.next_day("until"),
        as_of=asked.day_end("as_of"),
    )


def view(
    page: Page[DealRow], words: Words, *, total: str, counts: DealCounts, given: Mapping[str, str], wanted: DealFilter
) -> DealsPage:
    """The page of some deals; `total` is how many there are in words, `given` the query of the reader."""
    filters = {name: value for name, value in given.items() if name != "cursor" and value}
    known = query({"as_of": given["as_of"].strip()}) if wanted.as_of else ""
    return DealsPage(
        deals=lines(page.rows, words, known),
        counted=total,
        types=_facets(counts.types, "type", words, filters),
        statuses=_facets(counts.statuses, "status", words, filters),
        more=query(filters | {"cursor": page.next}) if page.next else None,
        filtered=bool(filters),
        as_of=as_known(wanted.as_of, words) if wanted.as_of else "",
    )


def as_known(moment: datetime, words: Words) -> str:
    """That what is shown is what was known on a day, which is one of UTC."""
    return str(words.t["deal"]["as_known"]).format(day=replace(words, zone="UTC").day(moment))


def lines(rows: Sequence[DealRow], words: Words, known: str = "") -> tuple[DealLine, ...]:
    """Deals, a line each; `known` is the query that leads to each as it was known."""
    return tuple(
        DealLine(
            name=_linked(shown.deal_name(row, words), known),
            status=row.status,
            status_word=words.of("status", row.status),
            stage=words.of("stage", row.stage),
            figures=shown.figures(row.figures, words),
            told=shown.moment(row.last_reported, words),
            articles=words.count("articles", row.articles),
        )
        for row in rows
    )


def _linked(name: DealShown, known: str) -> DealShown:
    return replace(name, path=name.path + known)


def _facets(
    counts: Sequence[tuple[str, int]], name: str, words: Words, filters: Mapping[str, str]
) -> tuple[Facet, ...]:
    return tuple(
        Facet(
            value=value,
            word=words.of(name, value),
            count=count,
            query=query({**filters, name: None if filters.get(name) == value else value}),
            chosen=filters.get(name) == value,
        )
        for value, count in counts
    )
