from typing import Any

import pytest

from safqa.ledger import compute
from safqa.ledger.changes import changes_of
from safqa.model import Basis, DealType, Metric, Polarity, Qualifier, Scope, Status


def flags(*tellings: Any) -> list[tuple[str, str | None, str, str | None]]:
    return [(str(c.kind), c.metric and str(c.metric), c.telling.article, c.suppressed) for c in changes_of(tellings)]


def test_the_first_report_carries_its_figures(tell: Any, make: Any) -> None:
    about = make.figure(15e9, qualifier=Qualifier.ABOUT, source="The Information")
    stake = make.figure(49, metric=Metric.STAKE, unit="percent")
    (change,) = changes_of([tell("a", make.mention(about, stake))])
    assert change.kind == "new_deal"
    assert change.reason_en == (
        "First report of this deal, by A: amount about 15 bn USD (The Information); stake 49 % (A)."
    )
    assert "المبلغ نحو 15 مليار دولار (The Information)؛ الحصة 49 % (A)" in change.reason_ar


def test_a_slot_that_was_empty_is_news(tell: Any, make: Any) -> None:
    valuation = make.figure(29e9, metric=Metric.VALUATION)
    found = [tell("a", make.mention(make.figure())), tell("b", make.mention(make.figure(), valuation), 1)]
    assert flags(*found) == [
        ("new_deal", None, "a", None),
        ("corroborated", "amount", "b", None),
        ("new_figure", "valuation", "b", None),
    ]
    change = changes_of(found)[2]
    assert change.after is not None
    assert (change.after.figure, change.before) == (valuation, None)
    assert change.reason_en == "First valuation told of this deal: 29 bn USD, says B."


def test_one_slot_is_news_once(tell: Any, make: Any) -> None:
    twice = make.mention(make.figure(29e9, metric=Metric.VALUATION), make.figure(40e9, metric=Metric.VALUATION))
    found = flags(tell("a", make.mention()), tell("b", twice, 1))
    assert [flag for flag in found if flag[3] is None] == [
        ("new_deal", None, "a", None),
        ("new_figure", "valuation", "b", None),
    ]


def test_another_basis_is_news_a_basis_not_said_is_not(tell: Any, make: Any) -> None:
    def valued(basis: Basis | None) -> Any:
        return make.mention(make.figure(34e9, metric=Metric.VALUATION, basis=basis))

    found = flags(
        tell("a", valued(Basis.PRE_MONEY)), tell("b", valued(None), 1), tell("c", valued(Basis.POST_MONEY), 2)
    )
    # Who says no basis may mean either, so the post-money value is comparable with what stands there.
    assert [flag for flag in found if flag[3] is None] == [
        ("new_deal", None, "a", None),
        ("corroborated", "valuation", "b", None),
    ]
    assert flags(tell("a", valued(Basis.PRE_MONEY)), tell("c", valued(Basis.POST_MONEY), 2))[1:] == [
        ("new_figure", "valuation", "c", None)
    ]


def test_former_and_denied_values_are_no_news_and_fill_no_slot(tell: Any, make: Any) -> None:
    former, denied = make.figure(former=True), make.figure(polarity=Polarity.DENIED)
    found = flags(
        tell("a", make.mention()),
        tell("b", make.mention(former, denied), 1),
        tell("c", make.mention(make.figure()), 2),
    )
    assert found == [("new_deal", None, "a", None), ("new_figure", "amount", "c", None)]


def test_looking_back_is_kept_and_not_flagged(tell: Any, make: Any) -> None:
    back = tell("b", make.mention(make.figure(), background=True), 1)
    assert flags(back) == [("new_deal", None, "b", "background")]
    assert flags(tell("a", make.mention()), back) == [
        ("new_deal", None, "a", None),
        ("new_figure", "amount", "b", "background"),
    ]


def test_a_deal_known_from_the_background_is_new_when_it_is_reported(tell: Any, make: Any) -> None:
    found = flags(
        tell("a", make.mention(background=True)),
        tell("b", make.mention(background=True), 1),
        tell("c", make.mention(make.figure()), 2),
        tell("d", make.mention(make.figure()), 3),
    )
    assert found == [
        ("new_deal", None, "a", "background"),
        ("new_deal", None, "c", None),
        ("corroborated", "amount", "d", None),
    ]


def test_each_flag_has_a_key_of_its_own(tell: Any, make: Any) -> None:
    first = make.mention(make.figure(), background=True)
    edited = make.mention(make.figure(), make.figure(49, metric=Metric.STAKE, unit="percent"))
    found = changes_of([tell("a", first), tell("a", edited, 1, version="a-v2"), tell("b", edited, 2)])
    assert [change.kind for change in found] == ["new_deal", "new_deal", "corroborated", "corroborated"]
    assert len({change.key for change in found}) == 4


def values(*tellings: Any) -> list[str]:
    """The flags that are about a figure: "refined", in brackets the reason of one that is kept."""
    return [f"({c.suppressed})" if c.suppressed else str(c.kind) for c in changes_of(tellings) if c.metric]


