"""Number words and digits folded into one number: groups of a small number and its scale, joined by "and".

"ثلاثة مليارات ومئتي مليون" is two groups, "مليار ونصف المليار" a group and a fraction of its scale. Digits are kept as
integers until the end, so that 14.3 billion is exactly 14300000000.
"""

from typing import NamedTuple

from safqa.extraction.amounts.digits import read_digits
from safqa.extraction.amounts.grammar import SCALES, SMALL, Grammar, Kind
from safqa.extraction.amounts.scanning import Scan

# Years that may stand right before a scale word ("بلغت في 2024 ملياراً").
_YEARS = range(1950, 2100)
# The joke of "8 تريليونات تريليونات" is still read; a page that repeats its scale word on and on is not.
_LARGEST = 1e24
_TEN = 10
_HUNDRED = 100
_THOUSAND = 1000
_FATHATAN = "ً"


class Number(NamedTuple):
    """A number as read from tokens `[first, next)` of a scan.

    `step` is one unit of its last digit, `scale` its smallest scale (1: none). `vague` is a plural without a count,
    `digits` a number in digits without a scale, `accusative` one whose form says that no noun follows ("157 ملياراً").
    """

    value: float
    step: float
    scale: float
    first: int
    next: int
    vague: bool = False
    digits: bool = False
    accusative: bool = False


