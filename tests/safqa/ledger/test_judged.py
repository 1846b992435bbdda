"""What people say, as the ledger takes it: names that are one or two, figures that are wrong or right."""

from dataclasses import replace
from typing import Any

import pytest

from safqa.ledger import compute
from safqa.ledger.judged import Judged, Names, contradictions
from safqa.ledger.slots import claims_of, merge
from safqa.ledger.spellings import organisation_key, same_organisation
from safqa.model import Party, Polarity


def keys(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    return [(organisation_key(one), organisation_key(other)) for one, other in pairs]


ONE = Names.of(same=keys(("Kappa", "كابا الخليج"), ("كابا الخليج", "KP Fund")), apart=[])
TWO = Names.of(same=[], apart=keys(("Waha", "Waha Data Centers")))


def read(names: Names, make: Any, *parties: str) -> list[Party]:
    return list(names.read(make.mention(parties=parties)).parties)


def test_a_party_goes_by_all_names_that_people_hold_for_one(make: Any) -> None:
    first, second, third = read(ONE, make, "Kappa", "KP Fund", "Zeta")
    assert same_organisation(first, second)
    assert not same_organisation(first, third)
    assert first.name == "Kappa"
    assert third == Party("Zeta", ("Zeta",))


def test_names_that_people_hold_apart_are_two_however_they_sound(make: Any) -> None:
    plain = read(Names(), make, "Waha", "Waha Data Centers")
    assert same_organisation(*plain)
    short, long = read(TWO, make, "Waha", "Waha Data Centers")
    assert not same_organisation(short, long)
    assert not same_organisation(long, short)
    assert not same_organisation(long, Party("The Waha", ("Waha",)))


def test_a_spelling_of_another_organisation_is_taken_from_a_party(make: Any) -> None:
    party = Party("Waha Data Centers", ("Waha Data Centers", "Waha"))
    mention = replace(make.mention(), target=party)
    assert TWO.read(mention).target.surface == ("Waha Data Centers",)  # type: ignore[union-attr]


def test_what_is_held_apart_of_one_name_is_held_apart_of_all(make: Any) -> None:
    names = Names.of(same=keys(("Alpha", "ألفا")), apart=keys(("ألفا", "Alpha Foods")))
    first, second = read(names, make, "Alpha", "Alpha Foods")
    assert not same_organisation(first, second)


def test_the_key_of_several_names_is_the_latin_one() -> None:
    assert [ONE.key(organisation_key(name)) for name in ("كابا الخليج", "KP Fund", "Kappa", "Zeta")] == [
        "kappa"
    ] * 3 + ["zeta"]


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


def marks(told: list[Any], judged: Judged, mark: Any) -> list[str]:
    (deal,) = compute(told, judged)
    return [mark(change) for change in deal.changes]


def test_a_wrong_figure_flags_nothing_and_nothing_is_compared_with_it(tell: Any, make: Any, mark: Any) -> None:
    told = [
        tell(name, make.mention(make.figure(low)), day)
        for day, (name, low) in enumerate([("a", 10e9), ("b", 99e9), ("c", 99e9)])
    ]
    first, second, _ = (claims_of(telling)[0].key for telling in told)
    assert marks(told, Judged(), mark) == ["new_deal", "conflict", "corroborated"]
    assert marks(told, Judged(wrong=frozenset([second])), mark) == ["new_deal", "(judged_wrong)", "conflict"]
    (deal,) = compute(told, Judged(wrong=frozenset([first])))
    assert "10 bn" not in deal.changes[0].reason_en
    assert [mark(change) for change in deal.changes] == ["new_deal", "new_figure", "corroborated"]


def test_a_wrong_denial_denies_nothing(tell: Any, make: Any, mark: Any) -> None:
    denial = make.figure(10e9, polarity=Polarity.DENIED, source="Meta")
    told = [tell("a", make.mention(make.figure(10e9))), tell("b", make.mention(denial), 1)]
    assert marks(told, Judged(), mark) == ["new_deal", "denied!"]
    assert marks(told, Judged(wrong=frozenset([claims_of(told[1])[0].key])), mark) == ["new_deal"]


def test_two_names_that_people_hold_for_one_are_one_organisation_with_one_key(tell: Any, make: Any) -> None:
    told = [tell("a", make.mention(parties=["KP Fund"])), tell("b", make.mention(parties=["كابا الخليج"]), 1)]
    assert {len(deal.parties) for deal in compute(told)} == {1}
    (deal,) = compute(told, Judged(names=ONE))
    assert [(party.key, party.name) for party in deal.parties] == [("kappa", "KP Fund")]
