"""Learns what speaks for a deal from the annotated corpus: `python -m benchmarks.learning`.

For each language, writes the weights that Safqa reads with (`data/weights.tsv` of its pack), learned from all its
articles, and for each fold those learned from the other folds alone (`benchmarks/rotated/`): with these the accuracy of
each fold is measured, so that no article is judged by weights that have seen it. Takes a few minutes; `--lang ar`
writes the files of one language alone, in half the time where it borrows from none.

A language with few articles borrows examples from the one with most (`benchmarks.lending`): who stands where in a frame
and what a sum is beside its measure is much the same in both.

Each question is a logistic regression over the signs that are seen (`safqa.extraction.signs`, `.stance`, `.sameness`,
`.settling`, `.progress`, `.worth`), each alone and in its contexts, with a penalty that shares what signs say in common
among them (L2); what is next to nothing is left out, so that a person can read the rest.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.accuracy import HERE, ORDINARY, PACKS, ROTATED, SHAPES
from benchmarks.agreement import likeness, pair, same_figure, same_party
from benchmarks.labels import FOLDS, Figure, Party, article, deal, fingerprint, load, load_told
from benchmarks.lending import lent
from benchmarks.shaping import Shaping, unlisted, write_shapes
from safqa.extraction.annotate import annotate
from safqa.extraction.assembly import Draft, Telling, assemble, in_order, is_same_by_rule, may_be_same
from safqa.extraction.choice import Place, choose, elsewhere_of, places
from safqa.extraction.credit import Credits
from safqa.extraction.listing import listing
from safqa.extraction.options import JOINED
from safqa.extraction.progress import progress_signs
from safqa.extraction.reader import bind, bind_by_rule, mention, ruled_status, tellings, whole, worths
from safqa.extraction.sameness import sameness_signs
from safqa.extraction.scene import scenes
from safqa.extraction.settling import metric_signs, owner_signs, scale
from safqa.extraction.signs import clause_signs, told_signs, word_signs
from safqa.extraction.stance import View, party_signs, role_signs
from safqa.extraction.weights import ALONE, ALWAYS, Asked, Learned, Question, Seen, Weights
from safqa.model import DealType, Metric, Status
from safqa.shapes import deal_shape
from safqa.text import normalise
from seeds import SEEDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from benchmarks.labels import Article, Deal
    from safqa.extraction.amounts import Amount
    from safqa.extraction.document import Document, Entity, Item
    from safqa.extraction.figures import Binding
    from safqa.extraction.options import Option
    from safqa.extraction.pack import Pack
    from safqa.extraction.scene import Scene

SHIPPED = {"ar": "arabic", "en": "english"}
"""The folder of each language's pack, which holds its weights."""

_SEEN = 4  # examples that must show a sign before it is given a weight; one of a frame stands for as many
# How much each question may lean on the articles it learns from: where what was learned is surest of folds that it was
# not learned from (the least log-loss; a ridge, L2, so that signs that say the same share what they say).
_TRUST: Mapping[Question, float] = {
    Question.NAMED: 0.24,
    Question.TOLD: 0.08,
    Question.TARGET: 0.04,
    Question.PARTY: 0.04,
    Question.SAME: 0.04,
    Question.OWNER: 0.03,
    Question.KEPT: 0.02,
}
_TRUST_METRIC = 0.16
_TRUST_STATUS = 0.1
# Weights nearer to nothing are left out: nine in ten of them, for 0.001 of log-loss.
_LEAST = 0.02
_FRAME, _SEED = 4, 10  # articles that a frame's own example, and the seed article, stand for
_HIDDEN = 0.5  # articles that one stands for that is read as if organisations were on no list: it is read twice so
# Articles that a sum stands for whose deal was not put together: with none of them it is left to the deals that were.
# On English figures had 0.481 with 0, 0.494 with 0.5 and 0.500 with 1; wherever they hang 0.771, 0.759 and 0.742.
_NOBODYS = 0.5
# Articles that a borrowed example stands for, and an own one of a language that borrows. With none borrowed the English
# deals had 0.502, with 0.3 of one 0.550, with one 0.571; figures 0.442 where an own one stood for one, 0.452 for two.
_LENT, _OWN = 1, 2
_NO_FOLD = -1
_CERTAIN = 5.0  # log-odds of an answer that no example contradicts: 99 in 100
_EQUALS = frozenset({DealType.PARTNERSHIP.value, DealType.MERGER.value})  # types whose sides are equal


