"""The door to extraction: finds the language of an article and hands it to that language's pack."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from safqa.extraction.reader import may_be_of_deals, read
from safqa.model import Extraction

if TYPE_CHECKING:
    from datetime import datetime

    from safqa.extraction.pack import Pack

_ARABIC = re.compile(r"[\u0621-\u064a\u066e-\u06d3]")
_LATIN = re.compile(r"[A-Za-z]")
# Arabic articles carry whole company names in Latin letters; one Arabic letter in five still makes an Arabic text.
_ARABIC_SHARE = 0.2
LONGEST = 200_000
"""Characters of a text that are read. The longest news feature has about 50,000; more is a dump of many pages."""


def extract(
    text: str, *, title: str | None = None, published: datetime | None = None, lang: str | None = None
) -> Extraction:
    """The deals that an article tells of.

    `text` begins with the headline where there is one; a `title` that the text does not begin with is only used to
    find the language; of a text longer than `LONGEST` characters only the beginning is read. `published` dates
    relative times. A language without a pack gives an empty extraction.
    """
    del published
    language = lang or language_of(text or title or "")
    pack = _pack(language)
    if pack is None:
        return Extraction(language, relevant=False)
    return read(text[:LONGEST], pack)


def may_tell(text: str, *, lang: str | None = None) -> bool:
    """Whether a text may tell of a deal in the AI industry: a quick look that lets all through that `extract` reads.

    It takes a tenth of the time of reading. In a language without a pack nothing can be ruled out.
    """
    pack = _pack(lang or language_of(text))
    return pack is None or may_be_of_deals(text[:LONGEST], pack)


def language_of(text: str) -> str:
    """The language of a text by its letters: "ar", "en", or "und" where there are none."""
    sample = text[:5000]  # the first screen of a page decides; page noise in other scripts comes later
    arabic, latin = len(_ARABIC.findall(sample)), len(_LATIN.findall(sample))
    if not arabic + latin:
        return "und"
    return "ar" if arabic / (arabic + latin) > _ARABIC_SHARE else "en"


def _pack(language: str) -> Pack | None:
    if language == "ar":
        from safqa.extraction.arabic.pack import equipped  # noqa: PLC0415 — its tables cost 0.1 s, read on first need

        return equipped()
    if language == "en":
        from safqa.extraction.english.pack import english  # noqa: PLC0415 — likewise

        return english()
    return None
