"""Every amount of a text: scan, quantities, relations, units, then the words around each."""

import importlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from safqa.extraction.amounts.amount import PERCENT, Amount, interval
from safqa.extraction.amounts.grammar import Grammar
from safqa.extraction.amounts.phrases import Found, Side, Words
from safqa.extraction.amounts.quantities import Quantity, QuantityReader
from safqa.extraction.amounts.relations import Relations, Told
from safqa.extraction.amounts.scanning import Scan, scan
from safqa.extraction.amounts.units import with_units
from safqa.model import Qualifier
from safqa.text import NormalText

# The packages that give the grammar of a language, imported when a text of that language is first read.
_PACKS = {"ar": "safqa.extraction.arabic.amounts", "en": "safqa.extraction.english.amounts"}

# Words looked at on each side: the longest phrase with its gap takes about ten.
_CONTEXT = 12
# Words that may stand between an amount and "a share" or "a year" ("14 دولاراً نقداً تقريباً للسهم").
_SKIPPED = 2
# Phrases that stand one behind the other at an amount ("قد تصل إلى نحو"); more are not written.
_STACKED = 4
# "أي ما يعادل نحو" and a bracket: the most that stands between a sum and its conversion.
_CONVERSION_GAP = 30

_BOUNDS = {"at_least": Qualifier.AT_LEAST, "at_most": Qualifier.AT_MOST}


def grammar(lang: str) -> Grammar:
    """The grammar of a language, compiled by its pack at first use.

    Raises:
        KeyError: no pack reads that language.
    """
    pack: Grammar = importlib.import_module(_PACKS[lang]).grammar()
    return pack


def find_amounts(text: NormalText, lang: str = "ar") -> list[Amount]:
    """Every sum of money and every percentage of a text in reading order, whether it belongs to a deal or not."""
    return find(text, grammar(lang))


def find(text: NormalText, words: Grammar) -> list[Amount]:
    """The amounts of a text by the grammar of its language."""
    scanned = scan(text, words)
    if not scanned.tokens:
        return []
    quantities = list(QuantityReader(scanned, words).read())
    told = with_units(Relations(scanned, words).told(quantities), scanned)
    return list(_Amounts(scanned, words, quantities).read(told))


@dataclass(frozen=True, slots=True)
class _Context:
    """What the words around an amount say: its qualifier, how far the adjacent ones reach, and the marks."""

    qualifier: Qualifier
    first: int
    last: int
    marks: frozenset[str]


