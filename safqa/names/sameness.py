"""Whether two names are spellings of one: a score between 0 and 1, and the line above which they are.

Across scripts the sound decides; inside the Latin script the letters do, for Groq and Grok sound alike and are two.
Digits must agree (G42, M42), and so must the words that make another organisation of a name (Fund, Capital, Bank).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from safqa.names.sound import consonants, core, sounds
from safqa.names.words import fold, weights

SAME = 0.9
"""Names that score this or more are one."""

# A key of one or two classes says little (Zhipu, X, HP): such names must sound alike in every vowel too.
_SHORTEST_KEY = 3
# The most a pair may score that is near and yet not the same: one has a kind word the other lacks, or both are short.
_NEAR = 0.8
# Typing slips in Latin names: one letter in eight or more ("Anthropc"); shorter names differ by one letter on purpose.
_SHORTEST_WITH_SLIP = 8
_SLIP = 0.92
# Classes that newsrooms confuse, at half the price of others: c and ch are heard as K or S, th and ts as T or S, a
# head vowel as any other.
_CONFUSED = frozenset(map(frozenset, ("KS", "TS", "AW", "AY", "AH", "WY", "HW", "HK")))
_CONFUSABLE = frozenset[str]().union(*_CONFUSED)
# What it costs to leave a letter out: a consonant, a head vowel (Nvidia = إنفيديا = نفيديا), a vowel (OpenAI = أوبن).
_GAP, _CONFUSION, _HEAD_GAP, _VOWEL_GAP = 1.0, 0.5, 0.25, 0.1


@dataclass(frozen=True, slots=True)
class _Name:
    """What two names are compared by: `core` is the name without shared words, `whole` with all but legal ones."""

    core: str
    whole: str
    kinds: frozenset[str]
    latin: bool

    @property
    def digits(self) -> str:
        return "".join(filter(str.isdigit, self.core))


@lru_cache(maxsize=20_000)
def _name(text: str) -> _Name:
    words = fold(text).split()
    kinds = frozenset(word for word in words if weights().get(word) == "kind")
    # A name of shared words alone (Capital Group, Global Ventures) has them as its core.
    own = frozenset(word for word in words if word not in weights())
    return _Name(core(text), "".join(words), kinds if own else frozenset(), text.isascii())


def similarity(left: str, right: str) -> float:
    """How near two names are: 1 is the same spelling, `SAME` and more the same name, 0 nothing in common."""
    a, b = _name(left), _name(right)
    if not a.core or not b.core or a.digits != b.digits:
        return 0.0
    # سوفت بنك and إليفن لابس have words of their own for the ends of SoftBank and ElevenLabs: wholes are compared too.
    likeness = _spelling if a.latin and b.latin else _likeness
    whole = likeness(a.whole, b.whole)
    if whole >= SAME:
        return whole
    parts = likeness(a.core, b.core)
    return max(whole, parts if a.kinds == b.kinds else min(parts, _NEAR))


def same_name(left: str, right: str) -> bool:
    """Whether two names, each known to be a name, are spellings of one."""
    return alike(left, right, SAME)


def alike(left: str, right: str, least: float) -> bool:
    """Whether two names are at least so near."""
    a, b = _name(left), _name(right)
    if not (a.latin and b.latin) and _far(a.whole, b.whole, least) and _far(a.core, b.core, least):
        return False
    return similarity(left, right) >= least


def _far(a: str, b: str, least: float) -> bool:
    """Whether two joined names differ by too many consonants to be so near, however they are aligned.

    To count the consonants that the other name lacks takes a tenth of the time of an alignment, and most pairs of names
    have nothing to do with each other.
    """
    (one, count), (other, others) = _heard(a), _heard(b)
    price = max(_least_price(one - other), _least_price(other - one))
    return 1 - price / max(1, count, others) < least


def _least_price(lacking: Counter[str]) -> float:
    """What it costs at least to turn these consonants into others, or leave them out: one may be the head."""
    price = sum(count * (_CONFUSION if letter in _CONFUSABLE else _GAP) for letter, count in lacking.items())
    return price - (_CONFUSION - _HEAD_GAP) if price else 0.0


@lru_cache(maxsize=20_000)
def _heard(joined: str) -> tuple[Counter[str], int]:
    """The consonants of a joined name, and how many they are."""
    heard = consonants(sounds(joined))
    return Counter(heard), len(heard)


def _spelling(a: str, b: str) -> float:
    """The score of two names in Latin letters, joined to one word each: the same letters, or one slip."""
    if a == b:
        return 1.0
    long = min(len(a), len(b)) >= _SHORTEST_WITH_SLIP
    return _SLIP if long and a[0] == b[0] and _one_slip(a, b) else 0.0


@lru_cache(maxsize=100_000)
def _likeness(a: str, b: str) -> float:
    """The score of two names joined to one word each, of which one at least is Arabic: by sound."""
    if a == b:
        return 1.0
    sound_a, sound_b = sounds(a), sounds(b)
    lengths = (len(consonants(sound_a)), len(consonants(sound_b)))
    score = max(0.0, 1 - _distance(sound_a, sound_b) / max(1, *lengths))
    return score if score == 1 or min(lengths) >= _SHORTEST_KEY else min(score, _NEAR)


def _one_slip(a: str, b: str) -> bool:
    """Whether one letter was left out, added, changed or swapped with the next."""
    head = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[head:], b[head:]
    swapped = rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:]
    return swapped or rest_a[1:] == rest_b[1:] or rest_a[1:] == rest_b or rest_a == rest_b[1:]


def _distance(a: str, b: str) -> float:
    """The price of turning one sound into the other."""
    row = [0.0]
    for j, y in enumerate(b):
        row.append(row[-1] + _gap(y, j))
    for i, x in enumerate(a):
        above, row = row, [row[0] + _gap(x, i)]
        for j, (y, (diagonal, up)) in enumerate(zip(b, pairwise(above), strict=True)):
            row.append(min(diagonal + _change(x, y), up + _gap(x, i), row[-1] + _gap(y, j)))
    return row[-1]


def _gap(letter: str, place: int) -> float:
    if letter.islower():
        return _VOWEL_GAP
    return _HEAD_GAP if place == 0 and letter in "AHWY" else _GAP


def _change(x: str, y: str) -> float:
    if x == y:
        return 0.0
    if x.islower() and y.islower():
        return _VOWEL_GAP
    return _CONFUSION if frozenset((x, y)) in _CONFUSED else 1.0
