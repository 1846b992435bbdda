"""Texts of others on our pages: names and sentences of either direction, and links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from safqa.bidi import plain

if TYPE_CHECKING:
    from desk.web.pages.language import Language

# Words of one script in a row, with what stands within names and between them: "Scale AI", "The Information".
_LETTER = "[A-Za-z\u00c0-\u024f0-9]"
_LATIN_WORD = f"(?:{_LETTER}|[.&'’+-](?={_LETTER}))+"
_LATIN = re.compile(f"[A-Za-z\u00c0-\u024f](?:{_LATIN_WORD})?(?: {_LATIN_WORD})*")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]+(?: +[\u0600-\u06ff]+)*")


def isolated(sentence: str, language: Language) -> Markup:
    """A sentence of ours with the runs of the other script kept to themselves, so that no number beside them moves."""
    pieces, last = [], 0
    told = plain(sentence)
    for run in (_LATIN if language == "ar" else _ARABIC).finditer(told):
        pieces += [escape(told[last : run.start()]), Markup("<bdi>"), escape(run[0]), Markup("</bdi>")]
        last = run.end()
    return Markup("").join([*pieces, escape(told[last:])])


def web_link(url: str | None) -> str | None:
    """An address that a page may link to: http or https, with a host; None for any other, such as a script."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def own_path(path: str | None) -> str | None:
    """A path on this site to go back to; None for one that would lead to another host."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")) or "\\" in path:
        return None
    return path if path.isprintable() and path.isascii() else None
