"""An Arabic word as the engine reads it: its clitics as a marker, its readings in the lexicon as senses."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from safqa.extraction.arabic.lexicon import deal_lexicon
from safqa.extraction.document import Sense
from safqa.extraction.pack import WordForm

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from safqa.extraction.arabic.lexicon import FullLexicon, Reading
    from safqa.extraction.document import Item

_PREPOSITIONS = "بلك"
_OWNERS = {"ها": "f", "ه": "m", "هم": "p", "هما": "p", "نا": "p"}


# Word forms that are remembered: as many as the lexicon keeps. Nearly all are forms without senses.
_REMEMBERED = 100_000


@lru_cache(maxsize=_REMEMBERED)
def read_word(word: str) -> WordForm:
    """The form of a normalised word; one that the lexicon does not know has no senses."""
    readings = deal_lexicon().read(word)
    if not readings:
        return WordForm()
    return WordForm(_marker(readings[0]), _is_joined(readings[0]), tuple(map(_sense, readings)))


def reader(full: FullLexicon) -> Callable[[str], WordForm]:
    """`read_word`, with a full database asked about words that the lexicon does not know."""

    @lru_cache(maxsize=_REMEMBERED)
    def read(word: str) -> WordForm:
        form = read_word(word)
        return form if form.senses else _agreed(full.read(word))

    return read


def _agreed(readings: Sequence[Reading]) -> WordForm:
    """What all readings of a word say: its clitics, and its senses when in none it is an ordinary word."""
    glued = {(_marker(r), _is_joined(r)) for r in readings}
    marker, joined = glued.pop() if len(glued) == 1 else ("", False)
    deal_word = all(r.cls for r in readings)
    return WordForm(marker, joined, tuple(map(_sense, readings)) if deal_word else ())


def _marker(reading: Reading) -> str:
    """The preposition glued to a word; a verb has none."""
    return next((c for c in reading.proclitics if c in _PREPOSITIONS), "") if reading.pos != "verb" else ""


def _is_joined(reading: Reading) -> bool:
    return reading.proclitics.startswith(("و", "ف"))


def _sense(reading: Reading) -> Sense:
    return Sense(
        cls=reading.cls,
        pos=reading.pos,
        tense=_tense(reading),
        gender=reading.gender,
        number=reading.number,
        voice="passive" if reading.voice == "p" else "",
        owner=_OWNERS.get(reading.enclitic, ""),
        definite=reading.article,
        lemma=reading.lemma,
    )


def _tense(reading: Reading) -> str:
    if reading.aspect == "p":
        return "past"
    if reading.aspect == "i":
        return "future" if "س" in reading.proclitics else "present"
    return ""


def bare_keys(item: Item) -> frozenset[str]:
    """What a phrase of the tables may know a word by: itself, itself without clitics, and its classes in braces."""
    word = item.text
    keys = {word, *(f"{{{s.cls}}}" for s in item.senses)}
    if len(word) > 3:  # noqa: PLR2004 — a shorter word has no letter to spare for a clitic
        base = word[1:] if word[0] in "وف" else word
        keys.add(base)
        if base.startswith("لل"):
            keys.add("ال" + base[2:])
        elif base[0] in _PREPOSITIONS:
            keys.add(base[1:])
    return frozenset(keys)
