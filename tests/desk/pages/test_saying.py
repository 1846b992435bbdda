"""How the pages say figures, dates and counts; how they keep scripts apart; what they read in an address."""

import tomllib
from datetime import UTC, datetime
from importlib import resources
from typing import Any

import pytest

from desk.web.links import own_path, web_link
from desk.web.pages.filters import Asked, query
from desk.web.pages.language import preferred
from desk.web.pages.runs import ui_address
from desk.web.pages.safe import isolated
from desk.web.pages.words import words_of
from safqa.model import ChangeKind, DealType, Metric, Qualifier, Role, Scope, Stage, Status
from storage.rows import StatedRow

EN, AR = words_of("en"), words_of("ar")


def stated(low: float | None, high: float | None, qualifier: str = "exact", **more: Any) -> StatedRow:
    slot = {"metric": "amount", "scope": "whole", "party": None, "basis": None, "unit": "USD", **more}
    return StatedRow(low=low, high=high, qualifier=qualifier, **slot)


@pytest.mark.parametrize(
    ("row", "english", "arabic"),
    [
        (stated(14.3e9, 14.3e9), "US$14.3 bn", "14.3 مليار دولار"),
        (stated(15e9, 15e9, "about"), "about US$15 bn", "نحو 15 مليار دولار"),
        (stated(10e9, None, "at_least"), "at least US$10 bn", "10 مليار دولار على الأقل"),
        (stated(None, 40e9, "at_most"), "up to US$40 bn", "حتى 40 مليار دولار"),
        (stated(1e9, None, "vague"), "over US$1 bn", "أكثر من 1 مليار دولار"),
        (stated(2e9, 3e9, "between", unit="EUR"), "€2 bn to €3 bn", "من 2 مليار يورو إلى 3 مليار يورو"),
        (stated(2e9, 2e9, "between", unit="SAR"), "SAR 2 bn", "2 مليار ريال سعودي"),
        (stated(49, 49, "about", unit="percent"), "about 49%", "نحو \u206649%\u2069"),
        (stated(500_000, 500_000, unit="XYZ"), "XYZ 500,000", "500,000 XYZ"),
        (stated(None, None), "–", "–"),
    ],
)
def test_figures_as_people_say_them(row: StatedRow, english: str, arabic: str) -> None:
    assert (EN.amount(row), AR.amount(row)) == (english, arabic)


def test_a_slot_names_its_scope_and_basis() -> None:
    share = stated(1, 1, scope="party_share", party="MGX")
    assert (EN.slot(share), AR.slot(share)) == ("Amount, share of MGX", "المبلغ، نصيب MGX")
    assert EN.slot(stated(1, 1, metric="valuation", basis="post_money")) == "Valuation, post-money"


def test_arabic_has_all_its_plurals() -> None:
    said = [AR.count("deals", n) for n in (0, 1, 2, 3, 11, 100, 1234)]
    assert said == ["لا صفقات", "صفقة واحدة", "صفقتان", "3 صفقات", "11 صفقة", "100 صفقة", "1,234 صفقة"]
    assert [EN.count("deals", n) for n in (0, 1, 2)] == ["0 deals", "1 deal", "2 deals"]


def test_moments_are_told_in_the_zone_of_the_settings() -> None:
    late = datetime(2025, 6, 10, 22, 5, tzinfo=UTC)
    assert (EN.day(late), AR.day(late)) == ("10 Jun 2025", "10 يونيو 2025")
    assert words_of("en", "Asia/Riyadh").minute(late) == "11 Jun 2025, 01:05"


def keys(table: dict[str, Any], path: str = "") -> set[str]:
    return {
        found
        for name, value in table.items()
        for found in (keys(value, f"{path}{name}.") if isinstance(value, dict) else {path + name})
    }


