"""Texts of others on our pages: names and sentences of either direction."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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