class Example(NamedTuple):
    """What was seen, what was right, the fold of its article, and how many articles it stands for."""

    seen: Sequence[Seen]
    right: bool
    fold: int
    times: float = 1


class Reading(NamedTuple):
    """An article as far as it can be read without weights, and how many articles it stands for."""

    article: Article
    document: Document
    rows: Sequence[Scene]
    pack: Pack
    times: int = 1


Examples = dict[Asked, list[Example]]
Ask: TypeAlias = "Callable[[Reading, Learned], Iterator[tuple[Asked, Example]]]"


def main(argv: Sequence[str] | None = None) -> None:
    """Learn every language from its corpus and write all files, or those of one language."""
    asked = _arguments(argv).lang
    articles = (*load(HERE / "corpus"), *load_told(HERE / "corpus"))
    taught: Examples = {}
    for lang, pack in PACKS.items():
        own = [a for a in articles if a.lang == lang]
        shaping = Shaping(own) if lang == "ar" else None  # in English capitals tell names
        lesson = Lesson(pack(), own, _lent(taught, lang), shaping)
        shipped, rotated = lesson.learn()
        taught = taught or lesson.found
        if asked in {lang, None}:
            if shaping is not None:
                _write_shapes(shaping, lang)
            _write_weights(lang, (shipped, *rotated), fingerprint(a for a in own if a.story is None))
        if asked == lang:
            return  # the languages that follow borrow from it and lend nothing


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learning", description=__doc__)
    parser.add_argument("--lang", choices=sorted(PACKS), help="write the files of this language alone")
    return parser.parse_args(argv)


def _write_weights(lang: str, learned: Sequence[Learned], corpus: str) -> None:
    """Write the weights that ship, and those of each fold."""
    files = [HERE.parent / "safqa" / "extraction" / SHIPPED[lang] / "data" / "weights.tsv"]
    files += [ROTATED / lang / f"{fold}.tsv" for fold in range(FOLDS)]
    for file, known in zip(files, learned, strict=True):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(to_text(known, corpus), encoding="utf-8")
        count = sum(len(weights) for contexts in known.of.values() for weights in contexts.values())
        sys.stdout.write(f"{file.relative_to(HERE.parent)}: {count} weights\n")


def _write_shapes(shaping: Shaping, lang: str) -> None:
    """Write what letters and words tell of names, for the pack and for each fold."""
    data = HERE.parent / "safqa" / "extraction" / SHIPPED[lang] / "data"
    write_shapes(shaping.learn(None, None), data / SHAPES, data / ORDINARY)
    for fold in range(FOLDS):
        folder = ROTATED / lang
        write_shapes(shaping.learn(fold, None), folder / f"{fold}.{SHAPES}", folder / f"{fold}.{ORDINARY}")


def _lent(taught: Examples, lang: str) -> Examples:
    """The examples that the first language lends to another one, in the other's words."""
    return {
        asked: [Example(seen, e.right, _NO_FOLD, _LENT * e.times) for e in examples if (seen := lent(e.seen, lang))]
        for asked, examples in taught.items()
        if asked is not Question.NAMED  # names are written differently in each language
    }


