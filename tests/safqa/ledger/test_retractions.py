"""An article that is withdrawn is told of, and the story goes on as if it had never told of the deal."""

from dataclasses import replace
from typing import Any

import pytest

from safqa.ledger import Telling, compute
from safqa.ledger.changes import changes_of
from safqa.ledger.severity import Severity, severity
from safqa.ledger.values import Retraction
from safqa.model import DealType, Metric, Party, Status


@pytest.fixture(scope="session")
def withdrawn(make: Any) -> Any:
    """The telling with its article withdrawn on that day."""

    def build(telling: Telling, day: float) -> Telling:
        by = Retraction(telling.article, f"{telling.article}-notice", make.day(day), make.day(30))
        return replace(telling, retracted=by)

    return build


def flags(mark: Any, tellings: Any) -> list[str]:
    return [mark(change) for change in changes_of(tellings)]


def test_it_is_told_once_with_what_the_article_had_told(tell: Any, make: Any, withdrawn: Any) -> None:
    stake = make.figure(49, metric=Metric.STAKE, unit="percent")
    told = [
        withdrawn(tell("a", make.mention(make.figure(), stake)), 5),
        withdrawn(tell("a", make.mention(make.figure()), 1, version="a-v2", edited=True), 5),
        tell("b", make.mention(make.figure()), 2),
    ]
    (found,) = [change for change in changes_of(told) if change.kind == "retracted"]
    assert (found.suppressed, severity(found), found.telling.version) == (None, Severity.HIGH, "a-notice")
    assert found.telling.told_at == make.day(5)
    assert found.reason_en == (
        "A has withdrawn its article on this deal, which told: amount 14 bn USD (A); stake 49 % (A)."
    )
    assert found.reason_ar.startswith("سحب A مقاله عن هذه الصفقة، وكان قد ذكر: المبلغ 14 مليار دولار")


def test_an_article_without_figures(tell: Any, make: Any, withdrawn: Any) -> None:
    found = changes_of([withdrawn(tell("a", make.mention()), 1)])[-1]
    assert (found.reason_en, found.reason_ar) == (
        "A has withdrawn its article on this deal.",
        "سحب A مقاله عن هذه الصفقة.",
    )


def test_its_figures_count_for_nothing_from_then_on(tell: Any, make: Any, mark: Any, withdrawn: Any) -> None:
    def story(*days: float) -> list[str]:
        wrong = tell("b", make.mention(make.figure(20e9)), 1)
        told = [
            tell("a", make.mention(make.figure(14e9))),
            *(withdrawn(wrong, day) for day in days),
            *([] if days else [wrong]),
            tell("c", make.mention(make.figure(20e9)), 3),
        ]
        return flags(mark, told)

    assert story() == ["new_deal", "conflict", "corroborated"]
    assert story(2) == ["new_deal", "conflict", "retracted", "conflict"]
    assert story(4) == ["new_deal", "conflict", "corroborated", "retracted"]


def test_what_others_tell_of_the_same_origin_stays(tell: Any, make: Any, mark: Any, withdrawn: Any) -> None:
    """B only repeated Bloomberg's word after A; with A gone it is what stands."""
    credited = make.mention(make.figure(14e9, source="Bloomberg"))
    told = [
        tell("z", make.mention(), -1),
        withdrawn(tell("a", credited), 2),
        tell("b", credited, 1),
        tell("c", make.mention(make.figure(14e9)), 3),
    ]
    assert flags(mark, told) == ["new_deal", "new_figure", "(echo)", "retracted", "corroborated"]


def test_status_and_kind_fall_back_to_what_stands(tell: Any, make: Any, mark: Any, withdrawn: Any) -> None:
    bought = make.mention(status=Status.COMPLETED, type=DealType.ACQUISITION)
    told = [
        tell("a", make.mention(status=Status.IN_TALKS)),
        withdrawn(tell("b", bought, 1), 2),
    ]
    (deal,) = compute(told)
    assert (deal.status, deal.type, deal.articles) == (Status.IN_TALKS, DealType.INVESTMENT, 2)
    again = [*told, tell("c", make.mention(status=Status.COMPLETED), 3)]
    assert flags(mark, again) == ["new_deal", "status_changed", "reclassified", "retracted", "status_changed"]


def test_a_deal_whose_only_article_is_withdrawn_is_still_found_without_figures(
    tell: Any, make: Any, withdrawn: Any
) -> None:
    (deal,) = compute([withdrawn(tell("a", make.mention(make.figure())), 1)])
    assert (deal.target.name, deal.status, deal.figures) == ("Scale AI", Status.ANNOUNCED, ())


def test_a_deal_that_is_told_again_is_not_new(tell: Any, make: Any, mark: Any, withdrawn: Any) -> None:
    told = [
        withdrawn(tell("a", make.mention(make.figure())), 1),
        tell("b", make.mention(make.figure()), 2),
        tell("c", make.mention(make.figure()), 3),
    ]
    assert flags(mark, told) == ["new_deal", "retracted", "new_figure", "corroborated"]


def test_an_article_that_comes_back_counts_again(tell: Any, make: Any, mark: Any, withdrawn: Any) -> None:
    told = [
        withdrawn(tell("a", make.mention(make.figure(10e9))), 1),
        tell("a", make.mention(make.figure(14e9)), 2, version="a-v3", edited=True),
        tell("b", make.mention(make.figure(14e9)), 3),
    ]
    assert flags(mark, told) == ["new_deal", "retracted", "new_figure", "corroborated"]
    assert [figure.low for figure in compute(told)[0].figures] == [14e9]


@pytest.mark.parametrize(("background", "copied_from"), [(True, None), (False, "Reuters"), (False, None)])
def test_copies_and_looks_back_are_withdrawn_in_silence(
    background: bool, copied_from: str | None, tell: Any, make: Any, withdrawn: Any
) -> None:
    second = tell("b", make.mention(background=background), 1, copied_from=copied_from)
    found = changes_of([tell("a", make.mention()), withdrawn(second, 2)])[-1]
    assert (found.kind, found.suppressed) == (
        "retracted",
        "background" if background else "near_copy" if copied_from else None,
    )


def test_a_party_that_was_told_before_does_not_join_again(tell: Any, make: Any, mark: Any, withdrawn: Any) -> None:
    joined = replace(make.mention(), parties=(Party("Meta"), Party("Nvidia")))
    told = [tell("a", make.mention()), withdrawn(tell("b", joined, 1), 2), tell("c", joined, 3)]
    assert flags(mark, told) == ["new_deal", "party_added", "retracted"]


def test_a_notice_comes_after_all_versions_of_its_moment(make: Any) -> None:
    notice = Retraction("a", "0", make.day(1), make.day(1))
    assert notice.order > (make.day(1), "a", True, "ffff", "m")
    assert notice.order < (make.day(1), "b", False, "0", "m")
