"""Where the keys of a feeds file stand: tomllib reads values and forgets their lines, which messages need."""

from __future__ import annotations

import re
from dataclasses import dataclass

# What may hold line breaks, or look like a table inside: texts and comments. Texts of several lines are blanked.
_TEXTS = re.compile(r'"""[\s\S]*?(?<!\\)"""|\'\'\'[\s\S]*?\'\'\'|#[^\n]*|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'')
# A header of one name, or the first two of several; a key, or the first name of one of several ("a.b = 1").
_HEADER = re.compile(r"\s*\[\[?\s*[\"']?([\w-]+)[\"']?(?:\s*\.\s*[\"']?([\w-]+)[^\]\n]*)?\s*\]")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*[.=]")
# Inside a table within a feed: keys of it are nobody's.
_WITHIN = -2


@dataclass(frozen=True, slots=True)
class Places:
    """The lines (from 1) of the tables `[[feeds]]` and their keys, by the number of the table (from 0).

    Number -1 stands for all that is outside of them. The key "" is the table itself.
    """

    lines: dict[tuple[int, str], int]

    def of(self, table: int, key: str) -> int:
        """The line of a key; of its table where it is not there; of `feeds` where the feeds are no such tables."""
        tries = ((table, key), (table, ""), (-1, "feeds"))
        return next((self.lines[at] for at in tries if at in self.lines), 1)


def key_in(text: str, line: int) -> str | None:
    """The key that a line (from 1) of a text gives a value, also where the text is no TOML."""
    found = _KEY.match(text.split("\n")[line - 1])
    return found and found[1]


def places(text: str) -> Places:
    """Where everything stands in the text of a feeds file."""
    plain = _TEXTS.sub(lambda m: "\n" * m[0].count("\n") if "\n" in m[0] else m[0], text)
    lines: dict[tuple[int, str], int] = {}
    tables, table = -1, -1
    for number, line in enumerate(plain.split("\n"), 1):
        if header := _HEADER.match(line):
            name, inner = header.groups()
            if name == "feeds" and inner:
                lines.setdefault((tables, inner), number)
                table = _WITHIN
                continue
            is_feed = name == "feeds" and line.lstrip().startswith("[[")
            tables += is_feed
            table, key = (tables, "") if is_feed else (-1, name)
            lines.setdefault((table, key), number)
        elif found := _KEY.match(line):
            lines.setdefault((table, found[1]), number)
    return Places(lines)
