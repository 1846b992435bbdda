"""Markdown for Prefect's pages: texts that stay as they are, addresses in cells, tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# What markdown or HTML would take for something else than text. Names and details come from feeds.
_MARKUP = re.compile(r"([\\`*_\[\]<>|&~])")


def plain(text: str) -> str:
    """A text that markdown shows as it is."""
    return _MARKUP.sub(r"\\\1", text)


def address(url: str) -> str:
    """An address within angle brackets, in a cell."""
    return url.replace("<", "%3C").replace(">", "%3E").replace("|", "%7C").replace("\\", "%5C")


def row(cells: Iterable[str]) -> str:
    """A row of a table."""
    return f"| {' | '.join(cells)} |"


def table(head: Sequence[str], rows: Iterable[str]) -> list[str]:
    """The lines of a table; none for one without rows."""
    body = list(rows)
    return [row(head), f"|{' --- |' * len(head)}", *body, ""] if body else []
