"""Keeps the entries that feeds showed, and tells of articles whether they are old news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from safqa import identity
from safqa.feeds.entries import EntryOutcome
from storage import models
from storage.sync import chunks, insert_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from safqa.feeds.entries import EntryKeys, Seen
    from safqa.feeds.pages import Page

# Each of these is one state of an entry that the database lacks.
STORED = frozenset({EntryOutcome.NEW, EntryOutcome.EDITED})


def keep_entries(
    connection: Connection,
    feed: str,
    seen: Sequence[Seen],
    now: datetime,
    *,
    baseline: bool,
    texts: Mapping[str, Page | None],
) -> None:
    """Insert the new states; put known ones under the keys by which the feed now shows them.

    `texts` has the address of each article that was read, with what came of its page (None: not asked for).
    """
    rows = [
        {
            "feed_key": feed,
            "identity": one.identity,
            **_keys(one.keys),
            "guid": storable(one.entry.guid),
            "url": storable(one.entry.url),
            "title": storable(one.entry.title),
            "content_key": one.keys.content,
            "published_raw": storable(one.entry.published_raw),
            "article_key": _article_key(one.entry.url),
            "outcome": one.outcome.value,
            "baseline": baseline,
            "seen_at": now,
            **_text(one.entry.url, texts),
        }
        for one in seen
        if one.outcome in STORED
    ]
    insert_rows(connection, models.Entry, rows)
    entry = models.Entry
    for one in seen:
        if one.rekeyed and one.outcome is EntryOutcome.KNOWN:
            state = (entry.feed_key == feed, entry.identity == one.identity, entry.content_key == one.keys.content)
            connection.execute(update(entry).where(*state).values(_keys(one.keys)))


def old_news(connection: Connection, versions: Collection[str]) -> set[str]:
    """Those of these versions of articles (their keys) that only the first document of a feed has brought.

    What they tell is flagged in its place, but nobody is to be notified of it. The answer is there when a run has
    recorded its polls, which it does last, and stays: what a feed shows later is no longer its first document, and
    another feed that is added later does not make old news of what an entry had brought before. It errs in one case: an
    edit of old news that was stored by a run which died before it recorded the poll counts as old news too.
    """
    version, entry = models.ArticleVersion, models.Entry
    showing = entry.article_key == version.article_key
    first = select(entry.row).where(showing, entry.baseline).exists()
    later = select(entry.row).where(showing, ~entry.baseline, entry.seen_at <= version.seen_at).exists()
    found: set[str] = set()
    for some in chunks(versions):
        found.update(connection.scalars(select(version.key).where(version.key.in_(some), first, ~later)))
    return found


def _keys(keys: EntryKeys) -> dict[str, str | None]:
    return {"base_key": keys.base, "full_key": keys.full, "second_key": keys.second}


def _text(url: str | None, texts: Mapping[str, Page | None]) -> dict[str, str | int | None]:
    """Whose text of an entry's article was read, and what came of its page."""
    page = texts.get(url or "")
    return {
        "text_from": ("page" if page and page.whole else "feed") if url in texts else None,
        "page_outcome": page.outcome.value if page else None,
        "page_status": page.status if page else None,
        "page_detail": storable(page.detail) or None if page else None,
        "page_sample": storable(page.sample) or None if page else None,
    }


def _article_key(url: str | None) -> str | None:
    try:
        return identity.article_key(storable(url) or "") if url else None
    except ValueError:  # an ill-formed address is the address of no page
        return None


def storable(text: str | None) -> str | None:
    """A text that both databases keep: U+0000 and half surrogate pairs, which one of them refuses, become "?"."""
    return None if text is None else text.replace("\x00", "?").encode(errors="replace").decode()
