"""Where a text names somebody: by the lists, and by candidates that a second sign proves.

Detection never uses sound: 418 of 26,775 ordinary Arabic word types share a consonant key with a company. Names that
the text itself introduces are remembered and found again where they stand bare or cut short.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from safqa.extraction.candidates import Candidate, Cues, seen_by_model
from safqa.extraction.wholes import Wholes
from safqa.names import fold
from safqa.text import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from safqa.extraction.document import Entity
    from safqa.extraction.entities import Register
    from safqa.extraction.listing import Listed


Judge: TypeAlias = "Callable[[Candidate, Sequence[str]], bool]"
"""Whether a doubtful candidate is a name, by what the rules see beside it."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name in the normalised text, `[start, end)` without quotes and clitics."""

    start: int
    end: int
    entity: Entity
    quoted: bool = False


_LAST_WORD = re.compile(r"(\w+)[\s\"«('*]*$")
_NEXT_WORD = re.compile(r"[\"»)']?\s*(\w+)")
_SOME_WORDS = re.compile(r"(?:\w+ ){1,4}$")
_NO_OWNER = frozenset({"government", "person", "outlet", "project"})  # who has no parts to sell: "قطاع … في السعودية"
_PAIR_GAP = re.compile(r"[\"»”'’]?\s?[(\[-]?\s?[\"«“'‘]?")
_QUOTES = frozenset("\"«'»")


def find_names(
    text: str,
    original: Callable[[int, int], str],
    listed: Sequence[Listed],
    guessed: Sequence[Candidate],
    *,
    cues: Cues,
    register: Register,
    judge: Judge,
    sums: Sequence[tuple[int, int]] = (),
    recognised: Sequence[tuple[int, int]] = (),
) -> list[Name]:
    """All names of the normalised `text`, in order and without overlap.

    `listed` are the names of the lists, `guessed` those that may be names by their signs. `original` gives
    the text as written at a place, which is what an entity's surfaces keep. `judge` tells whether a doubtful span is a
    name. `sums` are the places of amounts: no unlisted name holds one. `recognised` are places where a recogniser sees
    a name: the weakest sign.
    """
    return _Finder(text, original, cues, register, judge=judge, sums=sums).find(listed, guessed, recognised)


