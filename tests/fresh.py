"""Code in a process of its own, without network and with a HOME of its own: what imports leave behind shows there."""

import os
import subprocess
import sys
from pathlib import Path

# Every attempt to reach the network fails loudly, even one that would be answered.
_NO_NETWORK = """
import sys
def forbid(event, args):
    if event.startswith(("socket.connect", "socket.getaddrinfo")):
        raise SystemExit(f"network touched: {event}")
sys.addaudithook(forbid)
"""
_OF_CAMEL = {"CAMELTOOLS_DATA", "HOME", "USERPROFILE"}


def run(code: str, home: Path, **environment: str) -> str:
    """Run code in a fresh interpreter whose HOME is the one given; what it prints. Fails with that process's error."""
    kept = {name: value for name, value in os.environ.items() if name not in _OF_CAMEL}
    done = subprocess.run(
        [sys.executable, "-c", _NO_NETWORK + code],
        env=kept | {"HOME": str(home), "USERPROFILE": str(home), "PYTHONDONTWRITEBYTECODE": "1"} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
