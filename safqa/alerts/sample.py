"""A message about a made-up change, to try a channel with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from safqa.alerts.message import messages
from safqa.alerts.news import Circumstances, News, Said

if TYPE_CHECKING:
    from safqa.alerts.message import Language, Message

_TOLD = datetime(2025, 6, 12, tzinfo=UTC)
_CHANGE = News(
    key="",
    kind="revised",
    severity="high",
    official=True,
    deal="dexample",
    deal_type="investment",
    target="Example AI",
    parties=("Example Capital", "صندوق المثال"),
    spellings=frozenset(),
    amounts=(),
    metric="amount",
    before=Said(10e9, None, "USD", "at_least", "Example News"),
    after=Said(14.3e9, 14.3e9, "USD", "exact", "Example Capital"),
    from_value=None,
    to_value=None,
    reason_en="",
    reason_ar="",
    publisher="Example News",
    url="https://news.example/1",
    came=Circumstances(_TOLD, _TOLD, with_text=True, first_document=False, retold=False),
)
_TITLES = {"en": "Safqa: this is a test", "ar": "صفقة: هذه رسالة تجريبية"}


def sample(language: Language) -> Message:
    """The message in a language."""
    (message,) = messages([_CHANGE], language)
    return replace(message, title=_TITLES[language], changes=())
