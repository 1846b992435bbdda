"""Parts of a company that are traded by themselves: "شراء قسم الروبوتات في «إيه بي بي»", "ABB's robotics unit".

Such a part is the target, and the company that it is a part of is no side of the deal. It has no name of its own: it is
known by its company and by what it does, however a text calls it. Words are in each pack's `divisions.tsv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safqa.tables import read_table
from safqa.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True)
class Division:
    """A part of a company, at `[start, end)` of the normalised text with the company's name inside.

    Attributes:
        business: what it does, in English where the table knows it, else as the text has it.
        bare: a pattern of how the text may call it without the company, "قسم الروبوتات" in group 1.
    """

    start: int
    end: int
    business: str
    bare: re.Pattern[str]


class Divisions:
    """Finds such parts by the words of one language.

    Args:
        words: the table.
        business: a pattern of one word of what a part may do; up to three say it.
        company: a pattern of what may stand between a link and the company's name.
        article: what stands before a part that comes before its company.
        owned: what joins a company to its part where the company comes first; the noun then comes last, too.
    """

    def __init__(
        self, words: DivisionWords, *, business: str, company: str = "", article: str = "", owned: str = ""
    ) -> None:
        """Build the patterns."""
        self._english = words.english
        self._form = f"{{}} {_any_of(words.nouns)}" if owned else f"{_any_of(words.nouns)} {{}}"
        word = rf"(?!{_any_of(words.never)}\b)(?:{business})"
        part = self._form.format(rf"(?P<of>{word}(?:[ -]{word}){{0,2}})")
        self._links = _any_of(words.links)
        self._ahead = re.compile(rf"(?<!\w){article}(?P<part>{part}) {self._links} ?{company}(?P<quote>[\"«“]?)$")
        self._behind = re.compile(rf"{owned} {part}(?!\w)") if owned else None

    def around(self, text: str, start: int, end: int) -> Division | None:
        """The part of the company whose name stands at `[start, end)`, if the text tells of one there."""
        line = text.rfind("\n", 0, start) + 1
        if (found := self._ahead.search(text, max(line, start - _REACH), start)) is not None:
            closing = _CLOSING.match(text, end) if found["quote"] else None
            return self._division(found["of"], found.start("part"), closing.end() if closing else end)
        if self._behind is not None and (found := self._behind.match(text, end)) is not None:
            return self._division(found["of"], start, found.end())
        return None

    def _division(self, of: str, start: int, end: int) -> Division:
        bare = self._form.format(re.escape(of))
        again = rf"(?<!\w)[وف]?[بلك]?({bare})(?!\w)(?! {self._links} )"  # not "قسم الروبوتات في غوغل"
        return Division(start, end, self._english.get(of, of.title()), re.compile(again))


_CLOSING = re.compile(r"[\"»”]")
_REACH = 60  # characters before a company's name in which its part begins; the longest of the corpus has 38


@dataclass(frozen=True, slots=True)
class DivisionWords:
    """The rows of a `divisions.tsv`, in normalised text."""

    nouns: tuple[str, ...]
    links: tuple[str, ...]
    never: tuple[str, ...]
    english: dict[str, str]


def load_divisions(source: Traversable) -> DivisionWords:
    """Read a table.

    Raises:
        InputError: a row cannot be used; names file, line and column.
    """
    found: dict[str, dict[str, str]] = {"noun": {}, "link": {}, "business": {}, "never": {}}
    for row in read_table(source, ("kind", "word", "english", "example")):
        found[row.choice("kind", tuple(found))][normalise(row.cells["word"]).text] = row.cells["english"]
    return DivisionWords(tuple(found["noun"]), tuple(found["link"]), tuple(found["never"]), found["business"])


def _any_of(words: Iterable[str]) -> str:
    return rf"(?:{'|'.join(sorted(words, key=len, reverse=True))})"
