"""The pages of judgements: the list, one of them, and what one would make different before it is confirmed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desk.web.links import web_link
from desk.web.pages import shown
from desk.web.pages.deals import lines
from storage.differences import Differences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desk.web.pages.deals import DealLine
    from desk.web.pages.shown import MomentShown
    from desk.web.pages.words import Words
    from storage.judgements import AboutRow, JudgementRow
    from storage.rows import DealRow

# Judgements on a page, what one of them is about on a line of it, and deals that are shown of those it touches.
PAGE, _ABOUT, _DEALS = 50, 6, 20


@dataclass(frozen=True, slots=True)
class AboutShown:
    """A figure with whose word it is, a company, or an article of a deal; `path` is the page of the deal or company."""

    name: str
    amount: str
    source: str
    path: str | None
    link: str | None


@dataclass(frozen=True, slots=True)
class JudgementShown:
    """What somebody said of what; `ended` is None while it holds, `further` counts what it is about besides."""

    id: str
    path: str
    said: str
    about: tuple[AboutShown, ...]
    further: str
    by: str
    reason: str
    made: MomentShown
    ended: MomentShown | None


@dataclass(frozen=True, slots=True)
class JudgementsPage:
    """The list; `more` is the number from which it goes on, None at its end."""

    rows: tuple[JudgementShown, ...]
    counted: str
    everything: bool
    more: int | None


@dataclass(frozen=True, slots=True)
class OutcomeShown:
    """What a judgement made different, or would; `deals` are as they are then, of which `further` counts the rest."""

    counts: tuple[str, ...]
    deals: tuple[DealLine, ...]
    further: str


def view(rows: Sequence[JudgementRow], words: Words, *, first: int, everything: bool) -> JudgementsPage:
    """The page of the list that begins after so many judgements."""
    last = first + PAGE
    return JudgementsPage(
        rows=tuple(judgement(row, words) for row in rows[first:last]),
        counted=words.count("judgements", len(rows)),
        everything=everything,
        more=last if len(rows) > last else None,
    )


def judgement(row: JudgementRow, words: Words) -> JudgementShown:
    """One judgement."""
    about = list(dict.fromkeys(_about(one, words) for one in row.about))
    left = len(about) - _ABOUT
    return JudgementShown(
        id=row.id,
        path=f"/{words.language}/judgements/{row.id}",
        said=words.of("said", f"{row.subject}_{row.verdict}"),
        about=tuple(about[:_ABOUT]),
        further=_further(words, left),
        by=row.by,
        reason=row.reason or "",
        made=shown.moment(row.created_at, words, minutes=True),
        ended=shown.moment(row.deleted_at, words, minutes=True) if row.deleted_at else None,
    )


def outcome(found: Differences, deals: Sequence[DealRow], words: Words) -> OutcomeShown:
    """What became different, and the deals."""
    return OutcomeShown(tuple(counts(found, words)), lines(deals[:_DEALS], words), _further(words, len(deals) - _DEALS))


def counts(found: Differences, words: Words) -> Iterable[str]:
    """The counts that are not zero, in words."""
    told = ((field.name, int(getattr(found, field.name))) for field in fields(found))
    return (words.count(f"made_{name}", n) for name, n in told if n)


def _about(row: AboutRow, words: Words) -> AboutShown:
    link = web_link(row.url)
    if row.value is not None:
        name, amount, source = words.of("metric", row.metric), words.amount(row.value), row.value.source
    else:
        name, amount, source = row.name, "", (urlsplit(link).hostname or "") if link else ""
    path = f"/{words.language}/deals/{row.deal}" if row.deal else None
    if row.url is None:
        path = f"/{words.language}/companies/{row.id}"
    return AboutShown(name, amount, source, path, link)


def _further(words: Words, n: int) -> str:
    return words.count("further", n) if n > 0 else ""
