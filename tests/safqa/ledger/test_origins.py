"""Whose word a claim is, and which words are official."""

from dataclasses import replace
from typing import Any

import pytest

from safqa.ledger.changes import changes_of
from safqa.ledger.voices import is_official, origin_of, voice_key
from safqa.model import Metric, Party
from safqa.tables import DATA, read_table


def marks(mark: Any, *tellings: Any) -> list[str]:
    """The flags of figures of all tellings but the first."""
    return [mark(change) for change in changes_of(tellings) if change.metric]


def test_a_credit_goes_before_the_copied_text_and_that_before_the_publisher() -> None:
    assert origin_of("Bloomberg", "A", "Reuters") == "Bloomberg"
    assert origin_of(None, "A", "Reuters") == "Reuters"
    assert origin_of(None, "A") == "A"


def test_a_copy_is_the_word_of_the_text_that_it_carries(tell: Any, make: Any, mark: Any) -> None:
    first, copy = make.mention(make.figure()), make.mention(make.figure())
    told = [tell("a", first, publisher="Reuters"), tell("b", copy, 1, copied_from="Reuters")]
    assert marks(mark, *told) == ["(near_copy)"]
    assert marks(mark, *told, tell("c", first, 2)) == ["(near_copy)", "corroborated"]


@pytest.mark.parametrize("day", [0, 1, 2])
def test_copies_never_corroborate(day: int, tell: Any, make: Any, mark: Any) -> None:
    told = [tell(name, make.mention(make.figure()), day, copied_from="Reuters") for name in "bcd"]
    assert marks(mark, tell("a", make.mention(make.figure()), publisher="Reuters"), *told) == ["(near_copy)"] * 3


def test_what_a_copy_says_besides_is_no_news(tell: Any, make: Any, mark: Any) -> None:
    more = make.mention(make.figure(), make.figure(49, metric=Metric.STAKE, unit="percent"), parties=["Meta", "Nvidia"])
    told = [tell("a", make.mention(make.figure()), publisher="Reuters"), tell("b", more, 1, copied_from="Reuters")]
    assert [mark(change) for change in changes_of(told)] == ["new_deal", "(near_copy)", "(near_copy)", "(near_copy)"]


def test_a_figure_that_a_copy_credits_to_another_is_that_origins_word(tell: Any, make: Any, mark: Any) -> None:
    credited = make.mention(make.figure(source="Bloomberg"))
    told = [
        tell("a", make.mention(make.figure()), publisher="Reuters"),
        tell("b", credited, 1, copied_from="Reuters"),
    ]
    assert marks(mark, *told) == ["corroborated"]


def test_who_publishes_without_a_name_is_known_by_the_site(tell: Any, make: Any, mark: Any) -> None:
    told = [
        tell(name, make.mention(make.figure()), day, publisher=None, site="daily.example")
        for day, name in enumerate("ab")
    ]
    assert marks(mark, *told) == ["(echo)"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bloomberg", "بلومبرغ"), ("Reuters", "رويترز"), ("Meta", "META, Inc."), ("MGX", "إم جي إكس")],
)
def test_a_voice_has_one_key_in_all_spellings(one: str, other: str) -> None:
    assert voice_key(one) == voice_key(other)


