"""An Arabic word as the engine reads it: its clitics as a marker, its readings in the lexicon as senses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.extraction.arabic.lexicon import deal_lexicon
from safqa.extraction.document import Sense
from safqa.extraction.pack import WordForm

if TYPE_CHECKING:
    from safqa.extraction.arabic.lexicon import Reading
    from safqa.extraction.document import Item

_PREPOSITIONS = "بلك"
_OWNERS = {"ها": "f", "ه": "m", "هم": "p", "هما": "p", "نا": "p"}


def read_word(word: str) -> WordForm:
    """The form of a normalised word; one that the lexicon does not know has no senses."""
    readings = deal_lexicon().read(word)
    if not readings:
        return WordForm()
    likeliest = readings[0].proclitics
    marker = next((c for c in likeliest if c in _PREPOSITIONS), "") if readings[0].pos != "verb" else ""
    return WordForm(marker, likeliest.startswith(("و", "ف")), tuple(_sense(r) for r in readings))


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
