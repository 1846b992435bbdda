"""`safqa web`: the web pages, the JSON API and the Atom feed alone."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.configuration import open_deals
from desk.terminal import put_now
from safqa.settings import Settings

HELP = """Serve the web pages, the JSON API and the Atom feed of changes, until Ctrl-C. All of it is read-only.

Who may open the address may read: on any host but 127.0.0.1, put a reverse proxy with a login before it.

Examples:

    safqa web

    safqa web --port 8080

    safqa web --host 0.0.0.0
"""

# Of no other program that is known, and easy to keep beside Prefect's 4200.
PORT = 4280


def web(
    host: Annotated[str, typer.Option(help="Address to serve on; 0.0.0.0: all of this machine's.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to serve on; 0: any that is free.")] = PORT,
) -> None:
    """Serves the desk until it is told to stop."""
    from desk.web.server import address_of, listen, serve

    chosen = Settings()
    with listen(host, port, "--port") as listener:
        open_deals(chosen).close()
        address = address_of(listener)
        serve(chosen, listener, lambda: _greet(address))
    put_now("stopped")


def _greet(address: str) -> None:
    put_now(f"web pages: {address}")
    put_now(f"JSON API: {address}/api/v1/deals, described by {address}/api/v1/openapi.json")
    put_now(f"Atom feed: {address}/changes.atom")
    put_now("Ctrl-C ends it")
