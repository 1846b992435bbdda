"""Reads word forms: splits off what Arabic writes together with a word, and says which deal word is left.

The rules are those of camel-tools' `Analyzer` over the deal database, on the tables that camel-tools has parsed, with
its own `merge_features`; a test holds the two together. The Analyzer itself is not used because its import takes 0.4 s
(it builds character sets over all of Unicode) where the database takes 0.02 s, and because it matches four patterns on
each word. Also dropped: expanding every form at start (140,000 forms, 2.6 s).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file
from typing import TYPE_CHECKING, Any

from safqa.extraction.arabic.lexicon.camel import open_database
from safqa.extraction.arabic.lexicon.reading import Reading, reading_of
from safqa.extraction.arabic.lexicon.vocabulary import DATA
from safqa.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATABASE = DATA / "deals.almor"

# Word forms that are remembered; a full memory is emptied. 36,000 forms, most of them deal words, were measured to take
# 10 MB, so a full one stays under 30 MB; a hundred articles of the sample have 4,000 forms.
_REMEMBERED = 100_000

_Tagged = tuple[str, dict[str, str]]


class Lexicon:
    """The deal vocabulary, ready to be asked about word forms."""

    def __init__(self, path: Path) -> None:
        """Open the ALMOR database at a path."""
        self._database = open_database(path)
        self._seen: dict[str, tuple[Reading, ...]] = {}

    def read(self, word: str) -> tuple[Reading, ...]:
        """The readings of a word form, likeliest first; none for a word that is not of the deal vocabulary.

        The word must be normal text (`safqa.text.normalise`). Likelier is the reading that explains more letters by the
        word itself (اتفاقية is "agreement", not "his two accords"), then the word that is more frequent in deal news.
        """
        readings = self._seen.get(word)
        if readings is None:
            readings = self._analyse(word)
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            self._seen[word] = readings
        return readings

    def meanings(self) -> dict[tuple[str, str, str, str], tuple[tuple[str, str], ...]]:
        """The words with their classes, by normal lemma, part of speech, aspect and voice.

        Aspect and voice are as in a `Reading`. A verb that is left out in one aspect on purpose (يعد is "counts", not
        "promises") is left out here too; one whose spelling does not tell the voice stands under both.
        """
        found: dict[tuple[str, str, str, str], dict[tuple[str, str], None]] = {}
        for entries in self._database.stem_hash.values():
            for _, features in entries:
                reading = reading_of(features)
                for voice in {"", reading.voice} if reading.voice or reading.pos != "verb" else {"", "a", "p"}:
                    key = (normalise(reading.lemma).text, reading.pos, reading.aspect, voice)
                    found.setdefault(key, {})[reading.lemma, reading.cls] = None
        return {key: tuple(words) for key, words in found.items()}

    def _analyse(self, word: str) -> tuple[Reading, ...]:
        found = [
            (-len(stem), -features["pos_lex_logprob"], reading_of(features))
            for prefixes, stem, stems, suffixes in self._segmentations(word)
            for features in self._combinations(prefixes, stems, suffixes)
        ]
        found.sort(key=lambda item: item[:2])
        return tuple(dict.fromkeys(reading for _, _, reading in found))

    def _segmentations(self, word: str) -> Iterator[tuple[list[_Tagged], str, list[_Tagged], list[_Tagged]]]:
        """Every way to cut a word into a prefix, a stem and a suffix that the database has."""
        db = self._database
        for start in range(min(db.max_prefix_size, len(word) - 1) + 1):
            prefixes = db.prefix_hash.get(word[:start])
            if prefixes is None:
                continue
            for end in range(max(start + 1, len(word) - db.max_suffix_size), len(word) + 1):
                stems = db.stem_hash.get(word[start:end])
                if stems is not None and (suffixes := db.suffix_hash.get(word[end:])) is not None:
                    yield prefixes, word[start:end], stems, suffixes

    def _combinations(
        self, prefixes: list[_Tagged], stems: list[_Tagged], suffixes: list[_Tagged]
    ) -> Iterator[dict[str, Any]]:
        """The analyses of one cut: each prefix, stem and suffix whose categories go together."""
        from camel_tools.morphology.utils import merge_features  # noqa: PLC0415  only behind the door of camel.py

        db = self._database
        for before, prefix in prefixes:
            for category, stem in stems:
                if category not in db.prefix_stem_compat[before]:
                    continue
                for after, suffix in suffixes:
                    if after in db.stem_suffix_compat[category] and after in db.prefix_suffix_compat[before]:
                        yield merge_features(db, prefix, stem, suffix)


@cache
def deal_lexicon() -> Lexicon:
    """The lexicon that ships with Safqa."""
    with as_file(DATABASE) as path:
        return Lexicon(path)
