"""When a found deal, party or figure is the annotated one; pure functions over `labels`.

Two deals can be one when their types are of one family, their targets agree, and they have a party in common (a deal
that names no party agrees with any); deals of equals need two sides in common, whoever is called the target.

Nothing of `safqa` is used here: a mistake in the normalisation under test must not hide itself.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.labels import Deal, Figure, Party

T = TypeVar("T")


def pair(golds: Sequence[T], founds: Sequence[T], alike: Callable[[T, T], float]) -> list[tuple[int, int]]:
    """One-to-one pairs (place in `golds`, place in `founds`), the most alike first; 0 never pairs.

    Greedy: on lists as short as an article's, the best assignment differs too rarely to be worth its explanation.
    """
    ranked = sorted(
        ((alike(g, f), i, j) for i, g in enumerate(golds) for j, f in enumerate(founds)), key=lambda r: -r[0]
    )
    pairs: list[tuple[int, int]] = []
    for likely, i, j in ranked:
        if likely > 0 and all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


_FAMILY = {"investment": "equity", "funding_round": "equity", "merger": "acquisition"}
_OF_EQUALS = {"partnership", "merger"}


def likeness(gold: Deal, found: Deal) -> float:
    """0 where the two cannot be one deal; else higher the more agrees: names and figures first, then type and stage."""
    overlap = sum(any(same_party(g, f) for f in found.sides) for g in gold.sides)
    if _family(gold) != _family(found) or not _sides_agree(gold, found, overlap):
        return 0
    figures = sum(any(same_figure(g, f) for f in found.figures) for g in gold.figures)
    # Type and stage only part deals that agree alike in names and figures: together they weigh less than one of those.
    return 1 + overlap + figures + 0.5 * (gold.type == found.type) + 0.25 * (gold.stage == found.stage)


def _family(deal: Deal) -> str:
    """Types that outlets use for the same transaction."""
    return _FAMILY.get(deal.type, deal.type)


def _sides_agree(gold: Deal, found: Deal, overlap: int) -> bool:
    if gold.type in _OF_EQUALS:
        return overlap >= min(2, len(gold.sides))
    if gold.target is None or found.target is None:
        targets = gold.target is found.target
    else:
        targets = same_party(gold.target, found.target)
    shared = any(same_party(g, f) for g in gold.parties for f in found.parties)
    return targets and (shared or not gold.parties or not found.parties)


def same_party(one: Party, other: Party) -> bool:
    """Whether two parties share a spelling."""
    return not _spellings(one).isdisjoint(_spellings(other))


def _spellings(party: Party) -> set[str]:
    return {plain(name) for name in (party.name, *party.surface)} - {""}


def same_figure(one: Figure, other: Figure) -> bool:
    """Whether two figures are the same interval of the same metric in the same unit."""
    same_kind = one.metric == other.metric and one.unit == other.unit
    return same_kind and _close(one.low, other.low) and _close(one.high, other.high)


def _close(one: float | None, other: float | None) -> bool:
    """Equal to one part in a thousand: far below any digit an outlet writes, far above the error of floats."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 1e-3 * max(abs(one), abs(other))


_LETTERS = str.maketrans({"ى": "ي", "ة": "ه", "گ": "ك", "ڤ": "ف", "ـ": None})
# Words for "company", "group" and "fund", which outlets add and drop; in the letters that `plain` leaves.
_COMPANY_WORDS = {"شركه", "مجموعه", "صندوق", "the", "inc", "corp", "ltd", "llc", "co", "company", "group"}
_ARTICLE = "ال"


def plain(name: str) -> str:
    """One spelling of names that differ in case, marks, the form of a letter, the article or company words."""
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS)
    words = (word for word in re.findall(r"\w+", bare) if word not in _COMPANY_WORDS)
    return " ".join(map(_without_article, words))


def _without_article(word: str) -> str:
    """Words of four letters and fewer keep it: in most of those, the two letters are the word's own (الفا)."""
    return word.removeprefix(_ARTICLE) if len(word) > 4 else word
