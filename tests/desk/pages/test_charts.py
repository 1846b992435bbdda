"""Charts in a real browser, drawn by the library that comes with the pages. Skipped without Debian's chromium."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import CHROMIUM, SIZES, check_width, launched, opened
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from safqa.model import Article, Qualifier, Quote
from storage.engine import open_database
from storage.ingest import given, ingest
from storage.queries import deals

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="no browser: apt-get install chromium")

MANY = 40


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    yield from launched()


@pytest.fixture
def faults() -> Iterator[list[str]]:
    """What the browser complained of, a breach of the Content-Security-Policy too: nothing."""
    found: list[str] = []
    yield found
    assert found == []


def quoting(make: Any) -> Article:
    """All kinds of ranges, by sources of both scripts; the numbers need not be in their quotes."""
    text = "xAI raises 12 billion, or 20 billion, or at least 6 billion, up to 9 billion or 4 to 8 billion."
    told: dict[str, tuple[str, float | None, float | None, Qualifier]] = {
        "Axios": ("12 billion", 12e9, 12e9, Qualifier.EXACT),
        "CNBC": ("20 billion", 20e9, 20e9, Qualifier.EXACT),
        "The Wall Street Journal of Everywhere": ("at least 6 billion", 6e9, None, Qualifier.AT_LEAST),
        "الشرق الأوسط": ("up to 9 billion", None, 9e9, Qualifier.AT_MOST),
        "قناة CNBC عربية": ("4 to 8 billion", 4e9, 8e9, Qualifier.BETWEEN),
    }
    figures = [
        make.figure(
            low,
            high,
            qualifier=qualifier,
            source=source,
            quote=Quote(words, text.index(words), text.index(words) + len(words)),
        )
        for source, (words, low, high, qualifier) in told.items()
    ]
    return make.article("quoting", make.mention(*figures, target="xAI", parties=["Nvidia"]), text=text)  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def charts(
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_template: Path,
    make: Any,
    answering: Callable[[Path], AbstractContextManager[str]],
) -> Iterator[dict[str, str]]:
    """Addresses, without the language, of a deal with all kinds of claims and of one with very many."""
    home = tmp_path_factory.mktemp("charts")
    (home / "feeds.toml").write_text("feeds = 7", encoding="utf-8")
    shutil.copy(sqlite_template, home / "safqa.db")
    figures = [make.figure((n + 1) * 1e8, source=f"Source {n}") for n in range(MANY)]
    many = make.article("many", make.mention(*figures, target="Mistral AI", parties=["ASML"]))
    with open_database(f"sqlite:///{home / 'safqa.db'}") as database:
        ingest(database, [given(quoting(make)), given(many)], seen_at=make.day(1))
        found = {name: deals(database, company=name)[0].id for name in ("xAI", "Mistral AI")}
    with answering(home) as address:
        yield {name: f"{address}/{{}}/deals/{found[name]}" for name in found}


def plot_of(page: Page) -> Locator:
    return page.locator(".plot").first


def words_of_plot(page: Page) -> list[str]:
    """What is written in the chart, without the marks that isolate directions."""
    return [re.sub("[\u2067-\u2069]", "", text) for text in plot_of(page).locator("text").all_text_contents()]


def box_of(page: Page, text: str) -> FloatRect:
    """Where a text of the chart stands."""
    found = plot_of(page).locator("text", has_text=re.compile(f"^\u2068?{text}\u2069?$")).bounding_box()
    assert found
    return found


def left(page: Page, text: str) -> float:
    return box_of(page, text)["x"]


def colours(page: Page) -> set[str]:
    """The colours of what is filled in the chart, as they are seen."""
    every = plot_of(page).locator("path[fill^='var']").evaluate_all("all => all.map(e => getComputedStyle(e).fill)")
    return set(every)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_it_is_drawn_in_each_language_and_width(
    browser: Browser, charts: dict[str, str], faults: list[str], language: str, size: str
) -> None:
    page = opened(browser, faults, size)
    page.goto(charts["xAI"].format(language))
    expect(plot_of(page).locator("svg")).to_be_visible()
    shown = words_of_plot(page)
    value, told = ("12 مليار دولار · A", "1 يونيو 2025") if language == "ar" else ("US$12 bn · A", "1 Jun 2025")
    assert {"Axios", "CNBC", "الشرق الأوسط", "قناة CNBC عربية", value} <= set(shown)
    assert shown.count(told) == 5
    check_width(page, size)
    numbers = {int(text): left(page, text) for text in shown if text.isdigit()}
    assert len(numbers) > 2
    assert sorted(numbers, key=numbers.__getitem__) == sorted(numbers)  # numbers grow to the right
    assert (left(page, "Axios") > min(numbers.values())) == (language == "ar")  # lines begin where the language does
    page.context.close()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_word_sticks_out_or_shrinks(
    browser: Browser, charts: dict[str, str], faults: list[str], language: str
) -> None:
    page = opened(browser, faults, "desk")
    page.goto(charts["xAI"].format(language))
    for size in ("desk", "phone", "narrow"):  # the same page, made narrower
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        svg = plot_of(page).locator("svg")
        expect(svg).to_have_attribute("width", str(plot_of(page).evaluate("plot => plot.clientWidth")))
        edge = plot_of(page).bounding_box()
        assert edge
        for text in plot_of(page).locator("text").all():
            box = text.bounding_box()
            assert box
            assert box["x"] >= edge["x"] - 1, text.text_content()
            assert box["x"] + box["width"] <= edge["x"] + edge["width"] + 1, text.text_content()
            assert text.evaluate("text => parseFloat(getComputedStyle(text).fontSize)") > 12
    page.context.close()


def test_it_follows_the_colours_of_the_machine_and_of_the_page(
    browser: Browser, charts: dict[str, str], faults: list[str]
) -> None:
    page = opened(browser, faults, "desk")
    page.goto(charts["xAI"].format("en"))
    light = colours(page)
    assert {"rgb(11, 114, 133)", "rgb(194, 87, 12)"} <= light  # --group-0 and --group-1
    page.emulate_media(color_scheme="dark")
    dark = colours(page)
    assert not light & dark
    page.get_by_role("button", name="Light").click()
    page.wait_for_load_state()
    assert colours(page) == light
    page.context.close()


def test_what_is_pointed_at_is_told_and_a_click_leads_to_its_words(
    browser: Browser, charts: dict[str, str], faults: list[str]
) -> None:
    page = opened(browser, faults, "desk")
    page.goto(charts["xAI"].format("en"))
    tip = page.locator(".tip").first
    expect(tip).to_be_hidden()
    page.mouse.move(*middle_of_row(page, 1))
    expect(tip).to_be_visible()
    for told in ("CNBC", "US$20 bn · B", "US$19.5 bn to US$20.5 bn", "1 Jun 2025", "20 billion"):
        expect(tip).to_contain_text(told)
    assert Axe().run(page, context=".chart").violations_count == 0
    page.mouse.click(*middle_of_row(page, 1))
    assert page.locator("mark:has(a:target)").text_content() == "20 billion"
    page.context.close()


def test_a_finger_is_told_first_and_follows_the_link(browser: Browser, charts: dict[str, str]) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(charts["xAI"].format("ar"))
    plot_of(page).scroll_into_view_if_needed()
    page.touchscreen.tap(*middle_of_row(page, 0))
    link = page.locator(".tip a").first
    expect(link).to_be_visible()
    assert "#" not in page.url
    link.tap()
    assert page.locator("mark:has(a:target)").text_content() == "12 billion"
    context.close()


def middle_of_row(page: Page, row: int) -> tuple[float, float]:
    """A place in the plot, in the row of a claim that stands so far down."""
    box = plot_of(page).bounding_box()
    first, second = (box_of(page, name) for name in ("Axios", "CNBC"))
    assert box
    return box["x"] + box["width"] / 2, first["y"] + first["height"] + 4 + row * (second["y"] - first["y"])


def test_claims_are_read_by_keyboard(browser: Browser, charts: dict[str, str], faults: list[str]) -> None:
    page = opened(browser, faults, "desk")
    page.goto(charts["xAI"].format("ar"))
    plot, tip, said = plot_of(page), page.locator(".tip").first, page.locator(".chart [aria-live]").first
    plot.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(tip).to_contain_text("CNBC")
    expect(said).to_contain_text("20 مليار دولار · B")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    expect(said).to_be_empty()
    page.keyboard.press("End")
    expect(tip).to_contain_text("4 to 8 billion")
    page.keyboard.press("Enter")
    assert page.locator("mark:has(a:target)").text_content() == "4 to 8 billion"
    page.context.close()


@pytest.mark.parametrize(("language", "size"), [("en", "desk"), ("ar", "narrow")])
def test_of_very_many_claims_the_latest_are_seen_and_the_others_reached(
    browser: Browser, charts: dict[str, str], faults: list[str], language: str, size: str
) -> None:
    page = opened(browser, faults, size)
    page.goto(charts["Mistral AI"].format(language))
    box = plot_of(page).bounding_box()
    assert box
    assert box["height"] < 900
    names = [text for text in words_of_plot(page) if text.startswith("Source ")]
    assert names == [f"Source {n}" for n in range(MANY - 12, MANY)]
    plot_of(page).focus()
    page.keyboard.press("Home")
    expect(page.locator(".tip").first).to_contain_text("Source 0")
    assert [text for text in words_of_plot(page) if text.startswith("Source ")] == [f"Source {n}" for n in range(12)]
    page.context.close()


def test_it_is_drawn_again_when_htmx_brings_the_page_anew(
    browser: Browser, charts: dict[str, str], faults: list[str]
) -> None:
    page = opened(browser, faults, "desk")
    page.goto(charts["xAI"].format("en"))
    plot_of(page).evaluate("plot => plot.id = 'old'")
    page.evaluate("htmx.ajax('GET', location.pathname, {target: 'main', select: 'main', swap: 'outerHTML'})")
    expect(page.locator("#old")).to_have_count(0)
    expect(plot_of(page).locator("svg")).to_be_visible()
    assert "Axios" in words_of_plot(page)
    page.context.close()


def test_on_paper_it_is_as_wide_as_paper(browser: Browser, charts: dict[str, str], faults: list[str]) -> None:
    page = opened(browser, faults, "desk")
    page.goto(charts["xAI"].format("en"))
    svg = plot_of(page).locator("svg")
    before = svg.get_attribute("width")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(svg).to_have_attribute("width", "660")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(svg).to_have_attribute("width", str(before))
    page.context.close()


def test_without_the_library_the_tables_stand_alone(browser: Browser, charts: dict[str, str]) -> None:
    page = opened(browser, [], "phone")
    page.route("**/echarts*", lambda route: route.abort())
    page.goto(charts["xAI"].format("ar"))
    expect(page.locator(".claims")).to_be_visible()
    expect(page.locator(".chart")).to_be_hidden()
    page.context.close()
