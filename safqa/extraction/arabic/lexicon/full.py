"""What a full morphology database says of words that the deal vocabulary lacks; the user has installed it, or none is.

A full database knows nearly every word and reads most in many ways: ten readings of one form are common. It is believed
where all of its likeliest readings agree. It tells two things. One is what is glued to a word ("ومع" is "and with").
The other is that a form which the paradigms of the deal vocabulary do not make is one of a deal word all the same
("اشترتاها"); its class then comes from our own table, by lemma, part of speech, aspect and voice.

Dropped: asking it whether a word can be part of a name. Names are ordinary words to it: "تابي" is "she refuses".
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from safqa.errors import InputError
from safqa.extraction.arabic.lexicon.camel import camel_database_module, open_database
from safqa.extraction.arabic.lexicon.reading import PRONOUNS, Reading
from safqa.text import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from safqa.extraction.arabic.lexicon.lexicon import Lexicon

# The analyser takes anything else for a foreign word, which needs entries that not every database has.
_ARABIC = re.compile(r"[\u0621-\u064a]+")
_UNKNOWN = -99.0  # camel-tools' own log10 of the likelihood of a word that its database gives none
# What full databases attach, by the letter that is written: "wa_conj", "wa_sub" and "wa_part" are all و. Particles
# that are no preposition and no future (emphatic لـ, interrogative أ) are left out.
_CONJUNCTIONS = {"wa": "و", "fa": "ف"}
_PARTICLES = {
    "bi_prep": "ب", "bi_part": "ب", "ka_prep": "ك", "li_prep": "ل", "la_prep": "ل", "li_sub": "ل", "li_jus": "ل",
    "sa_fut": "س",
}  # fmt: skip


class FullLexicon:
    """A full database in the ALMOR format, opened when it is first asked."""

    def __init__(self, path: Path, own: Callable[[], Lexicon]) -> None:
        """Answer from the database at a path, with the classes that the `own` lexicon gives to words."""
        self._path = path
        self._own = own

    def read(self, word: str) -> tuple[Reading, ...]:
        """The likeliest readings of a normalised word; `cls` is empty in those of words that are no deal words.

        Several are equally likely where the database gives no likelihoods. Not remembered: a full database takes
        0.2 to 1.2 ms a word, so the caller keeps what it makes of them.

        Raises:
            InputError: the file is no database that camel-tools can read.
        """
        if not _ARABIC.fullmatch(word):
            return ()
        found = self._analyse(word)
        best = max((_likelihood(a) for a in found), default=_UNKNOWN)
        likeliest = (reading for a in found if _likelihood(a) >= best for reading in self._readings(a))
        return tuple(dict.fromkeys(likeliest))

    def _readings(self, features: Mapping[str, Any]) -> Iterator[Reading]:
        """The readings that one analysis stands for: one for each class of its word."""
        plain = _plain(features)
        lemma = normalise(str(features["lex"])).text
        words = self._meanings.get((lemma, plain["pos"], plain["aspect"], plain["voice"]), ((lemma, ""),))
        article = features.get("prc0") == "Al_det"
        return (Reading(lemma=own, cls=cls, article=article, **plain) for own, cls in words)

    @cached_property
    def _meanings(self) -> Mapping[tuple[str, str, str, str], tuple[tuple[str, str], ...]]:
        return self._own().meanings()

    @cached_property
    def _analyse(self) -> Callable[[str], list[dict[str, Any]]]:
        """camel-tools' analyser: its import takes 0.4 s, a database of 40 MB some seconds, so both wait for a word."""
        camel_database_module()
        from camel_tools.morphology.analyzer import Analyzer  # noqa: PLC0415  the door must open first
        from camel_tools.morphology.errors import MorphologyError  # noqa: PLC0415

        try:
            database = open_database(self._path)
        except (OSError, ValueError, LookupError, MorphologyError) as error:
            raise InputError(f"{self._path}: no morphology database that camel-tools can read: {error}") from error
        analyse: Callable[[str], list[dict[str, Any]]] = Analyzer(database, backoff="NONE").analyze
        return analyse


def _likelihood(features: Mapping[str, Any]) -> float:
    return float(features.get("pos_lex_logprob", _UNKNOWN))


def _plain(features: Mapping[str, Any]) -> dict[str, str]:
    """The parts of a reading that are words of our own; what the deal vocabulary has no word for is empty."""

    def one_of(values: str, feature: str) -> str:
        value = str(features.get(feature, ""))
        return value if value in values.split() else ""

    conjunction = _CONJUNCTIONS.get(str(features.get("prc2", "")).partition("_")[0], "")
    return {
        "pos": str(features["pos"]),
        "gender": one_of("m f", "gen"),
        "number": one_of("s d p", "num"),
        "person": one_of("1 3", "per"),
        "aspect": one_of("p i", "asp"),
        "voice": one_of("a p", "vox"),
        "proclitics": conjunction + _PARTICLES.get(str(features.get("prc1", "")), ""),
        "enclitic": PRONOUNS.get(str(features.get("enc0", "")).partition("_")[0], ""),
    }
