"""Validators and the last body: how long they are believed."""

import pytest
from schedules import NEWS, T, facts, known

from safqa.feeds.outcomes import Outcome
from safqa.feeds.schedule import PollFacts, after, ask_conditionally, initial, same_body


@pytest.mark.parametrize(
    ("reply", "then"),
    [
        (facts(), ("old", "monday")),
        (facts(etag="new"), ("new", "monday")),
        (facts(Outcome.OK, body_key="new", etag="new", last_modified="tuesday"), ("new", "tuesday")),
        (facts(Outcome.OK, body_key="new", etag="new"), ("new", "monday")),  # a reply without one keeps the old
        (facts(Outcome.OK, body_key="new", last_modified="tuesday"), ("old", "tuesday")),
        (facts(Outcome.OK, body_key="new"), (None, None)),
        (facts(Outcome.SAME_BODY, body_key="body"), ("old", "monday")),
    ],
)
def test_validators_are_kept_unless_the_body_changes_without_any(
    reply: PollFacts, then: tuple[str | None, str | None]
) -> None:
    state = after(known(etag="old", last_modified="monday"), reply, NEWS, "s")
    assert (state.etag, state.last_modified) == then


@pytest.mark.parametrize(
    ("etag", "last_modified", "conditional", "quiet", "asked"),
    [
        (None, None, 0, 0, False),
        ('"a"', None, 0, 0, True),
        (None, "monday", 0, 0, True),
        ('"a"', None, 11, 0, True),
        ('"a"', None, 12, 0, False),
        ('"a"', None, 11, 7, True),
        ('"a"', None, 3, 8, True),
        ('"a"', None, 4, 8, False),
    ],
)
def test_validators_are_not_believed_for_ever(
    etag: str | None, last_modified: str | None, conditional: int, quiet: int, asked: bool
) -> None:
    state = known(etag=etag, last_modified=last_modified, conditional_polls=conditional, quiet_polls=quiet)
    assert ask_conditionally(state) == asked


def test_an_unconditional_poll_counts_only_when_it_is_good() -> None:
    tired = known(conditional_polls=12)
    assert not ask_conditionally(after(tired, facts(Outcome.TIMEOUT), NEWS, "s"))
    assert after(tired, facts(Outcome.SAME_BODY, body_key="body"), NEWS, "s").conditional_polls == 0
    assert after(known(conditional_polls=3), facts(), NEWS, "s").conditional_polls == 4


def test_the_same_body_is_the_last_good_one() -> None:
    assert same_body(known(), "body")
    assert not same_body(known(), "other")
    assert not same_body(initial(T, NEWS), "body")
    assert same_body(after(known(), facts(), NEWS, "s"), "body")
