"""Deals out: extracted deals as JSON, in the shape of docs/contract.md; safqa.interchange reads the same shape back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from safqa.model import Polarity, Scope

if TYPE_CHECKING:
    from safqa.model import DealMention, Figure, Party


def number(value: float | None) -> int | float | None:
    """A number as JSON should show it: 14000000000 and not 14000000000.0 or 1.4e10."""
    if value is None or not float(value).is_integer():
        return value
    return int(value)


def deal_shape(mention: DealMention) -> dict[str, Any]:
    """The "extracted deal" of docs/contract.md; keys beyond it appear only where they differ from their default."""
    shape: dict[str, Any] = {
        "type": mention.type.value,
        "status": mention.status.value,
        "stage": mention.stage,
        "target": _party_shape(mention.target, with_role=False) if mention.target else None,
        "parties": [_party_shape(p, with_role=True) for p in mention.parties],
        "figures": [figure_shape(f) for f in mention.figures],
    }
    if mention.background:
        shape["background"] = True
    if mention.polarity is not Polarity.ASSERTED:
        shape["polarity"] = mention.polarity.value
    return shape


def _party_shape(party: Party, *, with_role: bool) -> dict[str, Any]:
    shape: dict[str, Any] = {"name": party.name, "surface": list(party.surface)}
    return {**shape, "role": party.role} if with_role else shape


def figure_shape(figure: Figure) -> dict[str, Any]:
    """One figure with its evidence (`quote`, `start`, `end` are null where it has none)."""
    quote = figure.quote
    shape: dict[str, Any] = {
        "metric": figure.metric.value,
        "low": number(figure.low),
        "high": number(figure.high),
        "unit": figure.unit,
        "qualifier": figure.qualifier.value,
        "source": figure.source,
        "quote": quote.text if quote else None,
        "start": quote.start if quote else None,
        "end": quote.end if quote else None,
    }
    beyond = {
        "step": number(figure.step),
        "party": figure.party,
        "basis": figure.basis,
        "former": figure.former or None,
    }
    shape |= {key: value for key, value in beyond.items() if value is not None}
    if figure.scope is not Scope.WHOLE:
        shape["scope"] = figure.scope.value
    if figure.polarity is not Polarity.ASSERTED:
        shape["polarity"] = figure.polarity.value
    return shape


def to_json(value: object, *, indent: int | None = None) -> str:
    """JSON as Safqa writes it: readable Arabic, no NaN."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
