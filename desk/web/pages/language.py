"""Which language a page speaks: the first part of its path, so that it can be linked, kept and found.

An address without one answers with the reader's: what they chose last, else what their browser asks for.
"""

from __future__ import annotations

from typing import Literal

from starlette.convertors import Convertor, register_url_convertor

Language = Literal["ar", "en"]

LANGUAGES: tuple[Language, ...] = ("ar", "en")
DIRECTION: dict[Language, Literal["rtl", "ltr"]] = {"ar": "rtl", "en": "ltr"}


class _LanguageConvertor(Convertor[str]):
    """The part of a path that names a language: nothing else is taken for one."""

    regex = "|".join(LANGUAGES)

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("language", _LanguageConvertor())


def other(language: Language) -> Language:
    """The language to switch to."""
    return "en" if language == "ar" else "ar"


def preferred(chosen: str | None, accept: str | None) -> Language:
    """The language of somebody who named none in the address.

    Args:
        chosen: what they chose before.
        accept: the header Accept-Language (RFC 9110, 12.5.4).
    """
    for language in LANGUAGES:
        if chosen == language:
            return language
    asked = sorted((_wish(one) for one in (accept or "").split(",")), key=lambda wish: -wish[1])
    for name, weight in asked:
        for language in LANGUAGES:
            if weight > 0 and name == language:
                return language
    return "en"


def _wish(text: str) -> tuple[str, float]:
    """A language without its country, and how much it is wished for: "ar-SA;q=0.8" is ("ar", 0.8)."""
    name, _, weight = text.partition(";q=")
    try:
        wished = float(weight) if weight else 1.0
    except ValueError:
        wished = 0.0
    return name.strip().partition("-")[0].lower(), wished
