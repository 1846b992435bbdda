"""Which readings of an Arabic word the words beside it rule out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.extraction.document import Item, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safqa.extraction.pack import Grammar


def in_context(items: Sequence[Item], grammar: Grammar) -> None:
    """Drop readings that the words beside rule out.

    No verb stands behind a preposition ("من أسهم الشركة"); some verbs are read only before their own preposition,
    because the same letters are a more frequent noun ("أسهم في الجولة").
    """
    for place, item in enumerate(items):
        if item.kind is not Kind.WORD or len(item.senses) < 2:  # noqa: PLR2004 — nothing to choose from
            continue
        before = items[place - 1].text if place else ""
        behind = items[place + 1].text if place + 1 < len(items) else ""
        if item.marker or before in grammar.prepositions:
            senses = tuple(s for s in item.senses if not s.is_verb)
        else:
            needs = grammar.verb_needs
            senses = tuple(s for s in item.senses if not s.is_verb or behind in needs.get(s.cls, (behind,)))
        if senses:
            item.mean(senses)
