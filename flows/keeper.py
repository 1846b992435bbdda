"""A Prefect server that lives exactly as long as somebody uses it: `python keeper.py PORT USERS_FILE LOG`.

Everyone who uses the server holds a shared lock on the users file (flows/server.py). This process is `prefect server
start` itself, with one thread beside it that tries twice a second to lock the file for itself alone: when it can,
nobody is left, and the server stops. A lock goes with its process, so a client that crashed, was killed or lost its
terminal counts as gone, and because watcher and server are one process neither can outlive the other.

The watcher keeps its lock until the process has ended: whoever comes meanwhile waits and then starts a server anew,
and two servers never write to one SQLite file. It also sees to it that the log, to which the output of this process is
appended, does not grow for ever.
"""

from __future__ import annotations

import fcntl
import os
import runpy
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from shutil import copyfile

# Half a second is the longest that a run waits for a predecessor's server to notice that it is not needed.
_LOOK_EVERY = 0.5
# uvicorn waits for open connections on SIGTERM; a websocket whose client is gone would hold it for ever.
_STOP_WITHIN = 10.0
# Bytes of a log. A start writes 1 KB; a server in trouble writes a traceback each second, and the latest tell enough.
LONGEST_LOG = 10_000_000


def stop_when_unused(users: Path, log: Path) -> None:
    """Waits until nobody holds the users file, then ends this process: politely, and after a while by force."""
    handle = os.open(users, os.O_RDWR)
    while True:
        time.sleep(_LOOK_EVERY)
        begin_anew(log)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_STOP_WITHIN)
        os._exit(1)


def begin_anew(log: Path) -> None:
    """Empties a log that is long; what stood in it is kept beside it, in place of what was kept before."""
    with suppress(OSError):  # it was moved away, or may not be written: the server goes on
        if log.stat().st_size < LONGEST_LOG:
            return
        with suppress(OSError):  # a full disk has no room for two
            copyfile(log, log.with_name(f"{log.name}.1"))
        os.truncate(log, 0)


def main(port: str, users: str, log: str) -> None:
    """Runs the server in this process."""
    threading.Thread(target=stop_when_unused, args=(Path(users), Path(log)), daemon=True).start()
    sys.argv = ["prefect", "server", "start", "--host", "127.0.0.1", "--port", port]
    runpy.run_module("prefect", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
