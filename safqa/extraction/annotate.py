"""A text to a `Document`: sentences of items, with names and amounts in their places and anaphors resolved."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from safqa.extraction.amounts import PERCENT
from safqa.extraction.document import Document, Item, Kind, Sense, Sentence
from safqa.extraction.entities import Register
from safqa.extraction.listing import OUTLET, listing
from safqa.extraction.names import Name, find_names
from safqa.extraction.segments import Segment, segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from safqa.extraction.amounts import Amount
    from safqa.extraction.document import Entity
    from safqa.extraction.pack import Pack
    from safqa.text import NormalText

# Letters and digits of one script make a word; every other visible character is a mark of its own.
_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9'’&-]*|[^\W\dA-Za-z]+|\d+(?:[.,]\d+)*|[^\w\s]")
# Names of these kinds never take the place of "the company".
_NO_COMPANY = frozenset({OUTLET, "person", "product", "government", "project"})


def annotate(text: NormalText, pack: Pack) -> Document:
    """The document of a text; cost grows with its length alone."""
    register = Register()

    def original(start: int, end: int) -> str:
        return text.quote(start, end).text

    amounts = pack.find_amounts(text)
    sums = [(a.number_start, a.number_end) for a in amounts]
    names = find_names(text.text, original, listing().find(text.text), pack.cues, register, sums=sums)
    spans: list[Span] = [*((n.start, n.end, n) for n in names), *((a.start, a.end, a) for a in amounts)]
    spans.sort(key=lambda span: (span[0], -span[1]))
    focus = Focus(pack.grammar.anaphor_kinds)
    sentences = []
    for number, place in enumerate(segment(text.text)):
        items = _items(text.text, place, spans, pack)
        for index, item in enumerate(items):
            item.index = index
        for item in items:
            focus.resolve(item, items)
        sentence = Sentence(
            number, place.line, place.start, place.end, tuple(items), headline=place.line == 0, topic=focus.topic()
        )
        focus.note(sentence)
        sentences.append(sentence)
    return Document(text, tuple(sentences), tuple(register.entities))


Span = tuple[int, int, "Name | Amount"]


def _items(text: str, place: Segment, spans: Sequence[Span], pack: Pack) -> list[Item]:
    """The items of one sentence: names and amounts swallow the words they cover, phrases come together."""
    first = bisect_left(spans, place.start, key=lambda span: span[0])
    last = bisect_left(spans, place.end, key=lambda span: span[0])
    raw: list[Item] = []
    at = place.start
    for start, end, what in spans[first:last]:
        if start < at:
            continue
        raw.extend(_words(text, at, start, pack))
        raw.append(_special(text, start, end, what))
        at = end
    raw.extend(_words(text, at, place.end, pack))
    return _in_context(pack.phrases.merge(_absorb(raw), pack.bare), pack)


def _words(text: str, start: int, end: int, pack: Pack) -> Iterator[Item]:
    for token in _TOKEN.finditer(text, start, end):
        word = token.group()
        if not word[0].isalpha():
            yield Item(Kind.MARK, token.start(), token.end(), word)
            continue
        form = pack.read(word)
        yield Item(
            Kind.WORD, token.start(), token.end(), word, marker=form.marker, joined=form.joined, senses=form.senses,
            anaphor=word in pack.grammar.anaphors,
        )  # fmt: skip


_PROJECT = (Sense("PROJECT_NAME", "noun"),)
_SUM = (Sense("SUM", "noun"),)


def _special(text: str, start: int, end: int, what: Name | Amount) -> Item:
    """The item of a name or an amount; projects and sums can be triggers of frames themselves."""
    if isinstance(what, Name):
        senses = _PROJECT if what.entity.kind == "project" else ()
        return Item(Kind.NAME, start, end, text[start:end], entity=what.entity, quoted=what.quoted, senses=senses)
    senses = _SUM if what.unit != PERCENT else ()
    return Item(Kind.AMOUNT, start, end, text[start:end], amount=what, senses=senses)


def _absorb(items: Sequence[Item]) -> list[Item]:
    """Clitics that were cut off a name ("ل" + "OpenAI", "و" + name) become its marker."""
    out: list[Item] = []
    for item in items:
        if out and item.kind in {Kind.NAME, Kind.AMOUNT} and _is_clitic(out[-1], item):
            clitic = out.pop().text
            item.joined = clitic[0] == "و"
            item.marker = clitic.lstrip("وف")
        out.append(item)
    return out


def _in_context(items: list[Item], pack: Pack) -> list[Item]:
    """Readings that the words beside rule out are dropped.

    No verb stands behind a preposition ("من أسهم الشركة"); some verbs are read only before their own preposition,
    because the same letters are a more frequent noun ("أسهم في الجولة").
    """
    for place, item in enumerate(items):
        if item.kind is not Kind.WORD or len(item.senses) < 2:  # noqa: PLR2004 — nothing to choose from
            continue
        before = items[place - 1].text if place else ""
        behind = items[place + 1].text if place + 1 < len(items) else ""
        if item.marker or before in pack.grammar.prepositions:
            senses = tuple(s for s in item.senses if not s.is_verb)
        else:
            needs = pack.grammar.verb_needs
            senses = tuple(s for s in item.senses if not s.is_verb or behind in needs.get(s.cls, (behind,)))
        if senses:
            item.mean(senses)
    return items


def _is_clitic(before: Item, item: Item) -> bool:
    return before.kind is Kind.WORD and before.text in _CLITICS and item.start - before.end <= _CLITIC_GAP


_CLITIC_GAP = 2  # a quote mark or a space may stand between: و"OpenAI"
_CLITICS = frozenset(a + b for a in ("", "و", "ف") for b in ("", "ب", "ل", "ك", "لل", "ال", "بال")) - {""}


class Focus:
    """Whom the text is speaking of: what "the company" and "its" refer to.

    Every mention of a company raises its salience, a subject more than others, and salience fades from sentence to
    sentence; the most salient one is spoken of. A company that acts beside the words is not who they mean ("ميتا من
    أكبر عملاء الشركة").
    """

    def __init__(self, kinds: Mapping[str, frozenset[str]]) -> None:
        """Nobody is spoken of yet; `kinds` says which anaphors stand for what kind ("the bank")."""
        self._kinds = kinds
        self._salience: dict[Entity, float] = {}
        self._lasting: dict[Entity, float] = {}
        self._met: list[Entity] = []
        self._last: Entity | None = None

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
        if kinds := self._kinds.get(item.text):
            return next((e for e in (*reversed(before), *reversed(self._met)) if e.kind in kinds), None)
        before = [e for e in before if e.kind not in _NO_COMPANY]
        if item.text in _LATTER:
            return self._latter(item, items, before)
        beside = {i.entity for i in items[: item.index] if i.entity and not i.marker and not i.anaphor}
        ranked = {e: self._worth(e) for e in self._salience}
        for entity in before:
            ranked[entity] = ranked.get(entity, 0.0) + _weight(entity)
        return max(ranked, key=lambda e: (e not in beside, ranked[e]), default=None)

    def _latter(self, item: Item, items: Sequence[Item], before: Sequence[Entity]) -> Entity | None:
        """Read "الأخيرة" as the company named last; behind a noun it is an adjective ("في الآونة الأخيرة")."""
        ahead = items[item.index - 1] if item.index else None
        stands_alone = (
            ahead is None or ahead.kind is Kind.MARK or any(s.is_verb for s in ahead.senses) or ahead.text in _BEING
        )
        return (before[-1] if before else self._last) if stands_alone else None

    def note(self, sentence: Sentence) -> None:
        """Take in a sentence that was read."""
        for company in self._salience:
            self._salience[company] *= _FADE
        subject_seen = False
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
            elif not item.marker and not subject_seen:
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


_BEING = frozenset({"كانت", "وكانت", "كان", "وكان", "تعد", "وتعد", "ان"})


def _is_label(item: Item, items: Sequence[Item]) -> bool:
    """Whether a word only labels a line: "الشركة: قنطار"."""
    return item.index + 1 < len(items) and items[item.index + 1].text == ":"


_LATTER = frozenset({"الاخيره", "الاخير"})


_INVESTORS = frozenset({"investor", "sovereign_fund", "bank"})


def _weight(entity: Entity) -> float:
    if entity.kind in _INVESTORS:
        return _INVESTOR
    return _START_UP if entity.kind in _START_UPS or not entity.kind else 1.0
