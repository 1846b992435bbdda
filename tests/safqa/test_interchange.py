"""Rows in, deals out: what is taken, what is refused and how that is said."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safqa.errors import InputError
from safqa.interchange import article_from_row, text_from_row
from safqa.model import Basis, Metric, Polarity, Qualifier, Quote, Scope, Status
from safqa.shapes import deal_shape, number, to_json

TEXT = "أعلنت شركة ألفا أنها جمعت 14.3 مليار دولار من صندوق بيتا."
QUOTE = "14.3 مليار دولار"
FIGURE = {"metric": "amount", "low": 14300000000, "high": 14300000000, "unit": "USD", "qualifier": "exact"}


def row(**keys: Any) -> dict[str, Any]:
    return {"url": "https://news.example/1", "text": TEXT, **keys}


def deal(**keys: Any) -> dict[str, Any]:
    return {"type": "funding_round", "status": "completed", "target": {"name": "Alpha"}, "parties": [], **keys}


def figures(*rows: dict[str, Any]) -> dict[str, Any]:
    return row(deals=[deal(figures=list(rows))])


def refusal(given_row: object) -> str:
    with pytest.raises(InputError) as caught:
        article_from_row(given_row, "rows.jsonl:7")
    message = str(caught.value)
    assert message.startswith("rows.jsonl:7: ")
    assert "\n" not in message
    return message


def test_the_smallest_row_is_an_address_and_a_text() -> None:
    article = article_from_row(row(), "x:1")
    assert (article.url, article.text, article.published, article.mentions) == (row()["url"], TEXT, None, None)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2025-06-10", datetime(2025, 6, 10, tzinfo=UTC)),
        ("2025-06-10T09:20", datetime(2025, 6, 10, 9, 20, tzinfo=UTC)),
        ("2025-06-10T09:20:00Z", datetime(2025, 6, 10, 9, 20, tzinfo=UTC)),
        ("2025-06-10T01:20:00+03:00", datetime(2025, 6, 9, 22, 20, tzinfo=UTC)),
    ],
)
def test_dates_are_iso_8601_and_utc_unless_they_say_otherwise(written: str, meant: datetime) -> None:
    assert article_from_row(row(published=written), "x:1").published == meant


@pytest.mark.parametrize("written", ["10/06/2025", "yesterday", "", 20250610, "2025-13-01", "0001-01-01T00:00+14:00"])
def test_any_other_date_is_a_bad_row(written: object) -> None:
    assert "published: is not an ISO 8601 date" in refusal(row(published=written))


def test_given_deals_are_kept_whole_optional_ones_too() -> None:
    figure = FIGURE | {"scope": "party_share", "party": "Beta", "source": "Reuters", "optional": True}
    denied = {**FIGURE, "metric": "valuation", "basis": "pre_money", "polarity": "denied", "former": True}
    article = article_from_row(row(deals=[deal(figures=[figure, denied], background=True, optional=True)]), "x:1")
    assert article.mentions is not None
    [mention] = article.mentions
    share, valuation = mention.figures
    assert (mention.status, mention.background) == (Status.COMPLETED, True)
    assert (share.scope, share.party, share.source) == (Scope.PARTY_SHARE, "Beta", "Reuters")
    assert (valuation.metric, valuation.basis) == (Metric.VALUATION, Basis.PRE_MONEY)
    assert (valuation.polarity, valuation.former) == (Polarity.DENIED, True)


def test_no_deals_given_differs_from_an_empty_list() -> None:
    assert article_from_row(row(), "x:1").mentions is None
    assert article_from_row(row(deals=[]), "x:1").mentions == ()


def test_a_quote_is_found_in_the_text_or_checked_against_its_place() -> None:
    start = TEXT.index(QUOTE)
    placed = FIGURE | {"quote": QUOTE, "start": start, "end": start + len(QUOTE)}
    for figure in ({**FIGURE, "quote": QUOTE}, placed, {k: v for k, v in placed.items() if k != "quote"}):
        mentions = article_from_row(figures(figure), "x:1").mentions
        assert mentions is not None
        assert mentions[0].figures[0].quote == Quote(QUOTE, start, start + len(QUOTE))


@pytest.mark.parametrize(
    ("figure", "fault"),
    [
        (FIGURE | {"quote": "15 مليار"}, "does not stand in the text"),
        (FIGURE | {"quote": QUOTE, "start": 0, "end": 5}, "reads"),
        (FIGURE | {"start": 0, "end": 5000}, "not inside the text"),
        (FIGURE | {"start": 3}, "start and end come together"),
        (FIGURE | {"low": None, "high": None}, "neither low nor high"),
        (FIGURE | {"low": 2, "high": 1}, "low above high"),
        (FIGURE | {"low": "14"}, "deals.0.figures.0.low"),
        (FIGURE | {"low": True}, "deals.0.figures.0.low"),
        (FIGURE | {"low": -1}, "deals.0.figures.0.low"),
        (FIGURE | {"low": 10**400}, "deals.0.figures.0.low"),
        (FIGURE | {"high": 1e21}, "deals.0.figures.0.high"),
        (FIGURE | {"unit": "dollars"}, "deals.0.figures.0.unit"),
        (FIGURE | {"qualifier": "roughly"}, "deals.0.figures.0.qualifier"),
    ],
)
def test_a_wrong_figure_is_named_with_its_path(figure: dict[str, Any], fault: str) -> None:
    assert fault in refusal(figures(figure))


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        (["a", "list"], "must be a JSON object"),
        ("text", "must be a JSON object"),
        ({"text": TEXT}, "url: field required"),
        ({"url": "https://news.example/1"}, "text: field required"),
        (row(text="  \n"), "text: is empty"),
        (row(url="news.example"), "url: is not an http(s) address"),
        (row(url="file:///etc/passwd"), "url: is not an http(s) address"),
        (row(text="a\x00b"), "NUL"),
        (row(title="\ud800"), "surrogate"),
        (row(deals=[deal(type="gift")]), "deals.0.type"),
        (row(deals="none"), "deals"),
        (row(lang=1, publisher=2), "(and 1 more)"),
    ],
)
def test_a_bad_row_is_one_line_that_names_the_key(bad: object, fault: str) -> None:
    assert fault in refusal(bad)


def test_a_text_row_answers_under_its_own_id_or_its_place() -> None:
    assert text_from_row({"id": 12, "text": "x"}, "f:3").id == "12"
    assert text_from_row({"text": "x"}, "f:3").id == "f:3"


def test_a_deal_leaves_in_the_shape_of_the_contract() -> None:
    start = TEXT.index(QUOTE)
    given_row = figures({**FIGURE, "quote": QUOTE})
    mentions = article_from_row(given_row, "x:1").mentions
    assert mentions is not None
    assert deal_shape(mentions[0]) == {
        "type": "funding_round",
        "status": "completed",
        "stage": None,
        "target": {"name": "Alpha", "surface": []},
        "parties": [],
        "figures": [{**FIGURE, "source": None, "quote": QUOTE, "start": start, "end": start + len(QUOTE)}],
    }


def test_keys_beyond_the_contract_appear_where_they_say_something() -> None:
    said = FIGURE | {"scope": "debt", "party": "Beta", "basis": "post_money", "polarity": "denied", "former": True}
    mentions = article_from_row(row(deals=[deal(figures=[said], background=True, polarity="denied")]), "x:1").mentions
    assert mentions is not None
    shape = deal_shape(mentions[0])
    assert shape["background"] is True
    assert shape["polarity"] == "denied"
    assert said.items() <= shape["figures"][0].items()


@given(st.integers(min_value=0, max_value=10**15))
def test_whole_numbers_are_written_as_integers(value: int) -> None:
    assert to_json(number(float(value))) == str(value)


def test_fractions_stay_and_nothing_is_nothing() -> None:
    assert (number(2.5), number(None)) == (2.5, None)


@given(
    st.floats(min_value=0, max_value=1e14, allow_nan=False),
    st.sampled_from(Qualifier),
    st.sampled_from(Scope),
    st.booleans(),
)
def test_what_leaves_can_come_in_again(low: float, qualifier: Qualifier, scope: Scope, former: bool) -> None:
    figure = FIGURE | {"low": low, "high": None, "qualifier": qualifier, "scope": scope, "former": former}
    first = article_from_row(figures(figure), "x:1").mentions
    assert first is not None
    again = article_from_row(row(deals=[json.loads(to_json(deal_shape(first[0])))]), "x:1").mentions
    assert again == first
