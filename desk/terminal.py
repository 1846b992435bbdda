"""The two streams of the command line: results on standard output, everything about the run on standard error."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from safqa.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

# Width of tables that go into a file or a pipe, where no terminal says its own: wide enough for one line a deal.
PIPE_WIDTH = 160


def say(message: str) -> None:
    """One line to the person at the terminal, on standard error."""
    sys.stderr.write(f"safqa: {message}\n")


def put(text: str) -> None:
    """A line of the result, on standard output."""
    sys.stdout.write(text + "\n")


def put_bytes(content: bytes) -> None:
    """A result that is no text, on standard output.

    Raises:
        UsageError: that is a terminal.
    """
    if sys.stdout.isatty():
        raise UsageError("Parquet is not for the terminal: write it to a file, safqa … --format parquet > file.parquet")
    sys.stdout.flush()
    sys.stdout.buffer.write(content)


def put_now(line: str) -> None:
    """A line at once, also where the terminal is a file or a journal."""
    put(line)
    sys.stdout.flush()


def console() -> Console:
    """Where tables go: as wide as the terminal, or `PIPE_WIDTH` (or COLUMNS) where there is none."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else shutil.get_terminal_size((PIPE_WIDTH, 24)).columns
    return Console(file=sys.stdout, width=width, highlight=False, soft_wrap=False)
