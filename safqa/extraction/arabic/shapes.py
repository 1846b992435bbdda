"""What the letters of an Arabic word say about its being a name, and which words are no names by themselves.

A foreign name is written with other sequences of letters than Arabic words are: "نتفورا" has no pattern that a root
could have filled. Each run of two to four letters has a weight, learned from the names of the list of organisations
against the ordinary words of the annotated articles; `python -m benchmarks.learning` writes both files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from safqa.extraction.arabic.words import read_word

_T = TypeVar("_T")

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

_SHORTEST, _LONGEST = 2, 4  # letters of a piece, the edges of the word among them
_KEPT = 4  # letters that a word must keep when its clitics are cut off, the article among them
_WHOLE = 3  # letters of a word that is part of a name
EVER = ""
"""The piece that every word has."""


def pieces(word: str) -> Iterator[str]:
    """The runs of letters of a word, with "^" and "$" at its edges."""
    yield EVER
    edged = f"^{word}$"
    for length in range(_SHORTEST, _LONGEST + 1):
        for place in range(len(edged) - length + 1):
            yield edged[place : place + length]


def stripped(word: str) -> Iterator[str]:
    """A word, and what may be left of it without clitics: "وبالشركة", "بالشركة", "الشركة"."""
    yield word
    if word[0] in "وف" and len(word) > _KEPT:
        word = word[1:]
        yield word
    if word.startswith("لل") and len(word) > _KEPT:
        yield "ال" + word[2:]
        yield word[2:]
    elif word[0] in "بلكس" and len(word) > _KEPT:
        word = word[1:]
        yield word
    if word.startswith("ال") and len(word) > _KEPT:
        yield word[2:]


class Shapes:
    """What is known of words by themselves; each word is worked out once."""

    def __init__(self, weights: Mapping[str, float], ordinary: frozenset[str]) -> None:
        """Take the weights of pieces, and the words that are ordinary."""
        self.weights = weights
        self.ordinary = ordinary
        self._odds: dict[str, float] = {}
        self._plain: dict[str, bool] = {}
        self._name: dict[str, float | None] = {}

    def odds_of_name(self, word: str) -> float | None:
        """The log-odds of a word of the text; None for one that can be no part of a bare name, whatever its letters."""
        try:
            return self._name[word]
        except KeyError:
            possible = (
                len(word) >= _WHOLE
                and word.isalpha()
                and not word.isascii()
                and not word.startswith("ال")
                and not self.is_ordinary(word)
                and not read_word(word).senses
            )
            found = self.odds(word) if possible else None
            _remember(self._name, word, found)
            return found

    def odds(self, word: str) -> float:
        """The log-odds of the word being one of a name rather than an ordinary one, by its letters alone."""
        found = self._odds.get(word)
        if found is None:
            weights = self.weights
            found = sum([weights[piece] for piece in set(pieces(word)) if piece in weights])
            _remember(self._odds, word, found)
        return found

    def is_ordinary(self, word: str) -> bool:
        """Whether the word, with its clitics or without, is met as an ordinary one."""
        found = self._plain.get(word)
        if found is None:
            found = not self.ordinary.isdisjoint(stripped(word))
            _remember(self._plain, word, found)
        return found


_REMEMBERED = 100_000  # words that are remembered, as many as the lexicon keeps


def _remember(known: dict[str, _T], word: str, found: _T) -> None:
    if len(known) >= _REMEMBERED:
        known.clear()
    known[word] = found


def load_shapes(weights: Traversable, ordinary: Traversable) -> Shapes:
    """The shapes of two files: pieces with their weights, and ordinary words."""
    rows = (line.split("\t") for line in _lines(weights))
    return Shapes({piece: float(weight) for piece, weight in rows}, frozenset(_lines(ordinary)))


def _lines(file: Traversable) -> Iterator[str]:
    return (line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
