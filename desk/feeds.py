"""`safqa feeds`: which feeds are read and how they do, what one of them gives, and lists from and for other readers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desk import intake
from desk.configuration import open_deals
from desk.output import Format, FormatOption, write_list, write_one
from desk.terminal import put, say
from safqa.errors import InputError, UsageError
from safqa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safqa.feeds.opml import Subscriptions
    from safqa.feeds.sources import Source

app = typer.Typer(no_args_is_help=True, help="The feeds: which are read, how they do, and what one of them gives.")

FeedsOption = Annotated[Path | None, typer.Option(help="Feeds file; default: SAFQA_FEEDS, else the list that ships.")]

LIST_HELP = """The configured feeds, how the latest poll of each ended, and what is to be done about it.

The table marks with ! what needs a person and with ? who brings nothing new; docs/feeds.md tells of each outcome.

Examples:

    safqa feeds list

    safqa feeds list --feeds my-feeds.toml --format json
"""

CHECK_HELP = """Ask one address and show what it gives; nothing is stored.

Of a web page, the feeds that it names are told. The exit code is 1 when the address gives no feed.

Examples:

    safqa feeds check https://example.org/feed

    safqa feeds check https://example.org

    safqa feeds check https://example.org/feed --format json
"""

IMPORT_HELP = """Add the feeds of an OPML file, as other feed readers write it, to a feeds file.

Feeds that are there already are left as they are. Without --into they go to the file that SAFQA_FEEDS names; where it
names none, they are shown and nothing is written. The exit code is 1 when a feed of the file could not be taken.

Examples:

    safqa feeds import subscriptions.opml --into my-feeds.toml

    safqa feeds import subscriptions.opml --into my-feeds.toml --dry-run
"""

EXPORT_HELP = """Write the feeds as OPML, which other feed readers import.

Without a file it goes to standard output; a file that exists is not written over.

Examples:

    safqa feeds export

    safqa feeds export safqa.opml --feeds my-feeds.toml
"""


@app.command("list", help=LIST_HELP)
def list_feeds(feeds: FeedsOption = None, form: FormatOption = Format.TABLE) -> None:
    """Lists the feeds of the feeds file."""
    from datetime import UTC, datetime

    from desk import health
    from safqa.feeds.sources import name_of

    file = feeds or Settings().feeds
    sources = _load(file)
    with open_deals(Settings()) as database:
        rows = health.report(sources, database, file=name_of(file), now=datetime.now(UTC))
    write_list([health.as_json(row) for row in rows], form, lambda: health.table(rows))


def _load(path: Path | None) -> tuple[Source, ...]:
    """The feeds of a file; each of its faults is a line of its own."""
    from safqa.feeds.sources import load

    try:
        return load(path)
    except InputError as error:
        *faults, last = str(error).splitlines()
        for fault in faults:
            say(fault)
        raise InputError(last) from None


@app.command("check", help=CHECK_HELP)
def check_feed(
    url: Annotated[str, typer.Argument(metavar="URL", help="The address of a feed, or of a page that names one.")],
    form: FormatOption = Format.TABLE,
) -> None:
    """Polls one address."""
    from desk import check

    poll = check.polled(check.source_at(url))
    feeds = check.named_feeds(poll)
    if poll.outcome.good or form is not Format.TABLE:  # there is no table of nothing
        write_one(check.as_json(poll, feeds), form, lambda: check.view(poll))
    if not poll.outcome.good:
        raise InputError(check.failure(poll, feeds))


@app.command("import", help=IMPORT_HELP)
def import_feeds(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="OPML; - reads standard input.")],
    into: Annotated[
        Path | None, typer.Option(help="Feeds file; made where there is none. Default: SAFQA_FEEDS.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be added and write nothing.")] = False,
) -> None:
    """Adds what is new to a feeds file."""
    from safqa.feeds.opml import new_to, read_opml
    from safqa.feeds.sources import to_toml

    found = read_opml(intake.read(file), intake.shown(file))
    target = into or Settings().feeds
    before = _feeds_text(target)
    new = new_to(_known(before, target), found.sources)
    if target is None or dry_run:
        put(to_toml(new).rstrip("\n"))
    elif new:
        _append(target, before, to_toml(new))
    _tell(found, new, target, wrote=not dry_run)
    if found.unusable:
        raise typer.Exit(1)


def _feeds_text(target: Path | None) -> str:
    """What stands in a feeds file; nothing where there is none yet."""
    try:
        return target.read_bytes().decode("utf-8-sig") if target else ""
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise InputError(f"{target}: is not UTF-8") from None
    except OSError as error:
        raise UsageError(f"{target}: cannot be read: {error.strerror}") from None


def _known(text: str, target: Path | None) -> tuple[Source, ...]:
    return _load(target) if text.strip() else ()


def _append(target: Path, before: str, tables: str) -> None:
    """Writes tables behind what stands in a file, once it is sure that the whole can be read."""
    from safqa.feeds.sources import read

    between = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    try:
        read(before + between + tables, str(target))
    except InputError:
        raise InputError(f"{target}: its feeds are no [[feeds]] tables, so none can be added behind them") from None
    try:
        with target.open("a", encoding="utf-8") as out:
            out.write(between + tables)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written: {error.strerror}") from None


def _tell(found: Subscriptions, new: Sequence[Source], target: Path | None, *, wrote: bool) -> None:
    """What became of each feed of the file; the numbers add up to its feeds."""
    for line in (*found.repeated, *found.unusable):
        say(line)
    done = f"added to {target}" if target and wrote else f"not yet in {target}" if target else "found"
    say(
        f"{len(new)} {done}, {len(found.sources) - len(new)} known, "
        f"{len(found.repeated)} repeated, {len(found.unusable)} not usable"
    )
    if target is None:
        say("nothing was written; name a feeds file: --into my-feeds.toml")


@app.command("export", help=EXPORT_HELP)
def export_feeds(
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="Where to; default: standard output.")] = None,
    feeds: FeedsOption = None,
) -> None:
    """Writes the feeds as OPML."""
    from safqa.feeds.opml import to_opml

    text = to_opml(_load(feeds or Settings().feeds))
    if file is None:
        put(text.rstrip("\n"))
        return
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError:
        raise UsageError(f"{file}: exists already; to write over it: safqa feeds export > {file}") from None
    except OSError as error:
        raise UsageError(f"{file}: cannot be written: {error.strerror}") from None
