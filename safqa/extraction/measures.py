"""What an amount measures: the nearest noun or verb that governs it in its clause.

The table of measures (`measures.tsv` of a language pack) gives each class of words its measure; "amount", "value",
"valuation" and "total_raised" are the deal's, every other is the name under which money is turned away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safqa.extraction.document import Item, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from safqa.extraction.scene import Scene

_LEFT = 9  # items before an amount in which its measure is looked for
_RIGHT = 3  # items after it ("40 مليار دولار إيرادات سنوية"; "49% من أسهم")
_NEAR_VERB = 3  # items from a verb of estimating to the noun it speaks of: "تمويلا إجماليا يقدر بنحو"
_PASSING = ("AMOUNT", "TOTAL", "ROUND", "CAPITAL")


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """The word that governs an amount, and what it measures."""

    word: Item
    name: str


def named(word: Item, measures: Mapping[str, str]) -> str | None:
    """The measure that a word's likeliest sense has; an adjective measures nothing ("النفقات الاستثمارية")."""
    if not word.senses:
        return None
    measure = measures.get(word.senses[0].cls)
    return None if measure == "amount" and word.senses[0].pos == "adj" else measure


def measure_of(scene: Scene, item: Item, measures: Mapping[str, str]) -> Measure | None:
    """The measure of an amount.

    Words that only pass a number on ("قدره", "يقدر بـ", "في آخر جولاتها", "عقب الصفقة") give way to a stronger one
    before them.
    """
    weak: Measure | None = None
    for word in _words_before(scene, item):
        name = named(word, measures)
        if name is None or (weak and not _stronger(word, name, weak.word)):
            continue
        if not _passes_on(word):
            return Measure(word, name)
        weak = weak or Measure(word, name)
    return weak or _behind(scene, item, measures)


def _words_before(scene: Scene, item: Item) -> list[Item]:
    """The items before an amount in its clause, near to far, up to another amount."""
    out: list[Item] = []
    for word in reversed(scene.sentence.items[max(0, item.index - _LEFT) : item.index]):
        other = word.kind is Kind.AMOUNT and not (word.amount and word.amount.conversion)
        if other or scene.clauses[word.index] != scene.clauses[item.index]:
            break
        out.append(word)
    return out


def _behind(scene: Scene, item: Item, measures: Mapping[str, str]) -> Measure | None:
    for word in scene.sentence.items[item.index + 1 : item.index + 1 + _RIGHT]:
        if word.kind is not Kind.WORD:
            return None
        if (name := named(word, measures)) and name not in {"amount", "value"}:
            return Measure(word, name)
    return None


def _passes_on(word: Item) -> bool:
    """Whether a word only passes a number on to what stands before it."""
    sense = word.senses[0]
    return word.has(*_PASSING) or (word.has("VALUATION") and sense.is_verb) or (word.has("DEAL") and sense.definite)


def _stronger(word: Item, measure: str, weak: Item) -> bool:
    """Whether a measure further left is what the amount is of, and the passing word is not."""
    if weak.has("ROUND", "DEAL"):
        return measure in {"value", "valuation", "total_raised"}
    return not weak.senses[0].is_verb or weak.index - word.index <= _NEAR_VERB