class Lesson:
    """What the articles of one language teach; `found` are the examples that were met."""

    def __init__(
        self, pack: Pack, articles: Sequence[Article], borrowed: Examples, shaping: Shaping | None = None
    ) -> None:
        """Nothing is learned yet."""
        self._pack = pack
        self._shaping = shaping
        self._packs = [shaping.pack(pack, fold) if shaping else pack for fold in range(FOLDS)]
        own = _OWN if borrowed else 1
        self._known = [*((a, own) for a in articles), *([(seed(), _SEED)] if pack.lang == "ar" else [])]
        self._borrowed = borrowed
        self.found: Examples = {}

    def learn(self) -> tuple[Learned, list[Learned]]:
        """What all articles teach, and for each fold what the others teach.

        Later questions are learned from texts read with earlier answers, each text with those that do not know it.
        """
        named = [e._replace(times=times * e.times) for a, times in self._known for e in self._names(a)]
        names: dict[Asked, _Matrix] = {Question.NAMED: _Matrix(named)} if named else {}
        shipped, rotated = _with(Learned({}), names, None), [_with(Learned({}), names, f) for f in range(FOLDS)]
        readings = [_reading(a, self._packs[a.fold], rotated[a.fold])._replace(times=times) for a, times in self._known]
        for ask in (_who_and_what, _links, _sums, _worths):
            taught = {asked: _Matrix(examples) for asked, examples in self._asked(ask, readings, rotated).items()}
            shipped = _with(shipped, taught, None)
            rotated = [_with(known, taught, fold) for fold, known in enumerate(rotated)]
        return shipped, rotated

    def _names(self, article: Article) -> Iterator[Example]:
        """What is asked about the names of an article, with and without those on the list."""
        yield from _names(article, self._packs[article.fold])
        if self._shaping:
            for half, pack in enumerate(self._shaping.hiding(self._pack, article.fold)):
                yield from _names(article, pack, unlisted(half), bare=True)
        elif self._borrowed:
            for half in range(2):
                yield from _names(article, self._pack, unlisted(half))

    def _asked(self, ask: Ask, readings: Sequence[Reading], rotated: Sequence[Learned]) -> Examples:
        """The examples of some questions: those of the articles, of the frames, and those borrowed."""
        found: Examples = {}
        for reading in readings:
            for asked, example in ask(reading, rotated[reading.article.fold]):
                found.setdefault(asked, []).append(example._replace(times=reading.times * example.times))
        for asked, example in _by_frame(self._pack) if ask is _who_and_what else ():
            found[asked].append(example)
        self.found |= found
        return {asked: [*examples, *self._borrowed.get(asked, ())] for asked, examples in found.items()}


def _with(known: Learned, taught: Mapping[Asked, _Matrix], held_out: int | None) -> Learned:
    """What is known, and what these lessons teach without one fold."""
    return Learned({**known.of, **{asked: lesson.weights(_trust(asked), held_out) for asked, lesson in taught.items()}})


def seed() -> Article:
    """The article that every installation starts with; it is in no fold's measure."""
    shape = json.loads((SEEDS / "meta-scale-ai.expected.json").read_text(encoding="utf-8"))
    text = (SEEDS / "meta-scale-ai.ar.txt").read_text(encoding="utf-8")
    return article({**shape, "title": None, "text": text})


def to_text(learned: Learned, corpus: str) -> str:
    """The file of these weights; the heaviest of each question and context come first."""
    lines = [
        "# What was learned from the annotated articles; written by `python -m benchmarks.learning`, not by hand.",
        f"# corpus {corpus}",
        "# A question and the context that its signs are seen in; below, a line each: weight in log-odds, sign.",
    ]
    for asked, contexts in learned.of.items():
        for context, weights in sorted(contexts.items()):
            ranked = sorted(weights.items(), key=lambda row: (-abs(row[1]), row))
            lines += [f"{asked}\t{context}", *(f"\t{weight:.2f}\t{sign}" for sign, weight in ranked)]
    return "\n".join(lines) + "\n"


# --- examples ---------------------------------------------------------------------------------------------------------


def _names(
    article: Article, pack: Pack, unlisted: frozenset[str] = frozenset(), *, bare: bool = False
) -> Iterator[Example]:
    """Of every doubtful span of a text whether it names somebody of a deal.

    Companies of deals are mostly on the list, so of bare names there would be few: read as if some organisations were
    on no list, these are names to be found too. A company of no deal is then neither right nor wrong. `bare` leaves out
    what stands in quotes, which hiding teaches nothing of.
    """
    text = normalise(article.text)
    spellings = {normalise(s).text for gold in article.deals for side in gold.sides for s in side.surface}
    hidden = {text.text[m.start : m.end] for m in listing().find(text.text) if m.name in unlisted} - spellings
    examples: list[Example] = []

    def sure(span: str, seen: Seen) -> bool:
        if span not in hidden and not (bare and ALONE in seen.contexts):
            examples.append(Example([seen], span in spellings, article.fold, _HIDDEN if unlisted else 1))
        return span in spellings

    annotate(text, pack, sure=sure, unlisted=unlisted)
    yield from examples


def _reading(article: Article, pack: Pack, learned: Learned) -> Reading:
    document = annotate(normalise(article.text), replace(pack, learned=learned))
    return Reading(article, document, scenes(document, pack), pack)