class _Finder:
    """The names of one text, collected from the surest sign to the weakest; what is taken stays taken."""

    def __init__(
        self,
        text: str,
        original: Callable[[int, int], str],
        cues: Cues,
        register: Register,
        *,
        judge: Judge,
        sums: Sequence[tuple[int, int]],
    ) -> None:
        self._text = text
        self._original = original
        self._cues = cues
        self._register = register
        self._judge = judge
        self._names: list[Name] = []
        self._divisions: set[str] = set()  # the names of parts of companies
        self._taken = bytearray(len(text))  # 1 where a name stands
        self._sums = bytearray(len(text))  # 1 where an amount stands
        for start, end in sums:
            self._sums[start:end] = b"\1" * (end - start)

    def find(
        self, listed: Sequence[Listed], guessed: Sequence[Candidate], recognised: Sequence[tuple[int, int]]
    ) -> list[Name]:
        wholes = Wholes(self._text, listed, guessed, self._cues)
        self._take(replace(c, proven=True) for c in wholes.wider())
        parts = wholes.parts()
        listed = [m for m in listed if m not in parts]
        weak = self._take_listed(listed)
        self._take(c for c in guessed if c.proven)
        self._pair()
        self._take_listed([m for m in weak if self._register.names(m.name) or self._known_as(m)], sure=True)
        self._take(self._longest_first([c for c in guessed if not c.proven and self._is_named(c)], guessed))
        if not self._cues.whole_runs:
            self._take_listed(parts)
        if self._cues.whole_runs:
            firm = self._firm()
            self._take([c for c in guessed if not c.proven and self._goes_on(c, firm) and self._is_named(c)])
        self._pair()
        self._take_divisions()
        self._recall()
        if recognised:  # all that the rules find is taken by now, so where both overlap their mention wins
            self._take(c for c in seen_by_model(self._text, recognised, self._cues) if not self._is_product(c.start))
            self._recall()
        return self._in_order()

    # --- taking ----------------------------------------------------------------------------------------------------

    def _free(self, start: int, end: int) -> bool:
        return self._taken.find(1, start, end) < 0

    def _add(self, start: int, end: int, entity: Entity, *, quoted: bool = False) -> None:
        if self._free(start, end):
            self._names.append(Name(start, end, entity, quoted))
            self._taken[start:end] = b"\1" * (end - start)

    def _in_order(self) -> list[Name]:
        return sorted(self._names, key=lambda n: n.start)

    def _take(self, found: Iterable[Candidate]) -> None:
        for candidate in found:
            if self._free(candidate.start, candidate.end) and self._sums.find(1, candidate.start, candidate.end) < 0:
                entity = self._register.unknown(self._original(candidate.start, candidate.end), candidate.kind)
                entity.cued = entity.cued or candidate.proven
                self._add(candidate.start, candidate.end, entity, quoted=candidate.sign == "quoted")

    def _longest_first(self, named: Sequence[Candidate], guessed: Sequence[Candidate]) -> list[Candidate]:
        """Names, and the longer forms of them that the text gives: "Jusoor" is "Jusoor Interpreting" cut short."""
        if not self._cues.whole_runs:
            return list(named)
        known = {self._text[c.start : c.end] for c in named}
        longer = [c for c in guessed if c not in named and self._text[c.start : c.end].split()[0] in known]
        return sorted([*named, *longer], key=lambda c: c.start - c.end)

    def _take_listed(self, listed: Sequence[Listed], *, sure: bool = False) -> list[Listed]:
        """Take the listed names that stand for themselves; the others are given back."""
        firm = {p for m in listed if not m.homograph and not m.weak for p in (m.start, m.end)}
        weak = []
        for match in listed:
            if not sure and (match.weak or (match.homograph and not self._has_sign(match, firm))):
                weak.append(match)
            elif self._free(match.start, match.end):
                surface = self._original(match.start, match.end)
                entity = self._register.known(match, surface)
                self._add(match.start, match.end, entity, quoted=self._is_quoted(match.start, match.end))
                firm |= {match.start, match.end}
        return weak

    def _known_as(self, match: Listed) -> bool:
        return self._register.find(self._original(match.start, match.end)) is not None

    # --- signs -----------------------------------------------------------------------------------------------------

    def _is_quoted(self, start: int, end: int) -> bool:
        return self._text[max(0, start - 1) : start] in _QUOTES and self._text[end : end + 1] in _QUOTES

    def _has_sign(self, match: Listed, firm: set[int]) -> bool:
        """Whether something beside the word says that a homograph is a name here.

        Quotes, a cue ("شركة …"), Latin letters behind it, a deal verb beside it, a sure name in the same list. The bare
        name of a country is a place and no party ("Humain السعودية"), a model's or an app's name is none either.
        """
        if match.kind == "government":
            return False
        start, end = match.start, match.end
        if self._is_product(start):
            return False
        return (
            self._is_quoted(start, end)
            or self._cues.introduced(self._text[max(0, start - 20) : start])
            or self._cues.beside(self._text, start, end)
            or self._acts_beside(start, end)
            or self._listed_beside(start, end, firm)
        )

    def _acts_beside(self, start: int, end: int) -> bool:
        ahead, behind = self._word_before(start), _NEXT_WORD.match(self._text, end)
        if ahead is not None and self._cues.governs(ahead):
            return True
        return any(w is not None and self._cues.acts(w) for w in (ahead, behind.group(1) if behind else None))

    def _word_before(self, start: int) -> str | None:
        found = _LAST_WORD.search(self._text, max(0, start - 20), start)
        return found.group(1) if found else None

    def _is_product(self, start: int) -> bool:
        """Whether the word before makes the name a product's: "نموذج …"."""
        return self._word_before(start) in self._cues.product

    def _listed_beside(self, start: int, end: int, firm: set[int]) -> bool:
        ahead = self._cues.gap_ahead.search(self._text, max(0, start - 5), start)
        behind = self._cues.gap_behind.match(self._text, end)
        return (ahead is not None and ahead.start() in firm) or (behind is not None and behind.end() in firm)

    def _goes_on(self, candidate: Candidate, firm: set[int]) -> bool:
        """Whether a candidate that was refused stands in a list with a name that was found since: it is asked again."""
        start, end = candidate.start, candidate.end
        return self._free(start, end) and self._listed_beside(start, end, firm)

    def _firm(self) -> set[int]:
        return {place for name in self._names for place in (name.start, name.end)}

    def _is_named(self, candidate: Candidate) -> bool:
        """Whether a doubtful candidate is a name: a quoted span no saying, a bare word no ordinary one."""
        start, end = candidate.start, candidate.end
        product = self._is_product(start)
        if (product and not self._cues.whole_runs) or not self._free(start, end):
            return False
        signs = ("behind a product's noun",) if product else ()  # an app may be bought like a company
        return self._judge(candidate, (*signs, *self._second_signs(start, end)))

    def _second_signs(self, start: int, end: int) -> Iterator[str]:
        """What the rules see beside a doubtful candidate."""
        firm = self._firm()
        before = self._word_before(start)
        if self._acts_beside(start, end):
            yield "acts beside"
        if self._listed_beside(start, end, firm):
            yield "listed beside"
        if before is not None and self._cues.leads(before):
            yield "led to"
        if self._text[start - 1 : start] == " " and start - 1 in firm:
            yield "a name right before"
        if self._text[end : end + 1] == " " and end + 1 in firm:
            yield "a name right behind"

    # --- parts of companies ------------------------------------------------------------------------------------------

    def _take_divisions(self) -> None:
        """Where a part of a company is traded, the part is named and not the company: "شراء قسم الروبوتات في …"."""
        for name in self._in_order():
            found = self._cues.division(self._text, name.start, name.end)
            if found is None or name.entity.kind in _NO_OWNER or not self._is_traded(found.start):
                continue
            inside = [n for n in self._names if found.start < n.end and n.start < found.end]
            self._names = [n for n in self._names if n not in inside]
            self._taken[found.start : found.end] = bytes(found.end - found.start)
            entity = self._register.division(name.entity, found.business, self._original(found.start, found.end))
            self._divisions.add(entity.name)
            self._add(found.start, found.end, entity)
            for again in found.bare.finditer(self._text):
                if self._free(*again.span(1)):
                    entity.seen_as(self._original(*again.span(1)))
                    self._add(*again.span(1), entity)

    def _is_traded(self, start: int) -> bool:
        """Whether a word of deals stands before, with a preposition and who acts between: "استحوذت يوتا على وحدة …"."""
        before = _SOME_WORDS.search(self._text, max(0, start - 60), start)
        words = before.group().split() if before else []
        return any(self._cues.acts(word) or self._cues.governs(word) for word in words)

    # --- joining and recalling -------------------------------------------------------------------------------------

    def _pair(self) -> None:
        """An Arabic name followed at once by a Latin one in brackets is one entity: "سكيل إيه آي (Scale AI)"."""
        names = self._in_order()
        for left, right in pairwise(names):
            gap = self._text[left.end : right.start]
            arabic, latin = self._text[left.start : left.end], self._text[right.start : right.end]
            if arabic.isascii() or not latin.isascii() or not _PAIR_GAP.fullmatch(gap):
                continue
            if "(" in gap or "-" in gap or not (left.entity.known or gap.strip()):
                keep = self._register.unite(left.entity, right.entity)
                keep.cued = True
                self._names = [
                    replace(n, entity=keep) if n.entity in {left.entity, right.entity} else n for n in self._names
                ]

    def _recall(self) -> None:
        """Find again, bare or by its first word, each name that the text introduced."""
        for entity in {n.entity: None for n in self._in_order() if not n.entity.known}:
            for surface in tuple(entity.surfaces):
                spelled = normalise(surface).text
                short = () if entity.name in self._divisions else (spelled.split()[0],)
                for form in (spelled, *short):
                    if len(form) >= _MIN_RECALL and (form == spelled or self._can_stand_for(form)):
                        self._find_again(form, entity)

    def _can_stand_for(self, word: str) -> bool:
        normal = fold(word)
        return bool(normal) and not (
            self._cues.no_name(word) or word in self._cues.stop or self._cues.begins.match(word)
        )

    def _find_again(self, form: str, entity: Entity) -> None:
        pattern = rf"(?<!\w){self._cues.glued}({re.escape(form)})(?!\w)"
        for found in re.finditer(pattern, self._text):
            start, end = found.span(1)
            if self._free(start, end):
                entity.seen_as(self._original(start, end))
                self._add(start, end, entity)


_MIN_RECALL = 4  # letters: shorter bare words are too often ordinary words
