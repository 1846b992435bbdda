"""Writes the deal vocabulary as an ALMOR database, the format of camel-tools' analysers.

The file has its sections in a fixed order and neither comments nor blank lines. Keys are normalised, as the
analysers normalise what they look up; `diac` and `lex` keep the true spelling. `dom` is a feature of our own: the class
of the word. Every stem line carries every feature, because an affix can only overrule what the stem has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safqa.extraction.arabic.lexicon.camel import camel_database_module
from safqa.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from safqa.extraction.arabic.lexicon.vocabulary import Affix, Paradigms, Stem, Word

# Every feature with its values; no values: anything. The order is that of camel-tools' printed analyses.
_FEATURES: dict[str, tuple[str, ...]] = {
    "diac": (),
    "lex": (),
    "gloss": (),
    "dom": (),
    "pos": ("noun", "adj", "verb", "adv", "digit", "punc", "latin"),
    "prc2": ("0", "na", "wa_conj", "fa_conj"),
    "prc1": ("0", "na", "bi_prep", "ka_prep", "li_prep", "li_sub", "sa_fut"),
    "prc0": ("0", "na", "Al_det"),
    "per": ("1", "3", "na"),
    "asp": ("p", "i", "na"),
    "vox": ("a", "p", "u", "na"),
    "gen": ("m", "f", "u", "na"),
    "num": ("s", "d", "p", "u", "na"),
    "enc0": (),
    "pos_lex_logprob": (),
    "source": (),
}
_BARE = {
    "prc2": "0",
    "prc1": "0",
    "prc0": "0",
    "per": "na",
    "asp": "na",
    "vox": "na",
    "gen": "na",
    "num": "na",
    "enc0": "0",
}
_CONJUNCTIONS = (("", "0"), ("و", "wa_conj"), ("ف", "fa_conj"))
# The letters after which a pronoun follows, see paradigms.tsv.
_PRONOUN_SLOT = "~"


def render(words: Iterable[Word], paradigms: Paradigms) -> str:
    """The text of the database file."""
    sections = {
        "DEFINES": _defines(),
        "DEFAULTS": _defaults(),
        "ORDER": ["ORDER " + " ".join(_FEATURES)],
        "TOKENIZATIONS": [],
        "STEMBACKOFF": [],
        "PREFIXES": _prefixes(paradigms),
        "SUFFIXES": _suffixes(paradigms),
        "STEMS": _stems(words, paradigms),
        "TABLE AB": [f"{prefix} {name}" for name, stem in paradigms.stems.items() for prefix in stem.prefixes],
        "TABLE BC": [f"{name} {suffix}" for name, stem in paradigms.stems.items() for suffix in stem.suffixes],
        "TABLE AC": _prefixes_with_suffixes(paradigms),
    }
    return "".join("\n".join((f"###{title}###", *lines)) + "\n" for title, lines in sections.items())


def _defines() -> Iterator[str]:
    for feature, values in _FEATURES.items():
        yield f"DEFINE {feature} " + " ".join(f"{feature}:{value}" for value in values or ("*open*",))


def _defaults() -> Iterator[str]:
    for pos in _FEATURES["pos"]:
        features = dict.fromkeys(_FEATURES, "*") | _BARE | {"pos": pos, "pos_lex_logprob": "-99.0"}
        yield "DEFAULT " + _written(features)


def _prefixes(paradigms: Paradigms) -> Iterator[str]:
    for letters, code in _CONJUNCTIONS:
        for prefix in paradigms.prefixes:
            yield _line(letters + prefix.letters, prefix.category, {"prc2": code} | prefix.features)


def _suffixes(paradigms: Paradigms) -> Iterator[str]:
    for suffix in paradigms.suffixes:
        if suffix.letters.endswith(_PRONOUN_SLOT):
            yield from _with_pronouns(suffix, paradigms.pronouns)
        else:
            yield _line(suffix.letters, suffix.category, suffix.features)


def _with_pronouns(suffix: Affix, pronouns: dict[str, str]) -> Iterator[str]:
    """A suffix once for each pronoun; its own enc0 says of which sort they are (3fs_poss, 3fs_dobj)."""
    for code, letters in pronouns.items():
        features = suffix.features | {"enc0": f"{code}_{suffix.features['enc0']}"}
        yield _line(suffix.letters.removesuffix(_PRONOUN_SLOT) + letters, suffix.category, features)


def _stems(words: Iterable[Word], paradigms: Paradigms) -> Iterator[str]:
    for word in words:
        for stem in word.stems:
            features = _stem_features(word, stem, paradigms.stems[stem.category].features)
            for key in keys(stem.letters):
                yield f"{key}\t{stem.category}\t{_written(features)}"


def _stem_features(word: Word, stem: Stem, category: dict[str, str]) -> dict[str, str]:
    own = {"diac": stem.letters, "lex": word.lemma, "gloss": word.gloss, "dom": word.cls, "pos": word.pos}
    voice = {"vox": stem.voice} if stem.voice else {}
    return own | _BARE | category | voice | {"pos_lex_logprob": str(word.weight), "source": "lex"}


def keys(letters: str) -> tuple[str, ...]:
    """How a stem is looked up: as `safqa.text` writes it, and as camel-tools does where it differs (it keeps ؤ)."""
    camel_database_module()
    from camel_tools.morphology.analyzer import DEFAULT_NORMALIZE_MAP  # noqa: PLC0415  the door must open first

    return tuple(dict.fromkeys((normalise(letters).text, DEFAULT_NORMALIZE_MAP.map_string(letters))))


def _prefixes_with_suffixes(paradigms: Paradigms) -> Iterator[str]:
    """Every prefix category with every suffix category that one stem takes together, but for the pairs excluded."""
    together = {
        (prefix, suffix): None
        for stem in paradigms.stems.values()
        for prefix in stem.prefixes
        for suffix in stem.suffixes
    }
    return (f"{prefix} {suffix}" for prefix, suffix in together if (prefix, suffix) not in paradigms.never)


def _line(letters: str, category: str, features: dict[str, str]) -> str:
    """A prefix or suffix line."""
    diac = {"diac": letters} if letters else {}
    return f"{normalise(letters).text}\t{category}\t{_written(diac | features)}"


def _written(features: dict[str, str]) -> str:
    return " ".join(f"{name}:{value}" for name, value in features.items())