def _who_and_what(reading: Reading, learned: Learned) -> Iterator[tuple[Asked, Example]]:
    """Of every option of a text whether it is told, and of those told who stands in them."""
    del learned
    fold, deals = reading.article.fold, reading.article.deals
    found = list(places(reading.rows, reading.pack))
    elsewhere = elsewhere_of(found)
    for place in found:
        of_word = word_signs(place.options, place.where) if place.options else ()
        for option in place.options:
            told = _told(option, place, deals)
            seen = told_signs(option, of_word, elsewhere)
            yield Question.TOLD, Example([seen], bool(told), fold)
            if told:
                yield from _cast(View(option, place.where, elsewhere), told, fold)
        if place.own is not None and place.own.family == JOINED:
            yield from _joined(View(place.own, place.where, elsewhere), deals, fold)


def _cast(view: View, told: Sequence[Deal], fold: int) -> Iterator[tuple[Asked, Example]]:
    """Who is the target of the deals told, and who is a party of the deal with each target."""
    named, around = view.where.named, clause_signs(view.option, view.where)
    seen = {entity: role_signs(view, entity, groups) for entity, groups in named.items()}
    for entity in named:
        yield Question.TARGET, Example([seen[entity], around], any(_is_target(entity, gold) for gold in told), fold)
    for target in named:
        golds = [gold for gold in told if _is_target(target, gold)]
        for entity in named if golds else ():
            if entity is not target:
                signs = [seen[entity], party_signs(view, entity, target), around]
                yield Question.PARTY, Example(signs, any(_is_party(entity, gold) for gold in golds), fold)


def _joined(view: View, deals: Iterable[Deal], fold: int) -> Iterator[tuple[Asked, Example]]:
    """Who is a party of any deal, around a word that only adds parties."""
    around = clause_signs(view.option, view.where)
    for entity, groups in view.where.named.items():
        if groups:
            signs = [role_signs(view, entity, groups), party_signs(view, entity, None), around]
            yield Question.PARTY, Example(signs, any(_is_party(entity, gold) for gold in deals), fold)


def _is_target(entity: Entity, gold: Deal) -> bool:
    is_target = gold.target is not None and _is(entity, gold.target)
    return is_target or (gold.type in _EQUALS and any(_is(entity, p) for p in gold.parties))


def _is_party(entity: Entity, gold: Deal) -> bool:
    is_party = any(_is(entity, p) for p in gold.parties)
    return is_party or (gold.type in _EQUALS and gold.target is not None and _is(entity, gold.target))


def _by_frame(pack: Pack) -> Iterator[tuple[Asked, Example]]:
    """What the frames say of their own examples: what to go by until articles have shown more of a frame."""
    for frame in pack.frames:
        document = annotate(normalise(frame.example), replace(pack, learned=Learned({})))
        found = list(places(scenes(document, pack), pack))
        elsewhere = elsewhere_of(found)
        for place in found:
            own = place.own
            if own is None or own.trigger.frame is not frame or own.family == JOINED:
                continue
            seen = told_signs(own, word_signs(place.options, place.where), elsewhere)
            yield Question.TOLD, Example([seen], True, _NO_FOLD, _FRAME)
            yield from _cast_by_frame(View(own, place.where, elsewhere))


def _cast_by_frame(view: View) -> Iterator[tuple[Asked, Example]]:
    """Target and parties as the frame has them."""
    cast, around = view.option.cast, clause_signs(view.option, view.where)
    for entity, groups in view.where.named.items():
        signs = role_signs(view, entity, groups)
        yield Question.TARGET, Example([signs, around], entity in cast.targets, _NO_FOLD, _FRAME)
        if cast.targets and entity not in cast.targets:
            beside = party_signs(view, entity, cast.targets[0])
            yield Question.PARTY, Example([signs, beside, around], entity in cast.parties, _NO_FOLD, _FRAME)


def _told(option: Option, place: Place, deals: Iterable[Deal]) -> list[Deal]:
    """The deals of the option's family that are told here: those with most of their names and sums around it."""
    evidence = [(_evidence(gold, option, place), gold) for gold in deals if DealType(gold.type).family == option.family]
    best = max((found for found, _ in evidence), default=0.0)
    told = [gold for found, gold in evidence if found >= max(_enough(gold), best - _NEAR)]
    return _of_sum(told, option.trigger.item)


def _of_sum(deals: Sequence[Deal], item: Item) -> list[Deal]:
    """Of the deals that a sum may tell those that it is of: of several in one clause each has its own sum."""
    amount = item.amount
    return [gold for gold in deals if amount and any(_states(amount, f) for f in gold.figures)] or list(deals)


