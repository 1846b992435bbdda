"""Parts of companies that are traded by themselves, in both languages."""

from pathlib import Path

import pytest

from safqa.errors import InputError
from safqa.extraction.annotate import annotate
from safqa.extraction.arabic.pack import arabic
from safqa.extraction.divisions import Divisions, load_divisions
from safqa.extraction.english.pack import english
from safqa.text import normalise

ARABIC = {
    "in": ('اتفقت سوفت بنك على شراء قسم الروبوتات في "إيه بي بي" السويسرية', ["SoftBank", "ABB Robotics"]),
    "of a group": ("استحوذت سوفت بنك على وحدة الروبوتات التابعة لمجموعة إيه بي بي", ["SoftBank", "ABB Robotics"]),
    "who buys stands between": ("استحوذت يوتا على وحدة السحابة لدى كروتريم", ["Krutrim Cloud"]),
    "again without the company": (
        "تشتري سوفت بنك نشاط الروبوتات لدى إيه بي بي. ويعمل في قسم الروبوتات سبعة آلاف",
        ["SoftBank", "ABB Robotics", "ABB Robotics"],
    ),
    "another company's": (
        "تشتري سوفت بنك قسم الروبوتات في إيه بي بي. وقال مدير قسم الروبوتات في غوغل ذلك",
        ["SoftBank", "ABB Robotics", "Google"],
    ),
    "nobody trades it": ("قال مدير قسم الروبوتات في إيه بي بي ذلك", ["ABB"]),
    "an arm that invests": ("استثمرت ذراع الاستثمار لدى ألفابت في كوهير", ["Alphabet", "Cohere"]),
    "of a country": ("تمويل أنشطة الحوسبة في السعودية", []),
}
ENGLISH = {
    "the company's": ("SoftBank agreed to buy ABB's robotics unit for $5.4 billion.", ["SoftBank", "ABB Robotics"]),
    "of the company": ("SoftBank acquires the robotics business of ABB.", ["SoftBank", "ABB Robotics"]),
    "nobody trades it": ("The boss of ABB's robotics unit spoke to Google.", ["ABB", "Google"]),
    "an arm that invests": ("The round was led by Google's investment arm.", ["Google"]),
}


@pytest.mark.parametrize(("text", "names"), ARABIC.values(), ids=ARABIC)
def test_a_part_that_is_traded_is_named_by_its_company_and_what_it_does(
    reading: object, text: str, names: list[str]
) -> None:
    assert reading.names(text) == names  # type: ignore[attr-defined]


@pytest.mark.parametrize(("text", "names"), ENGLISH.values(), ids=ENGLISH)
def test_the_same_in_english(text: str, names: list[str]) -> None:
    sentences = annotate(normalise(text), english()).sentences
    assert [i.entity.name for s in sentences for i in s.names() if i.entity and not i.anaphor] == names


def test_the_whole_of_it_is_a_spelling() -> None:
    text = 'تشتري سوفت بنك قسم الروبوتات في "إيه بي بي"'
    (part,) = [e for e in annotate(normalise(text), arabic()).entities if e.name == "ABB Robotics"]
    assert part.surfaces == ['قسم الروبوتات في "إيه بي بي"']


def test_a_table_that_cannot_be_used_names_its_line(tmp_path: Path) -> None:
    table = tmp_path / "divisions.tsv"
    table.write_text("kind\tword\tenglish\texample\nverb\tunit\t-\tits unit\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"divisions\.tsv, line 2, column kind"):
        load_divisions(table)


def test_the_next_line_tells_of_something_else(tmp_path: Path) -> None:
    table = tmp_path / "divisions.tsv"
    table.write_text(
        "kind\tword\tenglish\texample\nnoun\tunit\t-\tits unit\nlink\tof\t-\tunit of\nnever\tthe\t-\tthe\n",
        encoding="utf-8",
    )
    divisions = Divisions(load_divisions(table), business=r"\w+", article="the ", owned="'s")
    assert divisions.around("the cloud unit of Acme", 18, 22) is not None
    assert divisions.around("the cloud unit of\nAcme", 18, 22) is None
