"""Serves the web application: alone until it is told to stop, or beside something else in a thread of its own.

The socket is taken before anything else is done, so that a busy port is told at once.
"""

from __future__ import annotations

import signal
import socket
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import uvicorn

from desk.web.app import create_app
from safqa.errors import ServingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from safqa.settings import Settings

# Answers take less than a second; who reads slower than this may ask again.
_END_WITHIN = 5
# Opening the database may bring its tables up to date, but that was done before.
_START_WITHIN = 30.0
_LOOK_EVERY = 0.02


def listen(host: str, port: int, option: str) -> socket.socket:
    """The socket to serve on; port 0 takes any that is free.

    Raises:
        ServingError: there is no such host, or the port is busy; the text names `option` as the way out.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise ServingError(f"there is no host {host!r} to serve on: {error.strerror}") from None
    # Of a socket that does not name its protocol asyncio takes no TCP_NODELAY: each answer would come 40 ms later.
    listener = socket.socket(family, kind, protocol)
    # Connections that have just ended do not keep a port.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        other = f"{option} {port + 1 if port < 65535 else port - 1}"  # noqa: PLR2004 - the highest port
        raise ServingError(
            f"port {port} of {host} cannot be used ({error.strerror}): another program may have it, or another safqa; "
            f"take another port: {other}"
        ) from None
    return listener


def address_of(listener: socket.socket) -> str:
    """The address at which a browser on this machine finds what is served there."""
    host, port = listener.getsockname()[:2]
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - it is the person who chose it
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(settings: Settings, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serves until SIGINT or SIGTERM; `ready` is called once it answers.

    Raises:
        ServingError: the application could not be started.
    """
    server = _server(settings, ready)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
    if not server.started:
        raise ServingError("the web pages could not be started")


@contextmanager
def beside(settings: Settings, listener: socket.socket) -> Iterator[None]:
    """Serves in a thread while the block runs.

    Raises:
        ServingError: the application could not be started.
    """
    server = _server(settings, lambda: None)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="web", daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + _START_WITHIN
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                raise ServingError("the web pages could not be started")
            time.sleep(_LOOK_EVERY)
        yield
    finally:
        server.should_exit = True
        thread.join(_END_WITHIN + 1)


class _Server(uvicorn.Server):
    """Uvicorn's server, which tells when it has started."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def _server(settings: Settings, ready: Callable[[], None]) -> uvicorn.Server:
    config = uvicorn.Config(
        create_app(settings),
        access_log=False,
        log_config=None,  # faults go where this process logs, by default to standard error
        server_header=False,
        proxy_headers=False,  # desk.web.editing.peer takes them, after it has noted who calls
        timeout_graceful_shutdown=_END_WITHIN,
    )
    return _Server(config, ready)
