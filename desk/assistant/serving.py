"""How the server is reached: by the streams of this process, or by HTTP on this machine."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import uvicorn

if TYPE_CHECKING:
    import socket

    from fastmcp import FastMCP

PATH = "/mcp"
# Answers take less than a second; who reads slower than this may ask again.
_END_WITHIN = 5


def serve_streams(server: FastMCP[Any]) -> None:
    """Answers on standard output what comes on standard input, until that ends."""
    _quiet()
    # Ctrl-C ends the process as it is: a thread waits for the next question, and nothing is to be put away.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    asyncio.run(server.run_stdio_async(show_banner=False))


def serve_http(server: FastMCP[Any], listener: socket.socket) -> None:
    """Answers by HTTP until SIGINT or SIGTERM.

    Only requests that name this machine as their host are answered, and none that a page of another host has made: else
    any page in a browser here could read the ledger by a name of its own that leads to this machine.
    """
    _quiet()
    app = server.http_app(path=PATH, stateless_http=True, json_response=True, host_origin_protection=True)
    config = uvicorn.Config(
        app, access_log=False, log_config=None, server_header=False, timeout_graceful_shutdown=_END_WITHIN
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])


def _quiet() -> None:
    """FastMCP logs each wrong question with a traceback; what matters of it is told by desk.assistant.faults."""
    logging.getLogger("fastmcp").setLevel(logging.CRITICAL)