class _Amounts:
    """Turns what is told into amounts by reading the words around each."""

    def __init__(self, scanned: Scan, words: Grammar, quantities: Sequence[Quantity]) -> None:
        self._scan = scanned
        self._phrases = words.phrases
        # No phrase reaches over another sum, percentage or large count; small numbers and years may stand in between.
        walls = [each for each in quantities if each.unit is not None or each.number.scale > 1]
        self._firsts = [each.first for each in walls]
        self._lasts = [each.last for each in walls]

    def read(self, told: Sequence[Told]) -> Iterator[Amount]:
        """The amounts of what is told, in order."""
        before = None
        for at, each in enumerate(told):
            following = told[at + 1].quantity if at + 1 < len(told) else None
            before = self._amount(each, following, before)
            yield before

    def _amount(self, told: Told, following: Quantity | None, before: Amount | None) -> Amount:
        quantity, last = told.quantity, told.to or told.quantity
        context = self._context(quantity.first, last, following)
        number = quantity.number
        qualifier = Qualifier.VAGUE if number.vague else context.qualifier
        bounds = interval(quantity.value, qualifier, to=told.to.value if told.to else None)
        spans = self._scan.spans
        start = spans[context.first][0] if context.first < quantity.first else quantity.start
        unit = last.unit or quantity.unit or PERCENT
        return Amount(
            low=bounds.low,
            high=bounds.high,
            unit=unit,
            qualifier=bounds.qualifier,
            step=None if number.vague else min(number.step, last.number.step),
            start=start,
            end=max(spans[context.last][1], last.end),
            number_start=quantity.start,
            number_end=last.end,
            former=told.former or "former" in context.marks,
            conversion=self._is_conversion(quantity, unit, before),
            recurring="recurring" in context.marks,
            per_share="per_share" in context.marks,
        )

    def _context(self, first: int, end: Quantity, following: Quantity | None) -> _Context:
        """What stands around an amount that begins with the word `first`, between its neighbours."""
        earlier, next_wall = bisect_left(self._lasts, first), bisect_right(self._firsts, end.last)
        floor = self._lasts[earlier - 1] + 1 if earlier else 0
        ceiling = self._firsts[next_wall] if next_wall < len(self._firsts) else len(self._scan.words)
        before = self._scan.before(first, floor, _CONTEXT)
        after = self._scan.after(end.last, ceiling, _CONTEXT)
        marks = {name for name in ("former", "per_share") if self._phrases.before[name].find(before)}
        senses = list(_stack(self._phrases.before["qualifier"], before))
        later = list(_stack(self._phrases.after["qualifier"], after))
        outside = _stack(self._phrases.after["qualifier"], self._beyond_bracket(end, following))
        marks |= {name for name in ("recurring", "per_share") if _mentions(self._phrases.after[name], after)}
        return _Context(
            qualifier=_qualifier([found.sense for found in (*senses, *later, *outside)]),
            first=first - _adjacent(senses),
            last=end.last + _adjacent(later),
            marks=frozenset(marks),
        )

    def _beyond_bracket(self, end: Quantity, following: Quantity | None) -> Words:
        """The words behind a bracket that closes at an amount, or at the conversion that follows it."""
        if following is not None and self._scan.gap(end.end, following.outer) == "(":
            return self._scan.beyond_bracket(following.last, _CONTEXT)
        return self._scan.beyond_bracket(end.last, _CONTEXT)

    def _is_conversion(self, quantity: Quantity, unit: str, before: Amount | None) -> bool:
        """Whether an amount restates the one before it in another currency."""
        if before is None or PERCENT in {unit, before.unit} or unit == before.unit:
            return False
        text = self._scan.normal.text[before.number_end : quantity.outer]
        if len(text) > _CONVERSION_GAP or "\n" in text:
            return False
        words = self._scan.before(quantity.first, 0, _CONTEXT)
        return text.count("(") > text.count(")") or self._equals(words)

    def _equals(self, words: Words) -> bool:
        """Whether a word like "that is" stands before an amount, behind its qualifiers."""
        hedge = self._phrases.before["qualifier"].find(words)
        side = self._phrases.before["equals"]
        return side.find(words) is not None or (hedge is not None and side.find(words[hedge.length :]) is not None)


def _stack(side: Side, words: Words) -> Iterator[Found]:
    """The phrases that stand one behind the other, from the amount outwards."""
    for _ in range(_STACKED):
        found = side.find(words)
        if found is None:
            return
        yield found
        if found.sense in {"exact", "stop"}:
            return
        words = words[found.length :]


def _mentions(side: Side, words: Words) -> bool:
    """Whether a phrase stands next to an amount or a few words off ("14 دولاراً تقريباً للسهم")."""
    return any(side.find(words[skip:]) for skip in range(min(_SKIPPED + 1, len(words))))


def _adjacent(found: Sequence[Found]) -> int:
    """How many words the phrases take that touch the amount."""
    length = 0
    for each in found:
        if not each.adjacent or each.sense in {"exact", "stop"}:
            break
        length += each.length
    return length


def _qualifier(senses: Sequence[str]) -> Qualifier:
    """The qualifier of what is said around an amount: a bound, also behind a hedge; else a hedge; else exact."""
    bound = next((_BOUNDS[sense] for sense in senses if sense in _BOUNDS), None)
    return bound or (Qualifier.ABOUT if "about" in senses else Qualifier.EXACT)
