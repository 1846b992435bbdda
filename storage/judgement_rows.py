"""Judgements as people read them: what each is about by its name, with the article, the deal or the figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from safqa import identity
from storage import models
from storage.evidence import values_of
from storage.judged import Subject
from storage.sync import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.acts import Act
    from storage.rows import ValueRow


@dataclass(frozen=True, slots=True)
class AboutRow:
    """What a judgement is about: a deal with the article that tells of it, an organisation, a figure of a deal.

    `deal` is the id of the deal that holds it now; None of organisations, and where nothing is told of it any more.
    """

    id: str
    name: str
    url: str | None = None
    deal: str | None = None
    metric: str | None = None
    value: ValueRow | None = None


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """A judgement as a list shows it; `deleted_at` is None while it holds."""

    id: str
    subject: str
    verdict: str
    about: tuple[AboutRow, ...]
    by: str
    reason: str | None
    created_at: datetime
    deleted_at: datetime | None


def judgement_rows(connection: Connection, found: Sequence[Act]) -> list[JudgementRow]:
    """Judgements with what they are about, as that is now."""
    about: dict[str, AboutRow] = {}
    for subject, load in ((Subject.DEAL, _mentions), (Subject.ORGANISATION, _names), (Subject.CLAIM, _claims)):
        about |= load(connection, {key for act in found if act.subject is subject for key in act.keys})
    return [
        JudgementRow(
            act.id,
            act.subject,
            act.verdict,
            tuple(about[key] for key in act.keys if key in about),
            act.by,
            act.reason,
            act.created_at,
            act.deleted_at,
        )
        for act in found
    ]


def _mentions(connection: Connection, keys: Iterable[str]) -> dict[str, AboutRow]:
    mention, article, member = models.Mention, models.Article, models.DealMember
    holds = (member.mention_key == mention.key) & member.closed_at.is_(None)
    query = (
        select(mention.key, mention.anchor, article.url, member.deal_id)
        .join(article, article.key == mention.article_key)
        .outerjoin(member, holds)
    )
    return {
        row.key: AboutRow(row.deal_id or "", row.anchor, row.url, row.deal_id)
        for some in chunks(keys)
        for row in connection.execute(query.where(mention.key.in_(some)))
    }


def _names(_: Connection, keys: Iterable[str]) -> dict[str, AboutRow]:
    return {key: AboutRow(identity.organisation_id(key), key) for key in keys}


def _claims(connection: Connection, keys: Iterable[str]) -> dict[str, AboutRow]:
    claim, mention, article, member = models.Claim, models.Mention, models.Article, models.DealMember
    holds = (member.mention_key == mention.key) & member.closed_at.is_(None)
    query = (
        select(claim.key, claim.metric, mention.anchor, article.url, member.deal_id)
        .join(mention, mention.key == claim.mention_key)
        .join(article, article.key == mention.article_key)
        .outerjoin(member, holds)
    )
    values = values_of(connection, sorted(keys))
    return {
        row.key: AboutRow(row.key, f"{row.metric}, {row.anchor}", row.url, row.deal_id, row.metric, values.get(row.key))
        for some in chunks(keys)
        for row in connection.execute(query.where(claim.key.in_(some)))
    }