def test_an_edit_corrects_what_the_article_said(tell: Any, make: Any) -> None:
    first = tell("a", make.mention(make.figure(10e9)))
    edited = tell("a", make.mention(make.figure(14e9)), 1, version="a-v2")
    found = changes_of([first, edited, tell("b", make.mention(make.figure(14e9)), 2)])[1:]
    assert [(change.kind, change.rule) for change in found] == [
        ("corrected", "edited"),
        ("corroborated", "second_origin"),
    ]
    assert found[0].before is not None
    assert found[0].before.figure.low == 10e9


def test_an_edit_corrects_its_article_whoever_told_the_value_first(tell: Any, make: Any) -> None:
    told = [
        tell("b", make.mention(make.figure(10e9, source="A"))),
        tell("a", make.mention(make.figure(10e9)), 1),
        tell("a", make.mention(make.figure(14e9)), 2, version="a-v2"),
    ]
    assert values(*told) == ["(echo)", "corrected"]


def test_an_edit_that_says_the_same_is_no_news(tell: Any, make: Any) -> None:
    deal = make.mention(make.figure())
    assert values(tell("a", deal), tell("a", deal, 1, version="a-v2")) == ["(echo)"]


def test_an_edit_that_says_it_more_exactly_refines(tell: Any, make: Any) -> None:
    edited = tell("a", make.mention(make.figure(14.3e9)), 1, version="a-v2")
    assert values(tell("a", make.mention(make.figure(14e9))), edited) == ["refined"]


def test_an_edit_that_leaves_a_figure_out_takes_nothing_back(tell: Any, make: Any) -> None:
    silent = tell("a", make.mention(), 1, version="a-v2")
    assert values(tell("a", make.mention(make.figure())), silent, tell("b", make.mention(make.figure()), 2)) == [
        "corroborated"
    ]


def test_a_second_article_of_an_outlet_revises(tell: Any, make: Any) -> None:
    told = [
        tell(name, make.mention(make.figure(size)), day, publisher="A")
        for day, (name, size) in enumerate((("a", 10e9), ("b", 14e9)))
    ]
    assert values(*told) == ["revised"]


def test_a_late_article_is_flagged_in_its_place(tell: Any, make: Any) -> None:
    """What was told before it keeps its flags; what was told after it is read beside it."""
    early, late = tell("a", make.mention(make.figure())), tell("c", make.mention(make.figure()), 5)
    assert flags(early, late)[1:] == [("corroborated", "amount", "c", None)]
    between = tell("b", make.mention(make.figure()), 2)
    (deal,) = compute([early, late, between])
    assert [(str(c.kind), c.telling.article, c.suppressed) for c in deal.changes] == [
        ("new_deal", "a", None),
        ("corroborated", "b", None),
        ("corroborated", "c", "repeated"),
    ]
    (older,) = compute([early, late, tell("0", make.mention(make.figure()), -1)])
    assert [str(c.kind) for c in older.changes] == ["new_deal", "corroborated", "corroborated"]


@pytest.mark.parametrize(
    ("more", "flag"),
    [
        ({"scope": Scope.WHOLE}, "conflict"),
        ({"scope": Scope.PARTY_SHARE, "party": "Meta"}, "new_figure"),
        ({"scope": Scope.TRANCHE}, "new_figure"),
        ({"scope": Scope.DEBT}, "new_figure"),
        ({"metric": Metric.TOTAL_RAISED}, "new_figure"),
    ],
)
def test_a_part_is_no_contradiction_of_the_whole(more: dict[str, Any], flag: str, tell: Any, make: Any) -> None:
    """30 of the 40 billion."""
    part = tell("b", make.mention(make.figure(30e9, **more)), 1)
    assert values(tell("a", make.mention(make.figure(40e9))), part) == [flag]


@pytest.mark.parametrize(
    ("party", "flag"), [("Meta", "conflict"), ("META, Inc.", "conflict"), ("Nvidia", "new_figure")]
)
def test_each_party_has_a_share_of_its_own(party: str, flag: str, tell: Any, make: Any) -> None:
    def share(name: str, size: float) -> Any:
        return make.mention(make.figure(size, scope=Scope.PARTY_SHARE, party=name), parties=["Meta", "Nvidia"])

    assert values(tell("a", share("Meta", 10e9)), tell("b", share(party, 30e9), 1)) == [flag]


def test_a_value_before_and_one_after_the_money_are_two(tell: Any, make: Any) -> None:
    def valued(size: float, basis: Basis | None = None) -> Any:
        return make.mention(make.figure(size, metric=Metric.VALUATION, basis=basis))

    pre, post = tell("a", valued(300e9, Basis.PRE_MONEY)), tell("b", valued(340e9, Basis.POST_MONEY), 1)
    assert values(pre, post, tell("c", valued(340e9), 2)) == ["new_figure", "corroborated"]
    assert values(pre, tell("c", valued(340e9), 1)) == ["conflict"]


