"""What speaks for a quoted span being a name and not a saying, a product or a title.

Quotes alone prove nothing. What stands around them, how many ordinary words they hold, and whether the text says the
same again does: "مرفأ لوجستكس" is a company in front of "حصلت على", «الذكاء الخارق» behind "سباق" is none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from safqa.extraction.signs import size
from safqa.extraction.weights import ALONE, Seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from safqa.extraction.candidates import Candidate
    from safqa.extraction.pack import Pack, Script, WordForm

_REACH = 40  # characters on both sides in which the words around are looked for
_CONTEXTS = {"bare": ("bare",), "foreign": ("bare", "foreign")}  # of candidates without any sign but their letters
_WORD = re.compile(r"\w+")


def name_signs(text: str, found: Candidate, pack: Pack, ruled: Iterable[str]) -> Seen:
    """What speaks for a doubtful candidate being a name; `ruled` are the signs that the rules found.

    What stands around a bare run of words weighs otherwise than around quotes, so it has a context of its own.
    """
    signs = dict.fromkeys([*found.seen, *ruled, *_around(text, found.start, found.end, pack.read, pack.grammar.script)])
    return Seen(("any", *signs), _CONTEXTS.get(found.sign, (ALONE,)))


def _around(text: str, start: int, end: int, read: Callable[[str], WordForm], script: Script) -> Iterator[str]:
    before = _WORD.findall(text[max(0, start - _REACH) : start].rpartition("\n")[2])
    behind = _WORD.findall(text[end : end + _REACH].partition("\n")[0])
    yield f"before={_called(before[-1], read)}" if before else "begins the line"
    yield f"behind={_called(behind[0], read)}" if behind else "ends the line"
    if len(before) > 1:
        yield f"before that={_called(before[-2], read)}"
    if behind and script.described.fullmatch(behind[0]):
        yield "described behind"
    span = text[start:end]
    words = _WORD.findall(span)
    ordinary = sum(bool(read(word).senses) for word in words)
    yield from (f"words={size(len(words))}", f"words of deals={ordinary}", f"met={size(text.count(span))}")
    if words:
        yield f"first={_called(words[0], read) if read(words[0]).senses else '-'}"
    if script.definite is not None and script.definite.match(span):
        yield "begins with the article"
    if any(c.isascii() and c.isalpha() for c in span):
        yield "has Latin letters"


def _called(word: str, read: Callable[[str], WordForm]) -> str:
    """A word by its class, else by itself."""
    form = read(word)
    return form.senses[0].cls if form.senses else word
