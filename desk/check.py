"""What one address gives that may become a feed: asked once, nothing stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from safqa.errors import UsageError
from safqa.feeds.outcomes import Outcome
from safqa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from safqa.feeds.poll import Poll
    from safqa.feeds.sources import Source


def source_at(url: str) -> Source:
    """The address as a feed that is called by its host.

    Raises:
        UsageError: it is no http(s) address.
    """
    from safqa.feeds.sources import Source

    try:
        return Source(url=url, name=urlsplit(url).hostname or url)
    except ValueError:  # pydantic's too
        hint = "" if ":/" in url else f"; try https://{url}"
        raise UsageError(f"{url} is not an http(s) address{hint}") from None


def polled(source: Source) -> Poll:
    """The first poll of a feed, without its pages."""
    import asyncio
    from datetime import UTC, datetime

    from safqa.feeds.network import open_client
    from safqa.feeds.poll import poll

    async def ask() -> Poll:
        async with open_client(allow_private=Settings().allow_private_networks) as client:
            return await poll(client, source, now=datetime.now(UTC))

    return asyncio.run(ask())


def named_feeds(poll: Poll) -> tuple[str, ...]:
    """The feeds that a web page names which came instead of a feed."""
    from safqa.feeds.charset import decode
    from safqa.feeds.discovery import feeds_of

    if poll.outcome is not Outcome.NOT_A_FEED:
        return ()
    return feeds_of(decode(poll.reply.body, poll.reply.content_type).text, poll.reply.url)


def as_json(poll: Poll, feeds: Sequence[str]) -> dict[str, Any]:
    """The shape of docs/contract.md."""
    from storage.shapes import moment

    return {
        "url": poll.source.url,
        "outcome": poll.outcome.value,
        "detail": poll.detail,
        "entries": poll.entries,
        "articles": [
            {"url": a.url, "title": a.title, "publisher": a.publisher, "published": moment(a.published), "text": a.text}
            for a in poll.articles
        ],
        "feeds": list(feeds),
    }


def view(poll: Poll) -> RenderableType:
    """What a feed gave: its articles with the length of their texts, and the table that makes it one of the feeds."""
    from rich.console import Group
    from rich.text import Text

    from desk.tables import articles_table
    from safqa.feeds.sources import to_toml

    told = f" ({poll.detail})" if poll.detail else ""
    head = Text(f"{poll.outcome}{told}: entries: {poll.entries}, with a page of their own: {len(poll.articles)}")
    hops = poll.reply.permanent_hops
    found = poll.source.model_copy(update={"url": hops[-1]}) if hops else poll.source
    tail = Text(f"To read it, add this to a feeds file:\n\n{to_toml([found])}")
    return Group(head, articles_table(poll.articles), tail)


def failure(poll: Poll, feeds: Sequence[str]) -> str:
    """Why an address gives no feed, and what to try, one line each."""
    why = f"{poll.source.url}: {poll.outcome}: {poll.detail}"
    if poll.outcome is not Outcome.NOT_A_FEED:
        return why
    tries = [f"the page names a feed; try: safqa feeds check {feed}" for feed in feeds]
    return "\n".join([why, *(tries or ["it names no feed; docs/feeds.md tells how sites without one are read"])])
