"""How the feeds do: the latest poll of each beside its source, and what a person should do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from safqa.feeds import memory
from safqa.feeds.health import health
from safqa.feeds.outcomes import Outcome
from safqa.identity import normalise_url
from storage import feeds as stored
from storage.shapes import moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rich.console import RenderableType

    from safqa.feeds.health import Health
    from safqa.feeds.sources import Source
    from storage.engine import Database
    from storage.feeds import HealthRow

# Outcomes that pass by themselves at times, and more often do not. The rest is told in docs/feeds.md.
_ADVICE = {
    Outcome.NOT_A_FEED: "look for the address of the feed itself: safqa feeds check URL",
    Outcome.BLOCKED_PAGE: "ask the site for access, or take it out",
}


@dataclass(frozen=True, slots=True)
class FeedReport:
    """A configured feed, its latest poll, and what the schedule has learned of it; None where it was never polled.

    `to_do` is what a person should do, None where there is nothing to do.
    """

    source: Source
    poll: HealthRow | None = None
    health: Health | None = None
    to_do: str | None = None

    @property
    def silent(self) -> bool:
        """Whether it is asked, answers, and has brought nothing new for days."""
        return self.source.enabled and self.health is not None and self.health.silent

    @property
    def next_poll(self) -> datetime | None:
        """When it is due; None where it is at once, or never because it is not enabled."""
        return self.poll.next_poll if self.poll and self.source.enabled else None


def report(sources: Sequence[Source], database: Database, *, file: str, now: datetime) -> list[FeedReport]:
    """The feeds in the order of their file, with what the database knows of them; `file` is how people call it.

    Raises:
        StorageError: the database failed.
    """
    polls = {stored.feed_key(row.url): row for row in stored.health(database)}
    listed = {normalise_url(source.url) for source in sources}
    return [_reported(source, polls.get(stored.feed_key(source.url)), listed, file=file, now=now) for source in sources]


def _reported(source: Source, poll: HealthRow | None, listed: set[str], *, file: str, now: datetime) -> FeedReport:
    if poll is None or poll.state is None:  # or of a database that kept no states yet
        return FeedReport(source, poll)
    known = health(memory.from_text(poll.state), now)
    return FeedReport(source, poll, known, _to_do(source, poll, known, listed, file) if source.enabled else None)


def _to_do(source: Source, poll: HealthRow, known: Health, listed: set[str], file: str) -> str | None:
    """The most pressing thing that a person should do: a feed that is gone has no use for an address it once had."""
    if known.needs_human:
        return known.needs_human
    if known.proposal is None:
        return _ADVICE.get(Outcome(poll.outcome)) if poll.outcome else None
    if normalise_url(known.proposal) in listed - {normalise_url(source.url)}:
        return f"take it out of {file}: it moved to {known.proposal}, which stands there too"
    return f"change url in {file} to {known.proposal}"


def as_json(feed: FeedReport) -> dict[str, Any]:
    """The shape of docs/contract.md; null is what only polls can tell and none has told yet."""
    source, poll, known = feed.source, feed.poll, feed.health
    return {
        "url": source.url,
        "name": source.name,
        "enabled": source.enabled,
        "outcome": poll and poll.outcome,
        "detail": poll and poll.detail,
        "last_polled": poll and moment(poll.last_polled),
        "next_poll": moment(feed.next_poll),
        "entries": poll and poll.entries,
        "new_entries": poll and poll.new_entries,
        "duplicate_share": known and known.duplicate_share,
        "silent_since": known and moment(known.silent_since),
        "silent": feed.silent,
        "to_do": feed.to_do,
    }


def table(feeds: Sequence[FeedReport]) -> RenderableType:
    """One line a feed, and how many of them need a person or are silent."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    head = ("", "feed", "latest poll", "at (UTC)", "next", "entries", "new", "known", "address")
    grid = Table(*head, box=SIMPLE_HEAD, pad_edge=False)
    for feed in feeds:
        grid.add_row(*map(Text, _cells(feed)))
    urgent, silent = sum(feed.to_do is not None for feed in feeds), sum(feed.silent for feed in feeds)
    return Group(grid, Text(f"feeds: {len(feeds)}, in need of a person (!): {urgent}, silent (?): {silent}"))


def _cells(feed: FeedReport) -> tuple[str, ...]:
    from flows.wording import isolate

    source, poll = feed.source, feed.poll
    mark = "off" if not source.enabled else "!" if feed.to_do else "?" if feed.silent else ""
    if poll is None:
        return mark, isolate(source.name), *("–" * 6), source.url
    counts = ("–" if n is None else f"{n:,}" for n in (poll.entries, poll.new_entries))
    share = feed.health and feed.health.duplicate_share
    return (
        mark,
        isolate(source.name),
        _ending(feed, poll),
        _minute(poll.last_polled),
        _minute(feed.next_poll),
        *counts,
        "–" if share is None else f"{share:.0%}",
        source.url,
    )


def _ending(feed: FeedReport, poll: HealthRow) -> str:
    """The outcome and its detail, what to do, and since when there was nothing new."""
    from flows.wording import isolate

    silent = f"nothing new since {feed.health.silent_since:%Y-%m-%d}" if feed.silent and feed.health else None
    # What servers say goes to a terminal: without its control characters.
    told = (isolate(text or "") for text in (poll.detail, feed.to_do))
    return "\n".join(filter(None, (poll.outcome or "–", *told, silent)))


def _minute(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "–"
