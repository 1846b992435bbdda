"""Learns what speaks for a deal from the annotated corpus: `python -m benchmarks.learning`.

Writes the weights that Safqa reads with (`safqa/extraction/arabic/data/weights.tsv`), learned from all Arabic articles,
and for each fold those learned from the other folds alone (`benchmarks/rotated/`): with these the accuracy of each
fold is measured, so that no article is judged by weights that have seen it. Takes about a minute.

Each question is a logistic regression over what is seen (`safqa.extraction.features`, `.settling`, `.progress`,
`.worth`), with a penalty that leaves few weights (L1), so that a person can read them: 1,150 did half a point of deal
F1 worse than 15,000.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.accuracy import HERE, ROTATED
from benchmarks.agreement import likeness, pair, same_figure, same_party
from benchmarks.labels import FOLDS, Figure, Party, article, deal, fingerprint, load
from safqa.extraction.annotate import annotate
from safqa.extraction.arabic.pack import arabic
from safqa.extraction.assembly import assemble
from safqa.extraction.choice import Place, choose, places
from safqa.extraction.credit import Credits
from safqa.extraction.features import clause_features, party_features, role_features, told_features
from safqa.extraction.options import JOINED
from safqa.extraction.progress import progress_features
from safqa.extraction.reader import bind, bind_by_rule, mention, ruled_status, tellings, whole, worths
from safqa.extraction.scene import scenes
from safqa.extraction.settling import metric_features, owner_features, scale
from safqa.extraction.weights import ALWAYS, Learned, Question, Weights
from safqa.model import DealType, Metric, Status
from safqa.shapes import deal_shape
from safqa.text import normalise
from seeds import SEEDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from benchmarks.labels import Article, Deal
    from safqa.extraction.amounts import Amount
    from safqa.extraction.assembly import Draft
    from safqa.extraction.document import Document, Entity
    from safqa.extraction.figures import Binding
    from safqa.extraction.options import Option
    from safqa.extraction.pack import Pack
    from safqa.extraction.scene import Scene

WEIGHTS = HERE.parent / "safqa" / "extraction" / "arabic" / "data" / "weights.tsv"

_SEEN = 4  # times that a feature must be seen to be given a weight
# How much each question may lean on the articles it learns from; chosen on folds not learned from.
_TRUST = {Question.TOLD: 0.25, Question.TARGET: 0.4, Question.PARTY: 0.2, Question.OWNER: 0.2, Question.KEPT: 0.1}
_TRUST_METRIC = 1.0
_TRUST_STATUS = 1.2
_FRAME, _SEED = 4, 10  # articles that a frame's own example, and the seed article, stand for
_NO_FOLD = -1
_CERTAIN = 5.0  # log-odds of an answer that no example contradicts: 99 in 100
_EQUALS = frozenset({DealType.PARTNERSHIP.value, DealType.MERGER.value})  # types whose sides are equal


class Example(NamedTuple):
    """What was seen, what was right, the fold of its article, and how many articles it stands for."""

    seen: Sequence[str]
    right: bool
    fold: int
    times: int = 1


class Reading(NamedTuple):
    """An article as far as it can be read without weights, and how many articles it stands for."""

    article: Article
    document: Document
    rows: Sequence[Scene]
    times: int = 1


def main() -> None:
    """Learn from the whole corpus and write all files."""
    articles = load(HERE / "corpus")
    corpus = fingerprint(articles)
    shipped, rotated = learn([a for a in articles if a.lang == "ar"])
    ROTATED.mkdir(exist_ok=True)
    for file, learned in ((WEIGHTS, shipped), *((ROTATED / f"{h}.tsv", w) for h, w in enumerate(rotated))):
        file.write_text(to_text(learned, corpus), encoding="utf-8")
        sys.stdout.write(f"{file.relative_to(HERE.parent)}: {sum(map(len, learned.of.values()))} weights\n")


Examples = dict[Question, list[Example]]


def learn(articles: Sequence[Article]) -> tuple[Learned, list[Learned]]:
    """What all articles teach, and for each fold what the others teach.

    Later questions are learned from texts read with earlier answers, each text with those that do not know it.
    """
    readings = [*map(_reading, articles), _reading(seed())._replace(times=_SEED)]
    examples: Examples = {}
    rotated = [Learned({}) for _ in range(FOLDS)]
    for ask in (_who_and_what, _sums, _worths):
        found: Examples = {}
        for reading in readings:
            for question, example in ask(reading, rotated[reading.article.fold]):
                found.setdefault(question, []).append(example._replace(times=reading.times))
        for question, example in _by_frame() if ask is _who_and_what else ():
            found[question].append(example)
        rotated = [Learned({**known.of, **_fit_all(found, fold)}) for fold, known in enumerate(rotated)]
        examples |= found
    return Learned(_fit_all(examples, None)), rotated


def seed() -> Article:
    """The article that every installation starts with; it is in no fold's measure."""
    shape = json.loads((SEEDS / "meta-scale-ai.expected.json").read_text(encoding="utf-8"))
    text = (SEEDS / "meta-scale-ai.ar.txt").read_text(encoding="utf-8")
    return article({**shape, "title": None, "text": text})


