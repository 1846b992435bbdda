"""Runs of words that may be a name without any sign beside them: "سيسكو تشتري نتفورا", "سراج فيجن تغلق جولتها".

A run holds one to three words that are no words of deals, no stop words and none that articles use as ordinary ones.
Nothing proves such a name; what was learned decides (`Question.NAMED`), by the letters, by the words around and by
where else the text says the same.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from safqa.extraction.arabic.words import read_word
from safqa.extraction.candidates import Candidate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from safqa.extraction.arabic.shapes import Shapes
    from safqa.extraction.candidates import Cues

BARE, FOREIGN = "bare", "foreign"
"""The signs of these candidates: by their letters they may be Arabic words, or are most likely none."""

_WORD = re.compile(r"\w+|\n")
_QUOTED = re.compile(r"[«\"][^«»\"\n]{2,50}[»\"]")  # what stands in quotes is asked about as a whole
_LONGEST = 3  # words of a bare name
_SHORTEST = 3  # letters of a word of one, without what is glued to it
_GLUED = "وفبلك"
_AND, _AS = "و", "ك"  # the second is seldom glued to a name that stands nowhere else
_LEAST = -2.5  # log-odds of the likeliest word, below which only a run that is met again is worth a look
_STEPS = (-2, -1, 0, 1, 2, 3, 4, 6)  # log-odds of a word's letters at which one more sign is seen
_IS_FOREIGN = 1.0  # log-odds of the likeliest word from which a run is called foreign
_AS_GOOD = (
    1.0  # log-odds by which a word without its first letter must be likelier to be tried first; "and" is most often one
)
_NEAR = 6  # words on both sides among which the nearest word of a deal is looked for


def with_purpose(text: str, start: int, end: int, purposes: re.Pattern[str]) -> int:
    """The end of a name with what its company is for, where the text says both again or in its headline."""
    more = purposes.match(text, end)
    if more is None:
        return end
    again = text.count(text[start : more.end()]) > 1 or more.end() <= text.find("\n")
    return more.end() if again else end


def bare(text: str, cues: Cues, shapes: Shapes, purposes: re.Pattern[str]) -> Iterator[Candidate]:
    """The candidates of a normalised text, from left to right, of overlapping ones the longer first."""
    scene = _Scene(text, cues, shapes, purposes)
    odds, place = scene.odds, 0
    while place < len(odds):
        last = place
        while last < len(odds) and odds[last] is not None and (last == place or scene.goes_on(last)):
            last += 1
        if last > place:
            yield from scene.parts(place, last)
        place = max(last, place + 1)


class _Run(NamedTuple):
    """Words side by side, by their places, and whether others that could belong to the name stand beside them."""

    first: int
    last: int
    more_before: bool
    more_behind: bool


class _Scene:
    """The words of one text, with the log-odds of their letters; None for one that can be no part of a bare name."""

    def __init__(self, text: str, cues: Cues, shapes: Shapes, purposes: re.Pattern[str]) -> None:
        self._text = text
        self._cues = cues
        self._shapes = shapes
        self._purposes = purposes
        self._headline = text.find("\n")
        quoted = bytearray(len(text))
        for found in _QUOTED.finditer(text):
            quoted[found.start() : found.end()] = b"\1" * (found.end() - found.start())
        self._spans = [found.span() for found in _WORD.finditer(text)]
        self._words = [text[start:end] for start, end in self._spans]
        self.odds = [
            None if quoted[start] else self._odds(word)
            for word, (start, _) in zip(self._words, self._spans, strict=True)
        ]
        self._met = Counter(self._words)

    def _odds(self, word: str) -> float | None:
        return None if word in self._cues.stop else self._shapes.odds_of_name(word)

    def goes_on(self, place: int) -> bool:
        """Whether the run before a word goes on with it: side by side, and not the next name of a list."""
        end, start = self._spans[place - 1][1], self._spans[place][0]
        return start - end == 1 and self._text[end] == " " and self._words[place][0] != _AND

    def parts(self, first: int, last: int) -> Iterator[Candidate]:
        """The names that a run may hold, the longest first."""
        for length in range(min(_LONGEST, last - first), 0, -1):
            for begin in range(first, last - length + 1):
                run = _Run(begin, begin + length, more_before=begin > first, more_behind=begin + length < last)
                for cut in self._cuts(self._words[begin]):
                    if (found := self._candidate(run, cut)) is not None:
                        yield found

    def _cuts(self, word: str) -> Sequence[int]:
        """How many letters may be glued to the name: none, one, or either, the likelier first."""
        if word[0] not in _GLUED or len(word) <= _SHORTEST:
            return (0,)
        if self._met[word[1:]]:
            return (1,)
        if word[0] == _AS:
            return (0,)
        better = self._shapes.odds(word[1:]) - self._shapes.odds(word)
        return (1, 0) if better > (-_AS_GOOD if word[0] == _AND else _AS_GOOD) else (0, 1)

    def _candidate(self, run: _Run, cut: int) -> Candidate | None:
        start, bare_end = self._spans[run.first][0] + cut, self._spans[run.last - 1][1]
        first = self._words[run.first][cut:]
        odds = [self._shapes.odds(first), *map(self._shapes.odds, self._words[run.first + 1 : run.last])]
        end = with_purpose(self._text, start, bare_end, self._purposes)
        again = max(odds) < _LEAST and self._text.count(self._text[start:end]) > 1
        if (max(odds) < _LEAST and not again) or (cut and self._shapes.is_ordinary(first)):
            return None
        look = partial(self._look, run, cut, (start, end), odds)
        sign = FOREIGN if max(odds) > _IS_FOREIGN else BARE
        return Candidate(start, end, sign, proven=False, seen=_Seen(look))

    def _look(self, run: _Run, cut: int, span: tuple[int, int], odds: Sequence[float]) -> Iterator[str]:
        """All that is seen of a candidate."""
        start, end = span
        word = self._words[run.first]
        yield from _steps("likeliest", max(odds))
        yield from self._beside(run)
        yield f"run={run.last - run.first}"
        if len(odds) > 1:
            yield from _steps("unlikeliest", min(odds))
        if run.more_before or run.more_behind:
            yield f"part of a run|{'before' if run.more_before else ''}|{'behind' if run.more_behind else ''}"
        if end > self._spans[run.last - 1][1]:
            yield "with its purpose"
        elif self._purposes.match(self._text, end):
            yield "purpose behind"
        if cut:
            yield f"glued={word[0]}"
            yield from _steps("cut is likelier by", odds[0] - self._shapes.odds(word))
        elif word[0] in _GLUED:
            yield f"could be cut={word[0]}"
        yield from self._elsewhere(start, end)
        if len(odds) == 1 and self._met[word[cut:]] > 1:
            yield "met bare again"

    def _elsewhere(self, start: int, end: int) -> Iterator[str]:
        """What is seen of a run in other places, and at its edges."""
        name = self._text[start:end]
        if end <= self._headline:
            yield "in the headline"
            if self._text.find(name, self._headline) >= 0:
                yield "in headline and text"
        elif self._text.find(name, 0, max(0, self._headline)) >= 0:
            yield "in headline and text"
        if self._cues.beside(self._text, start, end):
            yield "Latin behind"

    def _beside(self, run: _Run) -> Iterator[str]:
        """The nearest words of deals, and the word right before together with the nearest ahead."""
        ahead = self._nearest(range(run.first - 1, max(-1, run.first - 1 - _NEAR), -1))
        behind = self._nearest(range(run.last, min(len(self._words), run.last + _NEAR)))
        yield f"nearest={ahead}|{behind}"
        yield f"ahead={ahead}"
        yield f"nearest behind={behind}"
        if run.first and self._words[run.first - 1] != "\n":
            before = self._words[run.first - 1]
            yield f"{before if len(before) < 4 else '…'} of {ahead}"  # noqa: PLR2004 -- a preposition is as short

    def _nearest(self, places: range) -> str:
        for place in places:
            word = self._words[place]
            if word == "\n":
                break
            if senses := read_word(word).senses:
                return senses[0].cls
        return "-"


class _Seen:
    """What is seen of a candidate, looked at only when somebody asks: most of them turn out to be listed names."""

    def __init__(self, look: Callable[[], Iterator[str]]) -> None:
        self._look = look

    def __iter__(self) -> Iterator[str]:
        return self._look()


def _steps(what: str, odds: float) -> list[str]:
    """One sign for each step that the log-odds are above: what is likelier has all signs of what is less so."""
    return [f"{what}>{step}" for step in _STEPS if odds > step]
