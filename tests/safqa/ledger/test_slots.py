from typing import Any

import pytest

from safqa.ledger.slots import claims_of, comparable, live, merge, slot_of
from safqa.model import Basis, Metric, Polarity, Qualifier, Scope


def claims(tell: Any, make: Any, *told: tuple[str, Any]) -> list[Any]:
    """Claims of one deal, told a day apart; each is (article, figure)."""
    tellings = [tell(name, make.mention(figure), day) for day, (name, figure) in enumerate(told)]
    return [claim for telling in tellings for claim in claims_of(telling)]


def shown(found: Any) -> list[tuple[Any, ...]]:
    return [(f.low, f.high, f.unit, str(f.qualifier), f.sources) for f in found]


def test_a_basis_that_is_not_said_may_be_any(make: Any) -> None:
    pre, post, unsaid = (
        slot_of(make.figure(34e9, metric=Metric.VALUATION, basis=basis))
        for basis in (Basis.PRE_MONEY, Basis.POST_MONEY, None)
    )
    assert comparable(pre, unsaid)
    assert comparable(unsaid, post)
    assert not comparable(pre, post)


def test_a_share_is_no_tranche_and_no_other_partys_share(make: Any) -> None:
    shares = [make.figure(1e9, scope=Scope.PARTY_SHARE, party=party) for party in ("SoftBank", "Softbank", "MGX")]
    first, same, other = (slot_of(figure) for figure in shares)
    assert comparable(first, same)
    assert not comparable(first, other)
    assert not comparable(first, slot_of(make.figure(1e9)))


def test_the_origin_is_the_credited_source_else_the_publisher_else_the_site(tell: Any, make: Any) -> None:
    mention = make.mention(make.figure(source="Bloomberg"), make.figure(1e9))
    assert [claim.origin for claim in claims_of(tell("a", mention))] == ["Bloomberg", "A"]
    assert [claim.origin for claim in claims_of(tell("a", mention, publisher=None))] == ["Bloomberg", "a.example"]


def test_live_is_the_latest_of_each_origin(tell: Any, make: Any) -> None:
    told = claims(
        tell,
        make,
        ("a", make.figure(10e9, source="Bloomberg")),
        ("b", make.figure(14e9)),
        ("c", make.figure(14.3e9, source="bloomberg")),
    )
    assert [claim.figure.low for claim in live(reversed(told))] == [14e9, 14.3e9]


def test_two_figures_of_one_telling_are_both_live(tell: Any, make: Any) -> None:
    telling = tell("a", make.mention(make.figure(10e9), make.figure(14e9)))
    assert len(live(claims_of(telling))) == 2


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        # The most precise of those that agree.
        ([(14e9, "exact"), (15e9, "about"), (14.3e9, "exact")], (14.3e9, 14.3e9, "exact")),
        # Closed claims that disagree: the range they span.
        ([(300e9, "exact"), (340e9, "exact")], (300e9, 340e9, "between")),
        # A closed claim says more than an open one, an open one more than "billions".
        ([(14e9, "exact"), (10e9, "at_least")], (14e9, 14e9, "exact")),
        ([(10e9, "at_least"), (1e9, "vague")], (10e9, None, "at_least")),
        ([(10e9, "at_least"), (12e9, "at_least")], (12e9, None, "at_least")),
        ([(1e9, "vague")], (1e9, None, "vague")),
    ],
)
def test_what_a_slot_shows(tell: Any, make: Any, figures: list[tuple[float, str]], expected: tuple[Any, ...]) -> None:
    told = [(chr(97 + n), make.figure(low, qualifier=Qualifier(how))) for n, (low, how) in enumerate(figures)]
    (found,) = merge(claims(tell, make, *told))
    assert (found.low, found.high, found.qualifier) == expected
    assert found.sources == tuple(name.title() for name, _ in told)


def test_former_and_denied_values_are_not_shown(tell: Any, make: Any) -> None:
    told = claims(tell, make, ("a", make.figure(80e9, former=True)), ("b", make.figure(90e9, polarity=Polarity.DENIED)))
    assert merge(told) == ()


def test_currencies_stand_side_by_side_and_metrics_in_their_order(tell: Any, make: Any) -> None:
    told = claims(
        tell,
        make,
        ("a", make.figure(49, metric=Metric.STAKE, unit="percent")),
        ("b", make.figure(7.5e9, unit="SAR")),
        ("c", make.figure(2e9)),
    )
    assert shown(merge(told)) == [
        (7.5e9, 7.5e9, "SAR", "exact", ("B",)),
        (2e9, 2e9, "USD", "exact", ("C",)),
        (49, 49, "percent", "exact", ("A",)),
    ]
