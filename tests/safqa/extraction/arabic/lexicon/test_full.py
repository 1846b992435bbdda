"""A full database beside the deal vocabulary. Here it is one of ours, written in the format that real ones have."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from safqa.errors import InputError
from safqa.extraction.arabic.installed import look
from safqa.extraction.arabic.lexicon import FullLexicon, deal_lexicon
from safqa.extraction.arabic.lexicon.almor import render
from safqa.extraction.arabic.lexicon.vocabulary import Stem, Word, read_paradigms
from safqa.extraction.arabic.pack import arabic, equip
from safqa.extraction.arabic.words import read_word, reader
from safqa.extraction.pack import WordForm
from safqa.text import normalise


def word(lemma: str, pos: str, stem: str, weight: float = -4.0) -> Word:
    category, _, letters = stem.partition("=")
    return Word(lemma, "UNUSED", pos, (Stem(category, "", letters),), weight, "gloss", lemma)


WORDS = (
    word("غمامة", "noun", "Nf=غمام"),
    word("اشترى", "verb", "PVo=اشترتا"),
    word("وعد", "verb", "IVo=عد"),
    word("غريب", "noun", "Nm=غريب"),
    word("صفقة", "noun", "Nb=صفائق"),
    word("استثمار", "adj", "Adj=مستثمري"),
    # Read in two ways: equally likely; the long word likelier; the word behind "and" likelier.
    word("وليمة", "noun", "Nf=وليم"),
    word("ليمة", "noun", "Nf=ليم"),
    word("واحة", "noun", "Nf=واح", -3.0),
    word("احة", "noun", "Nf=اح"),
    word("ورشة", "noun", "Nf=ورش"),
    word("رشة", "noun", "Nf=رش", -3.0),
)
DATABASE = render(WORDS, read_paradigms())
BARE = WordForm()


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., WordForm]:
    def ask(form: str, database: str = DATABASE) -> WordForm:
        path = tmp_path / "morphology.db"
        path.write_text(database, encoding="utf-8")
        return reader(FullLexicon(path, deal_lexicon))(normalise(form).text)

    return ask


CLITICS = {
    "and, with, the": ("وبالغمامة", WordForm("ب", joined=True)),
    "and": ("وغمامة", WordForm("", joined=True)),
    "nothing glued": ("غمامتها", BARE),
    "in no lexicon": ("زقزوق", BARE),
    "two ways, equally likely": ("وليمة", BARE),
    "the likelier way: one word": ("واحة", BARE),
    "the likelier way: two": ("ورشة", WordForm("", joined=True)),
    "Latin letters": ("Lucidya", BARE),
    "other letters": ("Люсидия", BARE),
}


@pytest.mark.parametrize(("form", "found"), CLITICS.values(), ids=CLITICS)
def test_it_tells_what_is_glued_to_a_word(read: Callable[..., WordForm], form: str, found: WordForm) -> None:
    assert read_word(normalise(form).text) == BARE
    assert read(form) == found


def test_it_knows_a_form_of_a_deal_word_that_the_paradigms_do_not_make(read: Callable[..., WordForm]) -> None:
    assert read_word(normalise("اشترتاها").text) == BARE
    (sense,) = read("واشترتاها").senses
    assert (sense.cls, sense.lemma, sense.tense, sense.owner) == ("ACQUIRE", "اشترى", "past", "f")
    assert read("واشترتاها").joined
    (plural,) = read("بصفائقها").senses
    assert (plural.cls, plural.pos, plural.number, read("بصفائقها").marker) == ("DEAL", "noun", "p", "ب")


def test_a_word_is_one_of_deals_by_part_of_speech_and_aspect_too(read: Callable[..., WordForm]) -> None:
    assert read_word("وعد").senses != ()
    assert read_word("يعد") == BARE  # left out on purpose: it "counts"
    assert read("يعد") == BARE
    assert read("مستثمري").senses == read_word("مستثمري").senses
    assert read("المستثمريه").senses == ()


def test_what_the_lexicon_knows_is_not_asked(read: Callable[..., WordForm]) -> None:
    for form in ("صفقة", "وباستثماراتها", "يستحوذ"):
        assert read(form, "no database") == read_word(normalise(form).text)


def test_real_databases_have_more_codes(read: Callable[..., WordForm]) -> None:
    other = DATABASE.replace("wa_conj", "wa_sub").replace("enc0:3fs_dobj", "enc0:3fp_dobj")
    assert read("وغمامة", other).joined
    assert read("اشترتاها", other).senses[0].owner == ""


def test_a_database_without_likelihoods_is_believed_where_all_readings_agree(read: Callable[..., WordForm]) -> None:
    plain = re.sub(r"DEFINE pos_lex_logprob .*\n| ?pos_lex_logprob(?::\S+)?", "", DATABASE)
    assert "logprob" not in plain
    assert read("وبالغمامة", plain) == WordForm("ب", joined=True)
    assert read("ورشة", plain) == BARE


def test_it_is_used_where_camel_tools_would_look(tmp_path: Path) -> None:
    place = tmp_path / "morphology_db" / "calima-msa-r13"
    place.mkdir(parents=True)
    (place / "morphology.db").write_text(DATABASE, encoding="utf-8")
    pack = equip(arabic(), look(tmp_path))
    assert pack.read("وبالغمامه") == WordForm("ب", joined=True)
    assert (pack.cues, pack.recognise) == (arabic().cues, None)
    assert arabic().read("وبالغمامه") == BARE


@pytest.mark.parametrize("content", ["no database", "###DEFINES###\nDEFINE x\n"])
def test_a_file_that_is_no_database_is_named(read: Callable[..., WordForm], content: str) -> None:
    with pytest.raises(InputError, match=r"morphology\.db: no morphology database"):
        read("غمامة", content)


def test_a_file_that_has_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing here"):
        FullLexicon(tmp_path / "nothing here", deal_lexicon).read("غمامه")
