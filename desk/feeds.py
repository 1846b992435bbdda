"""`safqa feeds`: which feeds are read, and what one of them gives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desk.output import Format, FormatOption, write_list, write_one
from safqa.errors import InputError, UsageError
from safqa.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from safqa.feeds.poll import Poll
    from safqa.feeds.sources import Source

app = typer.Typer(no_args_is_help=True, help="The feeds: which are read, and what one of them gives.")

LIST_HELP = """The configured feeds.

Examples:

    safqa feeds list

    safqa feeds list --feeds my-feeds.toml --format json
"""

CHECK_HELP = """Ask one address and show what it gives; nothing is stored.

The exit code is 1 when it gives no feed.

Examples:

    safqa feeds check https://example.org/feed
"""


@app.command("list", help=LIST_HELP)
def list_feeds(
    feeds: Annotated[
        Path | None, typer.Option(help="Feeds file; default: SAFQA_FEEDS, else the list that ships.")
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Lists the feeds of the feeds file."""
    from safqa.feeds.sources import load

    sources = load(feeds or Settings().feeds)
    write_list([_feed_json(s) for s in sources], form, lambda: _sources_table(sources))


def _feed_json(source: Source) -> dict[str, Any]:
    """The shape of docs/contract.md; what only polls can tell is null until they are recorded."""
    known = {"url": source.url, "name": source.name, "enabled": source.enabled}
    unknown = ("outcome", "detail", "last_polled", "next_poll", "entries", "new_entries", "duplicate_share")
    return known | dict.fromkeys(unknown)


@app.command("check", help=CHECK_HELP)
def check_feed(
    url: Annotated[str, typer.Argument(metavar="URL", help="The address of a feed.")],
    form: FormatOption = Format.TABLE,
) -> None:
    """Polls one address."""
    poll = _polled(_source(url))
    write_one(_poll_json(poll), form, lambda: _poll_view(poll))
    if not poll.outcome.good:
        raise InputError(f"{url}: {poll.outcome}: {poll.detail}")


def _source(url: str) -> Source:
    from pydantic import ValidationError

    from safqa.feeds.sources import Source

    try:
        return Source(url=url, name=url)
    except ValidationError:
        raise UsageError(f"{url} is not an http(s) address") from None


def _polled(source: Source) -> Poll:
    import asyncio
    from datetime import UTC, datetime

    from safqa.feeds.network import open_client
    from safqa.feeds.poll import poll

    async def ask() -> Poll:
        async with open_client(allow_private=Settings().allow_private_networks) as client:
            return await poll(client, source, now=datetime.now(UTC))

    return asyncio.run(ask())


def _poll_json(poll: Poll) -> dict[str, Any]:
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
    }


def _sources_table(sources: tuple[Source, ...]) -> RenderableType:
    from desk.tables import sources_table

    return sources_table(sources)


def _poll_view(poll: Poll) -> RenderableType:
    from desk.tables import poll_view

    return poll_view(poll)
