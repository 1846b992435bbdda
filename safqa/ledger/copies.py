"""Near-copies: which articles carry the same agency text, cut, wrapped or under another headline.

A text is known by its *shingles*: runs of three words, each as a number of 32 bits. Two texts are near-copies when
they share enough of all shingles (`jaccard`) and enough of those of the shorter text (`containment`). Only pairs that
share a *band* are compared: two shingles picked by the same rule in both texts (MinHash with two rows a band).

Left aside before: the headline, the dateline of an agency, lines of credit ("المصدر: وكالات"), lines of a few words.
Not found: a text that was translated, or told anew in other words with the same figures.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from struct import unpack
from typing import TYPE_CHECKING
from zlib import crc32

from safqa.names import fold
from safqa.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

# Goes into everything that is stored: what another method found is never compared with what this one finds.
METHOD = "trigrams-2"
# Runs of two words bring ten times as many unrelated articles together, and part copies from others no better.
_RUN = 3
# Measured on 1.7 million pairs of labelled articles, 15 of them copies (docs/decisions.md). The copies share at least
# 0.44 of the shorter text and 0.19 of both together; of the others the nearest, two reports that share a source, have
# 0.35. The second bound keeps out the article that quotes an agency inside much text of its own: two sentences of ten
# among eight are taken for a copy 1 time in 100, two of five among ten 1 time in 5.
_LEAST_CONTAINED = 0.39
_LEAST_SHARED = 0.19
# Two sentences. In shorter texts a third may be the formula in which everybody tells of a round.
LEAST_SHINGLES = 30
# Two rows a band, 48 bands: of pairs that share 0.3, 0.25 and 0.2 of their shingles 99, 95 and 86 % are compared (the
# labelled copies all were), of unrelated articles 1 in 10,000.
_BANDS = 48
_SIGN = 1 << 63  # databases keep 64 bits as signed numbers
# News is copied within days; three months to each side leave room for undated pages. And bands of one time lie together
# in the database, so that a new article touches pages that the last one touched, however many years lie before.
_QUARTER = 91 * 86_400
_BAND_BITS = 48
# Shorter lines are credits, buttons and captions: "(رويترز)", "شارك المقال".
_SHORTEST_LINE = 4

_WORD = re.compile(r"\w+")
# "القاهرة (رويترز) - ", "أبوظبي في 8 أبريل / وام / ", "NEW YORK--(BUSINESS WIRE)--"; 60 hold every place and date.
_DATELINE = re.compile(r"^.{0,60}?(?:\([^()\d]{2,30}\)\s*[-:]+|/\s*[^\W\d]+(?: [^\W\d]+)?\s*/)")
# As `normalise` leaves the words; a longer line is a sentence that happens to begin so.
_CREDIT = re.compile(
    r"^\W*(?:المصدر|المصادر|نقلا عن|اعداد|تحرير|اقرا|طالع|شاهد|source|reporting by|editing by|writing by|read more"
    r"|read also|also read)\b.{0,100}$"
)


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much two texts share: of all their shingles, and of those of the shorter text; 0 to 1."""

    jaccard: float
    containment: float

    @property
    def is_copy(self) -> bool:
        """Whether one of the texts is a near-copy of the other."""
        return self.containment >= _LEAST_CONTAINED and self.jaccard >= _LEAST_SHARED


@dataclass(frozen=True, slots=True)
class Carrier:
    """A version that carries a text: when it was told, on which page and site, and who published it."""

    version: str
    article: str
    told_at: datetime
    publisher: str | None
    site: str

    @property
    def order(self) -> tuple[datetime, bool, str, str]:
        """The first in this order is the origin of a group; at one moment an agency comes before its customers."""
        return self.told_at, not is_agency(self.publisher, self.site), self.article, self.version

    def may_copy(self, other: Carrier) -> bool:
        """Whether the two could copy each other: not versions of one article, nor two articles of one outlet.

        An outlet is the same source either way, and what its articles share is often the text around them.
        """
        same_voice = (self.publisher or self.site) == (other.publisher or other.site)
        return self.article != other.article and not same_voice