class NumberReader:
    """Reads the number that begins at a token of a scan."""

    def __init__(self, scan: Scan, grammar: Grammar) -> None:
        self._scan = scan
        self._tokens = scan.tokens
        self._grammar = grammar

    def read(self, at: int, *, money: bool = False) -> Number | None:
        """The number at a token; `money` allows scale letters ("$2B")."""
        number = self._group(at, money=money)
        while number is not None:
            longer = self.joined(number)
            if longer is None:
                return number
            number = longer
        return None

    def joined(self, number: Number) -> Number | None:
        """The number with the group that "and" adds to it, None when none does."""
        token = self._scan.next_to(number.next)
        at = self._after_and(number.next) if token is not None and token.word.joins else None
        if at is None or number.vague:
            return None
        if self._tokens[at].word.kind is Kind.FRACTION:
            return self._with_fraction(number, at)
        group = self._group(at)
        if group is None or group.vague:
            return None
        if _is_thousands(number, group):
            value = group.value + number.value * group.scale
            return number._replace(value=value, step=group.step, scale=group.scale, next=group.next)
        if not _fits(number, group):
            return None
        return number._replace(value=number.value + group.value, step=group.step, scale=group.scale, next=group.next)

    def _with_fraction(self, number: Number, at: int) -> Number | None:
        """A part after "and": of the scale that is named ("and half a million"), else of that of the number."""
        part = self._group(at)
        if part is None:
            fraction = self._tokens[at].word.value
            part = Number(fraction * number.scale, number.scale * _fraction_step(fraction), number.scale, at, at + 1)
        if number.scale == 1 < part.scale and not number.digits:  # "three and a half billion"
            value = number.value * part.scale + part.value
            return number._replace(value=value, step=part.step, scale=part.scale, next=part.next)
        if part.scale > number.scale:
            return None
        return number._replace(value=number.value + part.value, step=part.step, next=part.next)

    def _group(self, at: int, *, money: bool = False) -> Number | None:
        """A small number with its scale, or a scale alone."""
        token = self._scan.token(at)
        if token is None:
            return None
        kind = token.word.kind
        if kind is Kind.DIGITS:
            return self._digits(at, money=money)
        if kind in SMALL:
            return self._words(at)
        if kind is Kind.FRACTION:
            return self._fraction(at)
        if kind in {Kind.MANY, Kind.SOME}:
            return self._many(at)
        return self._bare_scale(at) if kind in SCALES else None

    def _scale(self, at: int, *, letters: bool = False) -> tuple[float, int, bool]:
        """The product of the scale words from a token on, the token after them, and whether one was accusative."""
        scale, accusative = 1.0, False
        while (token := self._scan.next_to(at)) is not None:
            word = token.word
            if not (word.kind in SCALES or (letters and word.kind is Kind.LETTER)) or word.joins:
                break
            if scale * word.value > _LARGEST:
                break
            scale, accusative, at = scale * word.value, word.kind is Kind.ACCUSATIVE, at + 1
        return scale, at, accusative

    def _digits(self, at: int, *, money: bool) -> Number | None:
        token = self._tokens[at]
        scale, after, accusative = self._scale(at + 1, letters=money)
        digits = read_digits(self._scan.words[token.place], scale)
        if digits is None or self._is_glued(at) or (scale > 1 and self.is_year(at)):
            return None
        power = 10**digits.decimals
        return Number(
            digits.mantissa * scale / power, scale / power, scale, at, after, digits=scale == 1, accusative=accusative
        )

    def _is_glued(self, at: int) -> bool:
        """Whether digits belong to a name (G42, جي42): letters touch them that are neither clitic nor currency."""
        token = self._tokens[at]
        if not token.place or self._scan.spans[token.place - 1][1] != token.start:
            return False
        before = self._tokens[at - 1] if at else None
        if before is None or before.place != token.place - 1:
            return True
        return before.word.kind not in {Kind.CLITIC, Kind.CODE, Kind.PERCENT}

    def is_year(self, at: int) -> bool:
        """Whether a token is a year, not a count: its digits look like one and a word like "in" stands before them."""
        place = self._tokens[at].place
        written = self._scan.words[place]
        if not (written.isdecimal() and int(written) in _YEARS):
            return False
        return place > 0 and self._scan.words[place - 1] in self._grammar.year_cues

    def _words(self, at: int) -> Number | None:
        """Number words: hundreds, tens and units in the order of Arabic ("مئة وخمسة وعشرون"), then a scale."""
        value, after = self._small(at)
        token = self._scan.next_to(after)
        if token is not None and token.word.kind is Kind.FRACTION and not token.word.joins:
            return self._of_fraction(at, value, after)
        scale, end, accusative = self._scale(after)
        return Number(value * scale, scale, scale, at, end, accusative=accusative)

    def _small(self, at: int) -> tuple[float, int]:
        """The value of the number words from a token on, and the token after them."""
        value = last = self._tokens[at].word.value
        at += 1
        while (step := self._small_step(value, last, at)) is not None:
            value, last, at = step
        return value, at

    def _small_step(self, value: float, last: float, at: int) -> tuple[float, float, int] | None:
        """One more number word: the new value, the part it stands for, and the token after it."""
        token = self._scan.next_to(at)
        if token is None:
            return None
        if token.word.joins:
            return self._small_joined(value, last, at)
        word = token.word
        if word.kind not in SMALL or word.clitic:
            return None
        if word.value == _HUNDRED and last < _TEN:
            return value + last * (_HUNDRED - 1), last * _HUNDRED, at + 1
        if self._grammar.tens_first:  # "two hundred fifty", "twenty five"
            fits = last >= _HUNDRED > word.value or (_TEN < last < _HUNDRED and word.value < _TEN)
            more = word.value
        else:  # "خمسة عشر"
            fits, more = word.value == _TEN and last < _TEN, _TEN
        return (value + more, more if self._grammar.tens_first else _TEN + last, at + 1) if fits else None

    def _small_joined(self, value: float, last: float, at: int) -> tuple[float, float, int] | None:
        """A number word after "and": tens after a unit, anything below a hundred after hundreds."""
        after = self._after_and(at)
        if after is None or self._tokens[after].word.kind not in SMALL:
            return None
        more = self._tokens[after].word.value
        fits = (last < _TEN < more < _HUNDRED) or (last >= _HUNDRED > more)
        return (value + more, more, after + 1) if fits else None

    def _after_and(self, at: int) -> int | None:
        """The token that "and" adds: the one it is glued to, or the next; None where another clitic is in between."""
        if self._tokens[at].word.kind is not Kind.CLITIC:
            return at
        token = self._scan.next_to(at + 1)
        return None if token is None or token.word.clitic else at + 1

    def _fraction(self, at: int) -> Number | None:
        """A part of a scale ("half a trillion"); a fraction without a scale is no number of money."""
        return self._of_fraction(at, 1, at)

    def _of_fraction(self, first: int, count: float, at: int) -> Number | None:
        fraction = self._tokens[at].word.value
        scale, after, _ = self._scale(at + 1)
        if scale == 1:
            return None
        return Number(count * fraction * scale, scale * _fraction_step(fraction), scale, first, after)

    def _many(self, at: int) -> Number | None:
        """A vague count of the scale after it ("tens of billions", "some millions")."""
        scale, after, _ = self._scale(at + 1)
        return Number(self._tokens[at].word.value * scale, 0, scale, at, after, vague=True) if scale > 1 else None

    def _bare_scale(self, at: int) -> Number | None:
        """A scale word without a count: one, two or vaguely many of it."""
        kind, unit = self._tokens[at].word.kind, self._tokens[at].word.value
        more, after, _ = self._scale(at + 1)
        scale = unit * more
        if kind is Kind.PLURAL:
            return Number(scale, 0, scale, at, after, vague=True)
        if kind is Kind.SCALE and self.is_one(after):
            after += 1
        count = 2 if kind is Kind.DUAL or (kind is Kind.ACCUSATIVE and self._is_dual(at)) else 1
        return Number(count * scale, scale, scale, at, after, accusative=kind is Kind.ACCUSATIVE and count == 1)

    def is_one(self, at: int) -> bool:
        """Whether "one" stands after a bare scale word ("مليار واحد")."""
        token = self._scan.next_to(at)
        return token is not None and token.word.kind is Kind.UNIT and token.word.value == 1 and not token.word.clitic

    def _is_dual(self, at: int) -> bool:
        """Whether "مليارا" is two: directly before a currency, and not written with the sign of the accusative."""
        currency = self._scan.next_to(at + 1)
        if currency is None or currency.word.kind is not Kind.NOUN:
            return False
        token = self._tokens[at]
        return _FATHATAN not in self._scan.normal.quote(token.start, token.end).text


def _is_thousands(number: Number, group: Number) -> bool:
    """Whether thousands and what "and" adds are one count of the scale that follows ("ألف ومئتي مليون")."""
    return number.scale == _THOUSAND < group.scale and group.scale < group.value < _THOUSAND * group.scale


def _fits(number: Number, group: Number) -> bool:
    """Whether "and" adds a group: a smaller scale below the one before, and digits only with a scale of their own."""
    return group.scale < number.scale and group.value < number.scale and not group.digits


def _fraction_step(fraction: float) -> float:
    """The last digit of a fraction as it would be written: 0.5 has tenths, 0.25 hundredths, a third is rough."""
    return 0.01 if fraction == 0.25 else 0.1  # noqa: PLR2004 - a quarter
