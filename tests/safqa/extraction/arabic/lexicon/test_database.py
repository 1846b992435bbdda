"""The database that ships: what the tables give, and what camel-tools' own analyser makes of it."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from safqa.errors import InputError
from safqa.extraction.arabic.lexicon import Lexicon, deal_lexicon
from safqa.extraction.arabic.lexicon import lexicon as lexicon_module
from safqa.extraction.arabic.lexicon.almor import keys, render
from safqa.extraction.arabic.lexicon.camel import open_database
from safqa.extraction.arabic.lexicon.lexicon import DATABASE
from safqa.extraction.arabic.lexicon.reading import Reading, reading_of
from safqa.extraction.arabic.lexicon.vocabulary import PARADIGMS, WORDS, Word, read_paradigms, read_words
from safqa.text import normalise

DATABASE_PATH = Path(str(DATABASE))
# One form in 97 (a prime, so that no affix is always skipped): the analyser takes some 60 µs for each.
EVERY = 97
FORMS = [
    line.split("\t")[0]
    for line in (Path(__file__).parent / "forms.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.fixture(scope="module")
def words() -> list[Word]:
    return list(read_words(read_paradigms().stems))


def test_the_database_is_what_the_tables_give(words: list[Word]) -> None:
    assert DATABASE_PATH.read_text(encoding="utf-8") == render(words, read_paradigms())


@pytest.fixture(scope="module")
def analyse() -> Callable[[str], list[dict[str, str]]]:
    database = open_database(DATABASE_PATH)
    from camel_tools.morphology.analyzer import Analyzer  # noqa: PLC0415  camel.py opens its door first

    return Analyzer(database, backoff="NONE").analyze


def every_form() -> list[str]:
    """Every form that the database can build."""
    db = open_database(DATABASE_PATH)
    stems = [(key, category) for key, entries in db.stem_hash.items() for category, _ in entries]
    prefixes = [(key, category) for key, entries in db.prefix_hash.items() for category, _ in entries]
    suffixes = [(key, category) for key, entries in db.suffix_hash.items() for category, _ in entries]
    return [
        before + stem + after
        for before, prefix in prefixes
        for stem, category in stems
        if category in db.prefix_stem_compat[prefix]
        for after, suffix in suffixes
        if suffix in db.stem_suffix_compat[category] and suffix in db.prefix_suffix_compat[prefix]
    ]


def test_camel_tools_reads_the_database_as_the_lexicon_does(analyse: Callable[[str], list[dict[str, str]]]) -> None:
    sample = sorted(set(every_form()))[::EVERY]
    ordinary = ["والتي", "فيصل", "الشركتها", "بالاستثماراتها", "ستة", "من", "وال", "للذكاء"]
    for word in (*sample, *(normalise(form).text for form in FORMS), *ordinary):
        assert Counter(deal_lexicon().read(word)) == Counter(dict.fromkeys(map(reading_of, analyse(word)), 1)), word


def test_camel_tools_finds_the_form_as_it_is_written(analyse: Callable[[str], list[dict[str, str]]]) -> None:
    for form in FORMS:
        assert analyse(form), form


def test_the_memory_of_forms_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon_module, "_REMEMBERED", 3)
    lexicon = Lexicon(DATABASE_PATH)
    first = [lexicon.read(word) for word in ("شركه", "صفقه", "جوله", "حصه", "شركه")]
    assert len(lexicon._seen) <= 3
    assert first[0] == first[-1] == deal_lexicon().read("شركه")


def test_the_same_answer_is_the_same_object() -> None:
    assert deal_lexicon().read("شركه") is deal_lexicon().read("شركه")


def reads_as(word: Word, example: str) -> bool:
    tokens = re.findall(r"\w+", normalise(example).text)
    return any(
        (reading.lemma, reading.cls, reading.pos) == (word.lemma, word.cls, word.pos)
        for token in tokens
        for reading in deal_lexicon().read(token)
    )


def test_every_example_shows_its_word(words: list[Word]) -> None:
    assert [f"{word.lemma} {word.cls}" for word in words if not reads_as(word, word.example)] == []


def test_every_class_is_explained(words: list[Word]) -> None:
    header = WORDS.read_text(encoding="utf-8").partition("\nlemma\t")[0]
    assert {word.cls for word in words} - set(re.findall(r"\b[A-Z]{2,}\b", header)) == set()


def test_no_word_stands_twice(words: list[Word]) -> None:
    rows = Counter((word.lemma, word.cls, word.pos) for word in words)
    assert [row for row, count in rows.items() if count > 1] == []


def test_every_paradigm_is_used(words: list[Word]) -> None:
    assert {stem.category for word in words for stem in word.stems} == set(read_paradigms().stems)


def test_weights_are_logarithms_of_shares(words: list[Word]) -> None:
    assert {word.weight for word in words} <= {-2.0, -3.0, -4.0, -5.0}


def test_a_stem_is_found_under_both_spellings_of_hamza_on_waw() -> None:
    assert keys("مؤسس") == ("موسس", "مؤسس")
    assert keys("أعلن") == ("اعلن",)
    assert deal_lexicon().read("موسس") == deal_lexicon().read("مؤسس") != ()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("صفقة\tDEAL\tthing\tNf=صفق\t-2\tdeal\tصفقة", "pos"),
        ("صفقة\tDEAL\tnoun\tNq=صفق\t-2\tdeal\tصفقة", "stems"),
        ("صفقة\tDEAL\tnoun\tNf.x=صفق\t-2\tdeal\tصفقة", "stems"),
        ("صفقة\tDEAL\tnoun\tNf\t-2\tdeal\tصفقة", "stems"),
        ("صفقة\tDEAL\tnoun\tNf=صفق\toften\tdeal\tصفقة", "weight"),
    ],
)
def test_a_bad_word_is_named_with_its_place(tmp_path: Path, row: str, column: str) -> None:
    table = tmp_path / "lexicon.tsv"
    table.write_text(f"lemma\tclass\tpos\tstems\tweight\tgloss\texample\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=rf"lexicon\.tsv, line 2, column {column}"):
        list(read_words(read_paradigms().stems, table))


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("ending\tN0\t-\t-\tx", "kind"),
        ("stem\tNm\tP0 N0\tgen:m\tx", "form"),
        ("suffix\tA\tات\tgen\tx", "features"),
    ],
)
def test_a_bad_paradigm_is_named_with_its_place(tmp_path: Path, row: str, column: str) -> None:
    table = tmp_path / PARADIGMS.name
    table.write_text(f"kind\tcategory\tform\tfeatures\texample\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=rf"paradigms\.tsv, line 2, column {column}"):
        read_paradigms(table)


def test_a_reading_is_a_value() -> None:
    reading = deal_lexicon().read(normalise("وباستثماراتها").text)[0]
    assert reading == Reading("استثمار", "INVEST", "noun", "f", "p", "", "", "", "وب", article=False, enclitic="ها")
