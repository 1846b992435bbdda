"""Names that only a recogniser of names sees: where it is asked, and what it is asked.

A *recogniser* is a trained model that tells which words name organisations. None ships with Safqa; a language pack has
one where the user has installed it. It is slow (0.1 s a sentence), so it reads only *open* sentences: those that tell
of a deal or a sum and name fewer than stand in such a deal. What it finds comes last (`names`): every rule's mention
wins where both overlap, and all that follows cannot tell its names from others.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Protocol

from safqa.extraction.events import sense_of
from safqa.extraction.scene import NO_ACTOR

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from safqa.extraction.document import Document, Sentence
    from safqa.extraction.frames import Frame, Frames
    from safqa.extraction.pack import Pack

Span = tuple[int, int]
"""A half-open range: of characters of a normalised text, or of the words of a sentence."""


class Recogniser(Protocol):
    """Finds organisations in sentences that are cut into words."""

    def __call__(self, sentences: Sequence[Sequence[str]], /) -> Sequence[Sequence[Span]]:
        """The organisations of each sentence, as ranges of its words; words are as the article writes them."""


def recognised(document: Document, pack: Pack) -> list[Span]:
    """What the pack's recogniser takes for organisations in the open sentences, as places in the normalised text."""
    if pack.recognise is None:
        return []
    token = pack.grammar.script.token
    asked = [_words(document, s, token) for s in document.sentences if is_open(s, pack.frames)]
    if not asked:
        return []
    texts = [[document.text.quote(*word).text for word in words] for words in asked]
    return [
        (words[first][0], words[last - 1][1])
        for words, spans in zip(asked, pack.recognise(texts), strict=True)
        for first, last in spans
    ]


def _words(document: Document, sentence: Sentence, token: re.Pattern[str]) -> list[Span]:
    return [found.span() for found in token.finditer(document.text.text, sentence.start, sentence.end)]


def is_open(sentence: Sentence, frames: Frames) -> bool:
    """Whether a sentence that may tell of a deal names fewer who can stand in it than its words have room for.

    Room is for the sides of the frame with the most of them: an acquisition has two, a flotation one. The conditions of
    frames are not asked, because a name that is missing may be what they wait for. On a quarter of the annotated
    articles 2.8 of 6.1 sentences are open.
    """
    sides = max(map(_sides, chain.from_iterable(_frames(sentence, frames))), default=0)
    acting = {item.entity for item in sentence.names() if item.entity and item.entity.kind not in _NOBODYS_SIDE}
    return len(acting) < sides


_NOBODYS_SIDE = NO_ACTOR | {"person"}


def _frames(sentence: Sentence, frames: Frames) -> Iterator[Iterator[Frame]]:
    """The frames of each word and sum that can tell of a deal, conditions or not."""
    for item in sentence.items:
        if item.senses:
            yield (frame for frame in frames.of(item.classes) if sense_of(frame, item))


def _sides(frame: Frame) -> int:
    """How many companies a frame has room for at least."""
    return bool(frame.target) + bool(frame.party)
