"""A text to a `Document`: sentences of items, with names and amounts in their places and anaphors resolved."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from safqa.extraction.document import Document, Item, Kind, Sentence
from safqa.extraction.listing import OUTLET, listing
from safqa.extraction.names import Name, Register, find_names
from safqa.extraction.segments import Segment, segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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

    names = find_names(text.text, original, listing().find(text.text), pack.cues, register)
    amounts = pack.find_amounts(text)
    focus = Focus()
    sentences = []
    for number, place in enumerate(segment(text.text)):
        items = _items(text.text, place, names, amounts, pack)
        items = [focus.resolve(item, items) for item in items]
        sentence = Sentence(number, place.line, place.start, place.end, tuple(items), headline=place.line == 0)
        focus.note(sentence)
        sentences.append(sentence)
    return Document(text, tuple(sentences), tuple(register.entities))


def _items(text: str, place: Segment, names: Sequence[Name], amounts: Sequence[Amount], pack: Pack) -> list[Item]:
    """The items of one sentence: names and amounts swallow the words they cover, phrases come together."""
    spans: list[tuple[int, int, Name | Amount]] = [
        *((n.start, n.end, n) for n in names if place.start <= n.start < place.end),
        *((a.start, a.end, a) for a in amounts if place.start <= a.start < place.end),
    ]
    spans.sort(key=lambda s: (s[0], -s[1]))
    raw: list[Item] = []
    at = place.start
    for start, end, what in spans:
        if start < at:
            continue
        raw.extend(_words(text, at, start, pack))
        raw.append(_special(text, start, end, what, raw))
        at = end
    raw.extend(_words(text, at, place.end, pack))
    return pack.phrases.merge(_absorb(raw, pack), pack.bare)


def _words(text: str, start: int, end: int, pack: Pack) -> Iterator[Item]:
    for token in _TOKEN.finditer(text, start, end):
        word = token.group()
        if word[0].isalpha():
            form = pack.read(word)
            yield Item(
                Kind.WORD,
                0,
                token.start(),
                token.end(),
                word,
                form.marker,
                form.joined,
                form.senses,
                anaphor=word in pack.grammar.anaphors,
            )
        else:
            yield Item(Kind.MARK, 0, token.start(), token.end(), word)


def _special(text: str, start: int, end: int, what: Name | Amount, before: Sequence[Item]) -> Item:
    if isinstance(what, Name):
        return Item(Kind.NAME, 0, start, end, text[start:end], entity=what.entity, quoted=what.quoted)
    return Item(Kind.AMOUNT, 0, start, end, text[start:end], amount=what)


def _absorb(items: Sequence[Item], pack: Pack) -> list[Item]:
    """Clitics that were cut off a name ("ل" + "OpenAI", "و" + name) become its marker."""
    out: list[Item] = []
    for item in items:
        if out and item.kind in {Kind.NAME, Kind.AMOUNT} and _is_clitic(out[-1], item):
            clitic = out.pop()
            joined = clitic.text[:1] in "وف" and clitic.text not in {"ف"}
            item = replace(
                item,
                marker=clitic.text.lstrip("وف") if len(clitic.text) > 1 else clitic.text.strip("وف"),
                joined=joined,
            )
        out.append(item)
    return [replace(item, index=n) for n, item in enumerate(out)]


def _is_clitic(before: Item, item: Item) -> bool:
    gap = item.start - before.end
    return before.kind is Kind.WORD and len(before.text) <= 3 and gap <= 2 and before.text in _CLITICS


_CLITICS = frozenset(a + b for a in ("", "و", "ف") for b in ("", "ب", "ل", "ك", "لل", "ال", "بال")) - {""}


class Focus:
    """Whom the text is speaking of: what "the company" and "its" refer to.

    The company spoken of is that of the last "the company" while it is kept up, else the subject of the last sentence
    that had one; it is never somebody who acts in the same sentence beside it ("ميتا من أكبر عملاء الشركة").
    """

    def __init__(self) -> None:
        """Nobody is spoken of yet."""
        self.subject: Entity | None = None
        self.referent: Entity | None = None
        self._referent_at = -10
        self._sentence = 0

    def resolve(self, item: Item, items: Sequence[Item]) -> Item:
        """The item with its entity, when it stands for one."""
        if not item.anaphor:
            return item
        nearby = items[max(0, item.index - 2) : item.index + 3]
        if any(i.kind is Kind.NAME and not i.marker and i.index > item.index for i in nearby[-2:]):
            return item  # "the company X": the name beside it says who
        beside = {i.entity for i in items[: item.index] if i.kind is Kind.NAME and not i.marker}
        entity = self._choose(beside)
        if entity is None:
            return item
        self.referent, self._referent_at = entity, self._sentence
        return replace(item, kind=Kind.NAME, entity=entity)

    def _choose(self, beside: set[Entity | None]) -> Entity | None:
        recent = self.referent if self._sentence - self._referent_at <= 2 else None  # noqa: PLR2004
        choices = [c for c in (recent, self.subject, self.referent) if c is not None]
        return next((c for c in choices if c not in beside), choices[0] if choices else None)

    def note(self, sentence: Sentence) -> None:
        """Take in a sentence that was read."""
        self._sentence += 1
        for item in sentence.names():
            if item.entity and item.entity.kind not in _NO_COMPANY and not item.marker:
                self.subject = item.entity
                return
        for item in sentence.names():
            if item.entity and item.entity.kind not in _NO_COMPANY:
                self.subject = item.entity
                return
