"""A text read step by step, in forms that fit in one line of a table."""

from dataclasses import replace
from typing import NamedTuple

import pytest

from safqa.extraction.annotate import annotate
from safqa.extraction.arabic.pack import arabic
from safqa.extraction.assembly import Draft, Telling, assemble
from safqa.extraction.choice import places
from safqa.extraction.credit import Credits
from safqa.extraction.document import Document
from safqa.extraction.events import Event, events_of
from safqa.extraction.figures import Binder, Binding
from safqa.extraction.reader import read, ruled_status, tellings
from safqa.extraction.scene import Scene, scenes
from safqa.extraction.weights import ALONE, ALWAYS, Learned, Question
from safqa.model import Extraction, Figure
from safqa.text import normalise


class Told(NamedTuple):
    """A deal as a table writes it; `parties` are joined by commas in order of their names."""

    type: str
    target: str | None
    parties: str = ""

    @classmethod
    def by(cls, kind: str, target: str | None, parties: set[str]) -> "Told":
        return cls(kind, target, ", ".join(sorted(parties)))

    @classmethod
    def of(cls, draft: Draft) -> "Told":
        return cls.by(draft.type.value, draft.target.name if draft.target else None, {p.name for p in draft.parties})


class Read:
    """Reads Arabic texts; each method stops after one step of the reading."""

    def document(self, text: str) -> Document:
        """The annotated text."""
        return annotate(normalise(text), arabic())

    def scenes(self, text: str) -> list[Scene]:
        return scenes(self.document(text), arabic())

    def names(self, text: str) -> list[str]:
        """Who is named, in order; a name told twice is there twice, "the company" is not."""
        return [i.entity.name for s in self.document(text).sentences for i in s.names() if i.entity and not i.anaphor]

    def anaphors(self, text: str) -> list[str]:
        """Whom "the company" and the like stand for, in order."""
        return [i.entity.name for s in self.document(text).sentences for i in s.names() if i.entity and i.anaphor]

    def groups(self, text: str) -> list[str]:
        """The groups of names as "marker: A + B"; the class of a noun that one hangs on stands in brackets."""
        out = []
        for scene in self.scenes(text):
            for group in scene.groups:
                names = " + ".join(e.name for e in group.entities)
                head = f" [{group.head}]" if group.head else ""
                out.append(f"{group.marker or '-'}: {names}{head}")
        return out

    def events(self, text: str) -> list[Event]:
        return ruled(self.scenes(text))

    def told(self, text: str) -> list[Told]:
        """The tellings of deals, in order, each once; without those that only add parties."""
        found = (
            Told.by(e.type.value, e.target.name if e.target else None, {p.name for p, _ in e.parties})
            for e in self.events(text)
            if e.type is not None
        )
        return list(dict.fromkeys(found))

    def joined(self, text: str) -> dict[str, str | None]:
        """The parties told beside a deal, with their roles."""
        return {p.name: role for e in self.events(text) if e.type is None for p, role in e.parties}

    def statuses(self, text: str) -> list[str]:
        """The status that each telling gives its deal."""
        return [t.verdict.status.value for t in _tellings(self.scenes(text)) if t.event.type is not None]

    def drafts(self, text: str) -> list[Draft]:
        """The deals put together from what the frames alone tell."""
        return _assembled(self.scenes(text))

    def assembled(self, text: str) -> list[Told]:
        """The deals put together from what the frames alone tell, as a table writes them."""
        return [Told.of(draft) for draft in self.drafts(text)]

    def ruled(self, text: str) -> list[str]:
        """The status that the rules alone give each deal."""
        rows = self.scenes(text)
        credits_ = Credits(rows, arabic().grammar)
        return [ruled_status(d, credits_).value for d in _assembled(rows)]

    def bindings(self, text: str) -> list[Binding]:
        """What each amount is, also of texts that are not about AI."""
        return self.bound(text)[1]

    def bound(self, text: str) -> tuple[list[Draft], list[Binding]]:
        """The deals of a text as the frames alone tell them, and its amounts as the rules bind them."""
        rows = self.scenes(text)
        drafts = _assembled(rows)
        binder = Binder(drafts, arabic())
        return drafts, [b for scene in rows for b in binder.bind(scene)]

    def measures(self, text: str) -> list[str]:
        """The metric of each amount, or in brackets the name under which it is turned away."""
        return [b.metric.value if b.metric else f"({b.rule})" for b in self.bindings(text)]

    def owners(self, text: str) -> list[str | None]:
        """The company of the deal that each amount belongs to."""
        return [b.draft.target.name if b.draft and b.draft.target else None for b in self.bindings(text)]

    def credits(self, text: str) -> list[str | None]:
        """Who is credited for each amount; "?" stands for unnamed people, None for nobody."""
        rows = self.scenes(text)
        found = Credits(rows, arabic().grammar)
        held = [found.at(s.sentence.index, i.index) for s in rows for i in s.sentence.amounts()]
        return [None if c is None else c.entity.name if c.entity else "?" for c in held]

    def article(self, text: str) -> Extraction:
        """The whole way, as the extractor goes it."""
        return read(text, arabic())

    def deals(self, text: str) -> list[Told]:
        """The deals of an article, in order."""
        return [
            Told.by(d.type.value, d.target.name if d.target else None, {p.name for p in d.parties})
            for d in self.article(text).deals
        ]

    def figures(self, text: str) -> list[str]:
        """All figures of an article as "metric qualifier value unit", deal by deal; `exact` is left out."""
        return [figure_words(f) for d in self.article(text).deals for f in d.figures]


def ruled(rows: list[Scene]) -> list[Event]:
    """The events as the frames alone tell them."""
    return [e for p in places(rows, arabic()) if p.own for e in events_of(p.own.trigger, p.own.cast)]


def _tellings(rows: list[Scene]) -> list[Telling]:
    return tellings(ruled(rows), rows, arabic())


# What was learned, if it had learned to believe the rules on what is one deal.
_BY_RULE = Learned({Question.SAME: {ALONE: {ALWAYS: -9.0}, "ruled same": {"any": 18.0}}})


def _assembled(rows: list[Scene]) -> list[Draft]:
    return assemble(_tellings(rows), rows, replace(arabic(), learned=_BY_RULE))


def figure_words(figure: Figure) -> str:
    """A figure as a table writes it: "amount 30e6 USD", "stake about 49 percent"."""
    numbers = [n for n in dict.fromkeys((figure.low, figure.high)) if n is not None]
    value = "-".join(_short(n) for n in numbers)
    qualifier = "" if figure.qualifier == "exact" else f"{figure.qualifier.value} "
    return f"{figure.metric.value} {qualifier}{value} {figure.unit}"


def _short(number: float) -> str:
    """14.3e9 for 14,300,000,000."""
    for size, ending in ((1e9, "e9"), (1e6, "e6")):
        if number >= size:
            return f"{number / size:g}{ending}"
    return f"{number:g}"


@pytest.fixture(scope="session")
def reading() -> Read:
    """Reads Arabic texts step by step."""
    return Read()
