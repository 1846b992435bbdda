"""`safqa editor`: who may judge on the web pages."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from desk.output import Format, FormatOption, write_list
from desk.terminal import put
from safqa.errors import UsageError
from safqa.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

app = typer.Typer(no_args_is_help=True, help="Who may judge on the web pages; without any, the pages are read-only.")

ADD_HELP = """Let somebody sign in to the web pages and judge there, or give them another password.

The password is asked for twice, or read from standard input where that is no terminal. Its hash is kept in the file
that SAFQA_EDITORS names, by default `editors` in the data directory. A new password ends the sessions of the old one.

Examples:

    safqa editor add sara

    printf '%s' "$PASSWORD" | safqa editor add sara
"""

REMOVE_HELP = """Take somebody out; their session ends at once, their judgements stay.

Examples:

    safqa editor remove sara
"""

LIST_HELP = """Who may sign in, by name.

Examples:

    safqa editor list
"""

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name that stands beside their judgements.")]


@app.command("add", help=ADD_HELP)
def add(name: Name) -> None:
    """Writes an editor into the file."""
    from desk.editors import editors_file, is_name
    from desk.editors import put as keep
    from desk.passwords import hashed

    chosen = Settings()
    if not is_name(name):
        raise UsageError(f"this cannot be a name: {name!r}; it has up to 64 characters and no colon")
    known = keep(chosen, name, hashed(_password()))
    put(f"{name} {'has a new password' if known else 'may sign in and judge'}: {editors_file(chosen)}")


@app.command("remove", help=REMOVE_HELP)
def remove(name: Name) -> None:
    """Takes an editor out of the file."""
    from desk.editors import remove as take_out

    take_out(Settings(), name)
    put(f"{name} can no longer sign in")


@app.command("list", help=LIST_HELP)
def list_editors(form: FormatOption = Format.TABLE) -> None:
    """Lists the editors."""
    from desk.editors import editors

    names = sorted(editors(Settings()))

    def table() -> RenderableType:
        return "\n".join(names) if names else "no editors: the web pages are read-only"

    write_list([{"name": name} for name in names], form, table, columns=["name"])


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    from getpass import getpass

    typed = getpass("Password: ")
    if getpass("Again: ") != typed:
        raise UsageError("the two differ: try again")
    return typed
