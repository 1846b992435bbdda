"""One poll of one feed, from address to articles, with exactly one named outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safqa.feeds.fetch import Reply, fetch
from safqa.feeds.outcomes import Outcome
from safqa.feeds.parse import NotAFeedError, parse

if TYPE_CHECKING:
    from datetime import datetime

    import httpx

    from safqa.feeds.sources import Source
    from safqa.model import Article


@dataclass(frozen=True, slots=True)
class Poll:
    """What came of asking a feed: `articles` are empty unless the outcome is good.

    `entries` counts what the feed listed, `passing` marks trouble that a second try may find gone.
    """

    source: Source
    outcome: Outcome
    detail: str = ""
    articles: tuple[Article, ...] = ()
    entries: int = 0
    passing: bool = False


async def poll(client: httpx.AsyncClient, source: Source, *, now: datetime) -> Poll:
    """Asks a feed once and reads what it gives; raises for nothing that a server can do."""
    reply = await fetch(client, source.url)
    return read(reply, source, now=now)


def read(reply: Reply, source: Source, *, now: datetime) -> Poll:
    """The poll that a reply amounts to."""
    if reply.outcome not in {Outcome.OK, Outcome.MOVED}:
        return Poll(source, reply.outcome, reply.detail, passing=reply.passing)
    try:
        document = parse(reply.body, source=source, url=reply.url, content_type=reply.content_type, now=now)
    except NotAFeedError as error:
        return Poll(source, Outcome.NOT_A_FEED, f"it is {error}")
    return Poll(source, reply.outcome, reply.detail, document.articles, document.entries)
