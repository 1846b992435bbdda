"""Who agrees with whom, quotes in their text, and the chart: pure functions."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from desk.web.pages.agreement import measured
from desk.web.pages.chart import NARROW, WIDE, Shape, drawn, letter, ticks
from desk.web.pages.quoted import cut, passages
from desk.web.pages.words import words_of
from storage.rows import ClaimRow
from storage.texts import VersionText


def claim(name: str, low: float | None, high: float | None, qualifier: str = "exact", **more: Any) -> ClaimRow:
    fields = {
        "metric": "amount",
        "scope": "whole",
        "party": None,
        "basis": None,
        "unit": "USD",
        "id": name,
        "judged": None,
        "polarity": "asserted",
        "former": False,
        "source": None,
        "publisher": name,
        "origin": name,
        "published_at": datetime(2025, 6, 1, tzinfo=UTC),
        "seen_at": datetime(2025, 6, 1, tzinfo=UTC),
        "url": "https://a.example/1",
        "quote": None,
        "start": None,
        "end": None,
    }
    return ClaimRow(**{**fields, **more}, low=low, high=high, qualifier=qualifier)


def test_sources_agree_when_their_ranges_meet() -> None:
    rows = [
        claim("a", 14e9, 14e9),
        claim("b", 14.3e9, 14.3e9),
        claim("c", 20e9, 20e9),
        claim("d", 10e9, None, "at_least"),
    ]
    (slot,) = measured(rows)
    told = {one.row.id: (one.group, one.agrees, one.differs) for one in slot.statements}
    assert told == {
        "a": (0, ("b", "d"), ("c",)),
        "b": (0, ("a", "d"), ("c",)),
        "c": (1, ("d",), ("a", "b")),
        "d": (0, ("a", "b", "c"), ()),
    }
    assert slot.groups == 2


def test_agreement_does_not_run_along_a_chain() -> None:
    (slot,) = measured([claim("a", 14.3e9, 14.3e9), claim("b", 14e9, 14e9), claim("c", 13.6e9, 13.6e9)])
    assert [one.group for one in slot.statements] == [0, 0, 1]
    assert slot.statements[1].agrees == ("a", "c")


@pytest.mark.parametrize("more", [{"former": True}, {"polarity": "denied"}, {"judged": "wrong"}])
def test_what_does_not_stand_agrees_with_nobody(more: dict[str, Any]) -> None:
    (slot,) = measured([claim("a", 14e9, 14e9), claim("b", 14e9, 14e9, **more)])
    assert [(one.standing, one.agrees) for one in slot.statements] == [(True, ()), (False, ())]


def test_the_latest_word_of_a_source_stands_for_it() -> None:
    (slot,) = measured([claim("1", 10e9, 10e9, origin="a"), claim("2", 14e9, 14e9, origin="a")])
    assert [one.standing for one in slot.statements] == [False, True]


def test_slots_and_units_are_told_apart() -> None:
    rows = [claim("a", 1, 1), claim("b", 1, 1, unit="EUR"), claim("c", 1, 1, metric="valuation", basis="pre_money")]
    assert [slot.first.id for slot in measured(rows)] == ["a", "b", "c"]


def test_quotes_are_cut_where_they_stand_even_when_they_overlap() -> None:
    text = "about 14 billion dollars"
    rows = [claim("a", 1, 1, start=0, end=16), claim("b", 1, 1, start=6, end=24), claim("c", 1, 1, start=6, end=24)]
    pieces = cut(text, rows)
    assert [(one.text, one.claims) for one in pieces] == [
        ("about ", ("a",)),
        ("14 billion", ("a", "b", "c")),
        (" dollars", ("b", "c")),
    ]


def test_a_quote_is_shown_in_the_version_that_has_it() -> None:
    url = "https://a.example/1"
    versions = [VersionText(url, None, text, None) for text in ("xx 14 bn", "14 bn told", "nothing")]
    found = passages([claim("a", 1, 1, quote="14 bn", start=0, end=5)], versions)
    assert [piece.text for piece in found[url].pieces] == ["14 bn", " told"]
    assert passages([claim("a", 1, 1, quote="15 bn", start=0, end=5)], versions) == {}


def places(svg: str, mark: str) -> list[float]:
    """Where lines of a class begin and end, or arrows point to."""
    return [float(x) for found in re.findall(mark, svg) for x in found]


def test_the_chart_draws_each_range_and_marks_open_ends() -> None:
    (slot,) = measured([claim("a", 14e9, 14e9), claim("b", 10e9, None, "at_least"), claim("c", None, 20e9, "at_most")])
    svg = str(drawn(slot, words_of("en"), WIDE))
    left, right = WIDE.beside, WIDE.width - 20
    scale = (right - left) / (21.2 - 8.8)  # all finite ends, and an eighth of them on both sides
    ends = [13.5, 14.5, 10, 21.2, 8.8, 20]
    assert places(svg, r'class="range" x1="([\d.]+)" x2="([\d.]+)"') == pytest.approx(
        [left + (end - 8.8) * scale for end in ends], abs=0.1
    )
    assert places(svg, r'class="open" d="M([\d.]+) [\d.]+L([\d.]+)') == [right - 7, right + 7, left + 7, left - 7]
    assert ">US$ bn</text>" in svg
    assert re.findall(r'text-anchor="middle" fill="var\(--muted\)">([\d.]+)<', svg) == [
        "10",
        "12",
        "14",
        "16",
        "18",
        "20",
    ]


def test_the_axis_has_round_numbers() -> None:
    assert ticks(8.8, 21.2, 6) == [10, 12, 14, 16, 18, 20]
    assert ticks(0, 1.12, 3) == [0, 0.5, 1]
    assert ticks(43.12, 54.88, 3) == [45, 50]
    assert ticks(-0.12, 0.12, 3) == pytest.approx([-0.1, 0, 0.1])


def test_a_long_name_is_cut_to_its_room() -> None:
    (slot,) = measured([claim("The Associated Press of Everywhere", 1, 1)])
    assert ">\u2068The Associated Press…\u2069</text>" in drawn(slot, words_of("en"), WIDE)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("shape", [WIDE, NARROW])
def test_the_chart_is_as_wide_as_said_and_carries_no_markup_of_others(language: Any, shape: Shape) -> None:
    (slot,) = measured([claim("<script>x</script>", 14e9, 14e9), claim("ب", 20e9, 20e9)])
    svg = str(drawn(slot, words_of(language), shape))
    assert svg.startswith("<svg")
    assert f'viewBox="0 0 {shape.width} ' in svg
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg
    assert "style=" not in svg  # our Content-Security-Policy would block it
    assert "var(--group-0)" in svg
    assert "var(--group-1)" in svg


def test_a_single_point_and_an_unknown_range_can_be_drawn() -> None:
    for row in (claim("a", 0, 0), claim("a", None, None, "vague"), claim("a", 49, 49, unit="percent")):
        (slot,) = measured([row])
        assert drawn(slot, words_of("ar"), NARROW)


def test_groups_have_letters() -> None:
    assert [letter(n) for n in (None, 0, 25, 26, 52)] == ["", "A", "Z", "A2", "A3"]
