"""How the feeds do: the latest poll of each beside its source, and what a person should do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from safqa.feeds.outcomes import Outcome
from safqa.feeds.schedule import SILENCE
from storage.feeds import feed_key, health
from storage.shapes import moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rich.console import RenderableType

    from safqa.feeds.sources import Source
    from storage.engine import Database
    from storage.feeds import HealthRow

# The outcomes that do not pass by themselves, and what to do about them. The rest is told in docs/feeds.md.
_ADVICE = {
    Outcome.MOVED: "when it stays so, put the new address into the feeds file",
    Outcome.GONE: "look for its new address, or take it out",
    Outcome.REFUSED_ADDRESS: "put the right address into the feeds file",
    Outcome.NOT_A_FEED: "look for the address of the feed itself",
    Outcome.BLOCKED_PAGE: "ask the site for access, or take it out",
}


@dataclass(frozen=True, slots=True)
class FeedReport:
    """A configured feed and its latest poll; None where it was never polled.

    `to_do` is what a person should do, `silent` whether it answers and has brought nothing new for long.
    """

    source: Source
    poll: HealthRow | None
    to_do: str | None = None
    silent: bool = False


def report(sources: Sequence[Source], database: Database, *, now: datetime) -> list[FeedReport]:
    """The feeds in the order of their file, with what the database knows of them.

    Raises:
        StorageError: the database failed.
    """
    polls = {feed_key(row.url): row for row in health(database)}
    return [judged(source, polls.get(feed_key(source.url)), now=now) for source in sources]


def judged(source: Source, poll: HealthRow | None, *, now: datetime) -> FeedReport:
    """Whether a feed needs a person, and whether it is silent; one that is not enabled is neither."""
    if poll is None or poll.outcome is None or not source.enabled:
        return FeedReport(source, poll)
    outcome = Outcome(poll.outcome)
    return FeedReport(source, poll, _ADVICE.get(outcome), silent=outcome.good and now - poll.silent_since >= SILENCE)


def as_json(feed: FeedReport) -> dict[str, Any]:
    """The shape of docs/contract.md; null is what only polls can tell and none has told yet."""
    source, poll = feed.source, feed.poll
    return {
        "url": source.url,
        "name": source.name,
        "enabled": source.enabled,
        "outcome": poll and poll.outcome,
        "detail": poll and poll.detail,
        "last_polled": poll and moment(poll.last_polled),
        "next_poll": poll and moment(poll.next_poll),
        "entries": poll and poll.entries,
        "new_entries": poll and poll.new_entries,
        "duplicate_share": poll and poll.duplicate_share,
        "silent_since": poll and moment(poll.silent_since),
        "silent": feed.silent,
        "to_do": feed.to_do,
    }


def table(feeds: Sequence[FeedReport]) -> RenderableType:
    """One line a feed, and how many of them need a person or are silent."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    grid = Table(
        "", "feed", "latest poll", "at (UTC)", "next", "entries", "new", "address", box=SIMPLE_HEAD, pad_edge=False
    )
    for feed in feeds:
        grid.add_row(*map(Text, _cells(feed)))
    urgent, silent = sum(feed.to_do is not None for feed in feeds), sum(feed.silent for feed in feeds)
    return Group(grid, Text(f"feeds: {len(feeds)}, in need of a person (!): {urgent}, silent (?): {silent}"))


def _cells(feed: FeedReport) -> tuple[str, ...]:
    from flows.wording import isolate

    source, poll = feed.source, feed.poll
    mark = "off" if not source.enabled else "!" if feed.to_do else "?" if feed.silent else ""
    if poll is None:
        return mark, isolate(source.name), "–", "–", "–", "–", "–", source.url
    counts = ("–" if n is None else f"{n:,}" for n in (poll.entries, poll.new_entries))
    return (
        mark,
        isolate(source.name),
        _ending(feed, poll),
        _minute(poll.last_polled),
        _minute(poll.next_poll),
        *counts,
        source.url,
    )


def _ending(feed: FeedReport, poll: HealthRow) -> str:
    """The outcome and its detail, what to do, and since when there was nothing new."""
    from flows.wording import isolate

    silent = f"nothing new since {poll.silent_since:%Y-%m-%d}" if feed.silent else None
    # What servers say goes to a terminal: without its control characters.
    lines = (poll.outcome or "–", isolate(poll.detail or ""), feed.to_do, silent)
    return "\n".join(filter(None, lines))


def _minute(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "–"
