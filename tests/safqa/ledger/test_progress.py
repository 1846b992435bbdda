"""A deal's status is the furthest reported; what lags behind moves nothing back."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safqa.ledger.changes import changes_of
from safqa.ledger.progress import FORWARD, Progress
from safqa.model import Status

R, T, A, C, X, D = (
    Status.RUMOURED,
    Status.IN_TALKS,
    Status.ANNOUNCED,
    Status.COMPLETED,
    Status.CANCELLED,
    Status.DENIED,
)


def moves(tell: Any, make: Any, *told: Status) -> list[tuple[str, str | None, str | None, str | None]]:
    """The moves of a deal whose status is told so, a day apart."""
    found = changes_of([tell(f"a{day}", make.mention(status=said), day) for day, said in enumerate(told)])
    return [(str(c.kind), c.from_value, c.to_value, c.suppressed) for c in found if c.rule != "first_report"]


def moved(before: Status, after: Status, reason: str | None = None) -> tuple[str, str, str, str | None]:
    return "status_changed", before, after, reason


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([R, T, A, C], [moved(R, T), moved(T, A), moved(A, C)]),
        ([R, C], [moved(R, C)]),
        ([A, A], []),
        ([A, R, A], [moved(A, R, "lagging")]),
        ([C, T], [moved(C, T, "lagging")]),
        ([R, X], [moved(R, X)]),
        ([C, X], [moved(C, X)]),  # cancelled ends it from any stage
        ([A, X, C], [moved(A, X), moved(X, C, "lagging")]),
        ([A, X, X], [moved(A, X)]),
        ([T, D, C], [("denied", T, D, None), moved(D, C)]),
        ([A, X, D], [moved(A, X), ("denied", X, D, "lagging")]),
    ],
)
def test_only_a_step_forward_is_news(told: list[Status], expected: list[Any], tell: Any, make: Any) -> None:
    assert moves(tell, make, *told) == expected


def test_a_status_in_the_background_is_no_news(tell: Any, make: Any) -> None:
    told = [tell("a", make.mention(status=A)), tell("b", make.mention(status=C, background=True), 1)]
    (found,) = changes_of(told)[1:]
    assert (found.kind, found.to_value, found.suppressed) == ("status_changed", "completed", "background")


def test_a_move_says_whose_report_it_is(tell: Any, make: Any) -> None:
    (found,) = changes_of([tell("a", make.mention(status=T)), tell("b", make.mention(status=A), 1)])[1:]
    assert "B" in found.reason_en
    assert found.reason_ar
    assert (found.telling.article, found.before, found.after) == ("b", None, None)


@given(told=st.lists(st.sampled_from(list(Status)), min_size=1, max_size=8))
def test_nothing_moves_a_deal_back(told: list[Status], make: Any) -> None:
    progress = Progress()
    seen: list[Status] = []
    for said in told:
        progress.move(make.mention(status=said))
        assert progress.status is not None
        seen.append(progress.status)
    ranks = [FORWARD.index(status) for status in seen if status in FORWARD]
    assert ranks == sorted(ranks)
    assert all(after is X for before, after in pairwise(seen) if before is X)
