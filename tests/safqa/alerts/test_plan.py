"""Which changes are news, and which channel wants them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from safqa.alerts.channels import Channel
from safqa.alerts.news import LATE, News, NotNews, not_news
from safqa.alerts.plan import dollars, plan, wants

Make = Callable[..., News]
NOW = datetime(2025, 6, 10, 10, tzinfo=UTC)


def channel(**more: Any) -> Channel:
    return Channel.model_validate({"name": "mail", "url": "json://localhost", **more})


@pytest.mark.parametrize(
    ("came", "why"),
    [
        ({}, None),
        ({"with_text": False}, NotNews.RECOMPUTED),
        ({"first_document": True}, NotNews.FIRST_DOCUMENT),
        ({"told_at": NOW - LATE, "detected_at": NOW}, None),
        ({"told_at": NOW - LATE - timedelta(seconds=1), "detected_at": NOW}, NotNews.LATE),
        ({"told_at": NOW + timedelta(days=3), "detected_at": NOW}, None),
        ({"retold": True}, NotNews.RETOLD),
    ],
)
def test_what_is_news(news: Make, came: dict[str, Any], why: NotNews | None) -> None:
    assert not_news(news(**came).came) is why
    assert len(plan([news(**came)], [channel()], NOW)) == (why is None)


@pytest.mark.parametrize("kind", ["merged", "split", "restated"])
def test_what_the_ledger_does_by_itself_is_never_told(news: Make, kind: str) -> None:
    assert plan([news(kind=kind)], [channel()], NOW) == []


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({}, True),
        ({"kinds": ["revised", "new_deal"]}, True),
        ({"kinds": ["new_deal"]}, False),
        ({"severity": "medium"}, True),
        ({"severity": "high"}, False),
        ({"companies": ["SCALE ai"]}, True),
        ({"companies": ["OpenAI", "ميتا"]}, True),
        ({"companies": ["Met"]}, False),
        ({"types": ["investment"]}, True),
        ({"types": ["acquisition"]}, False),
        ({"minimum_usd": 14.3e9}, True),
        ({"minimum_usd": 15e9}, False),
        ({"kinds": ["revised"], "types": ["acquisition"]}, False),
    ],
)
def test_a_change_has_to_meet_every_filter(news: Make, filters: dict[str, Any], wanted: bool) -> None:
    assert wants(channel(**filters), news()) is wanted


def test_sums_are_compared_in_dollars(news: Make) -> None:
    assert dollars(news(amounts=((3_672_500, "AED"), (1e6, "XXX")))) == pytest.approx(1e6)
    assert dollars(news(amounts=())) == 0


def test_each_channel_has_its_own_time(news: Make) -> None:
    channels = [channel(), channel(name="daily", digest="daily at 08:00")]
    planned = plan([news()], channels, NOW)
    assert [(one.channel, one.due_at) for one in planned] == [
        ("mail", NOW),
        ("daily", NOW.replace(day=11, hour=8)),
    ]
