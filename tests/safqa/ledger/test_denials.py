"""A denial is news once, and the status goes with it."""

from typing import Any

import pytest

from safqa.ledger.changes import changes_of
from safqa.model import Metric, Polarity, Status


def marks(mark: Any, *tellings: Any) -> list[tuple[str, str | None]]:
    return [(mark(change), change.metric and str(change.metric)) for change in changes_of(tellings)][1:]


def test_the_denial_of_a_deal_is_one_flag_and_moves_the_status(tell: Any, make: Any) -> None:
    rumour, denial = make.mention(status=Status.RUMOURED), make.mention(status=Status.DENIED)
    found = changes_of([tell("a", rumour), tell("b", denial, 1, publisher="Meta")])[1:]
    assert [(c.kind, c.from_value, c.to_value, c.metric, c.suppressed) for c in found] == [
        ("denied", "rumoured", "denied", None, None)
    ]
    assert "Meta" in found[0].reason_en


def test_a_deal_is_denied_once(tell: Any, make: Any, mark: Any) -> None:
    denial = make.mention(status=Status.DENIED)
    told = [tell("a", make.mention()), tell("b", denial, 1), tell("c", denial, 2)]
    assert marks(mark, *told) == [("denied", None), ("(echo)", None)]


def test_a_deal_that_goes_on_after_its_denial_moves_again(tell: Any, make: Any, mark: Any) -> None:
    talks, denial, done = (make.mention(status=status) for status in (Status.IN_TALKS, Status.DENIED, Status.ANNOUNCED))
    told = [tell("a", talks), tell("b", denial, 1), tell("c", talks, 2), tell("d", done, 3)]
    assert marks(mark, *told) == [("denied", None), ("(lagging)", None), ("status_changed", None)]


def test_a_denied_mention_denies_the_deal(tell: Any, make: Any, mark: Any) -> None:
    told = [tell("a", make.mention()), tell("b", make.mention(polarity=Polarity.DENIED), 1)]
    assert marks(mark, *told) == [("denied", None)]


@pytest.mark.parametrize("source", ["Meta", "Scale AI", "Mark Zuckerberg", "SEC"])
def test_an_official_voice_denies_a_figure_with_its_metric(source: str, tell: Any, make: Any) -> None:
    denied = make.mention(make.figure(polarity=Polarity.DENIED, source=source))
    found = changes_of([tell("a", make.mention(make.figure())), tell("b", denied, 1)])[1:]
    assert [(c.kind, c.metric, c.official, c.suppressed) for c in found] == [("denied", Metric.AMOUNT, True, None)]
    assert found[0].before is not None
    assert found[0].after is not None
    assert (found[0].before.telling.article, found[0].after.telling.article) == ("a", "b")


def test_a_figure_is_denied_once_a_metric(tell: Any, make: Any, mark: Any) -> None:
    amount = make.figure(polarity=Polarity.DENIED, source="Meta")
    value = make.figure(29e9, metric=Metric.VALUATION, polarity=Polarity.DENIED, source="Meta")
    told = [
        tell("a", make.mention(make.figure())),
        tell("b", make.mention(amount), 1),
        tell("c", make.mention(amount, value), 2),
    ]
    assert marks(mark, *told) == [("denied!", "amount"), ("denied!", "valuation")]


def test_the_press_denies_nothing(tell: Any, make: Any, mark: Any) -> None:
    denied = make.mention(make.figure(polarity=Polarity.DENIED))
    assert marks(mark, tell("a", make.mention(make.figure())), tell("b", denied, 1)) == []


def test_who_denies_the_deal_need_not_deny_its_figures(tell: Any, make: Any, mark: Any) -> None:
    denied = make.mention(make.figure(polarity=Polarity.DENIED, source="Meta"), status=Status.DENIED)
    assert marks(mark, tell("a", make.mention(make.figure())), tell("b", denied, 1)) == [("denied", None)]


def test_what_a_denial_repeats_is_nobodys_word(tell: Any, make: Any, mark: Any) -> None:
    """ "Meta denied that it would pay 20 billion": nobody says now that it does."""
    repeated = make.mention(make.figure(20e9), status=Status.DENIED, parties=["Meta", "Nvidia"])
    told = [tell("a", make.mention(make.figure())), tell("b", repeated, 1)]
    assert marks(mark, *told) == [("denied", None), ("(denied)", None), ("(denied)", "amount")]
    later = [tell("c", make.mention(make.figure(20e9)), 2), tell("d", make.mention(make.figure(20e9)), 3)]
    assert [flag for flag in marks(mark, *told, *later)[3:] if flag[1]] == [
        ("conflict", "amount"),
        ("corroborated", "amount"),
    ]


def test_a_denied_figure_is_no_claim_to_the_number(tell: Any, make: Any, mark: Any) -> None:
    denied = make.mention(make.figure(20e9, polarity=Polarity.DENIED, source="Meta"))
    told = [tell("a", make.mention()), tell("b", denied, 1), tell("c", make.mention(make.figure(20e9)), 2)]
    assert marks(mark, *told) == [("denied!", "amount"), ("new_figure", "amount")]


def test_a_denial_in_the_background_is_no_news(tell: Any, make: Any, mark: Any) -> None:
    back = make.mention(make.figure(polarity=Polarity.DENIED, source="Meta"), background=True)
    assert marks(mark, tell("a", make.mention(make.figure())), tell("b", back, 1)) == [("(background)", "amount")]


def test_a_denial_that_was_only_looked_back_at_can_still_be_news(tell: Any, make: Any, mark: Any) -> None:
    denied = make.figure(polarity=Polarity.DENIED, source="Meta")
    told = [
        tell("a", make.mention(make.figure())),
        tell("b", make.mention(denied, background=True), 1),
        tell("c", make.mention(denied), 2),
    ]
    assert marks(mark, *told) == [("(background)", "amount"), ("denied!", "amount")]
