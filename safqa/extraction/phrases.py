"""Fixed phrases of several words ("مراكز بيانات", "وضع اللمسات الأخيرة") as one item with a class.

A row of the table is `class, phrase, example`. In a phrase each word is matched bare, without its clitics; `a|b` lets
either word stand, `{CLASS}` any word of that class of the lexicon, and `...` up to two words of any kind.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from safqa.errors import InputError
from safqa.extraction.document import Item, Kind, Sense
from safqa.text import normalise

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Sequence
    from importlib.resources.abc import Traversable

_GAP = "..."
_MAX_GAP = 2  # words that may stand where a phrase says "..."


@dataclass(frozen=True, slots=True)
class Phrase:
    """One row: the class it gives, and the alternatives for each of its words."""

    cls: str
    words: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """All phrases by the keys that their first word may have; longer phrases first."""

    by_first: dict[str, tuple[Phrase, ...]]
    definite: re.Pattern[str]  # a first word that carries the article

    def merge(self, items: Sequence[Item], bare: Callable[[Item], frozenset[str]]) -> list[Item]:
        """The items with each phrase put together; `bare` gives the keys that a word may be matched by."""
        keys = [bare(i) for i in items]
        out: list[Item] = []
        place = 0
        while place < len(items):
            found = self._at(keys, items, place)
            if found is None:
                out.append(items[place])
                place += 1
            else:
                cls, end = found
                out.append(_merged(items[place:end], cls, self.definite))
                place = end
        return out

    def _at(self, keys: Sequence[frozenset[str]], items: Sequence[Item], place: int) -> tuple[str, int] | None:
        if items[place].kind is not Kind.WORD:
            return None
        best: tuple[str, int] | None = None
        for key in keys[place]:
            for phrase in self.by_first.get(key, ()):
                end = _match(phrase.words, keys, items, place)
                if end and (best is None or end > best[1]):
                    best = (phrase.cls, end)
        return best


def _match(
    words: tuple[frozenset[str], ...], keys: Sequence[frozenset[str]], items: Sequence[Item], place: int
) -> int | None:
    """Where the phrase ends if it stands at `place`."""
    if not words:
        return place
    if _GAP in words[0]:
        ends = (_match(words[1:], keys, items, place + skip) for skip in range(_MAX_GAP + 1))
        return next((end for end in ends if end), None)
    if place >= len(items) or items[place].kind is not Kind.WORD or not words[0] & keys[place]:
        return None
    return _match(words[1:], keys, items, place + 1)


def _merged(items: Sequence[Item], cls: str, article: re.Pattern[str]) -> Item:
    first = items[0]
    form = first.senses[0] if first.senses else Sense(cls, "noun", definite=article.match(first.text) is not None)
    text = " ".join(i.text for i in items)
    return Item(
        Kind.WORD, first.start, items[-1].end, text, marker=first.marker, joined=first.joined,
        senses=(replace(form, cls=cls),),
    )  # fmt: skip


def load_phrases(file: Traversable, definite: re.Pattern[str]) -> Phrases:
    """The phrases of a table, `definite` as in `Phrases`; an `InputError` names the line that is wrong."""
    by_first: dict[str, list[Phrase]] = {}
    for phrase in _rows(file):
        for key in phrase.words[0]:
            by_first.setdefault(key, []).append(phrase)
    return Phrases({k: tuple(sorted(v, key=lambda p: -len(p.words))) for k, v in by_first.items()}, definite)


def _rows(file: Traversable) -> Iterator[Phrase]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cls, _, rest = line.partition("\t")
        written = rest.split("\t")[0].split()
        if not written:
            raise InputError(f"{file.name}:{number}: a phrase needs a class and words, separated by a tab")
        yield Phrase(cls, tuple(frozenset(_key(w) for w in word.split("|")) for word in written))


def _key(word: str) -> str:
    return word if word.startswith("{") or word == _GAP else normalise(word).text
