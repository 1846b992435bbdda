"""The currency after a number: a sign, a code, or a noun whose variant an adjective or a place near it tells."""

from __future__ import annotations

from safqa.extraction.amounts.grammar import Grammar, Kind, Noun
from safqa.extraction.amounts.scanning import Scan, Token

# About a sentence to each side: how far a country may stand from the bare noun that it decides ("مليار جنيه في مصر").
_NEAR = 200
# Words between a number and its noun ("المليارات من الدولارات"), and of an adjective ("هونغ كونغي").
_LINK_WORDS = 1
_ADJECTIVE_WORDS = 2


class Currencies:
    """Reads the currency that begins at a token of a scan."""

    def __init__(self, scan: Scan, grammar: Grammar) -> None:
        self._scan = scan
        self._grammar = grammar

    def read(self, at: int) -> tuple[str | None, int]:
        """The ISO code of the currency from a token on, and the token after it; (None, at) when there is none."""
        token = self._linked(at)
        if token is None:
            return None, at
        if token.word.kind is Kind.CODE:
            # "$14.3 مليار دولار" says it twice.
            return token.word.name, at + 1
        if token.word.kind is not Kind.NOUN or token.word.clitic:
            return None, at
        return self._code(token), at + 1

    def minor(self, at: int) -> float | None:
        """The value of a minor unit (a cent) at a token; None when another word stands there."""
        token = self._linked(at)
        minor = token is not None and token.word.kind is Kind.NOUN and token.word.value < 1
        return token.word.value if token is not None and minor else None

    def _linked(self, at: int) -> Token | None:
        """The token at a place if it stands next to the one before, or after a word like "of"."""
        tokens = self._scan.tokens
        if not 0 < at < len(tokens):
            return None
        gap = self._scan.gap(tokens[at - 1].end, tokens[at].start)
        return tokens[at] if not gap or gap in self._grammar.links else None

    def _code(self, token: Token) -> str:
        """The code of a noun: by its adjective, by a place near it, or its default."""
        noun = self._grammar.nouns[token.word.name]
        return self._by_adjective(token, noun) or self._by_place(token, noun) or noun.code

    def _by_adjective(self, token: Token, noun: Noun) -> str | None:
        words = tuple(self._scan.after(token.place, len(self._scan.words), _ADJECTIVE_WORDS))
        for size in range(len(words), 0, -1):
            for variant in noun.variants:
                if words[:size] in variant.adjectives:
                    return variant.code
        return None

    def _by_place(self, token: Token, noun: Noun) -> str | None:
        text = self._scan.normal.text[max(0, token.start - _NEAR) : token.end + _NEAR]
        return next((each.code for each in noun.variants if each.near and each.near.search(text)), None)