def to_text(learned: Learned, corpus: str) -> str:
    """The file of these weights; the heaviest of each question come first."""
    lines = [
        "# What was learned from the annotated articles; written by `python -m benchmarks.learning`, not by hand.",
        f"# corpus {corpus}",
        "# question\tfeature\tweight in log-odds",
    ]
    for question, weights in learned.of.items():
        ranked = sorted(weights.items(), key=lambda row: (-abs(row[1]), row[0]))
        lines += [f"{question}\t{feature}\t{weight:.3f}" for feature, weight in ranked]
    return "\n".join(lines) + "\n"


# --- examples ---------------------------------------------------------------------------------------------------------


def _reading(article: Article) -> Reading:
    document = annotate(normalise(article.text), arabic())
    return Reading(article, document, scenes(document, arabic()))


def _who_and_what(reading: Reading, learned: Learned) -> Iterator[tuple[Question, Example]]:
    """Of every option of a text whether it is told, and of those told who stands in them."""
    del learned
    fold = reading.article.fold
    for place in places(reading.rows, arabic()):
        for option in place.options:
            told = _told(option, place, reading.article.deals)
            yield Question.TOLD, Example(told_features(option, place.options, place.where), bool(told), fold)
            if told:
                yield from _cast(option, place, told, fold)
        if place.own is not None and place.own.family == JOINED:
            yield from _joined(place.own, place, reading.article.deals, fold)


def _cast(option: Option, place: Place, told: Sequence[Deal], fold: int) -> Iterator[tuple[Question, Example]]:
    """Who is the target of the deals told, and who is a party of the deal with each target."""
    named, around = place.where.named, clause_features(option, place.where)
    for entity, groups in named.items():
        seen = [*role_features(option, entity, groups, place.where), *around]
        yield Question.TARGET, Example(seen, any(_is_target(entity, gold) for gold in told), fold)
    for target in named:
        golds = [gold for gold in told if _is_target(target, gold)]
        for entity in named if golds else ():
            if entity is not target:
                beside = party_features(option, entity, target, named, place.where)
                seen = [*role_features(option, entity, named[entity], place.where), *beside, *around]
                yield Question.PARTY, Example(seen, any(_is_party(entity, gold) for gold in golds), fold)


def _joined(option: Option, place: Place, deals: Iterable[Deal], fold: int) -> Iterator[tuple[Question, Example]]:
    """Who is a party of any deal, around a word that only adds parties."""
    named, around = place.where.named, clause_features(option, place.where)
    for entity, groups in named.items():
        if groups:
            beside = party_features(option, entity, None, named, place.where)
            seen = [*role_features(option, entity, groups, place.where), *beside, *around]
            yield Question.PARTY, Example(seen, any(_is_party(entity, gold) for gold in deals), fold)


def _is_target(entity: Entity, gold: Deal) -> bool:
    is_target = gold.target is not None and _is(entity, gold.target)
    return is_target or (gold.type in _EQUALS and any(_is(entity, p) for p in gold.parties))


def _is_party(entity: Entity, gold: Deal) -> bool:
    is_party = any(_is(entity, p) for p in gold.parties)
    return is_party or (gold.type in _EQUALS and gold.target is not None and _is(entity, gold.target))


def _by_frame() -> Iterator[tuple[Question, Example]]:
    """What the frames say of their own examples: what to go by until articles have shown more of a frame."""
    for frame in arabic().frames:
        document = annotate(normalise(frame.example), arabic())
        for place in places(scenes(document, arabic()), arabic()):
            own = place.own
            if own is None or own.trigger.frame is not frame or own.family == JOINED:
                continue
            yield Question.TOLD, Example(told_features(own, place.options, place.where), True, _NO_FOLD, _FRAME)
            named, targets = place.where.named, own.cast.targets
            around = clause_features(own, place.where)
            for entity, groups in named.items():
                seen = [*role_features(own, entity, groups, place.where), *around]
                yield Question.TARGET, Example(seen, entity in targets, _NO_FOLD, _FRAME)
                if targets and entity not in targets:
                    beside = party_features(own, entity, targets[0], named, place.where)
                    seen = [*seen, *beside]
                    yield Question.PARTY, Example(seen, entity in own.cast.parties, _NO_FOLD, _FRAME)


def _told(option: Option, place: Place, deals: Iterable[Deal]) -> list[Deal]:
    """The deals of the option's family that are told here: those with most of their names and sums around it."""
    evidence = [(_evidence(gold, option, place), gold) for gold in deals if DealType(gold.type).family == option.family]
    best = max((found for found, _ in evidence), default=0.0)
    return [gold for found, gold in evidence if found >= max(_enough(gold), best - _NEAR)]


# What a name or a sum of a deal counts as evidence that it is told: in the clause, elsewhere in the sentence, and for a
# name that is only spoken of. A deal with one name and no sum has no more to show than its name.
_NAME, _SUM, _SPOKEN_OF = (1.0, 0.6), (1.5, 1.0), 0.4
_ENOUGH, _ALONE, _NEAR = 1.4, 0.9, 0.3


