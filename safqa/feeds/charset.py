"""The bytes of a feed or a page to text, whatever it declares.

Arabic feeds declare their charset wrongly both ways, and every byte is legal windows-1256, so no decoder complains. The
order, first match wins:

1. what the source is configured to be (a person looked);
2. a byte order mark, or the zero bytes of UTF-16 without one;
3. UTF-8, when the bytes are valid UTF-8 or all but a few are (a truncated letter, one pasted from elsewhere);
4. for Arabic feeds, windows-1256 or ISO-8859-6, whichever gives the larger share of Arabic letters;
5. the declaration of the document, then that of the reply;
6. windows-1252, which gives every byte a letter.

Not covered: 7-bit charsets with shifts (UTF-7, ISO-2022), which pass for ASCII and carried attacks rather than news.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins with the mark of UTF-16, so it stands before it
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# "<?" and "<r" of an XML document in UTF-16 without its mark.
_UNMARKED = ((re.compile(rb"<\0[^\0]\0"), "utf-16-le"), (re.compile(rb"\0<\0[^\0]"), "utf-16-be"))
_PROLOG = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_META = re.compile(rb"<meta\s[^<>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_SAYS_ARABIC = re.compile(rb"<(?:\w+:)?language>\s*ar\b|xml:lang\s*=\s*[\"']ar\b", re.IGNORECASE)
# Where a feed names its language, before its entries, and a page its charset: HTML says within 1,024 bytes, pages with
# a long head put it later.
_HEAD_BYTES = 4_096
# One broken letter in ten good ones is still UTF-8: Arabic in a one-byte charset hardly ever forms a valid sequence.
_GOOD_FOR_EACH_BAD = 10
# What servers and templates say when nobody chose: no evidence against Arabic.
_DEFAULTS = frozenset({"utf-8", "ascii", "iso8859-1", "cp1252"})
_ARABIC = ("cp1256", "iso8859-6")
# Less than this share of Arabic letters among the non-ASCII ones, and the text is in neither of the two.
_ARABIC_SHARE = 0.5
# Accented letters stand one by one between Latin ones; only words of Arabic letters tell for Arabic.
_ARABIC_WORD = re.compile("[\u0621-\u063a\u0641-\u064a]{3,}")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document as text, and the Python name of the charset it was read in."""

    text: str
    charset: str


def decode(body: bytes, content_type: str = "", *, encoding: str | None = None, language: str | None = None) -> Decoded:
    """The text of a document; never raises, bytes without a meaning become U+FFFD.

    Args:
        body: the document as it was sent.
        content_type: the reply's header.
        encoding: the charset that the source is configured with; wins over everything.
        language: the language that the source is configured with; "ar" lets the Arabic charsets be guessed.
    """
    declared = declarations(body, content_type)
    charset = (
        _codec(encoding or "")
        or _by_mark(body)
        or _utf8(body)
        or _arabic(body, declared, language)
        or next((name for name in declared if _reads(body, name)), None)
        or "cp1252"
    )
    return Decoded(body.decode(charset, errors="replace").removeprefix("\ufeff"), charset)


def declarations(body: bytes, content_type: str) -> tuple[str, ...]:
    """The charsets that the document itself and the reply's header name, in this order, as Python calls them.

    A document says it in its XML prolog, a page in a `meta` tag.
    """
    own, header = _PROLOG.match(body) or _META.search(body[:_HEAD_BYTES]), _HEADER.search(content_type)
    named = (own[1].decode("ascii", errors="replace") if own else "", header[1] if header else "")
    return tuple(codec for name in named if (codec := _codec(name)))


def _codec(name: str) -> str | None:
    """Python's name of a text encoding; None for none, and for the codecs that are no encodings ("hex", "idna")."""
    try:
        found = codecs.lookup(name).name
        readable = b"<rss>".decode(found, errors="replace")
    except (LookupError, ValueError):
        return None
    if not isinstance(readable, str) or found in {"idna", "punycode", "utf-7"} or "escape" in found:
        return None
    # What declares Latin-1 means its superset, as in every browser.
    return "cp1252" if found == "iso8859-1" else found


def _by_mark(body: bytes) -> str | None:
    marks = (charset for mark, charset in _MARKS if body.startswith(mark))
    return next(marks, None) or next((charset for start, charset in _UNMARKED if start.match(body)), None)


def _utf8(body: bytes) -> str | None:
    if body.isascii():
        return "utf-8"
    text = body.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    return "utf-8" if bad == 0 or bad * _GOOD_FOR_EACH_BAD <= len(_NON_ASCII.findall(text)) - bad else None


def _arabic(body: bytes, declared: tuple[str, ...], language: str | None) -> str | None:
    """The Arabic charset of a feed that is configured as Arabic, says so itself, or declares nothing that matters."""
    told = (language or "").lower().startswith("ar") or _SAYS_ARABIC.search(body[:_HEAD_BYTES])
    said = [name for name in declared if name not in _DEFAULTS]
    if not told and said and said[0] not in _ARABIC:
        return None
    # The declared one first: max() keeps the first of equals.
    order = sorted(_ARABIC, key=lambda name: name not in said)
    best = max(order, key=lambda name: _arabic_share(body.decode(name, errors="replace")))
    return best if _arabic_share(body.decode(best, errors="replace")) >= _ARABIC_SHARE else None


def _arabic_share(text: str) -> float:
    """The share (0 to 1) of the non-ASCII characters that stand in words of Arabic letters."""
    return sum(map(len, _ARABIC_WORD.findall(text))) / max(1, len(_NON_ASCII.findall(text)))


def _reads(body: bytes, charset: str) -> bool:
    try:
        body.decode(charset)
    except (UnicodeError, LookupError):
        return False
    return True
