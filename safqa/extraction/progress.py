"""How far a deal is, settled by what was learned: the rules' verdicts, the words of its tellings and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.extraction.cards import CARD
from safqa.extraction.document import Item, Kind
from safqa.extraction.weights import Question
from safqa.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from safqa.extraction.assembly import Draft, Telling
    from safqa.extraction.credit import Credits
    from safqa.extraction.pack import Pack
    from safqa.extraction.scene import Scene

_MARGIN = 0.2  # by which another status must be likelier than the rules'; on unseen articles statuses were best here
_SENTENCES = 3  # that say how far a deal is
_BEFORE, _BEHIND = 6, 4  # items around a trigger whose classes say how far the deal is


def progress(draft: Draft, ruled: Status, credits_: Credits, rows: Sequence[Scene], pack: Pack) -> Status:
    """The likeliest status of a deal; `ruled` is what the rules alone say.

    The rules have the last word on denials and cards, which are too rare to be learned, and talks stay talks whoever
    tells of them.
    """
    if ruled is Status.DENIED or all(t.event.sense.cls == CARD for t in draft.tellings):
        return ruled
    seen = progress_features(draft, ruled, credits_, rows)
    chances = {status: pack.learned.chance(Question(status.value), seen) for status in Status}
    likeliest = max(Status, key=lambda status: chances[status])
    talks = (ruled, likeliest) == (Status.IN_TALKS, Status.RUMOURED)
    if talks or chances[likeliest] < chances[ruled] + _MARGIN:
        return ruled
    return likeliest


def progress_features(draft: Draft, ruled: Status, credits_: Credits, rows: Sequence[Scene]) -> list[str]:
    """What speaks for and against each status of a deal."""
    return list(_progress(draft, ruled, credits_, rows))


def _progress(draft: Draft, ruled: Status, credits_: Credits, rows: Sequence[Scene]) -> Iterator[str]:
    family = draft.family
    yield f"ruled={ruled.value}"
    yield f"{family}|ruled={ruled.value}"
    yield family
    yield f"back={draft.background}|ruled={ruled.value}"
    bodies = _first(draft)
    for telling in bodies:
        yield from _telling(telling, family, credits_, rows[telling.event.sentence.index])
    verdicts = {t.verdict.status.value for t in bodies}
    yield f"verdicts={'+'.join(sorted(verdicts))}"


def _first(draft: Draft) -> list[Telling]:
    """The tellings of the first sentences under the headline: later ones look at the deal from afar."""
    bodies = [t for t in draft.tellings if not t.event.sentence.headline] or draft.tellings
    sentences = sorted({t.event.sentence.index for t in bodies})[:_SENTENCES]
    return [t for t in bodies if t.event.sentence.index in sentences]


def _telling(telling: Telling, family: str, credits_: Credits, scene: Scene) -> Iterator[str]:
    event, verdict = telling.event, telling.verdict
    sense, items, place = event.sense, scene.sentence.items, event.trigger.index
    yield f"verdict={verdict.status.value}|{verdict.rule}"
    yield f"trigger={sense.cls}|{sense.tense}"
    yield f"{family}|trigger={sense.cls}|{sense.tense}"
    yield f"lemma={sense.lemma}|{sense.tense}"
    yield f"credit={_credit(credits_, event.sentence.index, place)}|{family}"
    yield f"credit={_credit(credits_, event.sentence.index, place)}|{verdict.status.value}"
    for item in items[max(0, place - _BEFORE) : place]:
        yield from (f"before={seen}" for seen in _called(item))
    for item in items[place + 1 : place + 1 + _BEHIND]:
        yield from (f"behind={seen}" for seen in _called(item))
    for item in scene.in_clause(event.clause):
        yield from (f"clause={seen}" for seen in _called(item))
    for item in items:
        if item.kind is Kind.WORD and item.has("DENY", "CANCEL", "FAIL", "TALK", "RUMOUR", "COMPLETE"):
            yield from (f"sentence={seen}" for seen in _called(item))


def _called(item: Item) -> Iterator[str]:
    """A word by its classes with tense, one without a class by itself."""
    if item.kind is Kind.WORD:
        for sense in item.senses:
            yield f"{sense.cls}.{sense.tense}" if sense.is_verb else sense.cls
        if not item.senses:
            yield item.text


def _credit(credits_: Credits, sentence: int, place: int) -> str:
    found = credits_.at(sentence, place)
    if found is None:
        return "none"
    named = "outlet" if found.outlet else "company" if found.entity else "nobody"
    return f"{named}, unnamed people" if found.unnamed else named
