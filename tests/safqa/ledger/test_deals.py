from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from safqa.ledger import compute
from safqa.ledger.parties import merge_parties
from safqa.ledger.progress import Progress
from safqa.model import DealType, Party, Role, Stage, Status

R, T, A, C, X, D = (
    Status.RUMOURED,
    Status.IN_TALKS,
    Status.ANNOUNCED,
    Status.COMPLETED,
    Status.CANCELLED,
    Status.DENIED,
)


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ([R], R),
        ([R, T, A, C], C),
        ([A, R], A),  # a lagging report moves nothing back
        ([R, X, A], X),  # cancelled ends a deal from any stage
        ([T, D], D),
        ([D], D),
        ([T, D, A], A),  # told of after the denial: it goes on
        ([D, R], R),
    ],
)
def test_the_status_is_the_furthest_reported(told: list[Status], status: Status, make: Any) -> None:
    progress = Progress()
    for said in told:
        progress.move(make.mention(status=said))
    assert progress.status is status


def test_what_the_tellings_say_together(tell: Any, make: Any) -> None:
    (deal,) = compute(
        [
            tell("a", make.mention(make.figure(14e9), status=T)),
            tell("b", make.mention(type=DealType.FUNDING_ROUND, stage=Stage.SERIES_B, parties=["Meta", "Nvidia"]), 1),
            tell("c", make.mention(type=DealType.FUNDING_ROUND, target="scale ai"), 2),
        ]
    )
    assert (deal.type, deal.status, deal.stage) == (DealType.FUNDING_ROUND, A, Stage.SERIES_B)
    assert deal.target is not None
    assert deal.target.name == "Scale AI"
    assert [party.name for party in deal.parties] == ["Meta", "Nvidia"]
    assert (deal.root, deal.articles, len(deal.mentions)) == ("a-0", 3, 3)
    assert (deal.first_reported, deal.last_reported) == (make.day(0), make.day(2))
    assert [figure.low for figure in deal.figures] == [14e9]


def test_a_role_that_somebody_names_is_shown(tell: Any, make: Any) -> None:

    lead = replace(make.mention(), parties=(Party("Meta", role=Role.LEAD_INVESTOR),))
    (deal,) = compute([tell("a", make.mention()), tell("b", lead, 1)])
    assert [party.role for party in deal.parties] == [Role.LEAD_INVESTOR]


def test_the_ledger_is_a_function_of_the_set(tell: Any, make: Any) -> None:
    tellings = [
        tell("a", make.mention(make.figure(10e9))),
        tell("b", make.mention(make.figure(14e9), parties=[])),
        tell("c", make.mention(parties=["Google"])),
        tell("d", make.mention(make.figure(5e9, unit="EUR"), parties=["Google", "Meta"]), 1),
    ]
    expected = compute(tellings)
    assert all(compute(order) == expected for order in permutations(tellings))


def test_a_party_told_in_two_spellings_makes_one_of_those_told_in_either() -> None:
    either = Party("كلفلابرول", ("كلفلابرول",)), Party("Quantive", ("Quantive",))
    both = Party("Quantive", ("كلفلابرول", "Quantive"))
    (merged,) = merge_parties((*either, both))
    assert (merged.key, merged.name) == ("quantive", "Quantive")
