"""Finds listed names in a text: one pass over its words, a trie of word sequences, the longest name first.

What it knows of Arabic newsrooms: proclitics are glued to names (وسوفت بنك، لأنثروبيك، وOpenAI، للإنفيديا) and do not
belong to them; a name may be parted by spaces, hyphens, stops or not at all (إيه.آي, إيه آي, سوفتبنك, جي42); a hard g
is غ or ج; letter names and shared words have several spellings (`safqa.names.words.spelling_variants`).
What it never does: match inside a longer word, or guess. Latin names are told from words by their capitals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from safqa.names.words import HARD_G, spelling_variants
from safqa.organisations.named import Alias, Named
from safqa.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

N = TypeVar("N", bound=Named)

_ARABIC = "\u0621-\u064a\u066e-\u06d3"
# One piece each: a run of Arabic letters, of digits, of other letters; and the sign in e& and AT&T.
_PIECE = re.compile(rf"[{_ARABIC}]+|[0-9]+|[^\W\d_{_ARABIC}]+|&")
_IS_ARABIC = re.compile(rf"[{_ARABIC}]")
# What may stand between the pieces of one name: nothing at a change of script, a space, hyphen, stop, apostrophe,
# slash, colon; a quote mark opens the product in: مطورة "تشات جي بي تي".
_BETWEEN = frozenset(("", " ", "  ", "-", " - ", ".", ". ", "'", "' ", '"', ' "', "«", " «", "/", ":"))
# Conjunction, preposition and article, in the order they are written. لل is ل + ال, with the alef left out.
_PROCLITICS = tuple(
    sorted(
        {"".join(parts) for parts in product(("", "و", "ف"), ("", "ب", "ل", "ك"), ("", "ال"))} - {""}
        | {"لل", "ولل", "فلل"},
        key=len,
    )
)
_ARTICLES = ("ال", "لل")
# A name keeps at least two letters when something is taken off its head.
_SHORTEST_REST = 2
# Latin names of up to four letters are told from words by their exact case (Arm, Meta, du); longer ones by a capital.
_EXACT_CASE = 4
# Joined spellings (سوفتبنك) are looked for when they are long enough to be no word of their own (not دي+تي).
_SHORTEST_JOINED = 6
_MOST_JOINED_PIECES = 4
# Distinct first words remembered; a corpus of news has fewer, a stream of junk must not fill the memory.
_MEMORY = 50_000


@dataclass(frozen=True, slots=True)
class NameMatch(Generic[N]):
    """A listed name at `[start, end)` of the text searched, without the proclitics in front of it."""

    start: int
    end: int
    organisation: N
    alias: str
    homograph: bool


class _Piece(NamedTuple):
    """A piece of the text: its place, and the form it is looked up by."""

    start: int
    end: int
    key: str


class _Entry(NamedTuple, Generic[N]):
    """What stands at the end of a word sequence in the trie."""

    named: N
    alias: Alias
    latin: str


class _Node(Generic[N]):
    """A place in the trie: the words that may follow, and the names that end here."""

    __slots__ = ("entries", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node[N]] = {}
        self.entries: list[_Entry[N]] = []


class Gazetteer(Generic[N]):
    """A list of names ready to be looked for. Made once; `find` may be called from several threads."""

    def __init__(self, names: Iterable[N]) -> None:
        self._variants = spelling_variants()
        self._root: _Node[N] = _Node()
        self._heads: dict[str, tuple[tuple[int, str, bool], ...]] = {}
        for named in names:
            for alias in named.aliases:
                self._add(named, alias)

    def find(self, text: str) -> list[NameMatch[N]]:
        """The names in a normalised text (`safqa.text.normalise`), in their order, none inside another."""
        pieces = self._pieces(text)
        matches: list[NameMatch[N]] = []
        place = 0
        while place < len(pieces):
            found = self._match_at(text, pieces, place)
            if found is None:
                place += 1
            else:
                matches.append(found[0])
                place = found[1]
        return matches

    def _add(self, named: N, alias: Alias) -> None:
        text = normalise(alias.text).text
        words = [piece.key for piece in self._pieces(text)]
        latin = "".join(letter for letter in text if letter.isalnum() or letter == "&") if text.isascii() else ""
        entry = _Entry(named, alias, latin)
        self._insert(words, entry)
        if not alias.homograph:
            for joined in _joined([text[piece.start : piece.end].translate(HARD_G) for piece in self._pieces(text)]):
                self._insert(joined, entry)

    def _insert(self, words: Iterable[str], entry: _Entry[N]) -> None:
        node = self._root
        for word in words:
            node = node.next.setdefault(word, _Node())
        node.entries.append(entry)

    def _pieces(self, text: str) -> list[_Piece]:
        variants = self._variants
        plain = text.translate(HARD_G)
        pieces = []
        for found in _PIECE.finditer(plain):
            word = found[0]
            pieces.append(_Piece(found.start(), found.end(), variants.get(word, word).lower()))
        return pieces

    def _match_at(self, text: str, pieces: list[_Piece], place: int) -> tuple[NameMatch[N], int] | None:
        """The longest name whose first word is the piece at `place`, and the place behind it."""
        best: tuple[NameMatch[N], int] | None = None
        for skip, key, article in self._head(pieces[place].key):
            if best is None and not _may_start(text, pieces, place):
                return None
            start = pieces[place].start + skip
            for stop, node in self._walk(text, pieces, place, key):
                end = pieces[stop - 1].end
                entry = next((e for e in node.entries if _accepts(e, text[start:end], article=article)), None)
                if entry is not None and (best is None or end > best[0].end) and _may_end(text, end):
                    match = NameMatch(start, end, entry.named, entry.alias.text, entry.alias.homograph)
                    best = (match, stop)
        return best

    def _walk(self, text: str, pieces: list[_Piece], place: int, key: str) -> Iterator[tuple[int, _Node[N]]]:
        """The nodes with names that the pieces from `place` on lead to, each with the place behind it."""
        node: _Node[N] | None = self._root.next[key]
        while node is not None:
            place += 1
            if node.entries:
                yield place, node
            if place == len(pieces) or text[pieces[place - 1].end : pieces[place].start] not in _BETWEEN:
                return
            node = node.next.get(pieces[place].key)

    def _head(self, word: str) -> tuple[tuple[int, str, bool], ...]:
        """The ways to read a word as the first of a name: letters to skip, the form to look up, article taken off."""
        known = self._heads.get(word)
        if known is None:
            if len(self._heads) >= _MEMORY:
                self._heads.clear()
            known = self._heads[word] = tuple(way for way in self._ways(word) if way[1] in self._root.next)
        return known

    def _ways(self, word: str) -> Iterator[tuple[int, str, bool]]:
        yield 0, word, False
        if not _IS_ARABIC.match(word):
            return
        for proclitic in _PROCLITICS:
            rest = word[len(proclitic) :]
            if word.startswith(proclitic) and len(rest) >= _SHORTEST_REST:
                yield len(proclitic), self._variants.get(rest, rest), proclitic.endswith(_ARTICLES)
                if proclitic.endswith("لل"):
                    yield len(proclitic) - 1, f"ال{rest}", False


def _joined(words: list[str]) -> Iterator[list[str]]:
    """The ways to write Arabic words with fewer gaps: سوفت بنك as سوفتبنك."""
    arabic = all(_IS_ARABIC.match(word) for word in words)
    if not arabic or len(words) > _MOST_JOINED_PIECES or len("".join(words)) < _SHORTEST_JOINED:
        return
    for gaps in product((" ", ""), repeat=len(words) - 1):
        if "" in gaps:
            yield "".join(word + gap for word, gap in zip(words, (*gaps, ""), strict=True)).split()


def _accepts(entry: _Entry[N], found: str, *, article: bool) -> bool:
    """Whether the text may mean this spelling: the case fits, and no article makes a homograph the plain word."""
    if entry.latin:
        if len(entry.latin) <= _EXACT_CASE:
            return "".join(letter for letter in found if letter.isalnum() or letter == "&") == entry.latin
        return entry.latin.islower() or not found.islower()
    return not (article and entry.alias.homograph)


def _may_start(text: str, pieces: list[_Piece], place: int) -> bool:
    """Whether a name may begin at a piece: not inside a word or number; glued Arabic in front must be a proclitic."""
    start = pieces[place].start
    if place and pieces[place - 1].end == start:
        return _IS_ARABIC.match(text, start) is not None or pieces[place - 1].key in _PROCLITICS
    return not (
        text[start].isdigit() and text[start - 1 : start] in (".", ",") and text[start - 2 : start - 1].isdigit()
    )


def _may_end(text: str, end: int) -> bool:
    """Whether a name may end here: not inside a word, a number (G42.5) or a web address (openai.com)."""
    if _IS_ARABIC.match(text, end - 1):
        return True
    behind = text[end : end + 2]
    if not behind:
        return True
    if behind[0].isalnum():
        return _IS_ARABIC.match(behind) is not None
    if text[end - 1].isdigit() and (behind[0] == "%" or (behind[0] in ".," and behind[1:].isdigit())):
        return False
    return not (behind[0] == "." and behind[1:].isascii() and behind[1:].islower())
