from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safqa.ledger.blocks import blocks_of
from safqa.ledger.clusters import cluster
from safqa.model import DealType, Stage


def groups(tellings: list[Any]) -> list[list[str]]:
    return [[telling.mention for telling in deal] for deal in cluster(tellings)]


def test_mentions_of_one_target_are_compared(make: Any) -> None:
    invested = make.mention(type=DealType.INVESTMENT)
    assert blocks_of(invested) == blocks_of(make.mention(type=DealType.FUNDING_ROUND, target="SCALE AI"))
    assert blocks_of(invested).isdisjoint(blocks_of(make.mention(target="Mistral AI")))


@pytest.mark.parametrize(
    ("types", "deals"),
    [
        ((DealType.INVESTMENT, DealType.FUNDING_ROUND), 1),
        ((DealType.INVESTMENT, DealType.ACQUISITION), 1),  # some outlets call an investment a purchase
        ((DealType.CONTRACT, DealType.INFRASTRUCTURE), 1),
        ((DealType.INVESTMENT, DealType.CONTRACT), 2),
        ((DealType.FUNDING_ROUND, DealType.DEBT), 2),
    ],
)
def test_types_that_outlets_mix_up_are_one_deal(
    types: tuple[DealType, DealType], deals: int, tell: Any, make: Any
) -> None:
    told = [tell(name, make.mention(type=kind)) for name, kind in zip("ab", types, strict=True)]
    assert len(groups(told)) == deals


def test_a_deal_without_a_target_is_known_by_its_parties(make: Any) -> None:
    one, other = (make.mention(target=None, parties=pair) for pair in (["Meta", "Oracle"], ["Oracle", "Meta"]))
    assert blocks_of(one) == blocks_of(other)
    assert blocks_of(one).isdisjoint(blocks_of(make.mention(target=None, parties=["Meta"])))


def test_a_shared_party_makes_one_deal(tell: Any, make: Any) -> None:
    found = groups(
        [
            tell("a", make.mention(parties=["Meta"])),
            tell("b", make.mention(parties=["Meta", "Nvidia"]), 1),
            tell("c", make.mention(parties=["Google"]), 2),
        ]
    )
    assert found == [["a-0", "b-0"], ["c-0"]]


def test_who_shares_most_parties_is_nearest(tell: Any, make: Any) -> None:
    found = groups(
        [
            tell("a", make.mention(parties=["Meta"])),
            tell("b", make.mention(parties=["Google", "Amazon"]), 1),
            tell("c", make.mention(parties=["Meta", "Google", "Amazon"]), 2),
        ]
    )
    assert found == [["a-0"], ["b-0", "c-0"]]


def test_a_mention_without_parties_joins_a_deal_and_bridges_no_two(tell: Any, make: Any) -> None:
    nameless = tell("a", make.mention(parties=[]))
    assert groups([nameless, tell("b", make.mention(), 1)]) == [["a-0", "b-0"]]
    two = [tell("b", make.mention(), 1), tell("c", make.mention(parties=["Google"]), 2)]
    assert groups([nameless, *two]) == [["a-0", "b-0"], ["c-0"]]
    assert groups([nameless, tell("d", make.mention(parties=[]), 3)]) == [["a-0", "d-0"]]


def test_two_mentions_of_one_text_are_two_deals(tell: Any, make: Any) -> None:
    both = [tell("a", make.mention()), tell("a", make.mention(parties=[]), mention="a-1")]
    assert sorted(groups(both)) == [["a-0"], ["a-1"]]


def test_stages_are_never_mixed(tell: Any, make: Any) -> None:
    found = groups(
        [
            tell("a", make.mention(stage=Stage.SERIES_A)),
            tell("b", make.mention(stage=Stage.SERIES_B), 1),
            tell("c", make.mention(stage=None), 2),
        ]
    )
    assert found == [["a-0"], ["b-0", "c-0"]]


def test_versions_of_an_article_tell_of_one_deal(tell: Any, make: Any) -> None:
    first, edited = make.mention(parties=["Meta"]), make.mention(parties=["Google"])
    assert groups([tell("a", first), tell("a", edited, 1, version="a-v2")]) == [["a-0", "a-0"]]


@given(data=st.data())
def test_every_telling_is_in_one_deal_and_their_order_is_not_asked(data: st.DataObject, tell: Any, make: Any) -> None:
    parties = st.lists(st.sampled_from(["Meta", "Google", "Amazon"]), unique=True)
    stages = st.sampled_from([None, None, Stage.SEED, Stage.SERIES_A])
    tellings = [
        tell(f"a{n}", make.mention(parties=data.draw(parties), stage=data.draw(stages)), data.draw(st.integers(0, 3)))
        for n in range(data.draw(st.integers(1, 7)))
    ]
    found = cluster(tellings)
    assert cluster(data.draw(st.permutations(tellings))) == found
    assert sorted(telling.mention for deal in found for telling in deal) == [t.mention for t in tellings]
    assert all(len({t.deal.stage for t in deal} - {None}) <= 1 for deal in found)
