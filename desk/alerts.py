"""`safqa alerts`: where changes are told to people, what waits, a try of a channel, and sending what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from desk.configuration import open_deals
from desk.output import Format, FormatOption, write_list
from desk.terminal import put, say
from safqa.errors import InputError, UsageError
from safqa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from safqa.alerts.channels import Channel
    from storage.engine import Database
    from storage.outbox import Outstanding

app = typer.Typer(no_args_is_help=True, help="Alerts: the channels, what waits for each, a try, and sending.")

LIST_HELP = """The channels of the alerts file, and how each stands.

The table tells what waits, when the first of it is due, what went out, and why the last attempt failed; docs/alerts.md
tells of the file. The address of a channel is never shown.

Examples:

    safqa alerts list

    safqa alerts list --format json
"""

TEST_HELP = """Send a made-up change to one channel, at once and whatever its filters and quiet hours.

It is written in the channel's language. The exit code is 1 when the service did not take it.

Examples:

    safqa alerts test telegram

    SAFQA_ALERTS=my-alerts.toml safqa alerts test mail
"""

SEND_HELP = """Send what is due: what runs have not sent yet, and digests whose hour has come.

Each run does so too; this is for whoever wants a digest at its minute, from cron. The exit code is 1 when a channel
could not be told; what failed is tried again later, by this command or a run.

Examples:

    safqa alerts send

    safqa alerts send --dry-run
"""


@app.command("list", help=LIST_HELP)
def list_channels(form: FormatOption = Format.TABLE) -> None:
    """Lists the channels."""
    from storage.outbox import outstanding

    chosen = Settings()
    channels = _channels(chosen)
    with open_deals(chosen) as database:
        stands = {one.channel: one for one in outstanding(database)}
    rows = [_row(channel.name, channel, stands.pop(channel.name, None)) for channel in channels]
    # A channel that the file no longer has: what waits for it waits until it is there again.
    rows += [_row(name, None, left) for name, left in stands.items() if left.waiting]
    write_list(rows, form, lambda: _table(rows))


@app.command("test", help=TEST_HELP)
def test_channel(name: Annotated[str, typer.Argument(metavar="CHANNEL", help="Its name in the alerts file.")]) -> None:
    """Sends a made-up change."""
    from flows.alerts import apprise
    from safqa.alerts.sample import sample

    channels = {channel.name: channel for channel in _channels(Settings())}
    if name not in channels:
        raise UsageError(f"no channel is called {name!r}; there are: {', '.join(channels) or 'none'}")
    if why := apprise(channels[name], sample(channels[name].language)):
        raise InputError(f"{name}: {why}")
    put(f"{name}: sent")


@app.command("send", help=SEND_HELP)
def send(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be sent now, and send nothing.")] = False,
) -> None:
    """Sends what is due."""
    from datetime import UTC, datetime

    from flows.alerts import deliver
    from storage.outbox import decide

    chosen = Settings()
    channels = _channels(chosen)
    with open_deals(chosen) as database:
        if dry_run:
            _show_due(database, channels)
            return
        decide(database, channels, datetime.now(UTC))
        done = deliver(database, channels)
    put(f"{done.sent} change{'' if done.sent == 1 else 's'} sent")
    for fault in done.faults:
        say(fault)
    if done.faults:
        raise typer.Exit(1)


def _channels(chosen: Settings) -> tuple[Channel, ...]:
    from safqa.alerts.channels import configured

    return configured(chosen)


def _show_due(database: Database, channels: Sequence[Channel]) -> None:
    """The messages that would go out now."""
    from datetime import UTC, datetime

    from safqa.alerts.message import messages
    from storage.outbox import due

    now = datetime.now(UTC)
    waiting = due(database, channels, now)
    for channel in channels:
        if channel.timing.is_quiet(now):
            put(f"{channel.name}: quiet hours ({channel.quiet} {channel.time_zone})")
            continue
        put(f"{channel.name}: {len(waiting[channel.name]) or 'no'} due")
        for message in messages(waiting[channel.name], channel.language):
            put(f"\n{message.title}\n\n{message.body}\n")


def _row(name: str, channel: Channel | None, stands: Outstanding | None) -> dict[str, Any]:
    from storage.shapes import moment

    return {
        "channel": name,
        "configured": channel is not None,
        "language": channel.language if channel else None,
        "digest": str(channel.digest) if channel else None,
        "quiet": str(channel.quiet) if channel and channel.quiet else None,
        "time_zone": channel.time_zone if channel else None,
        "waiting": stands.waiting if stands else 0,
        "next_due": moment(stands.next_due) if stands else None,
        "sent": stands.sent if stands else 0,
        "last_sent": moment(stands.last_sent) if stands else None,
        "last_error": stands.last_error if stands else None,
    }


def _table(rows: Sequence[dict[str, Any]]) -> RenderableType:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return Text("no channels; docs/alerts.md tells how to write an alerts file")
    head = ("channel", "language", "told", "quiet", "waiting", "next due", "sent", "last sent", "last error")
    table = Table(*head, box=SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*map(Text, _cells(row)))
    return table


def _cells(row: dict[str, Any]) -> list[str]:
    def minute(value: str | None) -> str:
        return value[:16].replace("T", " ") if value else "–"

    return [
        row["channel"],
        row["language"] or "–",
        row["digest"] if row["configured"] else "not in the file",
        f"{row['quiet']} {row['time_zone']}" if row["quiet"] else "–",
        str(row["waiting"]),
        minute(row["next_due"]),
        str(row["sent"]),
        minute(row["last_sent"]),
        row["last_error"] or "–",
    ]
