"""Fetches the day's exchange rates before a run; without them, figures are compared at the means of the year."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from safqa.errors import InputError
from safqa.feeds.fetch import Limits, fetch
from safqa.feeds.network import open_client
from safqa.feeds.rates import DAILY, HISTORY, read_rates
from storage.engine import open_database
from storage.rates import FIRST, rates_wanted, store_rates

if TYPE_CHECKING:
    from datetime import date

logger = logging.getLogger("safqa.run")

# What SAFQA_RATES says when no rates are to be fetched.
NONE = "none"
# A run is not to wait for long: the history has 50 KB, and the bank's servers answer within a second.
_LIMITS = Limits(seconds=15.0, size=2_000_000)


async def refresh(database: str, folder: str, *, allow_private: bool, now: datetime | None = None) -> int:
    """Fetch and store rates, once a day; gives how many were new. A failure is one line of the log.

    The first time, before any article is stored, the rates of 90 days are fetched, later the latest ones.

    Raises:
        StorageError: the database failed.
    """
    moment = now or datetime.now(UTC)
    if folder == NONE:
        return 0
    with open_database(database) as opened:
        provider = await asyncio.to_thread(rates_wanted, opened, moment)
        if provider is None:
            return 0
        rates = await _fetched(f"{folder.rstrip('/')}/{HISTORY if provider == FIRST else DAILY}", allow_private)
        return await asyncio.to_thread(store_rates, opened, rates, provider, moment) if rates else 0


async def _fetched(url: str, allow_private: bool) -> dict[date, dict[str, float]]:
    async with open_client(allow_private=allow_private) as client:
        reply = await fetch(client, url, limits=_LIMITS)
    if not reply.outcome.good:
        _say(f"{reply.outcome}: {reply.detail}")
        return {}
    try:
        return read_rates(reply.body)
    except InputError as error:
        _say(str(error))
        return {}


def _say(fault: str) -> None:
    logger.warning("no exchange rates today, the means of the year do: %s", fault)
