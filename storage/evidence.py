"""What stands behind a deal: its claims with their quotes, and the articles that tell of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from storage import models
from storage.moments import held_at, live_at
from storage.rows import ArticleRow, ClaimRow, ValueRow
from storage.sync import chunks
from storage.withdrawals import load_retractions

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Select

    Mentions = Collection[str] | Select[tuple[str]]


def claims_of(
    connection: Connection, mentions: Mentions, as_of: datetime | None, told_by: datetime | None = None
) -> tuple[ClaimRow, ...]:
    """The claims of mentions as the live runs find them, or did at a moment, in the order told."""
    query = _sighted_claims(as_of).where(models.Claim.mention_key.in_(mentions))
    if told_by is not None:
        query = query.where(models.ArticleVersion.told_at <= told_by)
    return tuple(_claim_row(row) for row in connection.execute(query))


def values_of(connection: Connection, claims: Sequence[str], as_of: datetime | None = None) -> dict[str, ValueRow]:
    """What these claims say and whose word it is, by their keys."""
    found: dict[str, ValueRow] = {}
    for some in chunks(claims):
        for row in connection.execute(_sighted_claims(as_of).where(models.Claim.key.in_(some))):
            found.setdefault(row.key, ValueRow(row.low, row.high, row.unit, row.qualifier, _origin(row)))
    return found


def articles_of(
    connection: Connection, mentions: Mentions, as_of: datetime | None, told_by: datetime | None = None
) -> tuple[ArticleRow, ...]:
    """The articles of mentions, in the order told, each as its first version was."""
    telling, run = models.Telling, models.ExtractionRun
    version, article = models.ArticleVersion, models.Article
    copy = models.NearCopyMember
    origin_version, origin = aliased(models.ArticleVersion), aliased(models.Article)
    query = (
        select(article.url, version.title, version.publisher, version.published_at, origin.url.label("near_copy_of"))
        .add_columns(article.key, version.told_at)
        .select_from(telling)
        .join(run, run.key == telling.run_key)
        .join(version, version.key == run.version_key)
        .join(article, article.key == version.article_key)
        .outerjoin(copy, (copy.version_key == version.key) & live_at(copy, as_of))
        .outerjoin(
            origin_version,
            (origin_version.key == copy.origin_version_key) & (origin_version.article_key != version.article_key),
        )
        .outerjoin(origin, origin.key == origin_version.article_key)
        .where(telling.mention_key.in_(mentions), live_at(run, as_of))
        .order_by(_told(version), article.key, version.updated_at.is_not(None), version.key)
    )
    if told_by is not None:
        query = query.where(version.told_at <= told_by)
    first: dict[str, ArticleRow] = {}
    last_told: dict[str, datetime] = {}
    for *shown, key, told_at in connection.execute(query):
        first.setdefault(key, ArticleRow(*shown))
        last_told[key] = told_at
    withdrawn = _withdrawn(connection, last_told, as_of, told_by)
    return tuple(replace(row, withdrawn_at=withdrawn.get(key)) for key, row in first.items())


def _withdrawn(
    connection: Connection, last_told: dict[str, datetime], as_of: datetime | None, told_by: datetime | None
) -> dict[str, datetime]:
    """When articles (their keys) were withdrawn that told nothing since."""
    found = {}
    for article, retractions in load_retractions(connection, last_told, as_of).items():
        moments = (one.told_at for one in retractions if told_by is None or one.told_at <= told_by)
        since = next((moment for moment in moments if moment >= last_told[article]), None)
        if since is not None:
            found[article] = since
    return found


def _sighted_claims(as_of: datetime | None) -> Select[Any]:
    """Claims with where they were sighted and what people hold of them, in the order told."""
    claim, sighting, run = models.Claim, models.Sighting, models.ExtractionRun
    version, article, judged = models.ArticleVersion, models.Article, models.ClaimJudgement
    copy, copied, page = models.NearCopyMember, aliased(models.ArticleVersion), aliased(models.Article)
    return (
        select(
            claim,
            sighting.quote,
            sighting.start,
            sighting.end,
            sighting.seen_at,
            version.publisher,
            version.published_at,
            article.url,
            article.site,
            judged.verdict,
            func.coalesce(copied.publisher, page.site).label("copied_from"),
        )
        .join(sighting, sighting.claim_key == claim.key)
        .join(run, run.key == sighting.run_key)
        .join(version, version.key == run.version_key)
        .join(article, article.key == version.article_key)
        .outerjoin(judged, (judged.claim_key == claim.key) & held_at(judged, as_of))
        .outerjoin(copy, (copy.version_key == version.key) & live_at(copy, as_of))
        .outerjoin(copied, (copied.key == copy.origin_version_key) & (copied.article_key != version.article_key))
        .outerjoin(page, page.key == copied.article_key)
        .where(live_at(run, as_of))
        .order_by(
            _told(version),
            article.key,
            version.updated_at.is_not(None),
            version.key,
            claim.mention_key,
            sighting.ordinal,
        )
    )


def _told(version: type[models.ArticleVersion]) -> ColumnElement[datetime]:
    """`told_at`, always, to sort by: given the column alone, SQLite may walk through all versions by its index."""
    return func.coalesce(version.told_at, version.seen_at)


def _claim_row(row: Any) -> ClaimRow:
    return ClaimRow(
        id=row.key,
        judged=row.verdict,
        metric=row.metric,
        scope=row.scope,
        party=row.party,
        basis=row.basis,
        low=row.low,
        high=row.high,
        unit=row.unit,
        qualifier=row.qualifier,
        polarity=row.polarity,
        former=row.former,
        source=row.source,
        publisher=row.publisher,
        origin=_origin(row),
        published_at=row.published_at,
        seen_at=row.seen_at,
        url=row.url,
        quote=row.quote,
        start=row.start,
        end=row.end,
    )


def _origin(row: Any) -> str:
    from safqa.ledger.voices import origin_of  # noqa: PLC0415 -- the ledger is not loaded for a plain list

    return origin_of(row.source, row.publisher or row.site, row.copied_from)
