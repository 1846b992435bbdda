"""An origin server on loopback whose answers are scenarios: one path, one behaviour."""

import gzip
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

Behaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Origin:
    """`origin.serve("/feed", body)` then ask `origin.url("/feed")`; `asked` holds the requests' headers by path."""

    port: int
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
            request.send_response(status)
            for name, value in named.items():
                request.send_header(name, value)
            request.send_header("Content-Length", str(len(sent)))
            request.end_headers()
            request.wfile.write(sent)

        self.behaviours[path] = behave
        return self.url(path)


@pytest.fixture
def origin() -> Iterator[Origin]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append((self.path, dict(self.headers)))
            served.behaviours[self.path](self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served = Origin(server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield served
    server.shutdown()
    server.server_close()
    thread.join()
