"""Listed names found in text, and lists that tell where they are wrong."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safqa.errors import InputError
from safqa.organisations import (
    Gazetteer,
    Organisation,
    identify,
    load_descriptors,
    load_organisations,
    load_outlets,
    read_descriptors,
    read_organisations,
    read_outlets,
)
from safqa.text import normalise

HEADER = "name\twikidata\tkind\tcountry\tai\thomograph\taliases\n"


@cache
def gazetteer() -> Gazetteer[Organisation]:
    return Gazetteer(load_organisations())


def found(text: str) -> list[tuple[str, str]]:
    plain = normalise(text).text
    return [(plain[m.start : m.end], m.organisation.name) for m in gazetteer().find(plain)]


@pytest.mark.parametrize(
    ("text", "name", "surface"),
    [
        ("وسوفت بنك", "SoftBank", "سوفت بنك"),
        ("سوفتبنك اليابانية", "SoftBank", "سوفتبنك"),
        ("لأنثروبيك", "Anthropic", "انثروبيك"),
        ("بإنفيديا", "Nvidia", "انفيديا"),
        ("للإنفيديا", "Nvidia", "انفيديا"),
        ("وOpenAI قالت", "OpenAI", "OpenAI"),
        ("لـOpenAI", "OpenAI", "OpenAI"),
        ("لـ“أوبن إيه آي”", "OpenAI", "اوبن ايه اي"),
        ("أوبن إيه.آي.", "OpenAI", "اوبن ايه.اي"),
        ("أوبن أي آي", "OpenAI", "اوبن اي اي"),
        ("وجي42", "G42", "جي42"),
        ("جي 42", "G42", "جي 42"),
        ("أيه. أس. أم. أل.", "ASML", "ايه. اس. ام. ال"),
        ("کور ویف", "CoreWeave", "كور ويف"),
        ("كور-ويف", "CoreWeave", "كور-ويف"),
        ("جولدمان ساكس", "Goldman Sachs", "جولدمان ساكس"),
        ("قوقل", "Google", "قوقل"),
        ("خوسلا فينتشرز", "Khosla Ventures", "خوسلا فينتشرز"),
        ("إنڤيديا", "Nvidia", "انفيديا"),
        ("ولصندوق الاستثمارات العامة", "Public Investment Fund", "صندوق الاستثمارات العامه"),
        ("للهيئة العامة للاستثمار الكويتية", "Kuwait Investment Authority", "لهيئه العامه للاستثمار الكويتيه"),
        ("AT&T", "AT&T", "AT&T"),
        ("e&", "e&", "e&"),
        ("500 جلوبال", "500 Global", "500 جلوبال"),
        ("NVIDIA", "Nvidia", "NVIDIA"),
        ("Scale AI's", "Scale AI", "Scale AI"),
        ("جهاز قطر للاستثمار", "Qatar Investment Authority", "جهاز قطر للاستثمار"),
        ("ستارغيت الإمارات", "Stargate UAE", "ستارجيت الامارات"),
        ("ميتا بلاتفورمز", "Meta", "ميتا بلاتفورمز"),
    ],
)
def test_a_name_is_found_without_its_proclitic(text: str, name: str, surface: str) -> None:
    assert found(text) == [(surface.replace("ستارجيت", "ستارغيت"), name)]


@pytest.mark.parametrize(
    "text",
    [
        "إن تل أبيب",  # a gap that the list does not have: not Intel
        "مايكروسوفتية",
        "openai.com",
        "5G42",
        "G421",
        "G42.5",
        "1,500 غلوبال",
        "we apple to",
        "the figure of the arm",
        "المال والعلم",  # an article makes them the words they are: not Mal, not Elm
        "تسجل الشركة",
        "",
        "42",
    ],
)
def test_nothing_is_found_in(text: str) -> None:
    assert found(text) == []


def test_the_longest_name_wins_and_none_lies_inside_another() -> None:
    assert found("صندوق رؤية سوفت بنك وسوفت بنك") == [
        ("صندوق رويه سوفت بنك", "SoftBank Vision Fund"),
        ("سوفت بنك", "SoftBank"),
    ]


@pytest.mark.parametrize(
    ("text", "homograph"), [("ديل", True), ("ميتا بلاتفورمز", False), ("Switch", True), ("Meta", False)]
)
def test_a_spelling_that_is_also_a_word_is_marked(text: str, homograph: bool) -> None:
    (match,) = gazetteer().find(text)
    assert match.homograph is homograph


def test_every_unambiguous_spelling_finds_its_organisation() -> None:
    for organisation in load_organisations():
        for alias in organisation.aliases:
            text = normalise(alias.text).text
            names = {(m.start, m.end, m.organisation.name) for m in gazetteer().find(text)}
            assert (0, len(text.rstrip(".")), organisation.name) in names, alias


@pytest.mark.parametrize("proclitic", ["و", "ف", "ب", "ل", "ك", "وب", "ول", "فل", "ال", "وال", "بال"])
def test_proclitics_are_no_part_of_the_name(proclitic: str) -> None:
    assert found(f"{proclitic}مايكروسوفت") == [("مايكروسوفت", "Microsoft")]


@given(st.text(alphabet="وبلال أوبن إيه آيسوفتبنكجي42.-&OpenAIG \n“", max_size=60))
def test_matches_lie_in_the_text_in_order(text: str) -> None:
    plain = normalise(text).text
    end = 0
    for match in gazetteer().find(plain):
        assert end <= match.start < match.end <= len(plain)
        end = match.end


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('قالت مطورة "تشات جي بي تي" إنها', "OpenAI"),
        ("الشركة المطورة لـ«كلود»", "Anthropic"),
        ("وللشركة الأم لفيسبوك", "Meta"),
        ("عملاق البحث", "Google"),
        ("صانعة هواتف آيفون", "Apple"),
    ],
)
def test_descriptions_stand_for_names(text: str, name: str) -> None:
    (match,) = Gazetteer(load_descriptors()).find(normalise(text).text)
    assert match.organisation.name == name


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("شاومي", "Xiaomi"),
        ("شركة إنفيديا", "Nvidia"),
        ("مجموعة سوفت بنك القابضة", "SoftBank"),
        ("OpenAI, Inc.", "OpenAI"),
        ("صندوق سوفت بنك", None),
        ("إنفيديا وإنتل", None),
        ("شركة الأمل", None),
        ("", None),
    ],
)
def test_a_name_alone_is_identified_by_the_list(name: str, listed: str | None) -> None:
    organisation = identify(name)
    assert (organisation.name if organisation else None) == listed


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("A\tx1\tai\tUS\t1\t0\t", "line 2, column wikidata: 'x1' has the wrong form"),
        ("A\t\tshop\tUS\t1\t0\t", "line 2, column kind: 'shop' is none of"),
        ("A\t\tai\tUSA\t1\t0\t", "line 2, column country: 'USA' has the wrong form"),
        ("A\t\tai\tUS\tyes\t0\t", "line 2, column ai: 'yes' is none of 0, 1"),
        ("A\t\tai\tUS\t1\t0", "line 2, column aliases: 6 cells where 7"),
        ("A\t\tai\tUS\t1\t0\tأ|أ", "line 2, column aliases: 'أ' is listed for A already"),
        ("A\t\tai\tUS\t1\t0\t--*", "line 2, column aliases: '--' has no letters"),
        ("A\t\tai\tUS\t1\t0\tغوغل\nB\t\tai\tUS\t1\t0\tجوجل", "line 3, column aliases: 'جوجل' is listed for A already"),
        ("A\tQ1\tai\tUS\t1\t0\t\nB\tQ1\tai\tUS\t1\t0\t", "line 3, column wikidata: Q1 is A already"),
    ],
)
def test_a_bad_row_is_told_with_its_place(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "organisations.tsv"
    path.write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_organisations(path)
    assert message in str(error.value)
    assert str(error.value).startswith("organisations.tsv")


def test_a_description_of_nobody_is_told(tmp_path: Path) -> None:
    path = tmp_path / "descriptors.tsv"
    path.write_text("pattern\tname\tneeds_mention\texample\nعملاق\tNobody\t0\t\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2, column name: 'Nobody' is not in the list"):
        read_descriptors(path, load_organisations())


def test_a_bad_domain_is_told(tmp_path: Path) -> None:
    path = tmp_path / "outlets.tsv"
    path.write_text("name\tkind\tdomain\thomograph\taliases\nA\tsite\thttp://a\t0\t\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2, column domain"):
        read_outlets(path)


def test_outlets_are_found_with_their_spellings() -> None:
    outlets = Gazetteer(load_outlets())
    for spelling in ("بلومبرغ", "بلومبرج", "بلومبيرج", "لبلومبيرغ"):
        (match,) = outlets.find(spelling)
        assert match.organisation.name == "Bloomberg"
