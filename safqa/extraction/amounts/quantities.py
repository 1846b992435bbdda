"""Numbers with their units: what is money, what is a percentage, and what only counts things.

A quantity without a unit is kept as well: it may be the first end of a range ("بين 10 و15 مليار دولار"), or a sum whose
currency is left out ("157 ملياراً"). Whether something else is counted ("700 مليون مستخدم") shows in the word after it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from safqa.extraction.amounts.amount import PERCENT
from safqa.extraction.amounts.currencies import Currencies, Currency
from safqa.extraction.amounts.grammar import Grammar, Kind
from safqa.extraction.amounts.numbers import Number, NumberReader
from safqa.extraction.amounts.scanning import Scan

# Longest way to say per cent after a number ("في المئة"), in words.
_PERCENT_WORDS = 2
_RANGE_TOKENS, _DASHES = 3, frozenset("-–—")  # sign, digits and a scale letter before the dash of a range
_SHARE_WORDS = 3  # "of its shares"
# "ارتفع عدد المستخدمين النشطين من 100 مليون إلى 400 مليون": how far a cue stands from the second number.
_CUE_WORDS = 8


class Quantity(NamedTuple):
    """A number with its unit (None: not said) and places.

    `start, end` is the span of number, scale and currency; `outer` begins with a glued clitic. `first` and `last` are
    the places of its outer words in the scan. `counted` says that the next word is what is counted.
    """

    number: Number
    unit: str | None
    outer: int
    start: int
    end: int
    first: int
    last: int
    counted: bool = False

    @property
    def value(self) -> float:
        """The number, in units of its currency or in per cent."""
        return self.number.value


class QuantityReader:
    """Reads every quantity of a scan, from left to right in writing order."""

    def __init__(self, scan: Scan, grammar: Grammar) -> None:
        self._scan = scan
        self._grammar = grammar
        self._numbers = NumberReader(scan, grammar)
        self._currencies = Currencies(scan, grammar)
        self._percent_firsts = {words[0] for words in grammar.percents}

    def read(self) -> Iterator[Quantity]:
        """The quantities in order; none overlaps another."""
        at = 0
        while at < len(self._scan.tokens):
            quantity = self._quantity(at)
            if quantity is None:
                at += 1
                continue
            yield quantity
            while at < len(self._scan.tokens) and self._scan.tokens[at].place <= quantity.last:
                at += 1

    def _quantity(self, at: int) -> Quantity | None:
        token = self._scan.tokens[at]
        if token.word.kind is Kind.CODE:
            return self._prefixed(at, token.word.name)
        if token.word.kind is Kind.PERCENT:
            return self._prefixed(at, PERCENT) if self._is_percent_prefix(at) else None
        if token.word.kind is Kind.NOUN:
            return None if self._grammar.tens_first else self._single(at)
        number = self._numbers.read(at, money=self._ends_range(at))
        if number is None or number.next == at + 1:
            share = self._share(at)
            if share is not None:
                return share
        return None if number is None else self._with_unit(number, at)

    def _ends_range(self, at: int) -> bool:
        """Whether digits end a range of money that a sign began, so that they may have a scale letter: "€20-25m"."""
        ahead = self._scan.tokens[max(0, at - _RANGE_TOKENS) : at]
        if not ahead or self._scan.gap(ahead[-1].end, self._scan.tokens[at].start) not in _DASHES:
            return False
        kinds = [token.word.kind for token in ahead if token.word.kind is not Kind.LETTER]
        return kinds[-2:] == [Kind.CODE, Kind.DIGITS]

    def _single(self, at: int) -> Quantity | None:
        """One of a currency, told by noun and number word: "مقابل دولار واحد"."""
        currency = self._currencies.named(at)
        if not self._numbers.is_one(at + 1):
            return None
        return self._made(Number(currency.minor, currency.minor, 1, at, at + 2), currency.code)

    def _prefixed(self, at: int, unit: str) -> Quantity | None:
        """A sign or code before its number: "$14.3 مليار", "SAR 15 billion", "%49"."""
        follower = self._scan.next_to(at + 1)
        if follower is None or follower.word.kind is not Kind.DIGITS:
            return None
        number = self._numbers.read(at + 1, money=unit != PERCENT)
        if number is None:
            return None
        number = number._replace(first=at)
        # "$14.3 مليار دولار" says the currency twice.
        again = None if unit == PERCENT else self._currencies.read(number.next)
        return self._after_currency(number, again) if again else self._made(number, unit)

    def _is_percent_prefix(self, at: int) -> bool:
        """Whether a per cent sign stands before its number, as some keyboards leave it: it touches that one only."""
        token, follower = self._scan.tokens[at], self._scan.token(at + 1)
        if follower is None or follower.start != token.end:
            return False
        # A per cent sign inside a web address (%20) has a Latin letter, a digit or another mark before it.
        before = self._scan.normal.text[max(0, token.start - 1) : token.start]
        return not before.strip(" \t\n([\"'«") or (before.isalpha() and not before.isascii())

    def _with_unit(self, number: Number, at: int) -> Quantity | None:
        last = self._percent(number)
        if last is not None:
            return self._made(number, PERCENT, last)
        currency = self._currencies.read(number.next)
        if currency is None:
            return self._lettered(at) or (None if self._numbers.is_year(at) else self._made(number, None))
        return self._after_currency(number, currency)

    def _after_currency(self, number: Number, currency: Currency) -> Quantity:
        """Money, with the part that may be told after its currency."""
        longer = self._with_part(number, currency.next)
        if longer is not None:
            return self._made(longer, currency.code)
        number = number._replace(value=number.value * currency.minor, step=number.step * currency.minor)
        return self._made(number._replace(next=currency.next), currency.code, currency.last)

    def _lettered(self, at: int) -> Quantity | None:
        """A scale letter between digits and their sign: "2B$"."""
        number = self._numbers.read(at, money=True)
        if number is None or self._scan.tokens[number.next - 1].word.kind is not Kind.LETTER:
            return None
        currency = self._currencies.read(number.next)
        return self._after_currency(number, currency) if currency else None

    def _percent(self, number: Number) -> int | None:
        """The place of the last word that makes the number a percentage, None when it is none."""
        last = self._scan.tokens[number.next - 1]
        following = self._scan.next_to(number.next)
        if following is not None and following.word.kind is Kind.PERCENT:
            # "30%25" is part of a web address.
            glued = self._scan.normal.text[following.end : following.end + 1].isdigit()
            return None if glued else following.place
        if self._percent_firsts.isdisjoint(self._scan.words[last.place + 1 : last.place + 2]):
            return None
        words = self._scan.after(last.place, len(self._scan.words), _PERCENT_WORDS)
        for size in range(len(words), 0, -1):
            if words[:size] in self._grammar.percents:
                return last.place + size
        return None

    def _with_part(self, number: Number, at: int) -> Number | None:
        """A part told after the currency: "مليار دولار ونصف المليار", "20 دولاراً و43 سنتاً"."""
        token = self._scan.next_to(at)
        if token is None or not token.word.joins:
            return None
        if token.word.kind is Kind.FRACTION:
            return self._numbers.joined(number._replace(next=at))
        part = self._numbers.read(at + 1 if token.word.kind is Kind.CLITIC else at)
        cents = part and self._currencies.read(part.next)
        if part is None or not cents or cents.minor == 1:
            return None
        return number._replace(value=number.value + part.value * cents.minor, step=cents.minor, next=cents.next)

    def _share(self, at: int) -> Quantity | None:
        """A part in words that stands for per cent: "بالخُمس", "ثلث أسهم الشركة"."""
        token = self._scan.tokens[at]
        word = self._scan.words[token.place]
        after = self._scan.after(token.place, len(self._scan.words), 1)
        if self._grammar.tens_first:  # "a third of its shares"
            words = self._scan.after(token.place, len(self._scan.words), _SHARE_WORDS)
            after = tuple(word for word in words if word not in self._grammar.ownership)[:1]
        value = self._grammar.free_shares.get(word)
        if value is None or (after and after[0] not in self._grammar.followers):
            value = self._grammar.shares.get(word) if after and after[0] in self._grammar.owned else None
        if value is None:
            return None
        return self._made(Number(value, 1, 1, at, at + 1), PERCENT)

    def _made(self, number: Number, unit: str | None, last: int | None = None) -> Quantity:
        """A quantity of the tokens of its number, or up to the word at `last` where its unit goes on."""
        tokens, spans = self._scan.tokens, self._scan.spans
        first, last = tokens[number.first], tokens[number.next - 1].place if last is None else last
        outer, start = first, first.start + first.word.clitic
        before = tokens[number.first - 1] if number.first else None
        if before is not None and before.word.kind is Kind.CLITIC and not self._scan.gap(before.end, first.start):
            outer = before
        counted = unit is None and self._is_counted(number, outer.place, last)
        return Quantity(number, unit, outer.start, start, spans[last][1], outer.place, last, counted=counted)

    def _is_counted(self, number: Number, first: int, last: int) -> bool:
        """Whether the word after a number without unit is what it counts, or one before says that things are."""
        cues = self._scan.before(first, 0, _CUE_WORDS) if number.scale > 1 else ()
        if not self._grammar.count_cues.isdisjoint(cues):
            return True
        after = self._scan.after(last, len(self._scan.words), 1)
        if not after or number.accusative or after[0] in self._grammar.followers:
            return False
        return number.vague or not after[0].startswith(self._grammar.definites)
