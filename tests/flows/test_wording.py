"""Figures and names as people read them, and Arabic kept from its neighbours."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.wording import amount, change_value, day, deal_name, drawn_name, isolate, number
from safqa.feeds.sources import Source
from storage.rows import ChangeRow, DealHead, OrganisationRow, ValueRow

META, SCALE, ALPHA = (OrganisationRow("1", "Meta"), OrganisationRow("2", "Scale AI"), OrganisationRow("3", "ألفا"))


@pytest.mark.parametrize(
    ("low", "high", "unit", "qualifier", "said"),
    [
        (14e9, 14e9, "USD", "exact", "14.0 bn USD"),
        (14.3e9, 14.3e9, "USD", "exact", "14.3 bn USD"),
        (2.75e6, 2.75e6, "SAR", "exact", "2.75 m SAR"),
        (1.2e12, 1.2e12, "USD", "exact", "1.2 tn USD"),
        (500_000, 500_000, "USD", "exact", "500,000 USD"),
        (10e9, None, "USD", "at_least", "≥ 10.0 bn USD"),
        (1e9, None, "USD", "vague", "> 1.0 bn USD"),
        (None, 40e9, "USD", "at_most", "≤ 40.0 bn USD"),
        (15e9, 15e9, "USD", "about", "~15.0 bn USD"),
        (3e9, 4e9, "USD", "between", "3.0 bn USD – 4.0 bn USD"),
        (49, 49, "percent", "exact", "49 %"),
        (12.5, 12.5, "percent", "about", "~12.5 %"),
        (None, None, "USD", "vague", "?"),
    ],
)
def test_an_interval_reads_like_news(
    low: float | None, high: float | None, unit: str, qualifier: str, said: str
) -> None:
    assert amount(low, high, unit, qualifier) == said


def test_arabic_is_wrapped_and_latin_is_left_alone() -> None:
    assert isolate("أدنوك (ADNOC)") == "\u2067أدنوك (ADNOC)\u2069"
    assert isolate("Meta 49 %") == "Meta 49 %"


@given(st.text())
def test_no_text_reaches_beyond_its_cell(text: str) -> None:
    shown = isolate(text)
    inner = shown.removeprefix("\u2067").removesuffix("\u2069")
    assert not any(c in inner for c in "\n\r\x1b\u202e\u2066\u2067\u2068\u2069")
    assert shown.count("\u2067") == shown.count("\u2069")


def test_a_deal_is_named_by_who_gives_to_whom() -> None:
    assert deal_name(SCALE, [META]) == "Meta → Scale AI"
    assert deal_name(SCALE, []) == "Scale AI"
    assert deal_name(None, [META, ALPHA]) == "Meta + \u2067ألفا\u2069"
    assert deal_name(None, []) == "–"


def test_a_change_says_both_sides() -> None:
    def change(**keys: object) -> ChangeRow:
        blank = dict.fromkeys(ChangeRow.__dataclass_fields__)
        return ChangeRow(**{**blank, "kind": "revised", "deal": DealHead("d", "investment", SCALE, (META,)), **keys})  # type: ignore[arg-type]

    before = ValueRow(14e9, 14e9, "USD", "exact", "Reuters")
    after = ValueRow(14.3e9, 14.3e9, "USD", "exact", "Meta")
    assert change_value(change(metric="amount", before=before, after=after)) == (
        "amount: 14.0 bn USD (Reuters) → 14.3 bn USD (Meta)"
    )
    assert change_value(change(from_value="announced", to_value="completed")) == "announced → completed"
    assert change_value(change()) == "–"


def test_a_day_is_a_date_or_a_dash() -> None:
    assert (day(datetime(2025, 6, 10, 9, tzinfo=UTC)), day(None)) == ("2025-06-10", "–")


@pytest.mark.parametrize(
    ("name", "url", "drawn"),
    [
        ("Quay Gazette", "https://quay.example/feed", "Quay Gazette"),
        ("الضفة", "https://dijla.example/feed/", "dijla.example/feed"),
        ("صحيفة (EN)", "https://port.example/?format=feed", "port.example"),
        ("الضفة", f"https://dijla.example/{'a' * 60}", f"dijla.example/{'a' * 36}…"),
    ],
)
def test_a_name_that_the_graph_of_a_run_cannot_draw_is_an_address_there(name: str, url: str, drawn: str) -> None:
    assert drawn_name(Source(url=url, name=name)) == drawn


def test_one_thing_is_no_things() -> None:
    assert [number(n, "feed") for n in (0, 1, 2)] == ["0 feeds", "1 feed", "2 feeds"]
