"""The entities of one document, by every spelling seen so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.extraction.document import Entity
from safqa.names import fold

if TYPE_CHECKING:
    from safqa.extraction.listing import Listed


_SHORTEST = 4  # letters of a name that may stand for a longer one


class Register:
    """Who is who in a document: listed names by the list, all others by their folded spelling."""

    def __init__(self) -> None:
        """Start with nobody known."""
        self.entities: list[Entity] = []
        self._by_key: dict[str, Entity] = {}

    def known(self, match: Listed, surface: str) -> Entity:
        """The entity of a listed name; a description is no spelling of it."""
        entity = self._by_key.get(f"={match.name}")
        if entity is None:
            entity = self._add(Entity(match.name, match.kind, known=True, ai=match.ai), f"={match.name}")
        if not match.described:
            self._by_key.setdefault(fold(surface), entity)
            entity.seen_as(surface)
        return entity

    def names(self, name: str) -> bool:
        """Whether the text names this listed organisation."""
        return f"={name}" in self._by_key

    def unknown(self, surface: str, kind: str = "") -> Entity:
        """The entity of a name that is on no list."""
        key = fold(surface)
        entity = self._by_key.get(key) or (None if kind else self._cut_short(key))
        if entity is None:
            entity = self._add(Entity(surface, kind), key)
        entity.seen_as(surface)
        self._by_key.setdefault(key, entity)
        return entity

    def division(self, owner: Entity, business: str, surface: str) -> Entity:
        """The entity of a part of a company, however the text calls it; "ABB Robotics" where both words are known."""
        key = f"{owner.name}/{business}"
        name = f"{owner.name} {business}" if f"{owner.name}{business}".isascii() else surface
        entity = self._by_key.get(key) or self._add(Entity(name, cued=True), key)
        entity.seen_as(surface)
        self._by_key.setdefault(fold(surface), entity)
        return entity

    def _cut_short(self, key: str) -> Entity | None:
        """The entity whose name begins with these words, or is the beginning of them: "سمندل (للحوسبة السحابية)"."""
        if len(key) < _SHORTEST:
            return None
        for known, entity in self._by_key.items():
            shorter, longer = sorted((key, known), key=len)
            if not entity.known and not entity.kind and len(shorter) >= _SHORTEST and longer.startswith(shorter + " "):
                return entity
        return None

    def find(self, surface: str) -> Entity | None:
        """The entity that goes by this spelling, if one does."""
        return self._by_key.get(fold(surface))

    def unite(self, one: Entity, other: Entity) -> Entity:
        """Make one entity of two ("سكيل إيه آي (Scale AI)"); the listed one stays, else the first."""
        if one is other or (one.known and other.known):
            return one
        keep, drop = (other, one) if other.known else (one, other)
        for surface in drop.surfaces:
            self._by_key[fold(surface)] = keep
            keep.seen_as(surface)
            if not keep.known and surface.isascii() and not keep.name.isascii():
                keep.name = surface
        self.entities = [e for e in self.entities if e is not drop]
        return keep

    def _add(self, entity: Entity, key: str) -> Entity:
        self.entities.append(entity)
        self._by_key[key] = entity
        return entity
