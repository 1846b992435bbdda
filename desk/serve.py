"""`safqa web`: the web pages, the JSON API and the Atom feed alone."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.configuration import open_deals
from desk.terminal import put_now
from safqa.settings import Settings

HELP = """Serve the web pages, the JSON API and the Atom feed of changes, until Ctrl-C.

All of it is read-only, until `safqa editor add NAME` lets somebody sign in and judge (docs/judging.md). Who may open
the address may read: on any host but 127.0.0.1, put a reverse proxy with HTTPS and a login before it.

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
    judges = _judges(chosen)
    with listen(host, port, "--port") as listener:
        open_deals(chosen).close()
        address = address_of(listener)
        serve(chosen, listener, lambda: _greet(address, judges))
    put_now("stopped")


def _judges(chosen: Settings) -> str:
    """Who may judge there; a mistake in the file of editors is told before anything is served."""
    from desk.editors import editors

    names = ", ".join(sorted(editors(chosen)))
    by = [f"{names} (docs/judging.md)"] if names else []
    by += [f"whom {chosen.editor_proxies} name in {chosen.editor_header}"] if chosen.editor_header else []
    return "; ".join(by) or "nobody: the pages are read-only"


def _greet(address: str, judges: str) -> None:
    put_now(f"web pages: {address}")
    put_now(f"JSON API: {address}/api/v1/deals, described by {address}/api/v1/openapi.json")
    put_now(f"Atom feed: {address}/changes.atom")
    put_now(f"who may judge: {judges}")
    put_now("Ctrl-C ends it")
