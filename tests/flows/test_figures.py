"""New and changed figures as a run tells them: from what to what, who says so, and where it stands."""

from datetime import UTC, datetime
from typing import Any

from flows.artifacts import figure_cells, figures_told, gist
from flows.figures import figure_lines, new_deals
from storage.rows import ChangeRow, DealHead, FigureRow, OrganisationRow, ValueRow

TOLD = datetime(2025, 6, 10, tzinfo=UTC)
DEAL = DealHead("d1", "investment", OrganisationRow("1", "Scale AI"), (OrganisationRow("2", "صندوق بيتا"),))


def value(number: float, source: str) -> ValueRow:
    return ValueRow(number, number, "USD", "exact", source)


def change(kind: str, before: ValueRow | None = None, after: ValueRow | None = None, **other: Any) -> ChangeRow:
    fields: dict[str, Any] = {
        "deal": DEAL, "metric": "amount", "from_value": None, "to_value": None, "url": "https://news.example/1",
        "publisher": "News", "published_at": TOLD, "detected_at": TOLD, "reason_en": "", "reason_ar": "",
        "severity": "high", "official": False, "suppressed": None,
    }  # fmt: skip
    return ChangeRow(kind, kind, before=before, after=after, **{**fields, **other})


def figure(metric: str, number: float, *sources: str, **other: Any) -> FigureRow:
    slot = {"scope": "whole", "party": None, "basis": None, **other}
    return FigureRow(metric, **slot, low=number, high=number, unit="USD", qualifier="exact", sources=sources)


def test_a_changed_figure_goes_from_old_to_new() -> None:
    [line] = figure_lines([change("revised", value(14e9, "رويترز"), value(15e9, "Meta"), official=True)], {})
    assert figure_cells(line) == {
        "deal": "\u2067صندوق بيتا\u2069 → Scale AI",
        "figure": "amount",
        "old": "14.0 bn USD (\u2067رويترز\u2069)",
        "new": "15.0 bn USD",
        "who says so": "Meta",
        "change": "revised (official)",
        "publisher": "News",
        "told": "2025-06-10",
        "address": "https://news.example/1",
    }


def test_a_new_deal_shows_its_figures_once() -> None:
    found = {"d1": [figure("amount", 14e9, "News", "Wire"), figure("valuation", 29e9, "News", basis="post_money")]}
    changes = [change("new_deal", metric=None), change("new_figure", after=value(29e9, "News"), metric="valuation")]
    lines = figure_lines(changes, found)
    assert [(f.figure, f.old, f.new, f.says, f.change) for f in lines] == [
        ("amount", "", "14.0 bn USD", "News, Wire", "new_deal"),
        ("valuation post_money", "", "29.0 bn USD", "News", "new_deal"),
    ]


def test_what_is_about_no_figure_is_left_out() -> None:
    moved = change("status_changed", metric=None, from_value="announced", to_value="completed")
    assert figure_lines([moved, change("new_deal", metric=None)], {}) == []


def test_a_figure_that_is_only_said_again_is_neither_new_nor_changed() -> None:
    same = {"before": value(14e9, "News"), "after": value(14e9, "Meta")}
    assert figure_lines([change("corroborated", **same), change("confirmed", **same, official=True)], {}) == []


def test_markdown_has_links_and_takes_names_as_text() -> None:
    odd = change("conflict", value(1e9, "A|B"), value(2e9, "[x](y)"), url="https://news.example/1?a=(b)|<c>")
    told = figures_told(figure_lines([odd], {}))
    assert "1.0 bn USD (A\\|B) → **2.0 bn USD** | \\[x\\](y)" in told
    assert "[News, 2025-06-10](<https://news.example/1?a=(b)%7C%3Cc%3E>)" in told


def test_a_long_list_says_how_many_are_left() -> None:
    lines = figure_lines([change("conflict", None, value(2e9, "A"))] * 103, {})
    assert "and 3 more: `safqa changes`" in figures_told(lines)


def test_a_run_is_named_by_what_it_brought() -> None:
    deal, other = change("new_deal"), change("new_deal", deal=DealHead("d2", "ipo", None, ()))
    assert new_deals([deal, other]) == {"d1", "d2"}
    assert gist([]) == "nothing new"
    assert gist([deal]) == "1 new deal"
    assert gist([deal, other, change("revised"), change("conflict")]) == "2 new deals · 2 changes"
    assert gist([change("conflict")]) == "1 change"
