"""HTML to the text a reader would see: no tags, one paragraph a line."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# fmt: off
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section",
    "table", "td", "th", "tr", "ul",
})
# fmt: on
_UNREAD = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg"})
_SPACES = re.compile(r"[^\S\n]+")
# Marks of direction and a BOM at the ends of a line order nothing there, but make one text look like two.
_ENDS = "\u200e\u200f\u061c\ufeff "
_MARKUP = re.compile("[<&]")
# HTMLParser looks for the end of each open "<" anew: 120 KB of "<a " took it 29 seconds. So it only gets what is whole:
# comments (also one that never ends) and the marks of CDATA go, tags and declarations stay, any other "<" is a text's.
_WHOLE = re.compile(
    r"(?P<drop><!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>)"
    r"|(?P<keep></?[a-z](?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+>|</?[a-z][^<>]*+>|<[!?][^<>]*+>)|<",
    re.DOTALL | re.IGNORECASE,
)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._held: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base's name
        if tag in _UNREAD:
            self._unread += 1
        elif tag in _BLOCKS:
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self._unread = max(0, self._unread - 1)
            if not self._unread:
                self._held.clear()
        elif tag in _BLOCKS:
            self._add("\n")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem is None:  # inside script and style
            self._add(data)

    def _add(self, part: str) -> None:
        (self._held if self._unread else self.parts).append(part)

    def text(self) -> str:
        """What was read; what stands behind an <object> or <iframe> that is never closed is text after all."""
        return "".join((*self.parts, *self._held))


def plain(html: str) -> str:
    """The text of a piece of HTML; text without tags comes back with its spaces tidied."""
    text = html
    if _MARKUP.search(html):
        reader = _Reader()
        reader.feed(_WHOLE.sub(lambda found: found["keep"] or ("" if found["drop"] else "&lt;"), html))
        reader.close()
        text = reader.text()
    lines = (line.strip(_ENDS) for line in _SPACES.sub(" ", text).split("\n"))
    return "\n".join(filter(None, lines))
