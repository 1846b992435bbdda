"""The lists that ship: large enough, in order, and of sane shape."""

import re
from itertools import pairwise

import pytest

from safqa.names import spell_letters
from safqa.organisations import (
    Alias,
    Gazetteer,
    Kind,
    OutletKind,
    load_descriptors,
    load_organisations,
    load_outlets,
)
from safqa.text import normalise
from seeds import SEEDS

ARABIC = re.compile("[\u0621-\u064a]")


def test_the_lists_are_large_enough() -> None:
    assert len(load_organisations()) >= 400
    assert len(load_outlets()) >= 100
    assert {o.kind for o in load_organisations()} == set(Kind)
    assert {o.kind for o in load_outlets()} == set(OutletKind)


def test_names_are_unique_within_each_list() -> None:
    for names in ([o.name for o in load_organisations()], [o.name for o in load_outlets()]):
        assert len(names) == len(set(names))


@pytest.mark.parametrize("file", ["organisations.tsv", "outlets.tsv"])
def test_rows_are_sorted_inside_their_group(file: str) -> None:
    group: list[str] = []
    lines = (SEEDS / file).read_text(encoding="utf-8").splitlines()
    for line in lines[next(i for i, text in enumerate(lines) if text.startswith("name\t")) + 1 :]:
        if line.startswith("#"):
            group = []
            continue
        group.append(line.split("\t")[0].casefold())
        assert all(a <= b for a, b in pairwise(group)), line


def test_nearly_every_organisation_has_an_arabic_spelling() -> None:
    """T2, MIT and the like apart, a name that Arabic newsrooms never write in Arabic is not worth a row."""
    without = [o.name for o in load_organisations() if not any(ARABIC.search(a.text) for a in o.aliases)]
    assert len(without) <= 5, without


def test_spellings_have_no_stray_marks() -> None:
    for named in (*load_organisations(), *load_outlets()):
        for alias in named.aliases:
            assert alias.text == " ".join(alias.text.split()), alias
            assert not re.search(r"[*;()\"«»\t]", alias.text), alias


def test_a_spelling_that_the_search_unifies_is_not_listed_twice() -> None:
    """Joined forms, letter names, غ and ج: with one spelling taken out, no other row entry may still find the name."""
    redundant = []
    for organisation in load_organisations():
        arabic = [a for a in organisation.aliases if ARABIC.search(a.text) and not a.homograph]
        for alias in arabic:
            others = tuple(a for a in arabic if a is not alias)
            text = normalise(alias.text).text
            matches = Gazetteer([Row(organisation.name, others)]).find(text)
            redundant += [(organisation.name, alias.text) for m in matches if (m.start, m.end) == (0, len(text))]
    assert not redundant


class Row:
    """A row with fewer spellings."""

    def __init__(self, name: str, aliases: tuple[Alias, ...]) -> None:
        self.name = name
        self.aliases = aliases


def test_every_description_has_an_example_that_shows_it() -> None:
    gazetteer = Gazetteer(load_descriptors())
    for line in (SEEDS / "descriptors.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith(("#", "pattern")):
            continue
        _, name, _, example = line.split("\t")
        found = {m.organisation.name for m in gazetteer.find(normalise(example).text)}
        assert name in found, line


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Scale AI", Kind.AI),
        ("Humain", Kind.AI),
        ("SDAIA", Kind.GOVERNMENT),
        ("Public Investment Fund", Kind.SOVEREIGN_FUND),
        ("US Department of Defense", Kind.GOVERNMENT),
        ("Stargate UAE", Kind.PROJECT),
        ("Chrome", Kind.PRODUCT),
        ("Elon Musk", Kind.PERSON),
    ],
)
def test_who_is_who(name: str, kind: Kind) -> None:
    (organisation,) = (o for o in load_organisations() if o.name == name)
    assert organisation.kind is kind


def test_acronyms_in_arabic_letters_read_as_their_name() -> None:
    for name in ("MGX", "IBM", "TSMC", "BMW", "HSBC", "ASML", "AMD", "KKR", "BYD"):
        (organisation,) = (o for o in load_organisations() if o.name == name)
        assert name in {spell_letters(alias.text) for alias in organisation.aliases if ARABIC.search(alias.text)}