def test_both_languages_have_the_same_words_and_a_word_for_every_value() -> None:
    files = resources.files("desk.web").joinpath("words")
    english, arabic = (keys(tomllib.loads(files.joinpath(f"{x}.toml").read_text("utf-8"))) for x in ("en", "ar"))
    mine = {key for key in english | arabic if not key.startswith(("count.", "unit."))}
    assert mine & english == mine & arabic
    for table, values in (
        ("kind", ChangeKind),
        ("type", DealType),
        ("status", Status),
        ("stage", Stage),
        ("metric", Metric),
        ("qualifier", Qualifier),
        ("scope", Scope),
        ("role", Role),
    ):
        assert {f"{table}.{value}" for value in values} <= english
    # A template takes `t.deal.copy` for the method of a dictionary.
    assert not {key.rpartition(".")[2] for key in english} & set(dir(dict))


def test_latin_names_in_an_arabic_sentence_are_kept_to_themselves() -> None:
    told = isolated("يذكر Scale AI رقم 14 والناشر U.S. News.", "ar")
    assert told == "يذكر <bdi>Scale AI</bdi> رقم 14 والناشر <bdi>U.S</bdi>. <bdi>News</bdi>."
    assert isolated("says الشرق بلومبرغ; 14", "en") == "says <bdi>الشرق بلومبرغ</bdi>; 14"
    assert isolated("<b>\u202e & x", "en") == "&lt;b&gt;  &amp; x"


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example/1?x=1", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.example", False),
        ("https://", False),
        ("http://[", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_links(url: str | None, *, link: bool) -> None:
    assert web_link(url) == (url if link else None)


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("/en/deals?x=1", True),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("https://evil.example", False),
        ("/a\r\nSet-Cookie: x", False),
        ("", False),
        (None, False),
    ],
)
def test_only_own_paths_are_led_back_to(path: str | None, *, own: bool) -> None:
    assert own_path(path) == (path if own else None)


@pytest.mark.parametrize(
    ("chosen", "accept", "language"),
    [
        (None, "ar-SA,ar;q=0.9,en;q=0.8", "ar"),
        (None, "fr,en;q=0.5,ar;q=0.7", "ar"),
        (None, "ar;q=0,en", "en"),
        (None, "ar;q=x", "en"),
        (None, None, "en"),
        ("ar", "en", "ar"),
        ("xx", "ar", "ar"),
    ],
)
def test_the_language_of_a_reader(chosen: str | None, accept: str | None, language: str) -> None:
    assert preferred(chosen, accept) == language


def test_what_an_address_asks_for() -> None:
    asked = Asked(
        {"min": "٢٫٥bn", "since": "2025-06-10", "until": "2025-06-10", "kind": "new_deal", "company": " a\0b "}
    )
    assert asked.size("min") == 2.5e9
    assert asked.day("since") == datetime(2025, 6, 10, tzinfo=UTC)
    assert asked.next_day("until") == datetime(2025, 6, 11, tzinfo=UTC)
    assert asked.word("kind", tuple(ChangeKind)) == "new_deal"
    assert asked.text("company") == "ab"
    assert asked.faults == []


@pytest.mark.parametrize(("name", "value"), [("min", "lots"), ("min", "5 dogs"), ("since", "yesterday"), ("kind", "x")])
def test_what_cannot_be_meant_is_named(name: str, value: str) -> None:
    asked = Asked({name: value})
    asked.size("min"), asked.day("since"), asked.word("kind", ())
    assert asked.faults == [name]


@pytest.mark.parametrize("value", ["9999-12-31", "0001-01-01"])
def test_the_ends_of_the_calendar_are_days(value: str) -> None:
    asked = Asked({"until": value})
    assert (asked.next_day("until") is None) == bool(asked.faults)


def test_queries_hold_what_is_set() -> None:
    assert query({"a": "x y", "b": None, "c": ""}) == "?a=x+y"
    assert query({}) == ""


@pytest.mark.parametrize(
    ("named", "api", "ui"),
    [
        (None, "http://127.0.0.1:4200/api", "http://127.0.0.1:4200"),
        (None, "https://user:secret@prefect.example/base/api/", "https://prefect.example/base"),
        ("https://ui.example/", "http://127.0.0.1:4200/api", "https://ui.example"),
        ("javascript:alert(1)", None, None),
        (None, None, None),
    ],
)
def test_where_the_prefect_ui_is(named: str | None, api: str | None, ui: str | None) -> None:
    assert ui_address(named, api) == ui
