"""Help texts: every command has one with examples, and colours are for terminals whose owner wants them."""

import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from desk.cli import app

PROGRAM = Path(sys.executable).with_name("safqa")
COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-7][;m]")


def commands(command: Any, *names: str) -> Iterator[tuple[str, ...]]:
    """The names of every command that can be run."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield names
        return
    for name, one in inner.items():
        yield from commands(one, *names, name)


@pytest.mark.parametrize("names", list(commands(get_command(app))), ids=" ".join)
def test_every_command_has_help_with_examples(safqa: Any, names: tuple[str, ...]) -> None:
    ran = safqa(*names, "--help")
    assert (ran.code, ran.err) == (0, "")
    examples = ran.out.split("Examples:" if "Examples:" in ran.out else "Example:", 1)[1]
    assert f"safqa {' '.join(names)}" in " ".join(examples.split())


def on_a_terminal(home: Path, *args: str, **more: str) -> str:
    """What a command writes to a terminal."""
    environment = {"PATH": os.environ["PATH"], "SAFQA_HOME": str(home), "TERM": "xterm-256color", **more}
    ours, its = pty.openpty()
    with subprocess.Popen([PROGRAM, *args], stdin=its, stdout=its, stderr=its, env=environment) as process:
        os.close(its)
        written = b""
        while True:
            try:
                some = os.read(ours, 65536)
            except OSError:  # Linux, where the other end is closed
                break
            if not some:
                break
            written += some
        process.wait(60)
    os.close(ours)
    return written.decode()


def test_colours_are_for_terminals_whose_owner_wants_them(home: Path) -> None:
    assert COLOUR.search(on_a_terminal(home, "deals", "--help"))
    assert not COLOUR.search(on_a_terminal(home, "deals", "--help", NO_COLOR="1"))
    assert "\x1b" not in on_a_terminal(home, "deals", "--help", TERM="dumb")
    env = {"PATH": os.environ["PATH"], "SAFQA_HOME": str(home)}
    for args in (["deals", "--help"], ["deals"], ["--help"]):
        piped = subprocess.run([PROGRAM, *args], env=env, capture_output=True, text=True, timeout=60, check=True)
        assert "\x1b" not in piped.stdout + piped.stderr
