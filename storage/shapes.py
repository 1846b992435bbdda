"""Rows as JSON documents, with the keys that docs/contract.md promises to scripts."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from safqa.shapes import number

if TYPE_CHECKING:
    from datetime import datetime

    from storage.judgements import Done, JudgementRow
    from storage.rows import (
        ArticleRow,
        ChangeRow,
        ClaimRow,
        DealDetail,
        DealHead,
        DealRow,
        FigureRow,
        OrganisationRow,
        StatedRow,
        ValueRow,
    )

Json = dict[str, Any]


def deal_json(deal: DealRow) -> Json:
    """A deal as `safqa deals` gives it."""
    return {
        "id": deal.id,
        "type": deal.type,
        "status": deal.status,
        "stage": deal.stage,
        "target": _target_json(deal.target),
        "parties": [_party_json(party) for party in deal.parties],
        "first_reported": moment(deal.first_reported),
        "last_reported": moment(deal.last_reported),
        "articles": deal.articles,
        "figures": [_figure_json(figure) for figure in deal.figures],
    }


def detail_json(detail: DealDetail) -> Json:
    """A deal as `safqa deal ID` gives it."""
    return {
        **deal_json(detail.deal),
        "claims": [claim_json(claim) for claim in detail.claims],
        "changes": [change_json(change) for change in detail.changes],
        "articles": [_article_json(article) for article in detail.articles],
        "history": [change_json(change) for change in detail.history],
    }


def change_json(change: ChangeRow) -> Json:
    """A change as `safqa changes` gives it."""
    return {
        "id": change.id,
        "kind": change.kind,
        "deal": head_json(change.deal),
        "metric": change.metric,
        "before": _value_json(change.before),
        "after": _value_json(change.after),
        "from": change.from_value,
        "to": change.to_value,
        "url": change.url or None,
        "publisher": change.publisher,
        "published_at": moment(change.published_at),
        "detected_at": moment(change.detected_at),
        "reason_en": change.reason_en,
        "reason_ar": change.reason_ar,
        "severity": change.severity,
        "official": change.official,
        "suppressed": change.suppressed,
    }


def claim_json(claim: ClaimRow) -> Json:
    """A claim as `safqa deal ID` gives it."""
    return {
        "id": claim.id,
        **_slot_json(claim),
        **_range_json(claim),
        "polarity": claim.polarity,
        "former": claim.former,
        "source": claim.source,
        "publisher": claim.publisher,
        "origin": claim.origin,
        "published_at": moment(claim.published_at),
        "seen_at": moment(claim.seen_at),
        "url": claim.url,
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "judged": claim.judged,
    }


def head_json(deal: DealHead | DealRow) -> Json:
    """A deal as it stands beside a change."""
    return {
        "id": deal.id,
        "type": deal.type,
        "target": _target_json(deal.target),
        "parties": [_party_json(party) for party in deal.parties],
    }


def judgement_json(judgement: JudgementRow) -> Json:
    """A judgement as `safqa judge list` gives it."""
    return {
        "id": judgement.id,
        "subject": judgement.subject,
        "verdict": judgement.verdict,
        "about": [{"id": about.id, "name": about.name, "url": about.url} for about in judgement.about],
        "by": judgement.by,
        "reason": judgement.reason,
        "created_at": moment(judgement.created_at),
        "deleted_at": moment(judgement.deleted_at),
    }


def done_json(done: Done, *, dry_run: bool) -> Json:
    """What a judgement did, as `safqa judge` gives it."""
    return {
        "dry_run": dry_run,
        "judgement": judgement_json(done.judgement) if done.judgement else None,
        "differences": asdict(done.differences),
        "deals": [deal_json(deal) for deal in done.deals],
    }


def moment(value: datetime | None) -> str | None:
    """A moment in ISO 8601 with its zone."""
    return None if value is None else value.isoformat()


def _target_json(target: OrganisationRow | None) -> Json | None:
    return None if target is None else {"id": target.id, "name": target.name}


def _party_json(party: OrganisationRow) -> Json:
    return {"id": party.id, "name": party.name, "role": party.role}


def _value_json(value: ValueRow | None) -> Json | None:
    return None if value is None else {**_range_json(value), "source": value.source}


def _range_json(row: ValueRow | StatedRow) -> Json:
    return {"low": number(row.low), "high": number(row.high), "unit": row.unit, "qualifier": row.qualifier}


def _slot_json(row: StatedRow) -> Json:
    return {"metric": row.metric, "scope": row.scope, "party": row.party, "basis": row.basis}


def _figure_json(figure: FigureRow) -> Json:
    return {**_slot_json(figure), **_range_json(figure), "sources": list(figure.sources)}


def _article_json(article: ArticleRow) -> Json:
    return {
        "url": article.url,
        "title": article.title,
        "publisher": article.publisher,
        "published_at": moment(article.published_at),
        "near_copy_of": article.near_copy_of,
        "withdrawn_at": moment(article.withdrawn_at),
    }
