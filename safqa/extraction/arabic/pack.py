"""Arabic, put together from the tables in `data/`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from safqa.extraction.amounts import find_amounts
from safqa.extraction.arabic.candidates import candidates
from safqa.extraction.arabic.context import in_context
from safqa.extraction.arabic.installed import installed
from safqa.extraction.arabic.lexicon import FullLexicon, deal_lexicon
from safqa.extraction.arabic.shapes import load_shapes
from safqa.extraction.arabic.words import bare_keys, read_word, reader
from safqa.extraction.candidates import Cues
from safqa.extraction.divisions import Divisions, load_divisions
from safqa.extraction.frames import load_frames
from safqa.extraction.pack import Grammar, Pack, Script
from safqa.extraction.parts import load_parts
from safqa.extraction.phrases import load_phrases
from safqa.extraction.weights import load_weights
from safqa.names.letters import letter_names
from safqa.text import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from safqa.extraction.arabic.installed import Installed
    from safqa.extraction.arabic.shapes import Shapes
    from safqa.extraction.candidates import Candidate

_DATA = files("safqa.extraction.arabic") / "data"
_LATIN_BEHIND = re.compile(r"\s?\(?[A-Z]")
_JOINS = r"(?:[،,+×&🤝]|\bو)"  # what joins two names of a list
_NISBA = re.compile(r"^ال|(?:يه|ييه)$")  # "السعودية", "بريطانية": an adjective ends a name, it never is one


@cache
def arabic() -> Pack:
    """The Arabic language pack; its tables are read once."""
    table = _grammar_table()
    grammar, cues = _grammar(table), _cues(table)
    return Pack(
        lang="ar",
        grammar=grammar,
        frames=load_frames(_DATA / "frames.toml"),
        learned=load_weights(_DATA / "weights.tsv"),
        phrases=load_phrases(_DATA / "phrases.tsv", _ARTICLE),
        cues=cues,
        read=read_word,
        bare=bare_keys,
        in_context=partial(in_context, grammar=grammar),
        candidates=_candidates(cues, load_shapes(_DATA / "shapes.tsv", _DATA / "ordinary.txt")),
        find_amounts=find_amounts,
        measures=_table("measures.tsv"),
        labels=_labels(),
        stage=_stage(),
        tells_of_deals=_gate(table["deal_words"]),
        tells_of_ai=_gate(table["ai_words"]),
        parts=load_parts(_DATA / "parts.tsv"),
    )


@cache
def _grammar_table() -> dict[str, Any]:
    return tomllib.loads((_DATA / "grammar.toml").read_text(encoding="utf-8"))


def shaped(pack: Pack, shapes: Shapes) -> Pack:
    """A pack that knows other shapes of names; for measuring it on what its own were learned from."""
    return replace(pack, candidates=_candidates(pack.cues, shapes))


def _candidates(cues: Cues, shapes: Shapes) -> Callable[[str], Iterator[Candidate]]:
    purposes = sorted(_words(_grammar_table()["purposes"]), key=len, reverse=True)
    behind = re.compile(rf" (?:{'|'.join(purposes)})(?!\w)")
    return partial(candidates, cues=cues, shapes=shapes, purposes=behind)


@cache
def equipped() -> Pack:
    """The Arabic language pack with what the user has installed of CAMeL's data; mostly that is nothing."""
    return equip(arabic(), installed())


def equip(pack: Pack, found: Installed) -> Pack:
    """A pack that also asks the data found: a full database for words, a model for names.

    What tells names by the lexicon (`Cues`) is left as it is, see `lexicon.full`.
    """
    if found.database:
        pack = replace(pack, read=reader(FullLexicon(found.database, deal_lexicon)))
    if found.model:
        from safqa.extraction.arabic.neural import CamelRecogniser  # noqa: PLC0415 — for those only who have a model

        pack = replace(pack, recognise=CamelRecogniser(found.model))
    return pack


def _words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(normalise(w).text for w in words)


