"""Whom a text is speaking of: what "the company" and "its" stand for, sentence by sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.extraction.document import Item, Kind, Sentence
from safqa.extraction.listing import MONEYED, OUTLET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safqa.extraction.document import Entity
    from safqa.extraction.pack import Grammar

# Names of these kinds never take the place of "the company".
_NO_COMPANY = frozenset({OUTLET, "person", "product", "government", "project"})


class Focus:
    """Whom the text is speaking of: what "the company" and "its" refer to.

    Every mention of a company raises its salience, a subject more than others, and salience fades from sentence to
    sentence; the most salient one is spoken of. A company that acts beside the words is not who they mean ("ميتا من
    أكبر عملاء الشركة").
    """

    def __init__(self, grammar: Grammar) -> None:
        """Nobody is spoken of yet."""
        self._grammar = grammar
        self._salience: dict[Entity, float] = {}
        self._lasting: dict[Entity, float] = {}
        self._met: list[Entity] = []
        self._last: Entity | None = None
        self._acted: Entity | None = None  # who acted in the sentence before

    def _worth(self, entity: Entity) -> float:
        return self._salience.get(entity, 0.0) + self._lasting.get(entity, 0.0)

    def topic(self) -> Entity | None:
        """The company spoken of when a sentence begins."""
        return max(self._salience, key=self._worth, default=None)

    def resolve(self, item: Item, items: Sequence[Item]) -> None:
        """Give the item its entity, when it stands for one."""
        if not item.anaphor or _is_label(item, items):
            return
        entity = self._referent(item, items)
        if entity is not None:
            item.kind, item.entity = Kind.NAME, entity

    def _referent(self, item: Item, items: Sequence[Item]) -> Entity | None:
        before = [i.entity for i in items[: item.index] if i.kind is Kind.NAME and i.entity]
        if kinds := self._grammar.anaphor_kinds.get(item.text):
            return next((e for e in (*reversed(before), *reversed(self._met)) if e.kind in kinds), None)
        before = [e for e in before if e.kind not in _NO_COMPANY]
        if item.text in self._grammar.pronouns:
            return self._actor(items[: item.index]) or self._acted or self.topic()
        if item.text in self._grammar.latter:
            return self._latter(item, items, before)
        beside = {i.entity for i in items[: item.index] if i.entity and not i.marker and not i.anaphor}
        ranked = {e: self._worth(e) for e in self._salience}
        for entity in before:
            ranked[entity] = ranked.get(entity, 0.0) + _weight(entity)
        return max(ranked, key=lambda e: (e not in beside, ranked[e]), default=None)

    def _actor(self, items: Sequence[Item]) -> Entity | None:
        """The first company that stands by itself in these items."""
        free = (i.entity for i in items if i.kind is Kind.NAME and i.entity and self._is_free(i, items))
        return next((e for e in free if e.kind not in _NO_COMPANY), None)

    def _is_free(self, item: Item, items: Sequence[Item]) -> bool:
        """Whether nothing before or behind a name makes it depend on another word."""
        ahead = items[item.index - 1].text if item.index else ""
        apart = self._grammar.script.subject_first and ahead in self._grammar.prepositions
        return not (item.marker or item.owns or apart)

    def _latter(self, item: Item, items: Sequence[Item], before: Sequence[Entity]) -> Entity | None:
        """Read "الأخيرة" as the company named last; behind a noun it is an adjective ("في الآونة الأخيرة")."""
        ahead = items[item.index - 1] if item.index else None
        behind_verb = ahead is not None and (ahead.text in self._grammar.being or any(s.is_verb for s in ahead.senses))
        stands_alone = ahead is None or ahead.kind is Kind.MARK or behind_verb
        return (before[-1] if before else self._last) if stands_alone else None

    def note(self, sentence: Sentence) -> None:
        """Take in a sentence that was read."""
        for company in self._salience:
            self._salience[company] *= _FADE
        subject_seen = False
        self._acted = self._actor(sentence.items) or self._acted
        if self._goes_on(sentence) and (topic := self.topic()) is not None:
            self._salience[topic] += _ANAPHOR * _weight(topic)
        for item in sentence.names():
            entity = item.entity
            if entity is None:
                continue
            self._met.append(entity)
            if entity.kind in _NO_COMPANY:
                continue
            weight = _weight(entity)
            if item.anaphor:
                weight *= _ANAPHOR
            elif self._is_free(item, sentence.items) and not subject_seen:
                weight, subject_seen = weight * _SUBJECT, True
            self._salience[entity] = self._salience.get(entity, 0.0) + weight
            if sentence.headline and not item.marker:
                self._lasting.setdefault(entity, _HEADLINE * _weight(entity) / (1 + len(self._lasting)))
            self._last = entity

    @staticmethod
    def _goes_on(sentence: Sentence) -> bool:
        """Whether a sentence begins with a verb whose subject is left out: "اتفقت مع AMD على شراء …"."""
        for item in sentence.items[:_OPENING]:
            if item.kind is Kind.NAME and not item.marker:
                return False
            if item.senses and item.senses[0].is_verb:
                following = sentence.items[item.index + 1 : item.index + 4]
                return not any(i.kind is Kind.NAME and not i.marker for i in following)
        return False


# Weights of the salience. A subject counts twice a mere mention; "the company" keeps its referent alive; start-ups are
# what deal news is about, so of two names told alike the start-up is "the company", and an investor last of all.
# About half of it is left after a sentence.
# A headline's first name lasts through the article, the next ones less.
_SUBJECT, _ANAPHOR, _START_UP, _INVESTOR, _FADE, _HEADLINE = 2.0, 1.5, 1.5, 0.6, 0.6, 1.0
_OPENING = 6  # items of a sentence in which its first verb is looked for
_START_UPS = frozenset({"ai", "chip", "cloud"})


def _is_label(item: Item, items: Sequence[Item]) -> bool:
    """Whether a word only labels a line: "الشركة: قنطار"."""
    return item.index + 1 < len(items) and items[item.index + 1].text == ":"


def _weight(entity: Entity) -> float:
    if entity.kind in MONEYED:
        return _INVESTOR
    return _START_UP if entity.kind in _START_UPS or not entity.kind else 1.0
