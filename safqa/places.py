"""Where the keys of a TOML file of ours stand: tomllib reads values and forgets lines, which messages need."""

from __future__ import annotations

import re
from dataclasses import dataclass

# What may hold line breaks, or look like a table inside: texts and comments. Texts of several lines are blanked.
_TEXTS = re.compile(r'"""[\s\S]*?(?<!\\)"""|\'\'\'[\s\S]*?\'\'\'|#[^\n]*|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'')
# A header of one name, or the first two of several; a key, or the first name of one of several ("a.b = 1").
_HEADER = re.compile(r"\s*\[\[?\s*[\"']?([\w-]+)[\"']?(?:\s*\.\s*[\"']?([\w-]+)[^\]\n]*)?\s*\]")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*[.=]")
# Inside a table within one of ours: keys of it are nobody's.
_WITHIN = -2


@dataclass(frozen=True, slots=True)
class Places:
    """The lines (from 1) of the tables `[[name]]` and their keys, by the number of the table (from 0).

    Number -1 stands for all that is outside of them. The key "" is the table itself.
    """

    name: str
    lines: dict[tuple[int, str], int]

    def of(self, table: int, key: str) -> int:
        """The line of a key; of its table where it is not there; of their name where they are no such tables."""
        tries = ((table, key), (table, ""), (-1, self.name))
        return next((self.lines[at] for at in tries if at in self.lines), 1)


def key_in(text: str, line: int) -> str | None:
    """The key that a line (from 1) of a text gives a value, also where the text is no TOML."""
    found = _KEY.match(text.split("\n")[line - 1])
    return found and found[1]


def places(text: str, tables: str) -> Places:
    """Where everything stands in a text whose tables are `[[feeds]]`, or `[[…]]` of another name."""
    plain = _TEXTS.sub(lambda m: "\n" * m[0].count("\n") if "\n" in m[0] else m[0], text)
    lines: dict[tuple[int, str], int] = {}
    count, table = -1, -1
    for number, line in enumerate(plain.split("\n"), 1):
        if header := _HEADER.match(line):
            name, inner = header.groups()
            if name == tables and inner:
                lines.setdefault((count, inner), number)
                table = _WITHIN
                continue
            is_ours = name == tables and line.lstrip().startswith("[[")
            count += is_ours
            table, key = (count, "") if is_ours else (-1, name)
            lines.setdefault((table, key), number)
        elif found := _KEY.match(line):
            lines.setdefault((table, found[1]), number)
    return Places(tables, lines)
