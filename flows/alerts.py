"""Sends what is due, by Apprise, and lets a run do so when it is done.

Deciding what is told is storage.outbox's, and needs the network no more than Prefect. Apprise is imported when there is
something to send: it takes a second.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from safqa.alerts.channels import configured
from safqa.alerts.message import messages
from safqa.errors import SafqaError
from storage import outbox
from storage.engine import open_database

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from safqa.alerts.channels import Channel
    from safqa.alerts.message import Message
    from safqa.settings import Settings
    from storage.engine import Database
    from storage.outbox import Claimed

logger = logging.getLogger("safqa.run")

Send = Callable[["Channel", "Message"], str | None]
"""Sends a message to a channel; gives why it could not, None when it did."""

# Shorter words of an address ("hook", a port) are no secrets, and would be cut out of every error.
_SHORTEST_SECRET = 6
_LONGEST_ERROR = 500


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many notifications were decided, how many changes went out, and a line for each channel that failed."""

    decided: int = 0
    sent: int = 0
    faults: tuple[str, ...] = ()


async def after_run(settings: Settings, own: Collection[str]) -> Delivered:
    """Decide about a run's changes and send what is due, beside the event loop.

    Whatever is wrong with alerts is a line of the log: the run has done its work, and the next one takes it up.
    """
    try:
        done = await asyncio.to_thread(_after_run, settings, own)
    except SafqaError as error:
        done = Delivered(faults=tuple(str(error).splitlines()))
    for fault in done.faults:
        logger.error("alerts: %s", fault)
    return done


def _after_run(settings: Settings, own: Collection[str]) -> Delivered:
    channels = configured(settings)
    with open_database(settings.database) as database:
        decided = outbox.decide(database, channels, datetime.now(UTC), own)
        done = deliver(database, channels)
    return Delivered(decided, done.sent, done.faults)


def deliver(
    database: Database,
    channels: Sequence[Channel],
    *,
    send: Send | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Delivered:
    """Send what is due to each channel that may be told now."""
    done = Delivered()
    for channel in channels:
        if channel.timing.is_quiet(clock()):
            continue
        while claimed := outbox.claim(database, channel.name, clock()):
            sent, fault = _deliver(database, channel, claimed, send or apprise, clock)
            done = Delivered(0, done.sent + sent, (*done.faults, *([f"{channel.name}: {fault}"] if fault else [])))
            if fault:
                break
    return done


def _deliver(
    database: Database, channel: Channel, claimed: Sequence[Claimed], send: Send, clock: Callable[[], datetime]
) -> tuple[int, str | None]:
    """Send claimed changes, message by message; after one that failed the channel is left alone."""
    by_key = {one.news.key: one for one in claimed}
    sent, until = 0, clock() + outbox.CLAIM / 2
    for message in messages([one.news for one in claimed], channel.language):
        if clock() > until:
            break  # the service is slow: the rest is due again when the claim has run out, and is sent by one process
        if why := send(channel, message):
            outbox.note_failed(database, channel.name, by_key.values(), why, clock())
            return sent, why
        outbox.note_sent(database, channel.name, message.changes, clock())
        sent += len(message.changes)
        for key in message.changes:
            del by_key[key]
    return sent, None


def apprise(channel: Channel, message: Message) -> str | None:
    """Send one message; gives why it could not be sent, without what is secret in the channel's address."""
    from apprise import Apprise, AppriseAsset, LogCapture, NotifyFormat, OverflowMode

    with LogCapture(level=logging.WARNING, fmt="%(message)s") as log:  # type: ignore[no-untyped-call]
        service = Apprise(asset=AppriseAsset(app_id="Safqa", app_desc="Safqa", app_url=""))
        added = service.add(channel.url)
        for plugin in service:
            # Discord takes 2,000 characters and refuses more; unless told to split, Apprise leaves that to the service.
            if plugin.overflow_mode == OverflowMode.UPSTREAM:
                plugin.overflow_mode = OverflowMode.SPLIT
        if added and service.notify(body=message.body, title=message.title, body_format=NotifyFormat.TEXT):
            return None
        said = log.getvalue()
    why = "; ".join(said.split("\n")).strip("; ") or ("the service did not take it" if added else "")
    told = without_secrets(why, channel.url)[:_LONGEST_ERROR]
    return told if added else f"Apprise does not know such an address{f': {told}' if told else ''}"


def without_secrets(text: str, url: str) -> str:
    """A text without the words of an address that may be secret: all but the service and the host."""
    try:
        parts = urlsplit(url)
    except ValueError:  # not an address of the web, so that nobody knows what in it is secret
        return text.replace(url, "…")
    userinfo = parts.netloc.rpartition("@")[0]
    words = [*userinfo.split(":"), *parts.path.split("/"), *(value for _, value in parse_qsl(parts.query))]
    secrets = {form for word in words for form in (word, unquote(word)) if len(form) >= _SHORTEST_SECRET}
    # Services without a host (Telegram, Slack) carry a secret in its place: tgram://token/chat.
    if parts.hostname and not re.fullmatch(r"[\w-]+(\.[\w-]+)+|localhost", parts.hostname):
        secrets |= {parts.netloc, parts.hostname}
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "…")
    return text
