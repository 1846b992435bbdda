"""What people say, as the ledger takes it: names that are one or two, figures that are wrong or right."""

from dataclasses import replace
from typing import Any

import pytest

from safqa.ledger.judged import Judged, Names, contradictions
from safqa.ledger.slots import claims_of, merge
from safqa.ledger.spellings import same_organisation
from safqa.model import Party

ONE = Names.of(same=[("kappa", "كابا الخليج"), ("كابا الخليج", "kp fund")], apart=[])


def read(names: Names, make: Any, *parties: str) -> list[Party]:
    return list(names.read(make.mention(parties=parties)).parties)


def test_a_party_goes_by_all_names_that_people_hold_for_one(make: Any) -> None:
    first, second, third = read(ONE, make, "Kappa", "KP Fund", "Zeta")
    assert same_organisation(first, second)
    assert not same_organisation(first, third)
    assert first.name == "Kappa"
    assert third == Party("Zeta", ("Zeta",))


def test_names_that_people_hold_apart_are_two_however_they_sound(make: Any) -> None:
    names = Names.of(same=[], apart=[("waha", "waha data centers")])
    plain = read(Names(), make, "Waha", "Waha Data Centers")
    assert same_organisation(*plain)
    short, long = read(names, make, "Waha", "Waha Data Centers")
    assert not same_organisation(short, long)
    assert not same_organisation(long, short)
    assert not same_organisation(long, Party("The Waha", ("Waha",)))


def test_a_spelling_of_another_organisation_is_taken_from_a_party(make: Any) -> None:
    names = Names.of(same=[], apart=[("waha", "waha data centers")])
    party = Party("Waha Data Centers", ("Waha Data Centers", "Waha"))
    mention = replace(make.mention(), target=party)
    assert names.read(mention).target.surface == ("Waha Data Centers",)  # type: ignore[union-attr]


def test_what_is_held_apart_of_one_name_is_held_apart_of_all(make: Any) -> None:
    names = Names.of(same=[("alpha", "ألفا")], apart=[("ألفا", "alpha foods")])
    first, second = read(names, make, "Alpha", "Alpha Foods")
    assert not same_organisation(first, second)


def test_the_key_of_several_names_is_the_latin_one() -> None:
    assert [ONE.key(key) for key in ("كابا الخليج", "kp fund", "kappa", "zeta")] == ["kappa"] * 3 + ["zeta"]


def test_without_judgements_a_telling_is_left_as_it_is(tell: Any, make: Any) -> None:
    telling = tell("a", make.mention())
    assert Judged().read(telling) is telling


def test_a_wrong_figure_is_not_shown_and_a_right_one_goes_before_all(tell: Any, make: Any) -> None:
    told = [
        tell(name, make.mention(make.figure(low)), day) for day, (name, low) in enumerate([("a", 10e9), ("b", 20e9)])
    ]
    first, second = (claims_of(telling)[0].key for telling in told)

    def shown(judged: Judged) -> list[tuple[float | None, float | None]]:
        return [(f.low, f.high) for f in merge(c for t in told for c in claims_of(judged.read(t)))]

    assert shown(Judged()) == [(10e9, 20e9)]
    assert shown(Judged(wrong=frozenset([first]))) == [(20e9, 20e9)]
    assert shown(Judged(right=frozenset([first]))) == [(10e9, 10e9)]
    assert shown(Judged(wrong=frozenset([first, second]))) == []


@pytest.mark.parametrize(("apart", "groups"), [(("a", "c"), 1), (("a", "d"), 0), (("d", "e"), 0), (("b", "c"), 1)])
def test_pairs_that_contradict_each_other_are_found(apart: tuple[str, str], groups: int) -> None:
    assert len(contradictions([("a", "b"), ("b", "c"), ("x", "d")], [apart])) == groups
