from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from safqa.ledger import compute
from safqa.ledger.judged import Judged
from safqa.ledger.parties import merge_parties
from safqa.ledger.progress import Progress
from safqa.model import DealType, Metric, Party, Role, Stage, Status

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


def test_a_deal_that_turns_out_another_keeps_all_its_claims(tell: Any, make: Any) -> None:
    """An investment that is a purchase, and of another company of the house: nothing that was told falls."""
    stake = make.figure(49, metric=Metric.STAKE, unit="percent")
    told = [
        tell("a", make.mention(make.figure(14e9), stake, status=Status.IN_TALKS)),
        tell("b", make.mention(make.figure(14e9), status=Status.IN_TALKS), 1),
        tell(
            "c",
            make.mention(make.figure(14.3e9), target="Surge AI", type=DealType.ACQUISITION, status=Status.ANNOUNCED),
            2,
        ),
    ]
    pairs = frozenset(frozenset((f"{name}-0", "a-0")) for name in "bc")
    (deal,) = compute(told, Judged(same=pairs))
    assert (deal.type, deal.target.name, deal.articles) == (DealType.ACQUISITION, "Surge AI", 3)
    assert [(figure.slot.metric, figure.sources) for figure in deal.figures] == [
        (Metric.AMOUNT, ("A", "B", "C")),
        (Metric.STAKE, ("A",)),
    ]
    flags = [(change.kind, change.to_value) for change in deal.changes if change.suppressed is None]
    assert flags[-4:] == [
        ("status_changed", "announced"),
        ("reclassified", "acquisition"),
        ("reclassified", "Surge AI"),
        ("refined", None),
    ]
