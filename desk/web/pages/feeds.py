"""The page *Sources and feeds*: how the feeds do and what a person should do about them, and who published what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.web.links import web_link
from desk.web.pages import shown
from desk.web.pages.filters import query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk.health import FeedReport
    from desk.web.pages.shown import MomentShown
    from desk.web.pages.words import Words
    from storage.outlets import OutletRow

# Publishers on the page, those with most articles first.
OUTLETS = 100


@dataclass(frozen=True, slots=True)
class FeedLine:
    """A feed on one line; `state` is how it does: ok, failing, person, silent, off or never."""

    name: str
    link: str | None
    state: str
    outcome: str
    detail: str
    polled: MomentShown | None
    next: MomentShown | None
    entries: str
    new_entries: str
    known: str
    to_do: str
    silent: str


@dataclass(frozen=True, slots=True)
class OutletLine:
    """A publisher on one line; `deals` is the query that finds its deals."""

    name: str
    articles: str
    latest: MomentShown
    deals: str


@dataclass(frozen=True, slots=True)
class FeedsPage:
    """What the page shows; `summary` counts the feeds by how they do."""

    feeds: tuple[FeedLine, ...]
    summary: tuple[tuple[str, int, str], ...]
    fault: str
    outlets: tuple[OutletLine, ...]


def view(reports: Sequence[FeedReport], outlets: Sequence[OutletRow], words: Words, *, fault: str = "") -> FeedsPage:
    """The page; `fault` says why the feeds file could not be read, where it could not."""
    feeds = tuple(_line(report, words) for report in reports)
    states = [line.state for line in feeds]
    return FeedsPage(
        feeds=feeds,
        summary=tuple(
            (state, states.count(state), words.t["feeds"][f"summary_{state}"])
            for state in ("ok", "failing", "person", "silent")
            if state in states
        ),
        fault=fault,
        outlets=tuple(
            OutletLine(
                row.name,
                words.count("articles", row.articles),
                shown.moment(row.latest, words),
                f"/{words.language}/deals{query({'source': row.name})}",
            )
            for row in outlets
        ),
    )


def _line(report: FeedReport, words: Words) -> FeedLine:
    poll, known = report.poll, report.health
    silent = words.t["feeds"]["silent"].format(moment=words.day(known.silent_since)) if report.silent and known else ""
    return FeedLine(
        name=report.source.name,
        link=web_link(report.source.url),
        state=_state(report),
        outcome=words.of("outcome", poll.outcome) if poll else "",
        detail=(poll.detail or "") if poll else "",
        polled=shown.moment(poll.last_polled, words, minutes=True) if poll and poll.last_polled else None,
        next=shown.moment(report.next_poll, words, minutes=True) if report.next_poll else None,
        entries=_count(poll.entries if poll else None, words),
        new_entries=_count(poll.new_entries if poll else None, words),
        known=f"{known.duplicate_share:.0%}" if known and known.duplicate_share is not None else words.t["none"],
        to_do=report.to_do or "",
        silent=silent,
    )


def _state(report: FeedReport) -> str:
    if not report.source.enabled:
        return "off"
    if report.poll is None or report.poll.outcome is None:
        return "never"
    if report.to_do:
        return "person"
    if report.silent:
        return "silent"
    return "ok" if _answers(report.poll.outcome) else "failing"


def _answers(outcome: str) -> bool:
    from safqa.feeds.outcomes import Outcome

    return Outcome(outcome).good


def _count(n: int | None, words: Words) -> str:
    return str(words.t["none"]) if n is None else f"{n:,}"