# What a name or a sum of a deal counts as evidence that it is told: in the clause, elsewhere in the sentence, and for a
# name that is only spoken of. A deal with one name and no sum has no more to show than its name.
_NAME, _SUM, _SPOKEN_OF = (1.0, 0.6), (1.5, 1.0), 0.4
_ENOUGH, _ALONE, _NEAR, _LEFT_OUT = 1.4, 0.9, 0.3, 0.4


def _enough(gold: Deal) -> float:
    return _ENOUGH if len(gold.sides) > 1 or gold.figures else _ALONE


def _evidence(gold: Deal, option: Option, place: Place) -> float:
    """How much of a deal stands around an option."""
    return _around(gold, place.where.scene, option.trigger.clause)


def _around(gold: Deal, scene: Scene, clause: int) -> float:
    """How much of a deal stands in a clause and its sentence."""
    found = 0.0
    for side in gold.sides:
        items = [i for i in scene.sentence.names() if i.entity and _is(i.entity, side)]
        if items:
            found += _NAME[all(scene.clauses[i.index] != clause for i in items)]
        elif scene.topic is not None and _is(scene.topic, side):
            found += _SPOKEN_OF
    sums = [i for i in scene.sentence.amounts() if i.amount and any(_states(i.amount, f) for f in gold.figures)]
    if sums:
        found += _SUM[all(scene.clauses[i.index] != clause for i in sums)]
    return found


def _states(amount: Amount, figure: Figure) -> bool:
    return amount.unit == figure.unit and same_figure(figure, replace(figure, low=amount.low, high=amount.high))


def _is(entity: Entity, party: Party) -> bool:
    return same_party(Party(entity.name, tuple(entity.surfaces)), party)


def _links(reading: Reading, learned: Learned) -> Iterator[tuple[Asked, Example]]:
    """Of every telling whether it is of each deal told before; deals are put together as the labels have them."""
    pack = replace(reading.pack, learned=learned)
    drafts: dict[int, Draft] = {}
    for telling in in_order(tellings(choose(reading.rows, pack), reading.rows, pack)):
        kind, gold = telling.event.type, _told_of(telling, reading)
        if kind is None or gold is None:
            continue
        for of, draft in drafts.items():
            if may_be_same(draft, telling):
                ruled = is_same_by_rule(draft, telling)
                seen = sameness_signs(draft, telling, reading.rows, pack.grammar, ruled=ruled)
                yield Question.SAME, Example([seen], of == id(gold), reading.article.fold)
        draft = drafts.setdefault(id(gold), Draft(kind, telling.event.target, telling.background))
        draft.take(telling)


def _told_of(telling: Telling, reading: Reading) -> Deal | None:
    """The annotated deal that a telling is of; None where no one deal fits best."""
    event = telling.event
    fitting = [
        gold
        for gold in reading.article.deals
        if event.type is not None
        and DealType(gold.type).family == event.type.family
        and (event.target is None or gold.target is None or _is_target(event.target, gold))
    ]
    fitting = _of_sum(fitting, event.trigger)
    scene = reading.rows[event.sentence.index]
    shown = (_around(gold, scene, event.clause) - _unseen(gold, scene) for gold in fitting)
    evidence = sorted(((found, n) for n, found in enumerate(shown)), reverse=True)
    if not evidence or (len(evidence) > 1 and evidence[0][0] - evidence[1][0] < _NEAR):
        return None
    return fitting[evidence[0][1]]


def _unseen(gold: Deal, scene: Scene) -> float:
    """What the parties of a deal whom a sentence leaves out count against its being told there."""
    names = [i.entity for i in scene.sentence.names() if i.entity]
    return _LEFT_OUT if gold.parties and not any(_is(e, p) for e in names for p in gold.parties) else 0.0


