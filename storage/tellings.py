"""Reads mentions back as the ledger wants them: tellings, with all that must be computed together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from safqa.ledger.blocks import around
from safqa.ledger.values import Telling
from safqa.model import (
    Basis,
    DealMention,
    DealType,
    Figure,
    Metric,
    Party,
    Polarity,
    Qualifier,
    Role,
    Scope,
    Stage,
    Status,
)
from storage import models
from storage.copies import copied_from
from storage.sync import chunks
from storage.withdrawals import load_retractions, retracting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from safqa.ledger.values import Retraction


def connected_mentions(connection: Connection, mentions: Iterable[str]) -> set[str]:
    """These mentions and all that are connected with them through shared blocks."""
    block = models.MentionBlock
    known: set[str] = set()
    fresh = set(mentions)
    while fresh:
        known |= fresh
        blocks: set[str] = set()
        for some in chunks(fresh):
            blocks.update(connection.scalars(select(block.block).where(block.mention_key.in_(some))))
        fresh = set()
        for some in chunks(around(blocks)):
            fresh.update(connection.scalars(select(block.mention_key).where(block.block.in_(some))))
        fresh -= known
    return known


def mentions_of_versions(connection: Connection, versions: Iterable[str]) -> set[str]:
    """The mentions that the live runs find in these article versions."""
    telling, run = models.Telling, models.ExtractionRun
    query = select(telling.mention_key).join(run, run.key == telling.run_key).where(run.closed_at.is_(None))
    found: set[str] = set()
    for some in chunks(versions):
        found.update(connection.scalars(query.where(run.version_key.in_(some))))
    return found


def load_tellings(connection: Connection, mentions: Iterable[str]) -> list[Telling]:
    """What the live runs say of these mentions."""
    telling, run, version, article = models.Telling, models.ExtractionRun, models.ArticleVersion, models.Article
    found: list[Telling] = []
    for some in chunks(mentions):
        figures = load_figures(connection, some)
        query = (
            select(
                telling,
                article.key.label("article_key"),
                article.site,
                version.key.label("version_key"),
                version.told_at,
                version.seen_at,
                version.updated_at,
                version.publisher,
            )
            .join(run, run.key == telling.run_key)
            .join(version, version.key == run.version_key)
            .join(article, article.key == version.article_key)
            .where(telling.mention_key.in_(some), run.closed_at.is_(None))
        )
        rows = connection.execute(query).all()
        voices = copied_voices(connection, [row.version_key for row in rows])
        withdrawn = load_retractions(connection, {row.article_key for row in rows})
        told = (_telling(row, figures[row.mention_key, row.run_key], voices.get(row.version_key)) for row in rows)
        found += [_as_it_stands(telling, withdrawn) for telling in told] if withdrawn else told
    return found


def _as_it_stands(telling: Telling, withdrawn: Mapping[str, Sequence[Retraction]]) -> Telling:
    return replace(telling, retracted=retracting(telling, withdrawn.get(telling.article, ())))


def copied_voices(connection: Connection, versions: Iterable[str]) -> dict[str, str]:
    """Whose text each of these versions carries: the publisher (else the site) of the earliest; only for copies."""
    origins = copied_from(connection, versions)
    version, article = models.ArticleVersion, models.Article
    query = select(version.key, func.coalesce(version.publisher, article.site)).join(
        article, article.key == version.article_key
    )
    voices: dict[str, str] = {}
    for some in chunks(origins.values()):
        voices |= dict(connection.execute(query.where(version.key.in_(some))).tuples().all())
    return {copy: voices[origin] for copy, origin in origins.items()}


def load_figures(connection: Connection, mentions: Sequence[str]) -> dict[tuple[str, str], list[Figure]]:
    """The figures of these mentions, as many as one statement takes, by mention and run."""
    claim, sighting = models.Claim, models.Sighting
    query = (
        select(claim, sighting.run_key)
        .join(sighting, sighting.claim_key == claim.key)
        .where(claim.mention_key.in_(mentions))
        .order_by(sighting.ordinal)
    )
    figures: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for row in connection.execute(query):
        figures[row.mention_key, row.run_key].append(_figure(row))
    return figures


def _figure(row: Any) -> Figure:
    return Figure(
        metric=Metric(row.metric),
        low=row.low,
        high=row.high,
        unit=row.unit,
        qualifier=Qualifier(row.qualifier),
        step=row.step,
        source=row.source,
        scope=Scope(row.scope),
        party=row.party,
        basis=Basis(row.basis) if row.basis else None,
        polarity=Polarity(row.polarity),
        former=row.former,
    )


def _telling(row: Any, figures: Sequence[Figure], copied_voice: str | None) -> Telling:
    return Telling(
        mention=row.mention_key,
        article=row.article_key,
        version=row.version_key,
        told_at=row.told_at,
        seen_at=row.seen_at,
        edited=row.updated_at is not None,
        publisher=row.publisher,
        site=row.site,
        copied_from=copied_voice,
        deal=DealMention(
            type=DealType(row.type),
            status=Status(row.status),
            target=Party(row.target_name, tuple(row.target_surface)) if row.target_name is not None else None,
            parties=tuple(_party(party) for party in row.parties),
            stage=Stage(row.stage) if row.stage else None,
            figures=tuple(figures),
            background=row.background,
            polarity=Polarity(row.polarity),
        ),
    )


def _party(stored: dict[str, Any]) -> Party:
    role = Role(stored["role"]) if stored["role"] else None
    return Party(stored["name"], tuple(stored["surface"]), role)
