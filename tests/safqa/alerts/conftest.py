"""A change to be told: every argument has a default."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from safqa.alerts.news import Circumstances, News, Said

TOLD = datetime(2025, 6, 10, 9, tzinfo=UTC)
CAME = Circumstances(TOLD, TOLD + timedelta(hours=1), with_text=True, first_document=False, retold=False)


@pytest.fixture
def news() -> Callable[..., News]:
    """Meta says 14.3 billion where Reuters had said 14, or whatever the arguments say."""

    def make(key: str = "c1", **more: Any) -> News:
        came = {name: more.pop(name) for name in Circumstances.__slots__ if name in more}
        told = News(
            key=key,
            kind="revised",
            severity="medium",
            official=True,
            deal="d1",
            deal_type="investment",
            target="Scale AI",
            parties=("Meta",),
            spellings=frozenset({"scale ai", "meta", "ميتا"}),
            amounts=((14.3e9, "USD"),),
            metric="amount",
            before=Said(14e9, 14e9, "USD", "exact", "Reuters"),
            after=Said(14.3e9, 14.3e9, "USD", "about", "Meta"),
            from_value=None,
            to_value=None,
            reason_en="Meta says so.",
            reason_ar="هذا ما قالته ميتا.",
            publisher="Reuters",
            url="https://news.example/1",
            came=replace(CAME, **came),
        )
        return replace(told, **more)

    return make
