"""An article's text with the quotes of a deal's claims marked where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storage.rows import ClaimRow
    from storage.texts import VersionText


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; with `claims`, the ids of those whose quote it belongs to."""

    text: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One version of an article whose words claims rest on, cut at the ends of their quotes."""

    url: str
    lang: str | None
    pieces: tuple[Piece, ...]


def passages(claims: Iterable[ClaimRow], texts: Sequence[VersionText]) -> dict[str, Passage]:
    """Of each address the version that most quotes are found in, word for word at their place; the latest of equals."""
    quoting: dict[str, list[ClaimRow]] = {}
    for claim in claims:
        quoting.setdefault(claim.url, []).append(claim)
    best: dict[str, tuple[int, VersionText, list[ClaimRow]]] = {}
    for version in texts:
        found = [claim for claim in quoting.get(version.url, ()) if _stands(claim, version.text)]
        if found and len(found) >= best.get(version.url, (0,))[0]:
            best[version.url] = (len(found), version, found)
    return {url: Passage(url, version.lang, cut(version.text, found)) for url, (_, version, found) in best.items()}


def cut(text: str, claims: Sequence[ClaimRow]) -> tuple[Piece, ...]:
    """The text in pieces that together are the text; quotes may overlap, and several may be the same."""
    spans = [(one.start, one.end, one.id) for one in claims if one.start is not None and one.end is not None]
    edges = sorted({0, len(text), *(start for start, _, _ in spans), *(end for _, end, _ in spans)})
    found = []
    for start, end in pairwise(edges):
        over = dict.fromkeys(name for first, last, name in spans if first <= start and end <= last)
        found.append(Piece(text[start:end], tuple(over)))
    return tuple(found)


def _stands(claim: ClaimRow, text: str) -> bool:
    return claim.quote is not None and claim.start is not None and text[claim.start : claim.end] == claim.quote
