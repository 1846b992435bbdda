"""The words of a name: what is dropped, what is weak, and what makes another organisation of it.

The words stand in `data/name_words.tsv`.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from safqa.names.letters import WORD, letter_names, spell_letters
from safqa.tables import DATA, Row, read_table
from safqa.text import normalise

_COLUMNS = ("word", "weight", "latin", "spelled", "meaning", "example")
_WEIGHTS = ("legal", "weak", "kind")
# غ and ج are the two ways to write a hard g; as one letter they halve the spellings that a table must list.
HARD_G = str.maketrans("غ", "ج")
# ال is taken off words that keep three letters, so that الى, الا and names like آلات keep theirs.
_SHORTEST_WITH_ARTICLE = 5


def tokens(text: str) -> tuple[str, ...]:
    """The words of a name as they are compared: normalised, one letter for a hard g, lower case, no accents."""
    return tuple(map(_plain, WORD.findall(normalise(text).text.translate(HARD_G))))


def _plain(word: str) -> str:
    """Lower case without accents; Arabic letters stay as they are."""
    if word.isascii() or word[0] >= "\u0600":
        return word.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))


@cache
def _rows() -> tuple[Row, ...]:
    return tuple(read_table(DATA / "name_words.tsv", _COLUMNS))


@cache
def weights() -> dict[str, str]:
    """Word -> `legal`, `weak` or `kind`."""
    return {row["word"]: row.choice("weight", _WEIGHTS) for row in _rows()}


@cache
def _phrases() -> dict[tuple[str, ...], str]:
    """Every form of a shared word, as words -> the Latin word that stands for it."""
    phrases: dict[tuple[str, ...], str] = {}
    for row in _rows():
        for form in (row["word"], *row.items("latin"), *row.items("spelled"), *row.items("meaning")):
            phrases[tokens(form)] = row["word"]
    return phrases


@cache
def spelling_variants() -> dict[str, str]:
    """Words that newsrooms spell in several ways -> the one that stands for them when a list of names is searched.

    The names of a letter (إيه, أي), and the spellings of a shared word (فنتشرز, فينتشرز). Letters that share one
    name are one here.
    """
    leader: dict[str, str] = {}
    groups = [
        [name for name, read in letter_names().items() if letter in read] for letter in "AIEBPCDFGJKHLMNOQRSTUVWXYZ"
    ]
    groups += [[form for item in row.items("spelled") for form in tokens(item)] for row in _rows()]
    for group in groups:
        known = {leader.get(form, form) for form in group}
        first = min(known, default="")
        leader |= {form: first for form in leader if leader[form] in known}
        leader |= dict.fromkeys(group, first)
    return {form: first for form, first in leader.items() if form != first}


def fold(name: str) -> str:
    """The name in one spelling: letters read, case, accents, alef, ya and ta forms and ال unified, legal words gone.

    Shared words appear in their Latin form, so that "سيكويا كابيتال" keeps what sets it apart from "سيكويا". A name of
    legal words alone keeps them.
    """
    words = tuple(_plain(word.translate(HARD_G)) for word in spell_letters(name).split())
    kept = [word for word in _shared(words) if weights().get(word) != "legal"]
    return " ".join(map(_without_article, kept or words))


def only_legal(text: str) -> bool:
    """Whether a text has no word but legal ones: "شركة", "Inc.", nothing at all."""
    return all(weights().get(word) == "legal" for word in _shared(tokens(text)))


def _shared(words: tuple[str, ...]) -> list[str]:
    """The words with every shared word or phrase in its Latin form."""
    phrases = _phrases()
    longest = max(map(len, phrases))
    found: list[str] = []
    place = 0
    while place < len(words):
        for size in range(longest, 0, -1):
            word = phrases.get(words[place : place + size])
            if word is not None or size == 1:
                found.append(word or words[place])
                place += size
                break
    return found


def _without_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) >= _SHORTEST_WITH_ARTICLE else word