def test_a_former_value_beside_the_new_one_is_kept_and_says_nothing(tell: Any, make: Any) -> None:
    """ "to 110 billion from 80": the 80 is no word of today, for nobody."""
    former = make.mention(make.figure(110e9), make.figure(80e9, former=True))
    assert values(tell("a", make.mention(make.figure(110e9))), tell("b", former, 1)) == ["corroborated"]
    assert values(tell("b", former), tell("c", make.mention(make.figure(80e9)), 1)) == ["conflict"]


def test_one_text_with_two_values_does_not_argue_with_itself(tell: Any, make: Any) -> None:
    both = make.mention(make.figure(10e9), make.figure(20e9))
    assert flags(tell("a", both)) == [("new_deal", None, "a", None)]
    assert values(tell("a", make.mention(make.figure(10e9))), tell("b", both, 1)) == ["corroborated", "(unclear)"]


def test_both_values_of_a_text_are_said(tell: Any, make: Any) -> None:
    both = make.mention(make.figure(10e9), make.figure(20e9))
    assert values(tell("a", both), tell("b", make.mention(make.figure(20e9)), 1)) == ["corroborated"]


@pytest.mark.parametrize(
    ("kind", "status", "told"),
    [
        (DealType.ACQUISITION, Status.ANNOUNCED, [("investment", "acquisition", None)]),
        (DealType.ACQUISITION, Status.IN_TALKS, [("investment", "acquisition", "lagging")]),
        (DealType.FUNDING_ROUND, Status.ANNOUNCED, []),  # of one family
    ],
)
def test_a_report_that_is_ahead_may_give_another_type(
    kind: DealType, status: Status, told: list[Any], tell: Any, make: Any
) -> None:
    talks, later = make.mention(status=Status.IN_TALKS), make.mention(type=kind, status=status)
    found = [c for c in changes_of([tell("a", talks), tell("b", later, 1)]) if c.kind == "reclassified"]
    assert [(c.from_value, c.to_value, c.suppressed) for c in found] == told


@pytest.mark.parametrize(
    ("target", "status", "more", "told"),
    [
        ("Surge AI", Status.ANNOUNCED, {}, [("Scale AI", "Surge AI", None)]),
        ("Surge AI", Status.IN_TALKS, {}, [("Scale AI", "Surge AI", "lagging")]),
        ("Scale", Status.ANNOUNCED, {}, []),  # its short name
        ("Meta", Status.ANNOUNCED, {"parties": ["Scale AI"]}, []),  # who buys whom is easily mistaken
        ("Surge AI", Status.ANNOUNCED, {"type": DealType.PARTNERSHIP}, []),  # either side may be its target
        (None, Status.ANNOUNCED, {}, []),
    ],
)
def test_a_report_that_is_ahead_may_name_another_target(
    target: str | None, status: Status, more: Any, told: list[Any], *, tell: Any, make: Any
) -> None:
    talks = make.mention(status=Status.IN_TALKS, **({"type": more["type"]} if "type" in more else {}))
    tellings = [tell("a", talks), tell("b", make.mention(target=target, status=status, **more), 1)]
    found = [c for c in changes_of(tellings) if c.kind == "reclassified"]
    assert [(c.from_value, c.to_value, c.suppressed) for c in found] == told
    assert all(c.reason_en == f"It is about {target}, says B; before it was told of Scale AI." for c in found)


def test_background_fills_an_empty_slot_and_argues_with_nobody(tell: Any, make: Any) -> None:
    back = tell("b", make.mention(make.figure(20e9), background=True), 1)
    assert values(tell("a", make.mention(make.figure(10e9))), back, tell("c", make.mention(make.figure(20e9)), 2)) == [
        "(background)",
        "conflict",
    ]
    told = [tell("a", make.mention()), back, tell("c", make.mention(make.figure(20e9)), 2)]
    assert values(*told) == ["(background)", "corroborated"]


@pytest.mark.parametrize("kind", ["refined", "revised", "corroborated", "conflict", "confirmed"])
def test_a_flag_holds_both_claims_its_rule_and_a_line_in_each_language(kind: str, tell: Any, make: Any) -> None:
    second = {
        "refined": ("b", 14.3e9, "B"),
        "revised": ("b", 20e9, "A"),
        "corroborated": ("b", 14e9, "B"),
        "conflict": ("b", 20e9, "B"),
        "confirmed": ("b", 14e9, "Meta"),
    }[kind]
    name, size, publisher = second
    told = [
        tell("a", make.mention(make.figure(14e9))),
        tell(name, make.mention(make.figure(size)), 1, publisher=publisher),
    ]
    (change,) = changes_of(told)[1:]
    assert (change.kind, bool(change.rule)) == (kind, True)
    assert change.before is not None
    assert change.after is not None
    assert (change.before.telling, change.after.telling) == tuple(told)
    assert "14 bn USD" in change.reason_en
    assert "14 مليار دولار" in change.reason_ar
    assert all(publisher in line and "{" not in line for line in (change.reason_en, change.reason_ar))