def _grammar(table: dict[str, Any]) -> Grammar:
    kinds: dict[str, list[str]] = table["anaphor_kinds"]
    return Grammar(
        prepositions=_words(table["prepositions"]),
        agents=_words(table["agents"]),
        onward=_words(table["onward"]),
        sourcing=_words(table["sourcing"]),
        referring={normalise(word).text: normalise(held).text for word, held in table["referring"].items()},
        openers=_words(table["openers"]),
        relatives=_words(table["relatives"]),
        particles=_words(table["particles"]),
        future=_words(table["future"]),
        negations=_words(table["negations"]),
        partitives=_words(table["partitives"]),
        transparent=frozenset(table["transparent"]),
        transparent_words=_words(table["transparent_words"]),
        heads=frozenset(table["heads"]),
        anaphors=_words([*table["anaphors"], *kinds]),
        anaphor_kinds={normalise(word).text: frozenset(of) for word, of in kinds.items()},
        pronouns=frozenset(),
        latter=_words(table["latter"]),
        being=_words(table["being"]),
        about=_words(table["about"]),
        trailing=_words(table["trailing"]),
        verb_needs={cls: _words(words) for cls, words in table["verb_needs"].items()},
        priced_at=_words(table["priced_at"]),
        total=re.compile("|".join(table["total"])),
        months=_words(table["months"]),
        background=re.compile("|".join(table["background"])),
        script=_script(),
    )


_NEVER = re.compile(r"(?!)")
# ال, and not in words of which it is a part.
_ARTICLE = re.compile(r"(?!(?:الي|الا|التي|الذي)$)ال")


def _script() -> Script:
    return Script(
        # Letters of one script and digits hold together, other visible characters stand alone.
        token=re.compile(r"[A-Za-z][A-Za-z0-9'’&-]*|[^\W\dA-Za-z]+|\d+(?:[.,]\d+)*|[^\w\s]"),
        clitics=_clitics(),
        conjunctions=frozenset(),
        definite=re.compile("ال"),
        described=re.compile(r"ال\w+(?:ي|يه|يين|يون)"),
        joining=re.compile("و"),
        soft=re.compile("ال.*|.*ي"),
        passed=_NEVER,
        spelled=_spelled(),
        along="مع",
        of=frozenset({"من"}),
        genitive="",
        announcer="ل",
        possessive="",
        asides=frozenset(),
        reported=frozenset(),
        subject_first=False,
    )


def _spelled() -> frozenset[str]:
    """The names of letters, with what may be glued to them; a name of one letter takes nothing."""
    glued = {head + name for head in "وبلف" for name in letter_names() if len(name) > 1}
    return frozenset({*letter_names(), *glued})


def _clitics() -> dict[str, tuple[str, bool]]:
    """What may be glued to a name: "and" or "so", then a preposition or the article, or both."""
    heads, tails = ("", "و", "ف"), ("", "ب", "ل", "ك", "لل", "ال", "بال")
    return {head + tail: (tail, head == "و") for head in heads for tail in tails if head + tail}


def _cues(table: dict[str, Any]) -> Cues:
    nouns = "|".join(sorted(_words(table["company_cues"]), key=len, reverse=True))
    stop = _words(table["name_stop"])
    cue = rf"(?<!\w)[وف]?[بلك]?(?:{nouns})\s+"
    described = rf"(?<!\w)[وف]?(?:ال|لل|بال)(?:{nouns})\s+(?:ال\w+\s+){{1,2}}"  # "الشركة الناشئة «قنطار»"
    ends_with_cue = re.compile(rf"{cue}[\"«(']?$|{described}[\"«]$")
    return Cues(
        company=re.compile(cue + r"(?=\w)"),
        typed=_typed(table["typed_cues"], table["nationalities"], table["typed_stop"]),
        kinds={normalise(w).text: kind for w, kind in table["typed_cues"].items()},
        labelled=_labelled(),
        product=_words(table["product_cues"]),
        suffixes=_words(table["name_suffixes"]) | frozenset(table["name_suffixes"]),
        introduced=lambda text: ends_with_cue.search(text) is not None,
        acts=_verb_of(frozenset(table["acting"])),
        governs=_noun_of(frozenset(table["governing"])),
        leads=_leading(_words(table["leading_words"]), frozenset(table["leading"])),
        stop=stop,
        latin_stop=frozenset(table["latin_stop"]),
        ends_name=_ends_name,
        no_name=_no_name,
        verb_heads="يت",
        glued="[وف]?[بلك]?",
        describes=re.compile(r"\b(?:ال|لل)\w+|\bسابقا\b|\d"),
        begins=re.compile("ال"),
        beside=lambda text, _, end: _LATIN_BEHIND.match(text, end) is not None,  # "كيرسر (Cursor)"
        gap_ahead=re.compile(rf"[\s\"»)']*{_JOINS}[\s\"«(']*$"),
        gap_behind=re.compile(rf"[\s\"»)']*{_JOINS}[\s\"«(']*"),
        division=_divisions().around,
    )


def _divisions() -> Divisions:
    words = load_divisions(_DATA / "divisions.tsv")
    return Divisions(words, business=r"ال\w+|مراكز البيانات", company="(?:(?:ال)?(?:شركه|مجموعه) )?")


