"""Text made comparable without losing the way back: every span of the normal text is an exact quote of the original.

Arabic newsrooms write one word in several ways (أ/ا, ى/ي, ة/ه, Persian letters and digits, vowel marks, bidi controls).
`normalise` unifies them letter by letter, so positions stay the same; only marks that stand for no letter of their own
(vowel marks, tatweel, joiners) are taken out, and then an offset list says where each letter came from.

What stays as it is: Latin case, sentence marks (. ؟ ! ؛ ،), line breaks, ء and ئ (the tables that are matched against
the text tell them apart). Dropped: Unicode NFKC, which changes lengths (﷼, …, ligatures), and camel-tools' `arclean`,
which deletes € £ ¥; one `str.translate` does the work of camel's three `normalize_*` functions in one pass.
"""

import re
import unicodedata
from dataclasses import dataclass

from safqa.model import Quote

# Each row: what the text is searched for (right) and the letters that are written for it (left).
_LETTERS = (
    ("أإآٱٲٳٵ", "ا"),
    ("ؤۆۇۈ", "و"),
    ("ىیۍێې", "ي"),
    ("ةہھۀەۃ", "ه"),
    ("کڪګگڭ", "ك"),  # گ is nearest to ك in shape; غوغل and جوجل are other spellings, for the name tables
    ("پ", "ب"),
    ("ڤڥ", "ف"),
    ("چ", "ج"),
    ("ژ", "ز"),
)
_DIGITS = (("٠١٢٣٤٥٦٧٨٩", "0123456789"), ("۰۱۲۳۴۵۶۷۸۹", "0123456789"), ("０１２３４５６７８９", "0123456789"))
_MARKS = (
    ("٫", "."),  # Arabic decimal point
    ("٬", ","),  # Arabic thousands mark
    ("٪％﹪", "%"),
    ("＄﹩", "$"),
    ("﴾", "("),
    ("﴿", ")"),
    ("‐‑‒–—―−﹘﹣－", "-"),
    ("“”„‟❝❞〝〞", '"'),
    ("‘’‚‛´", "'"),
    ("‹", "«"),
    ("›", "»"),
    ("\u2028\u2029\x85", "\n"),
)
# Seen as a gap or as nothing, never as part of a word: no-break and sized spaces, zero-width space, bidi controls, BOM.
_BLANKS = "\u00a0\u1680\u202f\u205f\u3000\u061c\ufeff" + "".join(
    map(chr, (*range(0x2000, 0x200C), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A)))
)
# No letter of their own: vowel marks, Quranic marks, superscript alef, tatweel, soft hyphen, (non-)joiners.
_REMOVED = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u00ad\u200c\u200d]"
)


def _table() -> dict[int, str]:
    """The one-to-one table of `normalise`, with the presentation forms of single letters added."""
    table = {ord(letter): plain for letters, plain in (*_LETTERS, *_MARKS) for letter in letters}
    table |= {ord(digit): plain for digits, plains in _DIGITS for digit, plain in zip(digits, plains, strict=True)}
    table |= {ord(blank): " " for blank in _BLANKS}
    for code in (*range(0xFB50, 0xFBB2), *range(0xFE80, 0xFEF5)):
        letter = unicodedata.normalize("NFKC", chr(code))
        if len(letter) == 1:
            table[code] = table.get(ord(letter), letter)
    return table


_TABLE = _table()
_MAPPED = re.compile("[" + "".join(map(re.escape, map(chr, _TABLE))) + "]")


@dataclass(frozen=True, slots=True)
class NormalText:
    """A text with its comparable form.

    `offsets[i]` is the place in `original` of the letter at `i` in `text`, with one entry more for the end;
    None when both texts have the same positions.
    """

    original: str
    text: str
    offsets: tuple[int, ...] | None = None

    def quote(self, start: int, end: int) -> Quote:
        """The piece of the original behind `text[start:end]`, with the marks that belong to its letters."""
        if self.offsets is not None:
            start, end = self.offsets[start], self.offsets[end]
        return Quote(self.original[start:end], start, end)


def normalise(text: str) -> NormalText:
    """The comparable form of a text; see the module for what is unified and what stays."""
    if text.isascii():  # the table maps no ASCII
        return NormalText(text, text)
    kept, offsets = _without_marks(text)
    return NormalText(text, kept.translate(_TABLE) if _MAPPED.search(kept) else kept, offsets)


def _without_marks(text: str) -> tuple[str, tuple[int, ...] | None]:
    """The text without the marks that stand for no letter, and where each remaining letter stood."""
    if not _REMOVED.search(text):
        return text, None
    offsets: list[int] = []
    start = 0
    for mark in _REMOVED.finditer(text):
        offsets.extend(range(start, mark.start()))
        start = mark.end()
    offsets.extend(range(start, len(text) + 1))
    return _REMOVED.sub("", text), tuple(offsets)
