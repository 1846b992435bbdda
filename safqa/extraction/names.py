"""Where a text names somebody: by the list of organisations, by quotes, by a cue ("شركة …"), or in Latin letters.

Detection never uses sound: 418 of 26,775 ordinary Arabic word types share a consonant key with a company. Names that
the text itself introduces are remembered and found again where they stand bare.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safqa.extraction.document import Entity
from safqa.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from safqa.extraction.listing import Listed


@dataclass(frozen=True, slots=True)
class Name:
    """One name in the normalised text, `[start, end)` without quotes and clitics."""

    start: int
    end: int
    entity: Entity
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Cues:
    """What a language pack tells of names: words that introduce them and words that cannot be part of one."""

    company: re.Pattern[str]  # a cue noun with its clitics, ending right before the name
    introduced: Callable[[str], bool]  # whether a piece of text ends with such a cue
    acts: Callable[[str], bool]  # whether a word is a verb of deals, so that the name beside it acts
    leads: Callable[[str], bool]  # whether a word is followed by an investor's name: "بقيادة", "من", "مع"
    stop: frozenset[str]  # words that end a name
    latin_stop: frozenset[str]  # Latin runs that name no organisation: AI, CEO, GPT
    ends_name: Callable[[str], bool]  # whether an unlisted word ends a bare name (adjective, verb)
    no_name: Callable[[str], bool]  # whether a quote that begins with this word is no name
    proclitics: str  # letters that may be glued before a name


# A straight quote opens after a space, a bracket or a glued letter, and closes before anything but a letter.
_QUOTED = re.compile(r"(?:«|(?:(?<=[\s(\[وبلكف])|^)[\"'])(?=\S)([^\"«»'\n(),:؟!]{2,50}?)(?:»|(?<=\S)[\"'](?!\w))", re.MULTILINE)
_LATIN = re.compile(r"[A-Z][\w&+'’-]*(?:\.(?:ai|AI|com|io|ae))?(?:[ -](?:[A-Z][\w&+'’-]*|of|&|AI))*|x\.?AI\b|e&")
_PAIR_GAP = re.compile(r"[\"»”'’]?\s?[(\[-]?\s?[\"«“'‘]?")
_MAX_WORDS = 5  # names in quotes are short; longer quotes are speech (notes: quoted span of at most 5 words)
_MAX_CUED = 4  # words of a bare name after a cue


class Register:
    """The entities of one document, by every spelling seen so far."""

    def __init__(self) -> None:
        """Start with nobody known."""
        self.entities: list[Entity] = []
        self._by_key: dict[str, Entity] = {}

    def known(self, match: Listed, surface: str) -> Entity:
        """The entity of a listed organisation."""
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

    def unknown(self, surface: str) -> Entity:
        """The entity of a name that is on no list."""
        key = fold(surface)
        entity = self._by_key.get(key)
        if entity is None:
            entity = self._add(Entity(surface), key)
        entity.seen_as(surface)
        return entity

    def join(self, entity: Entity, surface: str) -> None:
        """Learn that `surface` is another name of `entity` ("سكيل إيه آي (Scale AI)")."""
        self._by_key.setdefault(fold(surface), entity)
        entity.seen_as(surface)
        if not entity.known and surface.isascii() and not entity.name.isascii():
            entity.name = surface

    def find(self, surface: str) -> Entity | None:
        """The entity that goes by this spelling, if one does."""
        return self._by_key.get(fold(surface))

    def _add(self, entity: Entity, key: str) -> Entity:
        self.entities.append(entity)
        self._by_key[key] = entity
        return entity


def find_names(
    text: str, original: Callable[[int, int], str], listed: Sequence[Listed], cues: Cues, register: Register
) -> list[Name]:
    """All names of the normalised `text`, in order and without overlap; listed ones win over guessed ones.

    `original` gives the text as written at a place, which is what an entity's surfaces keep.
    """
    taken = _Taken()
    weak: list[Listed] = []
    sure = {p for m in listed if not m.homograph and not m.weak for p in (m.start, m.end)}
    for match in listed:
        if match.weak or (match.homograph and not (_has_sign(text, match, cues) or _has_neighbour(text, match, sure))):
            weak.append(match)
        else:
            surface = original(match.start, match.end)
            taken.add(Name(match.start, match.end, register.known(match, surface), _is_quoted(text, match)))
    _guess(text, original, cues, register, taken)
    _pair(text, original, register, taken)
    for match in weak:
        surface = original(match.start, match.end)
        if (register.names(match.name) or register.find(surface)) and taken.free(match.start, match.end):
            taken.add(Name(match.start, match.end, register.known(match, surface)))
    _recall(text, original, cues, register, taken)
    return [n for n in taken.sorted() if _proven(text, n, taken.sorted(), cues)]


def _proven(text: str, name: Name, names: Sequence[Name], cues: Cues) -> bool:
    """Whether an unlisted name in quotes is a name and not a saying: met twice, cued, beside a deal verb or in a list."""
    entity = name.entity
    if entity.known or entity.cued or len(entity.surfaces) > 1 or text[name.start : name.end].isascii():
        return True
    if sum(n.entity is entity for n in names) > 1:
        return True
    before, behind = _LAST_WORD.search(text, max(0, name.start - 20), name.start), _WORD.match(text, name.end + 1)
    if any(w is not None and cues.acts(w.group(1)) for w in (before, behind)):
        return True
    sure = {p for n in names if n.entity.known for p in (n.start, n.end)}
    return _beside(text, name.start, name.end, sure) or (before is not None and cues.leads(before.group(1)))


class _Taken:
    """Names found so far; refuses overlaps."""

    def __init__(self) -> None:
        self._names: list[Name] = []

    def free(self, start: int, end: int) -> bool:
        return all(end <= n.start or start >= n.end for n in self._names)

    def add(self, name: Name) -> None:
        if self.free(name.start, name.end):
            self._names.append(name)

    def sorted(self) -> list[Name]:
        return sorted(self._names, key=lambda n: n.start)


def _is_quoted(text: str, match: Listed) -> bool:
    return text[max(0, match.start - 1) : match.start] in set("\"«“'‘") and text[match.end : match.end + 1] in set(
        "\"»”'’"
    )


def _has_sign(text: str, match: Listed, cues: Cues) -> bool:
    """Whether something beside the word says that a homograph is a name here.

    Quotes, a cue ("شركة …"), Latin letters behind it, or a deal verb right before or behind it.
    """
    if match.kind == "government":  # a country's bare name is a place, not a party: "Humain السعودية"
        return False
    if _is_quoted(text, match) or cues.introduced(text[max(0, match.start - 20) : match.start]):
        return True
    if _LATIN_BEHIND.match(text, match.end):
        return True
    before, behind = _LAST_WORD.search(text, max(0, match.start - 20), match.start), _WORD.match(text, match.end)
    return any(w is not None and cues.acts(w.group(1)) for w in (before, behind))


def _has_neighbour(text: str, match: Listed, sure: set[int]) -> bool:
    """Whether a sure name stands right beside it, with marks and "and" at most between: "ميتا × Scale AI"."""
    return match.kind != "government" and _beside(text, match.start, match.end, sure)


def _beside(text: str, start: int, end: int, sure: set[int]) -> bool:
    gap_ahead, gap_behind = _GAP_AHEAD.search(text, max(0, start - 5), start), _GAP_BEHIND.match(text, end)
    return (gap_ahead is not None and gap_ahead.start() in sure) or (gap_behind is not None and gap_behind.end() in sure)


# What joins two names of a list, with marks and spaces around it.
_GAP_AHEAD = re.compile(r"[\s\"»)']*(?:[،,+×&🤝]|\bو)[\s\"«(']*$")
_GAP_BEHIND = re.compile(r"[\s\"»)']*(?:[،,+×&🤝]|\bو)[\s\"«(']*")
_LATIN_BEHIND = re.compile(r"\s?\(?[A-Z]")
_LAST_WORD = re.compile(r"(\w+)[\s\"«(']*$")


def _guess(text: str, original: Callable[[int, int], str], cues: Cues, register: Register, taken: _Taken) -> None:
    """Quoted spans, names after a cue, Latin runs."""
    for found in _LATIN.finditer(text):
        run = found.group().rstrip("'’-")
        if run in cues.latin_stop or (len(run) < 2) or any(c.isdigit() for c in run.split()[-1][:1]):
            continue
        end = found.start() + len(run)
        if taken.free(found.start(), end):
            taken.add(Name(found.start(), end, register.unknown(original(found.start(), end))))
    for found in _QUOTED.finditer(text):
        start, end = found.span(1)
        words = found.group(1).split()
        if len(words) <= _MAX_WORDS and words[0] not in cues.stop and taken.free(start, end):
            if any(c.isdigit() and i == 0 for i, c in enumerate(words[0])) or cues.no_name(words[0]):
                continue
            taken.add(Name(start, end, register.unknown(original(start, end)), quoted=True))
    for found in cues.company.finditer(text):
        span = _cued(text, found.end(), cues)
        if span and taken.free(*span):
            entity = register.unknown(original(*span))
            entity.cued = True
            taken.add(Name(*span, entity))


_WORD = re.compile(r"\s*(\w+)")


def _cued(text: str, place: int, cues: Cues) -> tuple[int, int] | None:
    """The bare name that begins at `place`, right after a cue noun."""
    start, end = None, place
    for _ in range(_MAX_CUED):
        word = _WORD.match(text, end)
        if not word or "\n" in word.group() or word.group(1) in cues.stop:
            break
        if word.group(1)[0].isdigit() or cues.ends_name(word.group(1)) or (start is None and cues.no_name(word.group(1))):
            break
        start = word.start(1) if start is None else start
        end = word.end(1)
    return (start, end) if start is not None and _stands(text, start, end, cues) else None


_ENDS_HERE = re.compile(r"\s*(?:[\n،,.;:()\"«»؟!-]|$)")
_CLITIC_TAIL = re.compile(r"\w{2,}(?:ها|هم|هما)$")


def _stands(text: str, start: int, end: int, cues: Cues) -> bool:
    """Whether something says that the words after a cue are a name and no sentence that goes on.

    Punctuation, an adjective, a preposition or a deal verb ends a name; a name that is met again needs no more.
    """
    name = text[start:end]
    if any(_CLITIC_TAIL.search(w) for w in name.split()):
        return False
    if _ENDS_HERE.match(text, end) or text.count(name) > 1:
        return True
    behind = _WORD.match(text, end)
    return behind is not None and (behind.group(1) in cues.stop or cues.ends_name(behind.group(1)))


def _pair(text: str, original: Callable[[int, int], str], register: Register, taken: _Taken) -> None:
    """Join the names of "سكيل إيه آي (Scale AI)": an Arabic name followed at once by a Latin one is one entity."""
    names = taken.sorted()
    for left, right in zip(names, names[1:], strict=False):
        gap = text[left.end : right.start]
        latin = text[right.start : right.end].isascii()
        if len(gap) > 4 or not latin or text[left.start : left.end].isascii() or not _PAIR_GAP.fullmatch(gap):
            continue
        if "(" not in gap and "-" not in gap and (left.entity.known or gap.strip()):
            continue
        _unite(left.entity, right.entity, register, names)


def _unite(left: Entity, right: Entity, register: Register, names: Iterable[Name]) -> None:
    if left is right or (left.known and right.known):
        return
    keep, drop = (right, left) if right.known else (left, right)
    for surface in drop.surfaces:
        register.join(keep, surface)
    keep.cued = keep.cued or drop.cued
    for name in names:
        if name.entity is drop:
            object.__setattr__(name, "entity", keep)
    register.entities = [e for e in register.entities if e is not drop]


_MIN_RECALL = 4  # letters: shorter bare words are too often ordinary words


def _recall(text: str, original: Callable[[int, int], str], cues: Cues, register: Register, taken: _Taken) -> None:
    """Find again, bare, the names that the text introduced by quotes or a cue."""
    fresh = {n.entity for n in taken.sorted() if not n.entity.known}
    for entity in fresh:
        for surface in tuple(entity.surfaces):
            if len(surface) < _MIN_RECALL or fold(surface) != fold(surface.strip()):
                continue
            pattern = rf"(?<!\w)[وف]?[{cues.proclitics}]?({re.escape(surface)})(?!\w)"
            for found in re.finditer(pattern, text):
                start, end = found.span(1)
                if taken.free(start, end):
                    taken.add(Name(start, end, entity))
