import json
from dataclasses import replace
from datetime import date

import pytest

from benchmarks.floors import (
    NONE,
    Floors,
    FloorsError,
    Key,
    Level,
    Lowering,
    Margin,
    complaints,
    from_shape,
    lower_floors,
    raise_floors,
    to_shape,
)

DEAL, STAGE = Key("ar", "deal"), Key("ar", "stage")
PINNED = {DEAL: Level(0.6, 100), STAGE: Level(0.9, 20)}
FLOORS = Floors("c1", "2025-01-01", Margin(1, "one item"), PINNED)
LATER = date(2025, 2, 1)


def test_floors_hold_up_to_one_item_below() -> None:
    assert complaints(FLOORS, "c1", PINNED) == []
    assert complaints(FLOORS, "c1", {DEAL: Level(0.5901, 100), STAGE: Level(0.8501, 20)}) == []


def test_a_measure_below_its_floor_is_one_line() -> None:
    line = "ar deal is 0.5899, below its floor 0.5900 (pinned 0.6000, margin 1 of 100 items)"
    assert complaints(FLOORS, "c1", {**PINNED, DEAL: Level(0.5899, 100)}) == [line]


def test_each_measure_below_its_floor_has_a_line() -> None:
    assert len(complaints(FLOORS, "c1", {DEAL: Level(0.1, 100), STAGE: Level(0.1, 20)})) == 2


def test_a_measure_that_is_gone_does_not_pass() -> None:
    assert complaints(FLOORS, "c1", {DEAL: Level(0.6, 100)}) == [
        "ar stage is no longer measured: nothing of it was found (pinned 0.9000)"
    ]


def test_a_new_measure_passes_until_it_is_pinned() -> None:
    assert complaints(FLOORS, "c1", {**PINNED, Key("en", "deal"): Level(0, 15)}) == []


def test_a_changed_corpus_says_so_and_how_to_pin_anew() -> None:
    (line,) = complaints(FLOORS, "c2", PINNED)
    assert "the corpus is c2" in line
    assert "--raise-floors" in line
    assert "--lower-floors --reason" in line


def test_without_floors_the_gate_is_shut() -> None:
    assert complaints(NONE, "c1", PINNED) == ["no floors are pinned: run with --raise-floors"]


def test_raising_keeps_the_higher_value_of_each_measure() -> None:
    raised = raise_floors(FLOORS, "c1", {DEAL: Level(0.7, 100), STAGE: Level(0.89, 20)}, LATER)
    assert raised.levels == {DEAL: Level(0.7, 100), STAGE: Level(0.9, 20)}
    assert raised.pinned == "2025-02-01"


def test_raising_takes_in_what_was_not_measured_before() -> None:
    assert raise_floors(NONE, "c1", PINNED, LATER).levels == PINNED


def test_raising_takes_on_a_changed_corpus() -> None:
    assert complaints(raise_floors(FLOORS, "c2", PINNED, LATER), "c2", PINNED) == []


@pytest.mark.parametrize("corpus", ["c1", "c2"])
def test_raising_accepts_no_loss(corpus: str) -> None:
    with pytest.raises(FloorsError, match=r"(?s)ar deal is 0\.5000.*--lower-floors"):
        raise_floors(FLOORS, corpus, {DEAL: Level(0.5, 100), STAGE: Level(1, 20)}, LATER)


def test_raising_a_second_time_changes_nothing_not_even_the_date() -> None:
    assert raise_floors(FLOORS, "c1", PINNED, LATER) is FLOORS


@pytest.mark.parametrize("reason", ["", "  "])
def test_lowering_without_a_reason_is_refused(reason: str) -> None:
    with pytest.raises(FloorsError, match="needs its reason"):
        lower_floors(FLOORS, "c1", {DEAL: Level(0.5, 100)}, LATER, reason=reason)


def test_lowering_stores_the_reason_and_both_values() -> None:
    measured = {DEAL: Level(0.5, 100), Key("ar", "type"): Level(1, 50)}
    lowered = lower_floors(FLOORS, "c2", measured, LATER, reason="harder articles")
    assert lowered.levels == measured
    values = {"ar deal": (0.6, 0.5), "ar stage": (0.9, None)}
    assert lowered.lowerings == (Lowering("2025-02-01", "harder articles", values),)
    assert complaints(lowered, "c2", measured) == []


def test_earlier_reasons_stay() -> None:
    once = lower_floors(FLOORS, "c1", {**PINNED, DEAL: Level(0.5, 100)}, LATER, reason="first")
    twice = lower_floors(once, "c1", {**PINNED, DEAL: Level(0.4, 100)}, LATER, reason="second")
    assert [lowering.reason for lowering in twice.lowerings] == ["first", "second"]


def test_lowering_where_nothing_fell_is_refused() -> None:
    with pytest.raises(FloorsError, match="use --raise-floors"):
        lower_floors(FLOORS, "c1", PINNED, LATER, reason="just so")


def test_floors_survive_their_file() -> None:
    floors = replace(
        FLOORS, lowerings=(Lowering("2025-01-01", "why", {"ar deal": (0.7, 0.6), "en deal": (0.1, None)}),)
    )
    assert from_shape(json.loads(json.dumps(to_shape(floors)))) == floors


def test_a_floor_is_never_below_zero() -> None:
    assert Margin(1, "").below(Level(0, 15)) == 0
    assert Margin(1, "").below(Level(0, 0)) == 0
