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
    phrase_verbs: Mapping[str, str]
    anaphors: frozenset[str]
    pronouns: frozenset[str]


def in_context(items: Sequence[Item], words: Function) -> None:
    """Choose among the readings of each word by the words beside it, and mark the words that stand for a company."""
    capitals = _in_capitals(items)
    for place, item in enumerate(items):
        if item.kind is not Kind.WORD:
            continue
        _verb_of_a_phrase(item, words)
        if place and item.text[0].isupper() and not capitals:
            item.mean(tuple(s for s in item.senses if not s.is_verb))  # "the United States"
        before = _before(items, place, words)
        if item.senses:
            _read(item, items, place, before, words)
        item.anaphor = _stands_for(item, items, place, words)


def _verb_of_a_phrase(item: Item, words: Function) -> None:
    """Make a phrase whose verb has no meaning of its own a verb: "took part"."""
    first, _, rest = item.text.lower().partition(" ")
    tense = words.phrase_verbs.get(first) if rest else None
    if tense is not None and item.senses and not item.senses[0].is_verb:
        pos = "noun" if tense == "gerund" else "verb"
        item.mean(tuple(replace(s, pos=pos, tense=tense) for s in item.senses))


def _in_capitals(items: Sequence[Item]) -> bool:
    """Whether nearly all words of a sentence begin with capitals, as in headlines."""
    words = [i.text for i in items if i.kind is Kind.WORD and len(i.text) > _LONGEST]
    return sum(w[0].isupper() for w in words) > len(words) / 2


def _before(items: Sequence[Item], place: int, words: Function) -> Item | None:
    """The item before a word, adverbs left aside."""
    for ahead in reversed(items[max(0, place - _LONGEST) : place]):
        if ahead.text.lower() not in words.adverbs:
            return ahead
    return None


def _read(item: Item, items: Sequence[Item], place: int, before: Item | None, words: Function) -> None:
    ahead = before.text.lower() if before is not None else ""
    found = list(_fitting(item, ahead, before, words)) or list(item.senses)
    if ahead not in words.be and any(s.tense == "" and not s.is_verb for s in found):
        found = [s for s in found if s.tense != "gerund"]  # "an offering" is a noun of its own
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
    item.mean(tuple(replace(s, tense="present") if s.tense in {"base", "progressive"} else s for s in found))


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
        verbs = [s for s in senses if s.is_verb and s.tense == "base"]
        yield from verbs or (s for s in senses if not s.is_verb)
        return
    senses = tuple(s for s in senses if s.tense != "base" or _licensed(ahead, before, joined=joined))
    nominal = ahead in words.determiners or ahead in words.prepositions or ahead in words.owners
    if nominal or (before is not None and (before.owns or before.kind is Kind.AMOUNT)):
        yield from (s for s in senses if not s.is_verb or s.tense == "past")
        return
    acts = before is not None and (
        before.kind is Kind.NAME or ahead in words.relatives or ahead in words.pronouns or before.has("COMPANY")
    )
    finite = [s for s in senses if s.is_verb and s.tense in {"present", "past"}]
    if acts or joined or (before is not None and before.text == ","):
        yield from finite or senses
        return
    yield from sorted(senses, key=lambda s: s.is_verb and s.tense == "base")


def _licensed(ahead: str, before: Item | None, *, joined: bool) -> bool:
    """Whether a verb without an ending may stand here: at the head, behind "and", a plural or a name; no adjective."""
    return before is None or joined or before.kind is not Kind.WORD or ahead.endswith("s") or ahead in _PLURAL


_PLURAL = frozenset({"they", "we", "you", "who", "which", "that", "people", "help", "helps", "helped", "let", "lets"})


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
        return _is_subject(items, place) and behind is not None and _is_verbal(behind, words)
    if lower not in words.anaphors or not place or not _has_article(items, place, words):
        return False
    return behind is None or not (behind.kind is Kind.NAME or (behind.senses and not behind.senses[0].is_verb))


def _is_subject(items: Sequence[Item], place: int) -> bool:
    """Whether a pronoun before a verb is its subject: not behind a verb that it may be the object of."""
    ahead = items[place - 1] if place else None
    verbal = ahead is not None and bool(ahead.senses) and ahead.senses[0].is_verb
    return not verbal or items[place - 1].has("SAY", "ANNOUNCE", "REPORT")


def _is_verbal(item: Item, words: Function) -> bool:
    lower = item.text.lower()
    if lower in words.have or lower in words.modals - {"to"}:
        return True
    return bool(item.senses) and item.senses[0].is_verb
