"""`safqa up`: everything that runs by itself, in one process tree."""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from desk.configuration import open_deals
from desk.serve import PORT as WEB_PORT
from desk.terminal import put_now, say
from safqa.errors import EngineError
from safqa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flows.deployments import Deployment

HELP = """Start everything: a Prefect server with its UI, the schedule, and the web pages. Ctrl-C ends all of it.

Feeds are asked when they are due, for the first time at once. A Prefect server that PREFECT_API_URL names is used
instead of one of Safqa's own.

Examples:

    safqa up

    safqa up --port 4300 --web-port 8080

    SAFQA_FEEDS=my-feeds.toml safqa up
"""

# Prefect's own, which its documentation and many bookmarks have.
_PORT = 4200


def up(
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Where the Prefect UI is, on 127.0.0.1.", show_default=True)
    ] = _PORT,
    web_port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where the web pages are, on 127.0.0.1; 0: any port that is free.")
    ] = WEB_PORT,
) -> None:
    """Serves the schedule until it is told to stop."""
    import asyncio
    from importlib import import_module

    from desk.editors import editors
    from desk.web.server import address_of, beside, listen
    from flows.deployments import DEPLOYMENTS
    from flows.server import prefect_home, prefect_server
    from safqa.feeds.sources import load

    chosen = Settings()
    load(chosen.feeds)  # a mistake in the feeds file is told before anything is started
    editors(chosen)  # or in the file of those who may judge
    open_deals(chosen).close()
    with ExitStack() as parts:
        announce = parts.enter_context(only_one(prefect_home()))
        listener = parts.enter_context(listen("127.0.0.1", web_port, "--web-port"))
        meanwhile = partial(import_module, "flows.serving")
        server = parts.enter_context(prefect_server(chosen.home, say, meanwhile, port))
        ui = server.url.removesuffix("/api")
        announce(ui)

        from flows.serving import serve

        parts.enter_context(beside(chosen, listener))
        addresses = {"Prefect UI": ui, "web pages": address_of(listener)}
        schedule = [f"{d.name} {when}" for d in DEPLOYMENTS if (when := rhythm(d, chosen.time_zone))]
        asyncio.run(serve(DEPLOYMENTS, partial(_greet, addresses, schedule), put_now))


@contextmanager
def only_one(home: Path) -> Iterator[Callable[[str], None]]:
    """Holds the place of the one `safqa up` on this home, and gives what keeps its address for those that come later.

    Raises:
        EngineError: another one holds it; the text tells its process and address.
    """
    home.mkdir(parents=True, exist_ok=True)
    handle = os.open(home / "safqa-up.json", os.O_RDWR | os.O_CREAT, 0o600)

    def announce(address: str) -> None:
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps({"pid": os.getpid(), "address": address}).encode(), 0)

    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EngineError(_running(os.pread(handle, 1000, 0), home)) from None
        announce("")
        yield announce
    finally:
        os.close(handle)


def _running(record: bytes, home: Path) -> str:
    try:
        told = json.loads(record)
        where = f" at {told['address']}" if told["address"] else ", still starting"
        who = f"safqa up is running already (process {told['pid']}{where})"
    except (ValueError, TypeError, KeyError):  # it is writing just now
        who = "safqa up is running already"
    return f"{who}; a second one needs a Prefect home of its own (PREFECT_HOME, here {home})"


def rhythm(deployment: Deployment, zone: str) -> str | None:
    """When a deployment runs, as people say it; None: when somebody starts it."""
    if deployment.daily:
        return f"daily at {deployment.daily:%H:%M} {zone}"
    if deployment.every is None:
        return None
    minutes, seconds = divmod(round(deployment.every.total_seconds()), 60)
    return f"every {seconds} s" if not minutes else "every minute" if minutes == 1 else f"every {minutes} minutes"


def _greet(addresses: dict[str, str], schedule: list[str]) -> None:
    for name, address in addresses.items():
        put_now(f"{name}: {address}")
    put_now(f"schedule: {', '.join(schedule)}; first runs begin now")
    put_now("Ctrl-C ends all of it")
