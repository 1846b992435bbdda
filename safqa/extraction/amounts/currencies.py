"""The currency after a number: a sign, a code, or a noun whose variant the text tells.

An adjective behind the noun tells it, else a place near it, else what the same noun meant before ("مليون دينار أردني …
310 آلاف دينار"), else the nearest place of the whole text: where outlets leave the country of a currency out, it is
that of the story. Nouns that no place decides (a bare dollar is American) have no memory.
"""

from typing import NamedTuple

from safqa.extraction.amounts.grammar import Grammar, Kind, Noun
from safqa.extraction.amounts.scanning import Scan, Token

# About a sentence to each side: how far a country may stand from the bare noun that it decides ("مليار جنيه في مصر").
_NEAR = 200
# Words of the longest adjective ("هونغ كونغي").
_ADJECTIVE_WORDS = 2


class Currency(NamedTuple):
    """A currency that was read: its ISO 4217 code, the token after it, the place of its last word.

    `minor` is the value of one of what was named: 1, or 0.01 for a cent.
    """

    code: str
    next: int
    last: int
    minor: float = 1


class Currencies:
    """Reads the currency that begins at a token of a scan."""

    def __init__(self, scan: Scan, grammar: Grammar) -> None:
        self._scan = scan
        self._grammar = grammar
        self._told: dict[str, str] = {}  # the code that a noun had when the text last told it

    def read(self, at: int) -> Currency | None:
        """The currency from a token on, None when another word stands there."""
        token = self._linked(at)
        if token is None:
            return self._told_before(at)
        if token.word.kind is Kind.CODE:
            return Currency(token.word.name, at + 1, token.place)
        return self.named(at) if token.word.kind is Kind.NOUN else None

    def _told_before(self, at: int) -> Currency | None:
        """The currency of a noun with its adjective before it: "5 billion Canadian dollars"."""
        tokens = self._scan.tokens
        if not self._grammar.attributives or not 0 < at < len(tokens):
            return None
        gap = self._scan.gap(tokens[at - 1].end, tokens[at].start).lower()
        code = self._grammar.attributives.get((tokens[at].word.name, gap))
        return Currency(code, at + 1, tokens[at].place) if code else None

    def _linked(self, at: int) -> Token | None:
        """The token at a place if it stands next to the one before, or after a word like "of"."""
        tokens = self._scan.tokens
        if not 0 < at < len(tokens):
            return None
        gap = self._scan.gap(tokens[at - 1].end, tokens[at].start)
        tied = gap in self._grammar.links and not (gap == "-" and tokens[at].word.kind is Kind.CODE)
        return tokens[at] if not gap or tied else None

    def named(self, at: int) -> Currency:
        """The currency of the noun at a token: by its adjective, by a place near it, or its default."""
        token = self._scan.tokens[at]
        noun = self._grammar.nouns[token.word.name]
        words = self._scan.after(token.place, len(self._scan.words), _ADJECTIVE_WORDS)
        for size in range(len(words), 0, -1):
            for variant in noun.variants:
                if words[:size] in variant.adjectives:
                    return Currency(self._remember(token, noun, variant.code), at + 1, token.place + size)
        near, anywhere = self._by_place(token, noun)
        told = self._remember(token, noun, near) if near else self._told.get(token.word.name, anywhere or noun.code)
        return Currency(told, at + 1, token.place, token.word.value)

    def _remember(self, token: Token, noun: Noun, code: str) -> str:
        if any(variant.near for variant in noun.variants):
            self._told[token.word.name] = code
        return code

    def _by_place(self, token: Token, noun: Noun) -> tuple[str | None, str | None]:
        """What the place nearest to a bare noun tells: if it is near, and wherever it is; None where none is."""
        places = [
            (abs(place.start() - token.start), variant.code)
            for variant in noun.variants
            if variant.near
            for place in variant.near.finditer(self._scan.normal.text)
        ]
        if not places:
            return None, None
        apart, code = min(places)
        return code if apart <= _NEAR else None, code
