"""Web servers on loopback: a folder, and an origin whose answers a test writes."""

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Behaviour = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which the files of a folder are served while the block runs."""
    with _running(partial(_Quiet, directory=str(folder))) as port:
        yield f"http://127.0.0.1:{port}"


@dataclass
class Origin:
    """`origin.serve("/feed", body)` then ask `origin.url("/feed")`; `asked` holds the requests' headers by path."""

    port: int = 0
    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def serve(self, path: str, body: bytes = b"", status: int = 200, zipped: bool = False, **headers: str) -> str:
        sent = gzip.compress(body) if zipped else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if zipped:
            named["Content-Encoding"] = "gzip"

        def behave(request: BaseHTTPRequestHandler) -> None:
            # The server's own Date header says now, which a test with a clock of its own does not want.
            (request.send_response_only if "Date" in named else request.send_response)(status)
            for name, value in named.items():
                request.send_header(name, value)
            request.send_header("Content-Length", str(len(sent)))
            request.end_headers()
            request.wfile.write(sent)

        self.behaviours[path] = behave
        return self.url(path)


@contextmanager
def serving() -> Iterator[Origin]:
    """An origin that answers while the block runs, with what it was told to serve."""
    origin = Origin()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            origin.asked.append((self.path, dict(self.headers)))
            origin.behaviours[self.path](self)

        def log_message(self, *_: object) -> None:
            pass

    with _running(Handler) as port:
        origin.port = port
        yield origin


def drip(request: BaseHTTPRequestHandler) -> None:
    """The behaviour of a server that sends a blank at a time, for as long as anyone listens."""
    request.send_response(200)
    request.end_headers()
    request.connection.settimeout(0.01)
    while True:
        try:
            request.wfile.write(b" ")
            if request.connection.recv(1) == b"":
                return
        except TimeoutError:
            continue
        except OSError:  # the client has gone
            return


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def _running(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[int]:
    """The port of a server on loopback while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()
