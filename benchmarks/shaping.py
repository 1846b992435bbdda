"""What the letters of names look like in Arabic, and which words are ordinary: learned from the list and the articles.

Positive are the words of the names on the list of organisations and of the parties of deals, negative the other words
of the articles. A fold's own shapes know nothing of its articles. For teaching how names of no list stand in a text,
half of the organisations at a time are read as unlisted, with shapes that have not seen their names.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from safqa.extraction.arabic.pack import shaped
from safqa.extraction.arabic.shapes import EVER, Shapes, pieces, stripped
from safqa.extraction.arabic.words import read_word
from safqa.extraction.listing import listing
from safqa.organisations import Kind, load_organisations
from safqa.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from benchmarks.labels import Article
    from safqa.extraction.pack import Pack

HALVES = 2
"""Parts of the list of organisations; one at a time is hidden."""

_ORDINARY = 3  # articles that must use a word for it to be an ordinary one: two may share a person or a place
_SEEN = 4  # words that must hold a piece before it is given a weight
_TRUST = 0.5  # how much the weights may lean on the words; chosen by log-loss on articles not learned from
_ONCE = 0.5  # what a word counts that one article uses: it may be a name of somebody else
_NO_COMPANY = frozenset({Kind.GOVERNMENT, Kind.UNIVERSITY, Kind.PERSON, Kind.PROJECT, Kind.PRODUCT})
_WORD = re.compile(r"[^\W\d_]{3,}")


class _Read(NamedTuple):
    """The words of an article that are of no name, those of its parties, and its fold."""

    plain: frozenset[str]
    named: frozenset[str]
    fold: int
    source: str  # its story, or itself


class Shaping:
    """The words of the articles, ready to learn from without any one fold and any half of the list."""

    def __init__(self, articles: Sequence[Article]) -> None:
        """Read the words of all articles."""
        self._read = [_words_of(a) for a in articles]
        self._listed = [
            (word, half_of(o.name))
            for o in load_organisations()
            for alias in o.aliases
            if not alias.homograph
            for word in _arabic(alias.text)
        ]

    @cache  # noqa: B019 -- one object lives as long as the run
    def learn(self, held_out: int | None, hidden: int | None) -> Shapes:
        """What is known without the articles of one fold, and without one half of the list."""
        read = [r for r in self._read if r.fold != held_out]
        met = Counter(word for words in _by_source(read) for word in words)
        ordinary = frozenset(w for w, n in met.items() if n >= _ORDINARY)
        listed = {w for w, half in self._listed if half != hidden}
        secret = {w for w, half in self._listed if half == hidden} - listed
        names = {w for r in read for w in r.named} - secret | listed
        names = {w for w in names if ordinary.isdisjoint(stripped(w)) and not read_word(w).senses}
        plain = {w: 1.0 if n > 1 else _ONCE for w, n in met.items() if w not in names and w not in secret}
        return Shapes(_fit(names, plain), frozenset(_least(ordinary)))

    def pack(self, pack: Pack, held_out: int | None, hidden: int | None = None) -> Pack:
        """A pack with what is known so."""
        return shaped(pack, self.learn(held_out, hidden))

    def hiding(self, pack: Pack, held_out: int) -> list[Pack]:
        """For each half of the list a pack that does not know its names."""
        return [self.pack(pack, held_out, half) for half in range(HALVES)]


@cache
def unlisted(half: int) -> frozenset[str]:
    """The organisations of one half of the list that can be read as if they were on none: companies and funds."""
    return frozenset(o.name for o in load_organisations() if half_of(o.name) == half and o.kind not in _NO_COMPANY)


@cache
def half_of(name: str) -> int:
    """Which half of the list an organisation is in."""
    return int(hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest(), 16) % HALVES


def _arabic(text: str) -> Iterator[str]:
    for word in _WORD.findall(normalise(text).text):
        if not word.isascii() and not word.startswith("ال"):
            yield word


def _words_of(article: Article) -> _Read:
    text = normalise(article.text).text
    surfaces = {normalise(s).text for gold in article.deals for side in gold.sides for s in (side.name, *side.surface)}
    spans = [(m.start, m.end) for m in listing().find(text)]
    for surface in filter(None, surfaces):
        spans += [m.span() for m in re.finditer(rf"(?<!\w)\w{{0,2}}{re.escape(surface)}(?!\w)", text)]
    plain = list(text)
    for start, end in spans:
        plain[start:end] = " " * (end - start)
    words = frozenset(w for w in _WORD.findall("".join(plain)) if not w.isascii())
    named = frozenset(word for surface in surfaces for word in _arabic(surface))
    return _Read(words, named, article.fold, article.story or article.id)


def _by_source(read: Iterable[_Read]) -> Iterator[frozenset[str]]:
    """The words of each story or article: what two articles of one story share is said once."""
    found: dict[str, frozenset[str]] = {}
    for r in read:
        words = frozenset(w.removeprefix("ال") if len(w) > 4 else w for w in r.plain)
        found[r.source] = found.get(r.source, frozenset()) | words
    return iter(found.values())


def _least(ordinary: frozenset[str]) -> Iterator[str]:
    """The ordinary words without those that the rest tell of by their clitics, and without words of deals."""
    for word in ordinary:
        forms = list(stripped(word))[1:]
        if ordinary.isdisjoint(forms) and not read_word(word).senses:
            yield word


def _fit(names: Iterable[str], plain: dict[str, float]) -> dict[str, float]:
    """The weights of the pieces of words."""
    known = sorted(names)
    words, times = [*known, *sorted(plain)], [1.0] * len(known) + [plain[w] for w in sorted(plain)]
    held = [set(pieces(w)) - {EVER} for w in words]
    often = Counter(piece for row in held for piece in row)
    columns = sorted(piece for piece, n in often.items() if n >= _SEEN)
    numbers = {piece: n for n, piece in enumerate(columns)}
    cells, ends = [], [0]
    for row in held:
        cells += sorted(numbers[piece] for piece in row if piece in numbers)
        ends.append(len(cells))
    matrix = csr_matrix((np.ones(len(cells)), cells, ends), shape=(len(words), len(columns)))
    model = LogisticRegression(C=_TRUST, l1_ratio=1, solver="liblinear", random_state=0, max_iter=300)
    model.fit(matrix, np.arange(len(words)) < len(known), np.array(times))
    found = {EVER: float(model.intercept_[0])}
    found |= {p: float(w) for p, w in zip(columns, model.coef_[0], strict=True) if round(w, 2)}
    return found


def write_shapes(shapes: Shapes, weights: Path, ordinary: Path) -> None:
    """Write both files; the heaviest pieces come first."""
    head = "# Learned from the list of organisations and the articles; written by `python -m benchmarks.learning`."
    rows = sorted(shapes.weights.items(), key=lambda row: (row[0] != EVER, -abs(row[1]), row[0]))
    lines = [head, "# letters of a word with ^ and $ at its edges\tlog-odds of its being one of a name"]
    weights.write_text("\n".join([*lines, *(f"{p}\t{w:.2f}" for p, w in rows)]) + "\n", encoding="utf-8")
    lines = [head, "# words that several articles use, and no name of a party is made of"]
    ordinary.write_text("\n".join([*lines, *sorted(shapes.ordinary)]) + "\n", encoding="utf-8")
