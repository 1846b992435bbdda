"""Names compared across scripts: letters read, shared words weighed, sounds matched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safqa.names import SAME, alike, fold, same_name, similarity, sound_key, spell_letters
from safqa.names.letters import letter_names
from safqa.names.words import spelling_variants, weights
from safqa.tables import DATA, read_table


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("إم جي إكس", "MGX"),
        ("إم.جي.إكس", "MGX"),
        ("أيه. أس. أم. أل.", "ASML"),
        ("جي 42", "G42"),
        ("جي42", "G42"),
        ("سي 3 إيه آي", "C3 AI"),
        ("إيه آي 21", "AI21"),
        ("أوبن آي آي", "اوبن AI"),
        ("إكس إيه آي", "XAI"),
        ("جيه بي مورغان", "JB مورغان"),
        ("بي واي دي", "BYD"),
        ("تي إس إم سي", "TSMC"),
        ("مصرف في أبوظبي", "مصرف في ابوظبي"),
        ("إمباكت ٤٦", "امباكت 46"),
        ("Nvidia", "Nvidia"),
    ],
)
def test_letter_names_are_read(name: str, read: str) -> None:
    assert spell_letters(name) == read


def test_every_letter_has_a_name() -> None:
    assert set("".join(letter_names().values())) == set("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("شركة سوفت بنك", "مجموعة سوفت بنك القابضة"),
        ("Meta Inc.", "META"),
        ("Société Générale", "Societe Generale"),
        ("سيكويا كابيتال", "سيكويا كابيتل"),
        ("تيماسيك القابضة", "تيماسيك"),
        ("العليان", "عليان"),
        ("شركة أدنوك ش.م.ع", "أدنوك"),
        ("سكيل للذكاء الاصطناعي", "سكيل إيه آي"),
    ],
)
def test_fold_unifies_spellings(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize("name", ["القابضة", "The Company", "شركة", "Group"])
def test_a_name_of_legal_words_keeps_them(name: str) -> None:
    assert fold(name)


@pytest.mark.parametrize("spelling", ["غوغل", "جوجل", "قوقل", "كوكل", "Google", "GOOGLE"])
def test_spellings_of_google_sound_alike(spelling: str) -> None:
    assert sound_key(spelling) == "KKL"


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("إنفيديا", "Nvidia"),
        ("نيفيديا", "Nvidia"),
        ("سوفت بنك", "SoftBank"),
        ("أوبن إيه آي", "OpenAI"),
        ("أوبن آي آي", "OpenAI"),
        ("سكيل", "Scale AI"),
        ("تشيبو", "Zhipu AI"),
        ("جي بي مورجان", "JPMorgan"),
        ("إي كيو تي فنتشرز", "EQT Ventures"),
        ("إيليفن لابس", "ElevenLabs"),
        ("ديجيتال بريدج", "DigitalBridge"),
        ("تي إس إم سي", "TSMC"),
        ("جي 42", "G42"),
        ("أنثروبيك", "Anthropic"),
        ("غروك", "Groq"),
    ],
)
def test_same_name_across_scripts(arabic: str, latin: str) -> None:
    assert same_name(arabic, latin)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Groq", "Grok"),
        ("xAI", "X"),
        ("G42", "M42"),
        ("جي 42", "إم 42"),
        ("Intel", "Intel Capital"),
        ("صندوق سوفت بنك", "سوفت بنك"),
        ("أرامكو", "Aramco Digital"),
        ("OpenAI", "OpenAI Foundation"),
        ("إنتل", "إنتيلا كابيتال"),
        ("Meta", "Mal"),
        ("مال", "Mistral AI"),
        ("سبيس إكس", "سبيس 42"),
        ("Space42", "Space X"),
        ("تي إس إم سي", "TSM"),
    ],
)
def test_different_names_stay_apart(left: str, right: str) -> None:
    assert not same_name(left, right)


@pytest.mark.parametrize(
    ("slip", "name"), [("Anthropc", "Anthropic"), ("Microsfot", "Microsoft"), ("Perplexxity", "Perplexity")]
)
def test_one_slip_in_a_long_latin_name_is_forgiven(slip: str, name: str) -> None:
    assert same_name(slip, name)


@pytest.mark.parametrize(("left", "right"), [("Wayve", "Wave"), ("Lambda", "Lambdo"), ("Cognition", "Recognition")])
def test_slips_that_make_another_name_are_not(left: str, right: str) -> None:
    assert not same_name(left, right)


def test_a_kind_word_lowers_the_score_without_taking_it_away() -> None:
    assert 0.5 < similarity("Intel", "Intel Capital") < SAME


NAME = st.text(alphabet="أبتجدرسعغفقكلمنهويAbcdegiklmnoprstvxz 42.-", max_size=20)


@given(NAME, NAME)
def test_similarity_is_symmetric_and_bounded(left: str, right: str) -> None:
    assert similarity(left, right) == pytest.approx(similarity(right, left))
    assert 0 <= similarity(left, right) <= 1


@given(NAME)
def test_fold_is_stable(name: str) -> None:
    assert fold(fold(name)) == fold(fold(fold(name)))


@given(NAME.filter(lambda name: any(map(str.isalnum, name))))
def test_a_name_is_itself(name: str) -> None:
    assert similarity(name, name) == 1


def test_variants_lead_to_one_form() -> None:
    variants = spelling_variants()
    assert not set(variants.values()) & set(variants)
    assert variants.get("فينتشرز", "فينتشرز") == variants.get("فنتشرز", "فنتشرز")
    assert variants.get("ايه", "ايه") == variants.get("اي", "اي")


def test_shared_words_have_a_weight_and_an_example() -> None:
    rows = list(read_table(DATA / "name_words.tsv", ("word", "weight", "latin", "spelled", "meaning", "example")))
    assert all(row["example"] for row in rows)
    assert set(weights().values()) == {"legal", "weak", "kind"}


_LETTERS = st.text(alphabet="bchksatwyقكهوياسمنتش ", min_size=1, max_size=9)


@given(_LETTERS, _LETTERS, st.sampled_from([0.5, 0.7, 0.8, SAME]))
def test_names_that_are_too_far_apart_are_told_without_aligning_them(left: str, right: str, least: float) -> None:
    assert alike(left, right, least) is (similarity(left, right) >= least)
