"""Whether a page's text is the whole of what its feed announces: a pure judgement on words."""

from __future__ import annotations

import re

from safqa.text import normalise

# Words of two letters and fewer are in every text and prove nothing; numbers count, they are what deals are told by.
_WORD = re.compile(r"[^\W\d_]{3,}|\d[\d.,]*\d|\d")
# Below this many different words a summary says too little to be looked for ("Read more", a lone headline).
_TELLING = 8
# Share of the summary's words that the page must hold. Measured on the 1,240 Arabic articles of the corpus that have
# headlines of six words or more, which are reworded more freely than summaries: the text of another article holds 0.33
# of the words at the 95th percentile and 0.5 at the 99th, the article's own 0.5 in the middle. A summary that repeats
# the first paragraph, the usual kind, has 1.
_COVERED = 0.5
# Words. A text of fewer is a teaser or a caption: of 1,449 Arabic articles the shortest has 29, one in twenty below 54.
_SHORTEST = 40
# A page may be this much shorter than the feed's text and still whole: feeds add "first appeared on", credits, tags.
_SHORTER = 0.8


def words(text: str) -> list[str]:
    """The words and numbers of a text that can tell it from another, in order, Arabic spellings unified."""
    return _WORD.findall(normalise(text).text.lower())


def share(text: str, summary: str) -> float:
    """The share (0 to 1) of the summary's different words that stand in the text; 1 for an empty summary."""
    wanted = set(words(summary))
    return len(wanted & set(words(text))) / len(wanted) if wanted else 1.0


def covers(text: str, summary: str) -> bool:
    """Whether a text shows what a telling summary says; False when the summary says too little to be looked for."""
    return len(set(words(summary))) >= _TELLING and share(text, summary) >= _COVERED


def shortfall(text: str, summary: str) -> str | None:
    """Why a page's text is not the whole article; None when it is.

    Three rules in this order: a text of few words is a teaser; one clearly shorter than the feed's own text has lost
    something; one that does not hold the words of the summary is another text (a menu, related news, a first part).
    """
    count, wanted = len(words(text)), len(words(summary))
    if count < _SHORTEST:
        return f"{count} words, an article has {_SHORTEST} or more"
    if count < _SHORTER * wanted:
        return f"{count} words where the feed has {wanted}"
    if wanted >= _TELLING and (part := share(text, summary)) < _COVERED:
        return f"shows {part:.0%} of the words of the feed's summary"
    return None
