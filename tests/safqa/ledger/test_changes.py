from typing import Any

from safqa.ledger.changes import changes_of
from safqa.model import Basis, Metric, Polarity, Qualifier


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
