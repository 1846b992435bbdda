"""What one language's examples say in the words of another: the words in their signs translated, or left out.

Signs speak of classes, frames and slots, which all packs share; what differs are the prepositions that mark a slot, and
words without a class. A preposition stands for the one that most often has its place in deal news; a sign with any
other word is left out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from safqa.extraction.weights import Seen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ARABIC = re.compile(r"[\u0621-\u064a\u066e-\u06d3]+")

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "في": "in",  # استثمار في X: an investment in X
        "من": "from",  # جمعت من X: raised from X
        "علي": "of",  # الاستحواذ على X: the acquisition of X
        "مع": "with",  # اتفاق مع X: an agreement with X
        "ل": "for",  # جولة لـX: a round for X
        "الي": "to",  # بيع X إلى Y: the sale of X to Y
        "بين": "between",  # شراكة بين X وY: a partnership between X and Y
        "عن": "about",  # أعلنت عن صفقة: told about a deal
        "التي": "which",  # X، التي جمعت: X, which raised
        "الذي": "which",
        "ان": "that",  # قالت إن: said that
        "انها": "it",  # قالت إنها: said it
        "بعد": "after",  # بعد جولة: after a round
        "قبل": "before",  # قبل أشهر: months before
        "منذ": "since",  # منذ تأسيسها: since it was founded
        "خلال": "over",  # خلال خمس سنوات: over five years
        "لم": "not",  # لم تعلق: did not comment
        "لن": "not",
        "لا": "not",
        "قد": "may",  # قد تصل: may reach
        "كانت": "had",  # كانت قد جمعت: had raised
        "كان": "was",
        "هذه": "this",
        "هذا": "this",
        "ايضا": "also",
        "كما": "as",
        "عند": "at",  # عند تقييم: at a valuation
        "عبر": "through",
        "اول": "first",
        "جديده": "new",
        "لكن": "but",
        "بينما": "while",
        "سنويا": "year",
        "حتي": "until",
    }
}
"""For each language that borrows, the word that stands where an Arabic one does."""


def lent(seen: Sequence[Seen], lang: str) -> list[Seen]:
    """What was seen in an Arabic text as it would be seen in one of another language."""
    return [
        Seen(tuple(t for s in signs if (t := _translated(s, lang)) is not None), contexts) for signs, contexts in seen
    ]


@lru_cache(maxsize=500_000)
def _translated(sign: str, lang: str) -> str | None:
    words = WORDS[lang]
    if all(found in words for found in _ARABIC.findall(sign)):
        return _ARABIC.sub(lambda found: words[found.group()], sign)
    return None
