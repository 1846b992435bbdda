"""The texts of articles, for people who want to see a quote where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage import models
from storage.sync import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from storage.engine import Database


@dataclass(frozen=True, slots=True)
class VersionText:
    """One version of an article as it was read; offsets of quotes point into `text`."""

    url: str
    title: str | None
    text: str
    lang: str | None


def texts_of(database: Database, urls: Iterable[str]) -> tuple[VersionText, ...]:
    """All versions of the articles at these addresses, the first told first."""
    article, version = models.Article, models.ArticleVersion
    columns = (article.url, version.title, version.text, version.lang, version.told_at, version.key)
    found: list[tuple[datetime, str, VersionText]] = []
    with database.read() as connection:
        for some in chunks(set(urls)):
            query = select(*columns).join(article, article.key == version.article_key)
            found += (
                (row.told_at, row.key, VersionText(row.url, row.title, row.text, row.lang))
                for row in connection.execute(query.where(article.url.in_(some)))
            )
    return tuple(one for _, _, one in sorted(found, key=lambda place: place[:2]))
