"""`safqa completion`: what a shell needs to complete commands, options and their values, and ids of deals."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from enum import StrEnum
from typing import Annotated

import typer

from desk.terminal import put

HELP = """Print what your shell needs to complete commands, options, their values and ids of deals when Tab is pressed.

`safqa --install-completion` writes it where the shell that you are in reads it. `safqa` has to be in PATH.

Examples:

    safqa completion bash >> ~/.bashrc

    safqa completion zsh >> ~/.zshrc

    safqa completion fish > ~/.config/fish/completions/safqa.fish
"""

# What fits on a screen; who has typed one letter more gets others.
_OFFERED = 50


class Shell(StrEnum):
    """Those that Typer knows and people use with Safqa."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def completion(shell: Annotated[Shell, typer.Argument(help="Yours.")]) -> None:
    """Prints the script of a shell."""
    from typer.completion import shell_complete
    from typer.main import get_command

    from desk.cli import app

    script = io.StringIO()
    with redirect_stdout(script):
        shell_complete(get_command(app), {}, "safqa", "_SAFQA_COMPLETE", f"source_{shell}")
    put(script.getvalue().strip())  # zsh looks for `#compdef` in the first line alone


def deal_ids(incomplete: str) -> list[str]:
    """Ids of the deals told of last that begin so; none where there is no ledger yet.

    Nothing is made or brought up to date for it, and nothing goes wrong aloud: somebody is in the middle of a line.
    Names of deals are not offered beside them: they come from other people's pages, and zsh evaluates what it is given.
    """
    from safqa.errors import SafqaError
    from safqa.settings import Settings
    from storage.beginnings import ids_beginning
    from storage.engine import connect_database

    try:
        with connect_database(Settings().database) as database:
            there = database.file is None or database.file.exists()
            return ids_beginning(database, incomplete, limit=_OFFERED) if there else []
    except SafqaError:
        return []