def _enough(gold: Deal) -> float:
    return _ENOUGH if len(gold.sides) > 1 or gold.figures else _ALONE


def _evidence(gold: Deal, option: Option, place: Place) -> float:
    """How much of a deal stands around an option."""
    scene, clause = place.where.scene, option.trigger.clause
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


def _sums(reading: Reading, learned: Learned) -> Iterator[tuple[Question, Example]]:
    """Of every amount of a text what it measures, and whose it is among the deals that were put together."""
    pack, fold, deals = replace(arabic(), learned=learned), reading.article.fold, reading.article.deals
    drafts = assemble(tellings(choose(reading.rows, pack), reading.rows, pack))
    ruled = bind_by_rule(drafts, reading.rows, pack)
    partner = _partners(reading, drafts, ruled, pack)
    sizes = scale(reading.rows)
    for binding in ruled:
        amount = binding.item.amount
        if amount is None or amount.conversion or amount.per_share:
            continue
        owners = [(Metric(f.metric), gold) for gold in deals for f in gold.figures if _states(amount, f)]
        seen = metric_features(binding, drafts, sizes)
        for metric in Metric:
            yield Question(metric.value), Example(seen, any(m is metric for m, _ in owners), fold)
        for metric in {m for m, _ in owners}:
            golds = [gold for m, gold in owners if m is metric]
            found = owner_features(binding, metric, drafts)
            right = [any(partner.get(id(d)) is gold for gold in golds) for d, _ in found]
            for (_, seen), owns in zip(found, right, strict=True) if any(right) else ():
                yield Question.OWNER, Example(seen, owns, fold)


def _worths(reading: Reading, learned: Learned) -> Iterator[tuple[Question, Example]]:
    """Of every deal that was put together whether it is real, and of the real ones how far they are."""
    pack = replace(arabic(), learned=learned)
    drafts = assemble(tellings(choose(reading.rows, pack), reading.rows, pack))
    bindings = bind(drafts, reading.rows, pack)
    drafts = whole(drafts, bindings)
    partner = _partners(reading, drafts, bindings, pack)
    credits_ = Credits(reading.rows, pack.grammar)
    for draft, seen in worths(drafts, bindings):
        gold, fold = partner.get(id(draft)), reading.article.fold
        yield Question.KEPT, Example(seen, gold is not None, fold)
        if gold is not None:
            words = progress_features(draft, ruled_status(draft, credits_), credits_, reading.rows)
            for status in Status:
                yield Question(status.value), Example(words, gold.status == status.value, fold)


def _partners(reading: Reading, drafts: Sequence[Draft], bindings: Sequence[Binding], pack: Pack) -> dict[int, Deal]:
    """The annotated deal that each draft is, by the draft's id; one that is none is left out."""
    credits_ = Credits(reading.rows, pack.grammar)
    found = [deal(deal_shape(mention(d, bindings, credits_, reading.document, d.status()))) for d in drafts]
    return {id(drafts[j]): reading.article.deals[i] for i, j in pair(reading.article.deals, found, likeness)}


# --- fitting ----------------------------------------------------------------------------------------------------------


def _fit_all(examples: Examples, held_out: int | None) -> dict[Question, Weights]:
    return {question: _fit(found, _trust(question), held_out) for question, found in examples.items()}


def _trust(question: Question) -> float:
    return _TRUST_STATUS if question.value in set(Status) else _TRUST.get(question, _TRUST_METRIC)


def _fit(examples: Sequence[Example], trust: float, held_out: int | None) -> Weights:
    """The weights of one question, learned from all folds but the one held out."""
    used = [e for e in examples if e.fold != held_out]
    if len(answers := {e.right for e in used}) == 1:
        return {ALWAYS: _CERTAIN if answers.pop() else -_CERTAIN}
    counts: Counter[str] = Counter()
    for example in used:
        counts.update(dict.fromkeys(example.seen, example.times))
    known = {feature: n for n, feature in enumerate(sorted(f for f, c in counts.items() if c >= _SEEN))}
    model = LogisticRegression(C=trust, l1_ratio=1, solver="liblinear", random_state=0, max_iter=300)
    model.fit(_matrix([e.seen for e in used], known), [e.right for e in used], [e.times for e in used])
    found = {feature: float(model.coef_[0][n]) for feature, n in known.items()}
    return {ALWAYS: float(model.intercept_[0]), **{f: weight for f, weight in found.items() if round(weight, 3)}}


def _matrix(rows: Sequence[Sequence[str]], known: Mapping[str, int]) -> csr_matrix:
    places = [sorted({known[f] for f in row if f in known}) for row in rows]
    ends = [0]
    for row in places:
        ends.append(ends[-1] + len(row))
    flat = [p for row in places for p in row]
    return csr_matrix(([1.0] * len(flat), flat, ends), shape=(len(rows), len(known)))


if __name__ == "__main__":
    main()