def shingles(text: str, title: str | None = None) -> frozenset[int]:
    """The runs of three words of an article, as numbers; equal on every machine and under every Python."""
    words = [word.encode() for word in _words(text, title)]
    runs = zip(*(words[start:] for start in range(_RUN)), strict=False)
    return frozenset(map(crc32, map(b" ".join, runs)))


def _words(text: str, title: str | None) -> list[str]:
    headline = _WORD.findall(normalise(title).text.lower()) if title else []
    found: list[str] = []
    for line in normalise(text).text.lower().split("\n"):
        if _CREDIT.match(line):
            continue
        words = _WORD.findall(_DATELINE.sub("", line))
        if len(words) >= _SHORTEST_LINE and words != headline:
            found += words
    return found


def bands(found: frozenset[int]) -> tuple[int, ...]:
    """The bands of a text, as signed numbers of 64 bits; none for a text that is too short to judge."""
    if len(found) < LEAST_SHINGLES:
        return ()
    ring = sorted(found)
    size = len(ring)

    def after(point: int) -> int:
        """The shingle that follows a point of the ring: in two texts the same one with the chance of their jaccard."""
        return ring[bisect_left(ring, point) % size]

    return tuple(((after(one) << 32 | after(other)) ^ salt) - _SIGN for one, other, salt in _points())


def dated(found: Iterable[int], told_at: datetime, *, shift: int = 0) -> tuple[int, ...]:
    """Bands with the quarter in which a text was told in front, or another that is `shift` quarters from it."""
    quarter = int(told_at.timestamp()) // _QUARTER + shift
    return tuple(quarter << _BAND_BITS | band & ((1 << _BAND_BITS) - 1) for band in found)


def parted(band: int) -> tuple[int, int]:
    """The quarter in front of a dated band, and the band."""
    return band >> _BAND_BITS, band & ((1 << _BAND_BITS) - 1)


@cache
def _points() -> tuple[tuple[int, int, int], ...]:
    """For each band two points of the ring, and a salt that makes the values of two bands differ."""
    drawn = (blake2b(f"{METHOD} {place}".encode(), digest_size=16).digest() for place in range(_BANDS))
    return tuple((one, other, salt) for one, other, salt in (unpack(">IIQ", piece) for piece in drawn))


def overlap(one: frozenset[int], other: frozenset[int]) -> Overlap:
    """How much two texts share; neither may be empty."""
    shared = len(one & other)
    return Overlap(shared / (len(one) + len(other) - shared), shared / min(len(one), len(other)))


def connected(sets: Iterable[Iterable[str]]) -> list[frozenset[str]]:
    """The sets, joined wherever they share a member."""
    group_of: dict[str, set[str]] = {}
    for some in sets:
        members = set(some)
        groups = {id(group): group for member in members if (group := group_of.get(member))}
        largest = max(groups.values(), key=len, default=set[str]())
        joined = members.union(*groups.values()) - largest
        largest |= joined
        group_of |= dict.fromkeys(joined, largest)
    return [frozenset(group) for group in {id(group): group for group in group_of.values()}.values()]


def is_agency(publisher: str | None, site: str) -> bool:
    """Whether a news agency published it, as the list of outlets knows them."""
    names, domains = _agencies()
    return site in domains or (publisher is not None and fold(publisher) in names)


@cache
def _agencies() -> tuple[frozenset[str], frozenset[str]]:
    """The names and domains of the agencies; read when the first group is found, not at every start."""
    from safqa.organisations import OutletKind, load_outlets  # noqa: PLC0415

    agencies = [outlet for outlet in load_outlets() if outlet.kind is OutletKind.AGENCY]
    names = frozenset(fold(alias.text) for outlet in agencies for alias in outlet.aliases)
    return names, frozenset(outlet.domain for outlet in agencies if outlet.domain)
