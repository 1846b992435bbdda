"""English, put together from the tables in `data/`."""

from __future__ import annotations

import re
import tomllib
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from safqa.extraction.amounts import find_amounts
from safqa.extraction.candidates import Cues
from safqa.extraction.divisions import Divisions, load_divisions
from safqa.extraction.english.candidates import Hints, candidates
from safqa.extraction.english.context import Function, in_context
from safqa.extraction.english.words import bare_keys, read_word
from safqa.extraction.frames import load_frames
from safqa.extraction.pack import Grammar, Pack, Script
from safqa.extraction.parts import load_parts
from safqa.extraction.phrases import load_phrases
from safqa.extraction.weights import load_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_DATA = files("safqa.extraction.english") / "data"
_NEVER = re.compile(r"(?!)")
_FUNCTION = ("be", "have", "modals", "determiners", "adverbs", "prepositions", "relatives", "pronouns", "openers")


@cache
def english() -> Pack:
    """The English language pack; its tables are read once."""
    table, names = _toml("grammar.toml"), _toml("names.toml")
    return Pack(
        lang="en",
        grammar=_grammar(table),
        frames=load_frames(_DATA / "frames.toml"),
        learned=load_weights(_DATA / "weights.tsv"),
        phrases=load_phrases(_DATA / "phrases.tsv", _NEVER),
        cues=_cues(table, names),
        read=read_word,
        bare=bare_keys,
        in_context=partial(in_context, words=_function(table)),
        candidates=partial(candidates, hints=_hints(table, names)),
        find_amounts=partial(find_amounts, lang="en"),
        measures=dict(_rows("measures.tsv")),
        labels={label: role for labels, role in _rows("labels.tsv") for label in labels.split("|")},
        stage=_stage(),
        tells_of_deals=_gate(table["deal_words"]),
        tells_of_ai=_gate(table["ai_words"]),
        parts=load_parts(_DATA / "parts.tsv"),
    )


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((_DATA / name).read_text(encoding="utf-8"))


def _grammar(table: dict[str, Any]) -> Grammar:
    words: dict[str, frozenset[str]] = {
        key: frozenset(value) for key, value in table.items() if isinstance(value, list)
    }
    return Grammar(
        prepositions=_any_case(words["prepositions"]),
        agents=words["agents"],
        onward=words["onward"],
        sourcing=words["sourcing"],
        referring=table["referring"],
        openers=_any_case(words["openers"]),
        relatives=words["relatives"],
        particles=words["particles"],
        future=words["future"],
        negations=words["negations"],
        partitives=frozenset(),
        transparent=words["transparent"],
        transparent_words=_any_case(words["transparent_words"]),
        heads=words["heads"],
        anaphors=frozenset(),  # `in_context` marks them: "the company" is one, "company" is not
        anaphor_kinds={word: frozenset(kinds) for word, kinds in table["anaphor_kinds"].items()},
        pronouns=_any_case(words["pronouns"]),
        latter=words["latter"],
        being=words["being"],
        about=words["about"],
        trailing=_any_case(words["trailing"]),
        verb_needs={},
        priced_at=words["priced_at"],
        total=re.compile("|".join(table["total"])),
        months=words["months"],
        background=re.compile("|".join(table["background"])),
        script=_script(words),
    )


def _any_case(words: Iterable[str]) -> frozenset[str]:
    """Words as they stand inside a sentence and at its head."""
    return frozenset(form for word in words for form in (word, word.capitalize()))


def _script(words: dict[str, frozenset[str]]) -> Script:
    opaque = "|".join(map(re.escape, sorted(words["opaque"] | words["prepositions"])))
    return Script(
        token=re.compile(r"'s\b|[^\W\d_](?:[\w&]|['.-](?=[^\W_])(?!s\b))*|\d+(?:[.,]\d+)*|[^\w\s]"),
        clitics={},
        conjunctions=frozenset({"and", "And"}),
        definite=None,
        described=_NEVER,
        joining=_NEVER,  # "and" is read with the name behind it
        soft=re.compile(r"[a-z]+|[A-Z][\w.]*(?:-based|-backed)"),
        passed=re.compile(rf"(?!(?:{opaque})$)[\w.-]+", re.IGNORECASE),
        spelled=frozenset(),
        along="with",
        of=words["of"],
        genitive="of",
        announcer="by",
        possessive="'s",
        asides=words["asides"],
        reported=words["reported"],
        subject_first=True,
    )


def _function(table: dict[str, Any]) -> Function:
    return Function(
        owners=table["owners"],
        phrase_verbs=table["phrase_verbs"],
        anaphors=frozenset({*table["anaphors"], *table["anaphor_kinds"]}),
        **{
            key: frozenset(table[key])
            for key in (
                *(
                    "be",
                    "have",
                    "modals",
                    "determiners",
                    "articles",
                    "adverbs",
                    "prepositions",
                    "relatives",
                    "pronouns",
                ),
            )
        },
    )


