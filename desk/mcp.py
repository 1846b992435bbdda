"""`safqa mcp`: the ledger for assistants."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Annotated

import typer

from desk.configuration import open_deals
from desk.terminal import say
from safqa.errors import UsageError
from safqa.settings import Settings

HELP = """Answer the questions of an assistant by the Model Context Protocol. All of it is read-only.

The assistant starts this command itself and talks to it by its streams: docs/mcp.md shows how to tell it so. With
--http it listens on this machine instead. It needs the extra `mcp`.

Examples:

    safqa mcp

    safqa mcp --http 4290

    safqa mcp --http 127.0.0.1:4290
"""

_LOCAL = "127.0.0.1"


def mcp(
    http: Annotated[
        str | None,
        typer.Option(metavar="[HOST:]PORT", help="Listen on this address of this machine; port 0: any that is free."),
    ] = None,
) -> None:
    """Serves until the assistant, or Ctrl-C, ends it."""
    where = None if http is None else local_address(http)
    try:
        import fastmcp  # noqa: F401 -- whether the extra is there
    except ImportError:
        raise UsageError(
            "the extra `mcp` is not installed: `uv sync --extra mcp` or `pip install 'safqa[mcp]'`"
        ) from None
    from desk.assistant.server import make_server
    from desk.assistant.serving import PATH, serve_http, serve_streams
    from desk.web.server import address_of, listen

    if where is None:
        with open_deals(Settings()) as database:
            serve_streams(make_server(database))
        return
    with listen(*where, "--http") as listener, open_deals(Settings()) as database:
        say(f"listening on {address_of(listener)}{PATH}; Ctrl-C ends it")
        serve_http(make_server(database), listener)
    say("stopped")


def local_address(given: str) -> tuple[str, int]:
    """Host and port that an option names; a port alone is one of 127.0.0.1.

    Raises:
        UsageError: it names none, or another machine could reach it: nobody is asked who they are.
    """
    host, _, port = given.rpartition(":")
    host = _LOCAL if host in {"", "localhost"} else host.strip("[]")
    if not (port.isascii() and port.isdigit() and int(port) <= 65535):  # noqa: PLR2004 -- the highest port
        raise UsageError(f"--http {given!r} names no port: write 4290 or 127.0.0.1:4290")
    try:
        local = ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise UsageError(
            f"--http {given!r} could be reached from other machines, and asks nobody who they are: listen on "
            "127.0.0.1, and put a reverse proxy with a login before it"
        )
    return host, int(port)