def _sums(reading: Reading, learned: Learned) -> Iterator[tuple[Asked, Example]]:
    """Of every amount of a text what it measures, and whose it is among the deals that were put together."""
    pack, fold, deals = replace(reading.pack, learned=learned), reading.article.fold, reading.article.deals
    drafts = assemble(tellings(choose(reading.rows, pack), reading.rows, pack), reading.rows, pack)
    ruled = bind_by_rule(drafts, reading.rows, pack)
    partner = _partners(reading, drafts, ruled, pack)
    sizes = scale(reading.rows)
    for binding in ruled:
        amount = binding.item.amount
        if amount is None or amount.conversion or amount.per_share:
            continue
        owners = [(Metric(f.metric), gold) for gold in deals for f in gold.figures if _states(amount, f)]
        seen = metric_signs(binding, drafts, sizes)
        for metric in Metric:
            yield metric, Example([seen], any(m is metric for m, _ in owners), fold)
        for metric in {m for m, _ in owners}:
            golds = [gold for m, gold in owners if m is metric]
            found = owner_signs(binding, metric, drafts)
            right = [any(partner.get(id(d)) is gold for gold in golds) for d, _ in found]
            times = 1 if any(right) else _NOBODYS
            for (_, seen), owns in zip(found, right, strict=True):
                yield Question.OWNER, Example([seen], owns, fold, times)


def _worths(reading: Reading, learned: Learned) -> Iterator[tuple[Asked, Example]]:
    """Of every deal that was put together whether it is real, and of the real ones how far they are."""
    pack = replace(reading.pack, learned=learned)
    drafts = assemble(tellings(choose(reading.rows, pack), reading.rows, pack), reading.rows, pack)
    bindings = bind(drafts, reading.rows, pack)
    drafts = whole(drafts, bindings)
    partner = _partners(reading, drafts, bindings, pack)
    credits_ = Credits(reading.rows, pack.grammar)
    for draft, seen in worths(drafts, bindings):
        gold, fold = partner.get(id(draft)), reading.article.fold
        yield Question.KEPT, Example([seen], gold is not None, fold)
        if gold is not None:
            words = progress_signs(draft, ruled_status(draft, credits_), credits_, reading.rows)
            for status in Status:
                yield status, Example([words], gold.status == status.value, fold)


def _partners(reading: Reading, drafts: Sequence[Draft], bindings: Sequence[Binding], pack: Pack) -> dict[int, Deal]:
    """The annotated deal that each draft is, by the draft's id; one that is none is left out."""
    credits_ = Credits(reading.rows, pack.grammar)
    found = [deal(deal_shape(mention(d, bindings, credits_, reading.document, d.status()))) for d in drafts]
    return {id(drafts[j]): reading.article.deals[i] for i, j in pair(reading.article.deals, found, likeness)}


# --- fitting ----------------------------------------------------------------------------------------------------------


def _trust(asked: Asked) -> float:
    if isinstance(asked, Metric):
        return _TRUST_METRIC
    return _TRUST_STATUS if isinstance(asked, Status) else _TRUST[asked]


class _Matrix:
    """The examples of one question as a matrix: a row an example, a column a sign in a context."""

    def __init__(self, examples: Sequence[Example]) -> None:
        """Number everything that is seen, in the order of the names: fitting hangs a little on it."""
        seen = [{(c, s) for signs, contexts in e.seen for c in contexts for s in signs} for e in examples]
        self._columns = sorted(set().union(*seen))
        numbers = {cell: n for n, cell in enumerate(self._columns)}
        cells, ends = [], [0]
        for row in seen:
            cells += sorted([numbers[cell] for cell in row])
            ends.append(len(cells))
        self._matrix = csr_matrix((np.ones(len(cells)), cells, ends), shape=(len(examples), len(numbers)))
        self._right = np.array([e.right for e in examples])
        self._fold = np.array([e.fold for e in examples])
        self._times = np.array([e.times for e in examples])

    def weights(self, trust: float, held_out: int | None) -> Weights:
        """The weights learned from all folds but the one held out."""
        used = np.flatnonzero(self._fold != (FOLDS if held_out is None else held_out))
        right, times = self._right[used], self._times[used]
        if right.all() or not right.any():
            return {ALONE: {ALWAYS: _CERTAIN if right.all() else -_CERTAIN}}
        rows = self._matrix[used]
        often = np.flatnonzero(rows.T @ times >= _SEEN)
        model = LogisticRegression(C=trust, solver="liblinear", random_state=0, max_iter=300)
        model.fit(rows[:, often], right, times)
        found: dict[str, dict[str, float]] = {ALONE: {ALWAYS: float(model.intercept_[0])}}
        for column, weight in zip(often, model.coef_[0], strict=True):
            if abs(weight) >= _LEAST:
                context, sign = self._columns[column]
                found.setdefault(context, {})[sign] = float(weight)
        return found


if __name__ == "__main__":
    main()
