"""What may be written: evidence that is in the text, numbers and characters that both databases keep.

Everything is checked before the first row of a batch is written, so a refused batch leaves nothing behind.
"""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from safqa.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from safqa.model import Article, DealMention, Figure, Quote

_LARGEST = 1e20  # NUMERIC(24, 4) keeps 20 digits before the point
_PLACES = 4


def check_article(article: Article) -> None:
    """Refuse an article that could not be given back as it came.

    Raises:
        InputError: no address or text, a moment without a zone, or a character that PostgreSQL does not store.
    """
    if not article.url.strip():
        raise InputError(f"an article without an address cannot be stored (title: {article.title!r})")
    _check_values(article, article.url)


def check_mention(mention: DealMention, text: str, url: str) -> DealMention:
    """Refuse a mention whose evidence is not in the text; give back the mention with its numbers as stored.

    Raises:
        InputError: a quote that is not `text[start:end]`, or a number that is out of range.
    """
    _check_values(mention, url)
    for quote in _quotes(mention):
        check_quote(quote, text, url)
    return replace(mention, figures=tuple(_as_stored(figure) for figure in mention.figures))


def check_quote(quote: Quote, text: str, url: str) -> None:
    """Refuse evidence that is not in the text.

    Raises:
        InputError: a quote that is not `text[start:end]`.
    """
    if quote.start < 0 or text[quote.start : quote.end] != quote.text:
        found = text[max(quote.start, 0) : quote.end]
        raise InputError(
            f"{url}: the evidence {quote.text!r} is not at [{quote.start}:{quote.end}] of the text, "
            f"which reads {found[:80]!r} there"
        )


def _quotes(mention: DealMention) -> Iterator[Quote]:
    if mention.quote:
        yield mention.quote
    yield from (figure.quote for figure in mention.figures if figure.quote)
    yield from (reason.quote for reason in mention.reasons)


def _as_stored(figure: Figure) -> Figure:
    """The figure with as many places as the database keeps, so that its key is that of the stored row."""
    return replace(figure, low=_rounded(figure.low), high=_rounded(figure.high), step=_rounded(figure.step))


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(float(number), _PLACES)


def _check_values(value: Any, url: str) -> None:
    """Walk through a value of safqa.model and check each plain value in it."""
    if is_dataclass(value):
        for field in fields(value):
            _check_values(getattr(value, field.name), url)
    elif isinstance(value, tuple):
        for item in value:
            _check_values(item, url)
    elif problem := _problem(value):
        raise InputError(f"{url or 'an article'}: {problem}")


def _problem(value: Any) -> str | None:
    if isinstance(value, str) and ("\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value)):
        return "the text holds U+0000 or half of a surrogate pair, which no database keeps"
    if isinstance(value, datetime) and value.tzinfo is None:
        return f"the moment {value} has no zone"
    if isinstance(value, float | int) and not (math.isfinite(value) and abs(value) < _LARGEST):
        return f"the number {value} is out of range"
    return None
