"""Which listed organisation a name alone is: for names that were found otherwise, and for what people type."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from safqa.names.words import only_legal
from safqa.organisations.gazetteer import Gazetteer
from safqa.organisations.lists import load_organisations
from safqa.text import normalise

if TYPE_CHECKING:
    from safqa.organisations.named import Organisation


@cache
def _gazetteer() -> Gazetteer[Organisation]:
    return Gazetteer(load_organisations())


@lru_cache(maxsize=20_000)
def identify(name: str) -> Organisation | None:
    """The organisation of the list that this name is, "شركة إنفيديا" and "OpenAI, Inc." included; None when unlisted.

    The whole name must be a listed spelling, legal words around it apart: "صندوق سوفت بنك" is not SoftBank.
    """
    text = normalise(name).text
    matches = _gazetteer().find(text)
    if len(matches) != 1:
        return None
    match = matches[0]
    return match.organisation if only_legal(f"{text[: match.start]} {text[match.end :]}") else None
