"""The door to extraction: finds the language of an article and hands it to that language's pack."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from safqa.extraction.reader import may_be_of_deals, read
from safqa.model import Extraction
from safqa.withdrawals import withdrawal

if TYPE_CHECKING:
    from datetime import datetime

    from safqa.extraction.pack import Pack

_ARABIC = re.compile(r"[\u0621-\u064a\u066e-\u06d3]")
_LATIN = re.compile(r"[A-Za-z]")
_ARABIC_WORD = re.compile(r"[\u0621-\u064a\u066e-\u06d3]+")
_SMALL = re.compile(r"(?<![^\W_])[a-z]{2,}(?![^\W_])")
# Shares of Arabic letters that decide by themselves; between them the words do.
_SURELY_ARABIC, _HARDLY_ARABIC = 0.5, 0.02
LONGEST = 200_000
"""Characters of a text that are read. The longest news feature has about 50,000; more is a dump of many pages."""


def extract(
    text: str, *, title: str | None = None, published: datetime | None = None, lang: str | None = None
) -> Extraction:
    """The deals that an article tells of.

    `text` begins with the headline where there is one; a `title` that the text does not begin with is only used to
    find the language, and a notice that the article is withdrawn. Of a text longer than `LONGEST` characters only the
    beginning is read. `published` dates relative times. A language without a pack gives an empty extraction.
    """
    del published
    language = lang or _language(text, title)
    if notice := withdrawal(text, title):
        return Extraction(language, relevant=False, withdrawal=notice)
    pack = _pack(language)
    if pack is None:
        return Extraction(language, relevant=False)
    return read(text[:LONGEST], pack)


def may_tell(text: str, *, lang: str | None = None) -> bool:
    """Whether a text may tell of a deal in the AI industry: a quick look that lets all through that `extract` reads.

    It takes a tenth of the time of reading. In a language without a pack nothing can be ruled out; nor can a notice
    that an article is withdrawn, for it may be one that told of a deal.
    """
    pack = _pack(lang or language_of(text))
    return pack is None or may_be_of_deals(text[:LONGEST], pack) or withdrawal(text) is not None


def language_of(text: str) -> str:
    """The language of a text: "ar", "en", or "und" where it has no letters.

    Headlines are short and mix scripts: Arabic ones carry companies in Latin letters ("Scale AI وMeta: صفقة"), English
    ones an Arabic name or a bilingual page's menu. Where the letters leave it open, the words without a capital decide:
    they are the ones that belong to the language and to no name.
    """
    sample = text[:5000]  # the first screen of a page decides; page noise in other scripts comes later
    arabic, latin = len(_ARABIC.findall(sample)), len(_LATIN.findall(sample))
    if not arabic + latin:
        return "und"
    share = arabic / (arabic + latin)
    if _HARDLY_ARABIC < share < _SURELY_ARABIC:
        return "ar" if len(_ARABIC_WORD.findall(sample)) >= len(_SMALL.findall(sample)) else "en"
    return "ar" if share >= _SURELY_ARABIC else "en"


def _language(text: str, title: str | None) -> str:
    found = language_of(text)
    return language_of(title or "") if found == "und" else found


def _pack(language: str) -> Pack | None:
    if language == "ar":
        from safqa.extraction.arabic.pack import equipped  # noqa: PLC0415 — its tables cost 0.1 s, read on first need

        return equipped()
    if language == "en":
        from safqa.extraction.english.pack import english  # noqa: PLC0415 — likewise

        return english()
    return None
