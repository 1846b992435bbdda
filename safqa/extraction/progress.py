"""How far a deal is, settled by what was learned: the rules' verdicts, the words of its tellings and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.extraction.cards import CARD
from safqa.extraction.document import Item, Kind
from safqa.extraction.weights import ALONE, Seen
from safqa.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from safqa.extraction.assembly import Draft, Telling
    from safqa.extraction.credit import Credits
    from safqa.extraction.pack import Pack
    from safqa.extraction.scene import Scene

_MARGIN = 0.05  # by which another status must be likelier than the rules'; on unseen articles statuses were best here
_SENTENCES = 3  # that say how far a deal is
_BEFORE, _BEHIND = 6, 4  # items around a trigger whose classes say how far the deal is


def progress(draft: Draft, ruled: Status, credits_: Credits, rows: Sequence[Scene], pack: Pack) -> Status:
    """The likeliest status of a deal; `ruled` is what the rules alone say.

    The rules have the last word on denials and cards, which are too rare to be learned, and talks stay talks whoever
    tells of them.
    """
    if ruled is Status.DENIED or all(t.event.sense.cls == CARD for t in draft.tellings):
        return ruled
    seen = progress_signs(draft, ruled, credits_, rows)
    chances = {status: pack.learned.chance(status, seen) for status in Status}
    likeliest = max(Status, key=lambda status: chances[status])
    talks = (ruled, likeliest) == (Status.IN_TALKS, Status.RUMOURED)
    if talks or chances[likeliest] < chances[ruled] + _MARGIN:
        return ruled
    return likeliest


def progress_signs(draft: Draft, ruled: Status, credits_: Credits, rows: Sequence[Scene]) -> Seen:
    """What speaks for and against each status of a deal."""
    signs = dict.fromkeys(_progress(draft, credits_, rows))
    return Seen(("any", *signs), (ALONE, draft.family, f"ruled {ruled.value}"))


def _progress(draft: Draft, credits_: Credits, rows: Sequence[Scene]) -> Iterator[str]:
    yield f"looks back={draft.background}"
    bodies = _first(draft)
    for telling in bodies:
        yield from _telling(telling, credits_, rows[telling.event.sentence.index])
    verdicts = {t.verdict.status.value for t in bodies}
    yield f"verdicts={'+'.join(sorted(verdicts))}"


def _first(draft: Draft) -> list[Telling]:
    """The tellings of the first sentences under the headline: later ones look at the deal from afar."""
    bodies = [t for t in draft.tellings if not t.event.sentence.headline] or draft.tellings
    sentences = sorted({t.event.sentence.index for t in bodies})[:_SENTENCES]
    return [t for t in bodies if t.event.sentence.index in sentences]


def _telling(telling: Telling, credits_: Credits, scene: Scene) -> Iterator[str]:
    event, verdict = telling.event, telling.verdict
    sense, items, place = event.sense, scene.sentence.items, event.trigger.index
    credit = _credit(credits_, event.sentence.index, place)
    yield f"verdict={verdict.status.value}|{verdict.rule}"
    yield f"trigger={sense.cls}|{sense.tense}"
    yield f"lemma={sense.lemma}|{sense.tense}"
    yield from (f"credit={credit}", f"credit={credit}|{verdict.status.value}")
    for item in items[max(0, place - _BEFORE) : place]:
        yield from (f"before={seen}" for seen in _readings(item))
    for item in items[place + 1 : place + 1 + _BEHIND]:
        yield from (f"behind={seen}" for seen in _readings(item))
    for item in scene.in_clause(event.clause):
        yield from (f"clause={seen}" for seen in _readings(item))
    for item in items:
        if item.kind is Kind.WORD and item.has("DENY", "CANCEL", "FAIL", "TALK", "RUMOUR", "COMPLETE"):
            yield from (f"sentence={seen}" for seen in _readings(item))


def _readings(item: Item) -> Iterator[str]:
    """A word by all its classes with tense, one without a class by itself."""
    if item.kind is Kind.WORD:
        yield from (f"{s.cls}.{s.tense}" if s.is_verb else s.cls for s in item.senses)
        if not item.senses:
            yield item.text


def _credit(credits_: Credits, sentence: int, place: int) -> str:
    found = credits_.at(sentence, place)
    if found is None:
        return "none"
    named = "outlet" if found.outlet else "company" if found.entity else "nobody"
    return f"{named}, unnamed people" if found.unnamed else named
