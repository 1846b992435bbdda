"""What the words beside an English word say of it: noun or verb, in which tense, and for whom it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from safqa.extraction.document import Item, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from safqa.extraction.document import Sense

_LONGEST = 3  # adverbs between "has" and its verb
_BY = 2  # items behind a participle among which "by" stands


@dataclass(frozen=True, slots=True)
class Function:
    """The function words that tell nouns from verbs; from `grammar.toml`."""

    be: frozenset[str]
    have: frozenset[str]
    modals: frozenset[str]
    determiners: frozenset[str]
    articles: frozenset[str]
    adverbs: frozenset[str]
    prepositions: frozenset[str]
    relatives: frozenset[str]
    owners: Mapping[str, str]
    anaphors: frozenset[str]
    pronouns: frozenset[str]


def in_context(items: Sequence[Item], words: Function) -> None:
    """Choose among the readings of each word by the words beside it, and mark the words that stand for a company."""
    for place, item in enumerate(items):
        if item.kind is not Kind.WORD:
            continue
        before = _before(items, place, words)
        if item.senses:
            _read(item, items, place, before, words)
        item.anaphor = _stands_for(item, items, place, words)


def _before(items: Sequence[Item], place: int, words: Function) -> Item | None:
    """The item before a word, adverbs left aside."""
    for ahead in reversed(items[max(0, place - _LONGEST) : place]):
        if ahead.text.lower() not in words.adverbs:
            return ahead
    return None


def _read(item: Item, items: Sequence[Item], place: int, before: Item | None, words: Function) -> None:
    ahead = before.text.lower() if before is not None else ""
    found = list(_fitting(item, ahead, before, words)) or list(item.senses)
    if ahead in words.be or _is_reduced(items, place, before):
        found = [replace(s, voice="passive") if s.is_verb and s.tense == "past" else s for s in found]
    if ahead in words.be:
        found = [replace(s, pos="verb", tense="progressive") if s.tense == "gerund" else s for s in found]
    elif ahead == "will":
        found = [replace(s, tense="future") if s.tense == "base" else s for s in found]
    owner = next((o for o in (items[place - k].text.lower() for k in (1, 2, 3) if place >= k) if o in words.owners), "")
    definite = _has_article(items, place, words)
    if owner or definite:
        found = [s if s.is_verb else replace(s, owner=words.owners.get(owner, ""), definite=definite) for s in found]
    item.mean(tuple(found))


def _fitting(item: Item, ahead: str, before: Item | None, words: Function) -> Iterator[Sense]:
    """The readings that what stands before allows, the likelier ones first."""
    senses, joined = item.senses, item.joined
    if ahead in words.be:
        yield from (s for s in senses if not (s.is_verb and s.tense != "past"))
        return
    if ahead in words.have:
        yield from sorted((s for s in senses if not s.is_verb or s.tense == "past"), key=lambda s: not s.is_verb)
        return
    if ahead in words.modals:
        yield from sorted((s for s in senses if not s.is_verb or s.tense == "base"), key=lambda s: not s.is_verb)
        return
    nominal = ahead in words.determiners or ahead in words.prepositions or ahead in words.owners
    if nominal or (before is not None and (before.owns or before.kind is Kind.AMOUNT)):
        yield from sorted(senses, key=lambda s: s.is_verb and s.tense != "past")
        return
    acts = before is not None and (
        before.kind is Kind.NAME or ahead in words.relatives or ahead in words.pronouns or before.has("COMPANY")
    )
    finite = [s for s in senses if s.is_verb and s.tense in {"present", "past"}]
    if acts or joined or (before is not None and before.text == ","):
        yield from finite
        yield from (s for s in senses if s not in finite)
        return
    yield from sorted(senses, key=lambda s: s.is_verb and s.tense == "base")


def _is_reduced(items: Sequence[Item], place: int, before: Item | None) -> bool:
    """Whether a past form is a participle: "a round led by X", "Scale AI, acquired by Meta"."""
    behind = [i.text.lower() for i in items[place + 1 : place + 1 + _BY]]
    return "by" in behind and not (before is not None and before.text.lower() in {"has", "had", "have"})


def _has_article(items: Sequence[Item], place: int, words: Function) -> bool:
    """Whether an article that means one named before stands before a noun, next to it or over an adjective."""
    for ahead in reversed(items[max(0, place - 2) : place]):
        if ahead.text.lower() in words.articles:
            return True
        if ahead.kind is not Kind.WORD or ahead.senses:
            return False
    return False


def _stands_for(item: Item, items: Sequence[Item], place: int, words: Function) -> bool:
    """Whether a word stands for a company without naming it: "the company", "It raised"."""
    lower = item.text.lower()
    behind = items[place + 1] if place + 1 < len(items) else None
    if lower in words.pronouns:
        return _begins(items, place) and behind is not None and _is_verbal(behind, words)
    if lower not in words.anaphors or not place or not _has_article(items, place, words):
        return False
    return behind is None or not (behind.kind is Kind.NAME or (behind.senses and not behind.senses[0].is_verb))


def _begins(items: Sequence[Item], place: int) -> bool:
    """Whether a pronoun begins its clause, so that it is a subject."""
    return (
        not place or items[place - 1].kind is Kind.MARK or items[place - 1].has("SAY", "ANNOUNCE", "REPORT", "OPENER")
    )


def _is_verbal(item: Item, words: Function) -> bool:
    lower = item.text.lower()
    if lower in words.have or lower in words.modals - {"to"}:
        return True
    return bool(item.senses) and item.senses[0].is_verb
