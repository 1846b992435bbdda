"""Longer names that hold a listed one: «ترو ميتا» is no Meta, "Atlas Processors" is no Atlas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from safqa.extraction.candidates import Candidate, Cues
    from safqa.extraction.listing import Listed

_WORDS_ALONE = re.compile(r"[\w ]+")
_NO_COMPANY = frozenset({"product", "project", "outlet", "government"})  # «لاما 4», «المغرب الرقمي»


class Wholes:
    """The candidates of a text that may be longer names, held against the listed names in them."""

    def __init__(self, text: str, listed: Sequence[Listed], guessed: Sequence[Candidate], cues: Cues) -> None:
        """Keep what to compare."""
        self._text = text
        self._listed = listed
        self._guessed = guessed
        self._quoted = [c for c in guessed if c.sign == "quoted"]
        self._cues = cues

    def parts(self) -> list[Listed]:
        """The listed names that are words of a longer name."""
        is_part = self._in_run if self._cues.whole_runs else self._in_quotes
        return [m for m in self._listed if is_part(m)]

    def _in_run(self, match: Listed) -> bool:
        """Whether a homograph is a word of a run of capitals: "Atlas Processors"."""
        return match.homograph and any(
            c.start <= match.start
            and match.end <= c.end
            and c.sign != "person"
            and not (c.start == match.start and self._is_legal(match.end, c.end))
            for c in self._guessed
        )

    def _in_quotes(self, match: Listed) -> bool:
        """Whether quotes hold more than a listed name: «ترو ميتا», «إنتل ماتيكس», and not «إنفيديا الصين»."""
        if match.kind in _NO_COMPANY:
            return False
        return any(
            c.start <= match.start
            and match.end <= c.end
            and match.end - match.start < c.end - c.start
            and self._is_one_name(match, c)
            for c in self._quoted
        )

    def _is_one_name(self, match: Listed, quoted: Candidate) -> bool:
        start, end = quoted.start, quoted.end
        others = (m for m in self._listed if m is not match and not m.homograph)
        described = not match.homograph and self._cues.describes.search(self._text, match.end, end)
        alone = _WORDS_ALONE.fullmatch(self._text, start, end)
        return bool(alone) and not described and not any(start <= m.start and m.end <= end for m in others)

    def _is_legal(self, start: int, end: int) -> bool:
        """Whether only such words stand here as a company drops at will: "Group", "Technologies Inc"."""
        return self._cues.legal.issuperset(self._text[start:end].replace(",", " ").split())

    def wider(self) -> list[Candidate]:
        """The candidates that go on behind a listed name with a suffix, other companies: "AMD Ventures"."""
        ends = {m.end for m in self._listed if not m.homograph}
        exact = {(m.start, m.end) for m in self._listed}
        return [c for c in self._guessed if (c.start, c.end) not in exact and self._is_wider(c, ends)]

    def _is_wider(self, candidate: Candidate, ends: Collection[int]) -> bool:
        words = self._text[candidate.start : candidate.end].split()
        inside = [end for end in ends if candidate.start < end < candidate.end]
        legal = any(self._is_legal(end, candidate.end) for end in inside)
        return bool(inside) and not legal and words[-1] in self._cues.suffixes
