"""Invented names for the ledger's benchmark: companies and outlets in Latin letters, and how Arabic writes them.

The letter table is this module's own, not that of `safqa.names`, so that the ledger is not asked about itself. Names
that it writes alike but for vowels are drawn again: no reader could tell them apart either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

_ONSETS = "b br ch d dr f fl g gr h j k kl kr l m n p pl r s sh st t tr v w z".split()  # noqa: SIM905 -- read at once
_VOWELS = "a a a e e i i o o u ai ee ou".split()  # noqa: SIM905
_CODAS = ["", "", "", "l", "m", "n", "r", "s", "x", "nd", "rt", "k"]
_MAKERS = ("", "", "", "", "Labs", "AI", "Robotics", "Systems", "Data", "Technologies", "Health", "Cloud")
_FUNDS = ("Capital", "Ventures", "Partners", "Holding", "", "")
_PAPERS = ("News", "Times", "Post", "Business", "Daily")
_LATIN = "ch sh ai ee ou a b d e f g h i j k l m n o p r s t u v w x z"
_ARABIC = "تش ش اي ي و ا ب د ي ف ج ه ي ج ك ل م ن و ب ر س ت و ف و كس ز"
_LETTERS = dict(zip(_LATIN.split(), _ARABIC.split(), strict=True))
_LETTER = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)))
_WORDS = {
    "Labs": "لابز",
    "AI": "إيه آي",
    "Robotics": "روبوتيكس",
    "Systems": "سيستمز",
    "Data": "داتا",
    "Technologies": "تكنولوجيز",
    "Health": "هيلث",
    "Cloud": "كلاود",
    "Capital": "كابيتال",
    "Ventures": "فنتشرز",
    "Partners": "بارتنرز",
    "Holding": "القابضة",
}
_SOFT = re.compile("[aeiou]+")


@dataclass(frozen=True, slots=True)
class Company:
    """An invented organisation: its name, the first word alone, and what Arabic newsrooms write."""

    name: str
    short: str
    arabic: str
    other_arabic: str  # a second newsroom's spelling: hard g as غ, a short vowel left out
    short_arabic: str


class Namer:
    """Draws names that differ from all drawn before by more than vowels."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._met: set[str] = set()

    def companies(self, count: int) -> list[Company]:
        """So many companies that make or run something."""
        return [self._company(_MAKERS) for _ in range(count)]

    def funds(self, count: int) -> list[Company]:
        """So many that invest."""
        return [self._company(_FUNDS) for _ in range(count)]

    def outlets(self, count: int) -> list[str]:
        """So many newspapers and sites."""
        return [f"{self._word()} {_PAPERS[number % len(_PAPERS)]}" for number in range(count)]

    def words(self, count: int) -> list[str]:
        """Words to fill texts with, in Latin letters; `arabic` writes them in Arabic ones."""
        return [self._syllables(self._rng.randint(1, 3)) for _ in range(count)]

    def _company(self, kinds: Sequence[str]) -> Company:
        word, kind = self._word(), self._rng.choice(kinds)
        tail = f" {_WORDS[kind]}" if kind else ""
        arabic = to_arabic(word)
        return Company(f"{word} {kind}".strip(), word, arabic + tail, _respelled(arabic) + tail, arabic)

    def _word(self) -> str:
        while True:
            word = self._syllables(self._rng.choice((2, 3, 3)))
            heard = "".join(_LETTERS[letter] for letter in _LETTER.findall(_SOFT.sub("", word)))
            heard = re.sub(r"(.)\1", r"\1", heard)
            if len(heard) >= 4 and heard not in self._met:
                self._met.add(heard)
                return word.capitalize()

    def _syllables(self, count: int) -> str:
        pick = self._rng.choice
        return "".join(pick(_ONSETS) + pick(_VOWELS) for _ in range(count)) + pick(_CODAS)


def to_arabic(word: str) -> str:
    """A word in Arabic letters, one by one."""
    return "".join(_LETTERS[letter] for letter in _LETTER.findall(word.lower()))


def _respelled(arabic: str) -> str:
    inner = arabic[1:-1].replace("ج", "غ").replace("ي", "", 1)
    return arabic[0] + inner + arabic[-1]
