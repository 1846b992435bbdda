"""Where alerts arrive: a webhook and a mail server on loopback, which keep what they get."""

import email
import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Hook(ThreadingHTTPServer):
    """A webhook: what it was sent, and the status that it answers with."""

    daemon_threads = True

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.status = 200

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook: Hook = self.server  # type: ignore[assignment]
                if hook.status == 200:
                    hook.got.append(json.loads(body))
                self.send_response(hook.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)


class Mail(socketserver.ThreadingTCPServer):
    """A mail server that takes whatever it is given: just enough of SMTP (RFC 5321)."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        self.got: list[Any] = []

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                say: Callable[[str], int] = lambda line: self.wfile.write(f"{line}\r\n".encode())  # noqa: E731
                say("220 sink")
                while line := self.rfile.readline().decode().strip():
                    word = line.split()[0].upper()
                    if word == "DATA":
                        say("354 go on")
                        lines = []
                        while (data := self.rfile.readline()) != b".\r\n":
                            lines.append(data.removeprefix(b"."))
                        mail: Mail = self.server  # type: ignore[assignment]
                        mail.got.append(email.message_from_bytes(b"".join(lines), policy=default))
                    say("221 bye" if word == "QUIT" else "250 fine")
                    if word == "QUIT":
                        return

        super().__init__(("127.0.0.1", 0), Handler)


@contextmanager
def running(server: Any) -> Iterator[Any]:
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()
