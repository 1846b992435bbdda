"""A text cut once into words, digits and signs, with the few that belong to amounts picked out."""

from dataclasses import dataclass
from typing import NamedTuple

from safqa.extraction.amounts.grammar import Grammar, Kind, Word
from safqa.text import NormalText

_DIGITS = Word(Kind.DIGITS)
_BLANK = " \t"
_ENCLOSED = {")": "(", '"': '"', "»": "«", "'": "'"}
# A phrase around an amount does not go over these; commas are among them, quotes are not.
_STOPS = frozenset(".؟?!؛،,:;\n\r()[]{}|/")


class Token(NamedTuple):
    """A word of an amount: its place among the words of the text, its span, and what the grammar says of it."""

    place: int
    start: int
    end: int
    word: Word


@dataclass(frozen=True, slots=True)
class Scan:
    """All words of a text with their spans, and the tokens that may be part of an amount."""

    normal: NormalText
    words: list[str]
    spans: list[tuple[int, int]]
    tokens: list[Token]
    glue: frozenset[str] = frozenset()

    def token(self, at: int) -> Token | None:
        """The token at a place, None past the end."""
        return self.tokens[at] if at < len(self.tokens) else None

    def next_to(self, at: int) -> Token | None:
        """The token at a place if only blanks, or the end of a bracket or quote, stand before it since the last."""
        token = self.token(at)
        if token is None:
            return None
        before = self.tokens[at - 1]
        gap = self.gap(before.end, token.start)
        return token if not gap or self._glued(gap, token) or self._encloses(gap, before) else None

    def _glued(self, gap: str, token: Token) -> bool:
        """Whether a gap parts two words of one number and not two numbers ("half a billion", not "20-25")."""
        return gap in self.glue and token.word.kind not in {Kind.DIGITS, Kind.CODE}

    def _encloses(self, mark: str, token: Token) -> bool:
        """Whether a mark closes what was opened right before digits ("(40) مليون")."""
        opening = self.normal.text[token.start - 1 : token.start]
        return token.word.kind is Kind.DIGITS and opening != "" and _ENCLOSED.get(mark) == opening

    def gap(self, left: int, right: int) -> str:
        """The text between two positions, without blanks at its ends; line breaks stay."""
        return self.normal.text[left:right].strip(_BLANK)

    def before(self, place: int, floor: int, limit: int) -> tuple[str, ...]:
        """The words before the one at `place`, nearest first, down to `floor` or the first stop."""
        found: list[str] = []
        for at in range(place - 1, max(floor, place - limit) - 1, -1):
            if self._stopped(at):
                break
            found.append(self.words[at])
        return tuple(found)

    def after(self, place: int, ceiling: int, limit: int) -> tuple[str, ...]:
        """The words after the one at `place`, nearest first, up to `ceiling` or the first stop."""
        found: list[str] = []
        for at in range(place + 1, min(ceiling, place + limit + 1, len(self.words))):
            if self._stopped(at - 1):
                break
            found.append(self.words[at])
        return tuple(found)

    def beyond_bracket(self, place: int, limit: int) -> tuple[str, ...]:
        """The words after the bracket that closes behind the word at `place`; none where no bracket closes there."""
        start = self.spans[place][1]
        end = self.spans[place + 1][0] if place + 1 < len(self.words) else start
        if self.gap(start, end) != ")":
            return ()
        return (self.words[place + 1], *self.after(place + 1, len(self.words), limit))

    def _stopped(self, place: int) -> bool:
        """Whether a stop stands between the word at `place` and the next."""
        gap = self.normal.text[self.spans[place][1] : self.spans[place + 1][0]]
        return gap != " " and not _STOPS.isdisjoint(gap)


def scan(normal: NormalText, grammar: Grammar) -> Scan:
    """Cut a text with the words of a grammar."""
    matches = list(grammar.token.finditer(normal.text))
    words = [match.group() for match in matches]
    spans = [match.span() for match in matches]
    known = grammar.words
    if grammar.any_case:
        words = [word if word in known else word.lower() for word in words]
    tokens = [
        Token(place, *spans[place], known.get(word, _DIGITS))
        for place, word in enumerate(words)
        if word in known or "0" <= word[0] <= "9"
    ]
    return Scan(normal, words, spans, tokens, grammar.glue)
