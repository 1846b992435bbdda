"""The `safqa` command: what it offers, and how it ends.

Exit codes: 0 the command did its work; 1 it failed, or part of its input could not be read; 2 it was called wrongly.
Whatever goes wrong is one line on standard error. Each command imports what it needs when it runs, so that `safqa
deals` answers without loading Prefect.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
import traceback
from io import TextIOWrapper
from typing import TYPE_CHECKING, Annotated

import typer
from typer.main import get_command

from desk import (
    alerts,
    backfill,
    changes,
    completion,
    copying,
    deals,
    editor,
    export,
    extract,
    feeds,
    ingest,
    judge,
    maintain,
    mcp,
    migrate,
    rebuild,
    run,
    serve,
    sql,
    up,
)
from desk.terminal import say
from safqa.errors import SafqaError

if TYPE_CHECKING:
    from collections.abc import Sequence

# What a shell expects of a program that Ctrl-C ended: 128 + SIGINT.
INTERRUPTED = 130

# Objects made before the collector looks: `safqa deals` makes 120,000 that stay, and looking at them every 700 costs a
# tenth of its time, every 50,000 still 20 ms. Reading 1,000 articles takes no more memory with it (54 MB).
_NEW_OBJECTS = 200_000

app = typer.Typer(
    name="safqa",
    help="Safqa (صفقة) follows AI-industry deals in Arabic and English news.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(help=run.HELP)(run.run)
app.command(help=up.HELP)(up.up)
app.command(help=serve.HELP)(serve.web)
app.command(help=mcp.HELP)(mcp.mcp)
app.command(help=ingest.HELP)(ingest.ingest)
app.command(help=backfill.HELP)(backfill.backfill)
app.command(help=extract.HELP)(extract.extract)
app.command(help=deals.DEALS_HELP)(deals.deals)
app.command(help=deals.DEAL_HELP)(deals.deal)
app.command(help=changes.HELP)(changes.changes)
app.command(help=sql.HELP)(sql.sql)
app.command(help=export.HELP)(export.export)
app.command(help=rebuild.HELP)(rebuild.rebuild)
app.command("copy-database", help=copying.HELP)(copying.copy_database)
app.command(help=migrate.HELP)(migrate.migrate)
app.command(help=maintain.HELP)(maintain.maintain)
app.command(help=completion.HELP)(completion.completion)
app.add_typer(judge.app, name="judge")
app.add_typer(editor.app, name="editor")
app.add_typer(feeds.app, name="feeds")
app.add_typer(alerts.app, name="alerts")


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        typer.echo(f"safqa {version('safqa')}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Options before the command."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command line and gives its exit code; every error is one line on standard error."""
    gc.set_threshold(_NEW_OBJECTS)
    # At exit the collector would go through all of them several times, for memory that the system takes back anyway:
    # 100 ms of `safqa deals`. Frozen objects are passed over.
    atexit.register(gc.freeze)
    _speak_utf8()
    try:
        code = get_command(app).main(argv, prog_name="safqa", standalone_mode=False)
        sys.stdout.flush()
    except SafqaError as error:
        for line in str(error).splitlines():  # one for each fault
            say(_one_line(line))
        return error.exit_code
    except typer.TyperException as error:
        if message := error.format_message():  # empty when a bare `safqa` has shown its help
            say(_one_line(message))
        return error.exit_code
    except BrokenPipeError:
        _forget_stdout()
        return 0
    except Exception as error:
        return _unexpected(error)
    if code == INTERRUPTED:
        say("stopped")
    return code if isinstance(code, int) else 0


def _speak_utf8() -> None:
    """Arabic leaves as UTF-8 whatever the locale says; what is no character at all leaves as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _forget_stdout() -> None:
    """The reader has gone (`safqa deals | head -1`): give the interpreter's last flush somewhere to go."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unexpected(error: Exception) -> int:
    if os.environ.get("SAFQA_DEBUG") == "1":
        traceback.print_exception(error)
    else:
        what = _one_line(f"{type(error).__name__}: {error}")
        say(f"unexpected error, please report it: {what} (SAFQA_DEBUG=1 shows the traceback)")
    return 1


def _one_line(text: str) -> str:
    return " ".join(text.split())
