"""Who agrees with whom, quotes in their text, and the chart: pure functions."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from desk.web.pages.agreement import measured
from desk.web.pages.chart import chart, letter
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


def charted(*rows: ClaimRow, language: Any = "en", quoted: bool = False) -> Any:
    """The data of the chart of claims, as the page carries it."""
    (slot,) = measured(rows)
    found = chart(slot, [("a note",)] * len(rows), [quoted] * len(rows), words_of(language))
    return json.loads(found.json)


def test_the_chart_has_each_range_its_open_ends_and_the_numbers_told() -> None:
    data = charted(claim("a", 14e9, 14e9), claim("b", 10e9, None, "at_least"), claim("c", 12e9, 20e9, "between"))
    lines = [(one["low"], one["high"], one["stated"]) for one in data["lines"]]
    assert lines == [(13.5, 14.5, [14.0]), (10.0, None, [10.0]), (12.0, 20.0, [12.0, 20.0])]
    # All finite ends, and an eighth of them on both sides.
    assert data["axis"] == {"low": pytest.approx(8.8), "high": pytest.approx(21.2), "title": "US$ bn"}


def test_a_line_of_the_chart_says_whose_word_it_is_when_and_what_it_agrees_with() -> None:
    rows = claim("a", 14e9, 14e9), claim("b", 20e9, 20e9, quote="20 bn"), claim("b", 14e9, 14e9, id="later")
    first, past, latest = charted(*rows)["lines"]
    assert [one["group"] for one in (first, past, latest)] == [0, None, 0]
    assert (past["source"], past["told"], past["value"]) == ("\u2068b\u2069", "1 Jun 2025", "US$20 bn")
    assert (past["quote"], past["notes"], past["href"]) == ("\u206820 bn\u2069", ["a note"], "#claim-b")
    assert charted(*rows, quoted=True)["lines"][1]["href"] == "#q-b"
    apart = charted(*rows[:2], language="ar")["lines"]
    assert [one["value"] for one in apart] == ["\u206714 مليار دولار · A\u2069", "\u206720 مليار دولار · B\u2069"]


def test_the_chart_says_in_a_sentence_what_there_is_to_see() -> None:
    rows = claim("a", 14e9, 14e9), claim("b", 20e9, 20e9)
    english, arabic = (charted(*rows, language=language) for language in ("en", "ar"))
    assert "Chart of Amount: 2 claims" in english["label"]
    assert "2 groups" in english["label"]
    assert "رسم المبلغ: رقمان" in arabic["label"]
    assert "في مجموعتين" in arabic["label"]
    assert (english["direction"], arabic["direction"]) == ("ltr", "rtl")


def test_no_text_of_others_ends_the_data_of_the_chart() -> None:
    evil = "</script><b>'&"
    (slot,) = measured([claim(evil, 14e9, 14e9, quote=evil)])
    text = str(chart(slot, [(evil,)], [True], words_of("en")).json)
    assert not set("<>&'") & set(text)
    (line,) = json.loads(text)["lines"]
    assert evil in line["source"]
    assert evil in line["quote"]


def test_a_single_point_and_an_unknown_range_have_an_axis() -> None:
    for row in (claim("a", 0, 0), claim("a", None, None, "vague"), claim("a", 49, 49, unit="percent")):
        data = charted(row, language="ar")
        assert 0 <= data["axis"]["low"] < data["axis"]["high"]
    assert charted(claim("a", None, None, "vague"))["lines"][0]["stated"] == []


def test_groups_have_letters() -> None:
    assert [letter(n) for n in (None, 0, 25, 26, 52)] == ["", "A", "Z", "A2", "A3"]