def _cues(table: dict[str, Any], names: dict[str, Any]) -> Cues:
    cue = _cue(table, names)
    no_name = frozenset([*names["words"]["no_name"], *names["words"]["nations"]])
    products = frozenset(table["product_cues"])
    acting = _of(frozenset(table["acting"]), frozenset(table["acting_words"]), verbs=True)
    return Cues(
        company=re.compile(rf"{cue}(?=\w)"),
        typed=_NEVER,
        kinds={},
        labelled=_NEVER,
        product=products,
        suffixes=frozenset(word for words in names["suffixes"].values() for word in words),
        introduced=lambda text: re.search(rf"{cue}$", text) is not None,
        acts=acting,
        governs=_of(frozenset(table["governing"]), frozenset(), verbs=False),
        leads=_of(frozenset(table["leading"]), frozenset(table["leading_words"])),
        stop=no_name,
        latin_stop=no_name,
        ends_name=lambda word: word in no_name,
        no_name=_is_common(names),
        verb_heads="",
        glued="",
        describes=_NEVER,
        begins=_NEVER,
        beside=_is_written_as_name,
        gap_ahead=re.compile(r"(?:,|&|\band\b|, and)\s*$"),
        gap_behind=re.compile(r"\s?(?:, and\b|,|&|\band\b)\s*"),
        division=_divisions().around,
        legal=frozenset(names["words"]["legal"]),
        whole_runs=True,
    )


def _divisions() -> Divisions:
    words = load_divisions(_DATA / "divisions.tsv")
    return Divisions(words, business=r"\w+", article="the ", owned="['’]s?")


# A word with a capital inside a sentence is a name, if not every word of its line has one; "Harvey's" is one too.
_INSIDE = re.compile(r"[a-z0-9%,;)] ['\"(]?$")

_JOINED = re.compile(r"-[a-z]")  # "X-rays"


def _is_written_as_name(text: str, start: int, end: int) -> bool:
    line = text[text.rfind("\n", 0, start) + 1 : (text.find("\n", end) + 1 or len(text) + 1) - 1]
    small = sum(word[0].islower() for word in re.findall(r"[A-Za-z]{4,}", line))
    if _JOINED.match(text, end):
        return False
    return text[end : end + 2] == "'s" or (
        small > 1 and text[start].isupper() and _INSIDE.search(text, max(0, start - 4), start) is not None
    )


def _is_common(names: dict[str, Any]) -> Callable[[str], bool]:
    common = frozenset(names["words"]["common"]) | {place.split()[0].lower() for place in _lines("places.txt")}
    return lambda word: word.lower() in common or bool(read_word(word).senses)


def _of(classes: frozenset[str], words: frozenset[str], *, verbs: bool | None = None) -> Callable[[str], bool]:
    def found(word: str) -> bool:
        return word in words or any(
            s.cls in classes and (verbs is None or verbs == s.is_verb) for s in read_word(word).senses
        )

    return found


def _cue(table: dict[str, Any], names: dict[str, Any]) -> str:
    return rf"\b(?:{'|'.join([*table['company_cues'], *names['hints']['before']])})\s+"


def _hints(table: dict[str, Any], names: dict[str, Any]) -> Hints:
    hints, words = names["hints"], names["words"]
    return Hints(
        cue=re.compile(_cue(table, names) + "$"),
        said=re.compile("|".join(hints["behind"])),
        person_before=re.compile(rf"\b(?:{'|'.join(hints['person_before'])}) $"),
        person_behind=re.compile("|".join(hints["person_behind"])),
        project_before=re.compile("|".join(hints["project_before"])),
        project_behind=re.compile("|".join(hints["project_behind"])),
        suffixes={word: "" if kind == "plain" else kind for kind, ends in names["suffixes"].items() for word in ends},
        given=frozenset(_lines("given_names.txt")),
        places=frozenset(_lines("places.txt")),
        no_name=frozenset([*words["no_name"], *words["nations"], *words["currencies"]]),
        institutions=frozenset(words["institutions"]),
        nations=frozenset(words["nations"]),
        common=frozenset(words["common"]),
        is_word=lambda word: bool(read_word(word).senses),
        read=read_word,
        function=frozenset({"up", "and", "or"}).union(*(table[key] for key in _FUNCTION)),
    )


def _lines(name: str) -> Iterator[str]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return (line for line in lines if line and not line.startswith("#"))


def _rows(name: str) -> Iterator[tuple[str, str]]:
    for line in _lines(name):
        first, second, *_ = line.split("\t")
        yield first, second


def _stage() -> Callable[[str], str | None]:
    patterns = [(re.compile(pattern), stage) for pattern, stage in _rows("stages.tsv")]
    return lambda words: next((name for pattern, name in patterns if pattern.search(words)), None)


def _gate(words: list[str]) -> Callable[[str], bool]:
    pattern = re.compile("|".join(words))
    return lambda text: pattern.search(text) is not None