def _typed(cues: dict[str, str], nationalities: list[str], stop: list[str]) -> re.Pattern[str]:
    """A noun that begins a name, and the words with the article behind it: "وزارة الانتقال الرقمي"."""
    nouns = "|".join(sorted(_words(cues), key=len, reverse=True))
    ends = rf"(?:{'|'.join(_words(nationalities))})(?:ه|ين|يين|ون)?|{nouns}"
    word = rf"(?!(?:{'|'.join(_words(stop))})\b)و?ال(?!(?:{ends})\b)\w+"
    return re.compile(rf"(?<!\w)[وف]?[بلك]?({nouns})((?: {word}){{1,4}})")


def _verb_of(classes: frozenset[str]) -> Callable[[str], bool]:
    return lambda word: any(s.is_verb and s.cls in classes for s in read_word(word).senses)


def _noun_of(classes: frozenset[str]) -> Callable[[str], bool]:
    return lambda word: any(not s.is_verb and not s.definite and s.cls in classes for s in read_word(word).senses)


def _ends_name(word: str) -> bool:
    """Whether a bare word cannot be (a further) part of a name: an adjective, a verb, an object, clitics."""
    form = read_word(word)
    accusative = word.endswith("ا") and any(not s.is_verb for s in form.senses)  # "جمعت شركة نوران تمويلا"
    verb = any(s.is_verb for s in form.senses)
    return bool(_NISBA.search(word)) or accusative or verb or (form.joined and bool(form.senses))


def _leading(words: frozenset[str], classes: frozenset[str]) -> Callable[[str], bool]:
    return lambda word: word in words or any(s.cls in classes for s in read_word(word).senses)


def _no_name(word: str) -> bool:
    """Whether a quote that begins with this word is no name but a word of deals: "اتفاقيات نهائية"."""
    senses = read_word(word).senses
    return bool(senses) and senses[0].cls not in {"COMPANY", "FUND", "FACILITY", "COMPUTE"}


def _rows(name: str, columns: int = 2) -> list[tuple[str, ...]]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return [tuple(c[:columns]) for c in cells]


def _table(name: str) -> dict[str, str]:
    return {row[0]: row[1] for row in _rows(name)}


def _labelled() -> re.Pattern[str]:
    """A label of the target or a party with the rest of its line in group 1."""
    sides = {"target", "lead_investor", "investor", "acquirer"}
    labels = "|".join(sorted((label for label, role in _labels().items() if role in sides), key=len, reverse=True))
    return re.compile(rf"^[^\w\n]*(?:{labels})\s*:\s*([^\n]+)", re.MULTILINE)


def _labels() -> dict[str, str]:
    return {normalise(label).text: role for labels, role in _rows("labels.tsv") for label in labels.split("|")}


def _stage() -> Callable[[str], str | None]:
    named = [(re.compile(pattern), stage) for pattern, stage in _rows("stages.tsv")]
    patterns = [*named, *((_series(letters, ordinal), stage) for letters, ordinal, stage in _rows("series.tsv", 3))]

    def stage(words: str) -> str | None:
        return next((name for pattern, name in patterns if pattern.search(words)), None)

    return stage


_OPEN, _CLOSE = "[\"«('’]", "[\"»)'’]"


def _series(letters: str, ordinal: str) -> re.Pattern[str]:
    """A letter or an ordinal behind a word for a round.

    A bare Arabic letter stands only behind "series" ("الفئة ب"): behind "round" it is the next word's clitic. "The
    first round" is any round, so only a series is counted from one.
    """
    series = r"(?:(?:ال)?(?:فئه|سلسله|صنف|شريحه|سيريز)|[Ss]eries)"
    round_ = r"(?:ال)?جول(?:ه|تها|ته)(?: (?:ال)?(?:تمويل|استثمار)\w*)?"
    counted = series if ordinal == "اولي" else f"(?:{series}|{round_})"
    by_letter = rf"{series} ?{_OPEN}{{0,2}}(?:{letters}){_CLOSE}{{0,2}}(?!\w)"
    quoted = rf"{round_}(?: (?:ال)?{ordinal})? (?:[A-H](?<=[{letters[0]}])(?!\w)|{_OPEN}{{1,2}}(?:{letters}){_CLOSE})"
    return re.compile(rf"{by_letter}|{quoted}|{counted} (?:ال)?{ordinal}(?!\w)")


def _gate(words: list[str]) -> Callable[[str], bool]:
    pattern = re.compile("|".join(words))
    return lambda text: pattern.search(text) is not None
