"""A text to a `Document`: sentences of items, with names and amounts in their places and anaphors resolved."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, TypeAlias

from safqa.extraction.document import Document, Item, Kind, Sense, Sentence
from safqa.extraction.entities import Register
from safqa.extraction.focus import Focus
from safqa.extraction.listing import listing
from safqa.extraction.names import Name, find_names
from safqa.extraction.naming import name_signs
from safqa.extraction.segments import Segment, segment
from safqa.extraction.weights import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

    from safqa.extraction.amounts import Amount
    from safqa.extraction.candidates import Candidate
    from safqa.extraction.pack import Pack, Script
    from safqa.extraction.weights import Seen
    from safqa.text import NormalText

_NAMED = 0.4  # chance from which a doubtful candidate is a name; deals on unseen articles were best here, in both packs

Sure: TypeAlias = "Callable[[str, Seen], bool]"
"""Whether words are a name, by what is seen of them."""


def annotate(
    text: NormalText,
    pack: Pack,
    *,
    recognised: Sequence[tuple[int, int]] = (),
    sure: Sure | None = None,
    unlisted: Container[str] = (),
) -> Document:
    """The document of a text; cost grows with its length alone.

    `recognised` are the places of names that a recogniser sees (`recognition`), which is asked about a first document.
    `sure` says of doubtful words, by what is seen of them, whether they are a name, in place of what the pack learned.
    `unlisted` are organisations that are read as if they were on no list, which teaches how names of no list stand.
    """

    def judge(found: Candidate, ruled: Sequence[str]) -> bool:
        seen = name_signs(text.text, found, pack, ruled)
        if sure is not None:
            return sure(text.text[found.start : found.end], seen)
        return pack.learned.chance(Question.NAMED, seen) > _NAMED

    register = Register()

    def original(start: int, end: int) -> str:
        return text.quote(start, end).text

    amounts = pack.find_amounts(text)
    sums = [(a.number_start, a.number_end) for a in amounts]
    listed = [m for m in listing().find(text.text) if m.name not in unlisted]
    guessed = list(pack.candidates(text.text))
    names = find_names(
        text.text,
        original,
        listed,
        guessed,
        cues=pack.cues,
        register=register,
        judge=judge,
        sums=sums,
        recognised=recognised,
    )
    spans: list[Span] = [*((n.start, n.end, n) for n in names), *((a.start, a.end, a) for a in amounts)]
    spans.sort(key=lambda span: (span[0], -span[1]))
    focus = Focus(pack.grammar)
    sentences = []
    for number, place in enumerate(segment(text.text, pack.grammar.script.spelled)):
        items = _items(text.text, place, spans, pack)
        for index, item in enumerate(items):
            item.index = index
        for item in items:
            focus.resolve(item, items)
        sentence = Sentence(
            number,
            place.line,
            place.start,
            place.end,
            tuple(items),
            headline=_is_headline(place, text.text),
            topic=focus.topic(),
        )
        focus.note(sentence)
        sentences.append(sentence)
    return Document(text, tuple(sentences), tuple(register.entities), pack.parts)


_LONGEST_HEADLINE = 160  # characters; the longest of 830 headlines has 100


def _is_headline(place: Segment, text: str) -> bool:
    """Whether a sentence is the headline: the first line, short, without a stop, with a text under it."""
    if place.line or place.end - place.start > _LONGEST_HEADLINE:
        return False
    line, _, rest = text.lstrip("\n").partition("\n")
    return bool(rest.strip()) and not line.rstrip().endswith(".")


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
    items = pack.phrases.merge(_absorb(raw, pack.grammar.script), pack.bare)
    pack.in_context(items)
    return items


def _words(text: str, start: int, end: int, pack: Pack) -> Iterator[Item]:
    for token in pack.grammar.script.token.finditer(text, start, end):
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
    senses = _SUM if not what.is_percent else ()
    return Item(Kind.AMOUNT, start, end, text[start:end], amount=what, senses=senses)


def _absorb(items: Sequence[Item], script: Script) -> list[Item]:
    """Clitics that were cut off a name ("ل" + "OpenAI", "و" + name) become its marker; "and" joins the word behind."""
    out: list[Item] = []
    for item in items:
        if out and _is_clitic(out[-1], item, script):
            marker, item.joined = script.clitics[out.pop().text]
            item.marker = marker
        elif out and out[-1].kind is Kind.NAME and item.text == script.possessive:
            out[-1].owns = True
            continue
        elif out and out[-1].kind is Kind.WORD and out[-1].text in script.conjunctions and item.kind is not Kind.MARK:
            out.pop()
            item.joined = True
        out.append(item)
    return out


def _is_clitic(before: Item, item: Item, script: Script) -> bool:
    if item.kind not in {Kind.NAME, Kind.AMOUNT}:
        return False
    return before.kind is Kind.WORD and before.text in script.clitics and item.start - before.end <= _CLITIC_GAP


_CLITIC_GAP = 2  # a quote mark or a space may stand between: و"OpenAI"
