"""Which changes go to which channel, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safqa.alerts.channels import NEWS
from safqa.alerts.news import not_news
from safqa.ledger.exchange import Rates
from safqa.ledger.severity import Severity
from safqa.ledger.spellings import organisation_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from safqa.alerts.channels import Channel
    from safqa.alerts.news import News

_RANK = {severity: rank for rank, severity in enumerate((Severity.LOW, Severity.MEDIUM, Severity.HIGH))}
# A filter by size needs no rate of the day: pegs, and means of the year for currencies that float.
_RATES = Rates()


@dataclass(frozen=True, slots=True)
class Planned:
    """One change for one channel, not to be sent before `due_at`."""

    change: str
    channel: str
    due_at: datetime


def plan(news: Iterable[News], channels: Sequence[Channel], now: datetime) -> list[Planned]:
    """What is to be sent, of changes about which nothing was decided before."""
    return [
        Planned(one.key, channel.name, channel.timing.due(now))
        for one in news
        if one.kind in NEWS and not_news(one.came) is None
        for channel in channels
        if wants(channel, one)
    ]


def wants(channel: Channel, news: News) -> bool:
    """Whether a change meets all filters of a channel."""
    return (
        (not channel.kinds or news.kind in channel.kinds)
        and _RANK[Severity(news.severity)] >= _RANK[channel.severity]
        and (not channel.types or news.deal_type in channel.types)
        and (not channel.companies or any(_about(news, company) for company in channel.companies))
        and (not channel.minimum_usd or dollars(news) >= channel.minimum_usd)
    )


def dollars(news: News) -> float:
    """The largest sum that is told of the deal, in dollars; 0 where none is, or in a currency of unknown rate."""
    day = news.came.told_at.date()
    rates = ((value, _RATES.on(unit, day)) for value, unit in news.amounts)
    return max((value / rate.per_dollar for value, rate in rates if rate), default=0.0)


def _about(news: News, company: str) -> bool:
    """Whether a company, by whole words of any of its spellings, takes part; as in `safqa changes --company`."""
    typed = f" {organisation_key(company)} "
    return any(typed in f" {spelling} " for spelling in news.spellings)