@pytest.mark.parametrize(
    ("voice", "parties"),
    [
        ("Meta", ["Meta"]),
        ("Scale AI", ["Meta", "Scale AI"]),
        ("META, Inc.", ["Meta"]),
        ("Mark Zuckerberg", ["Meta"]),  # an executive
        ("Mubadala", ["MGX"]),  # a parent
        ("AWS", ["Amazon"]),  # another name of the house
        ("Prosperity7", ["Prosperity7 Ventures"]),
        ("databricks.com", ["Databricks"]),  # a company's site that names no publisher
        ("Meta CEO Mark Zuckerberg", ["Google", "Meta"]),
        ("Meta's chief executive", ["Meta"]),
        ("a spokesman for Scale AI", ["Scale AI"]),
        ("Scale AI founder and CEO", ["Scale AI"]),
        ("الرئيس التنفيذي لشركة ميتا", ["ميتا"]),
        ("الرئيس التنفيذي لميتا مارك زوكربيرغ", ["ميتا"]),
        ("متحدثة باسم سكيل إيه آي", ["سكيل إيه آي"]),
        ("SEC", ["Meta"]),
        ("Securities and Exchange Commission", []),
        ("هيئة السوق المالية", []),
        ("تداول", ["Humain"]),
    ],
)
def test_a_party_who_speaks_for_it_and_a_regulator_are_official(voice: str, parties: list[str]) -> None:
    assert is_official(voice_key(voice), map(voice_key, parties))


@pytest.mark.parametrize(
    ("voice", "parties"),
    [
        ("Bloomberg", ["Meta", "Scale AI"]),
        ("Mark Zuckerberg", ["Google"]),
        ("MGX", ["Mubadala"]),  # a child does not speak for its parent
        ("sources close to Meta", ["Meta"]),
        ("Al Arabiya", ["Al Rajhi"]),
        ("Scale Venture Partners", ["Scale AI"]),
        ("Fortune", ["Fortune Ventures"]),  # an outlet
        ("Meta sources", ["Meta"]),
        ("former Meta CEO", ["Meta"]),
        ("sources close to the CEO of Meta", ["Meta"]),
        ("an adviser to Meta's CEO", ["Meta"]),
        ("Google CEO", ["Meta"]),
        ("CEO of Metabolic", ["Meta"]),
        ("Meta chief scientist", ["Meta"]),
        ("chief executive", ["Meta"]),
        ("مصدر مقرب من الرئيس التنفيذي لميتا", ["ميتا"]),
    ],
)
def test_others_are_not(voice: str, parties: list[str]) -> None:
    assert not is_official(voice_key(voice), map(voice_key, parties))


def test_an_official_voice_is_known_by_every_spelling_that_a_text_gave(tell: Any, make: Any, mark: Any) -> None:
    mention = make.mention(make.figure())
    spelled = make.mention(make.figure(source="سوفت بنك"), parties=[])
    joined = replace(spelled, parties=(Party("SoftBank", ("سوفت بنك",)),))
    assert marks(mark, tell("a", mention), tell("b", joined, 1)) == ["confirmed!"]


def test_who_is_no_party_yet_is_not_official(tell: Any, make: Any, mark: Any) -> None:
    said = make.mention(make.figure(source="Nvidia"))
    told = tell("a", make.mention(make.figure())), tell("b", said, 1)
    assert marks(mark, *told) == ["corroborated"]


def test_a_party_is_one_voice_in_both_scripts(tell: Any, make: Any) -> None:
    told = [
        tell("a", make.mention(make.figure(source="قافية"), target="قافية")),
        tell("b", make.mention(make.figure(source="Qafia AI"), target="Qafia AI"), 1),
    ]
    assert [(c.kind, c.suppressed) for c in changes_of(told)] == [("new_deal", None), ("revised", "echo")]


def test_an_executive_on_no_list_speaks_for_the_party_that_a_text_names(tell: Any, make: Any, mark: Any) -> None:
    first = make.mention(make.figure(14e9), target="Qafia AI", parties=["Nokhba"])
    said = make.mention(make.figure(14e9, source="Qafia AI CEO"), target="Qafia AI", parties=["Nokhba"])
    assert marks(mark, tell("a", first), tell("b", said, 1)) == ["confirmed!"]


@pytest.mark.parametrize("example", [row["example"] for row in read_table(DATA / "offices.tsv", ("office", "example"))])
def test_each_office_is_found_in_its_example(example: str) -> None:
    parties = ["Meta", "Scale AI", "Humain", "ميتا", "هيوماين"]
    assert is_official(voice_key(example), map(voice_key, parties))
