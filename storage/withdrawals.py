"""Articles that were withdrawn: what their pages said, written with a reading and read back for the ledger."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from storage import models
from storage.moments import live_at
from storage.sync import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from safqa.ledger.values import Retraction, Telling
    from safqa.model import Withdrawal
    from storage.articles import Keys


def store_withdrawal(connection: Connection, keys: Keys, found: Withdrawal) -> None:
    """Keep that a reading found an article withdrawn."""
    place = {"start": found.quote.start, "end": found.quote.end} if found.quote else {}
    row = {"run_key": keys.run, "article_key": keys.article, "words": found.words, **place}
    connection.execute(insert(models.Withdrawal).values(row))


def load_retractions(
    connection: Connection, articles: Iterable[str], as_of: datetime | None = None
) -> dict[str, list[Retraction]]:
    """The versions that withdrew each of these articles (their keys), in their order; only for those withdrawn."""
    from safqa.ledger.values import Retraction  # noqa: PLC0415 -- the ledger is not loaded for a plain list

    notice, run, version = models.Withdrawal, models.ExtractionRun, models.ArticleVersion
    query = (
        select(version.article_key, version.key, version.told_at, version.seen_at)
        .select_from(notice)
        .join(run, run.key == notice.run_key)
        .join(version, version.key == run.version_key)
        .where(live_at(run, as_of))
    )
    found: dict[str, list[Retraction]] = defaultdict(list)
    for some in chunks(articles):
        for row in connection.execute(query.where(notice.article_key.in_(some))):
            found[row.article_key].append(Retraction(*row))
    return {article: sorted(same, key=lambda one: one.order) for article, same in found.items()}


def retracting(telling: Telling, retractions: Sequence[Retraction]) -> Retraction | None:
    """The first of an article's retractions that came after a telling."""
    return next((one for one in retractions if one.order > telling.order), None)
