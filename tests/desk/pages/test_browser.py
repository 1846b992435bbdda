"""The pages in a real browser: phone and desk, both languages, light and dark, by keyboard, checked by axe.

Skipped where Debian's chromium is not installed (`apt-get install chromium`).
"""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import CHROMIUM, SIZES, check_width, launched, opened
from playwright.sync_api import Browser, expect

from desk.web.pages.words import words_of

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="no browser: apt-get install chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    yield from launched()


@pytest.fixture
def faults() -> list[str]:
    """What the browser complained of."""
    return []


@pytest.fixture
def paths(deal_id: str, company_id: str) -> tuple[str, ...]:
    return (
        "changes?all=1",
        "deals?source=Reuters",
        "deals?as_of=2025-07-22",
        f"deals/{deal_id}",
        f"deals/{deal_id}?as_of=2025-07-22",
        f"companies/{company_id}",
        "feeds",
        "runs",
    )


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_pages_fit_without_a_word_of_complaint(
    browser: Browser, address: str, paths: tuple[str, ...], language: str, size: str
) -> None:
    faults: list[str] = []
    page = opened(browser, faults, size)
    for path in paths:
        page.goto(f"{address}/{language}/{path}")
        check_width(page, size)
    assert faults == []
    page.context.close()


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_pages_are_accessible(browser: Browser, address: str, paths: tuple[str, ...], language: str, size: str) -> None:
    page = opened(browser, [], size, dark=size == "phone")
    for path in paths:
        page.goto(f"{address}/{language}/{path}")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    page.evaluate("document.querySelector('main').innerHTML = '<img src=/static/icon.svg>'")
    assert Axe().run(page).violations_count > 0  # it does look
    page.context.close()


def test_filters_are_reached_and_used_by_keyboard(browser: Browser, address: str, faults: list[str]) -> None:
    page = opened(browser, faults, "desk")
    page.goto(f"{address}/en/deals")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "company"
    page.keyboard.type("openai")
    page.wait_for_url("**/en/deals?company=openai")
    expect(page.locator("#deal-rows > tr")).to_have_count(2)
    expect(page.locator("#count")).to_have_text("2 deals")
    assert page.evaluate("document.activeElement.name") == "company"  # typing can go on
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Can")
    page.wait_for_url("**status=cancelled")
    expect(page.locator("#deal-rows > tr")).to_have_count(1)
    page.go_back()
    expect(page.locator("#deal-rows > tr")).to_have_count(2)
    assert faults == []
    page.context.close()


def test_pages_work_without_scripts(browser: Browser, address: str, faults: list[str]) -> None:
    page = opened(browser, faults, "phone", scripts=False)
    page.goto(f"{address}/ar/deals")
    page.get_by_label("الشركة").fill("humain")
    page.get_by_role("button", name="تطبيق").click()
    assert page.locator("#deal-rows > tr").count() == 1
    page.get_by_role("button", name="داكن").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert "company=humain" in page.url
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("dir") == "ltr"
    page.locator("a.deal").first.click()
    assert page.locator("h1").text_content() is not None
    assert page.locator(".claims:visible").count() == 1
    assert page.locator(".chart:visible, .of-charts:visible").count() == 0
    page.context.close()


def test_a_quote_leads_to_its_place_in_the_article(
    browser: Browser, address: str, faults: list[str], deal_id: str
) -> None:
    page = opened(browser, faults, "desk")
    page.goto(f"{address}/en/deals/{deal_id}")
    page.locator("a[href^='#q-']").last.click()
    mark = page.locator("mark:has(a:target)")
    mark.wait_for(state="visible")
    assert mark.text_content() == "20 billion"
    assert faults == []
    page.context.close()


def test_the_arabic_page_is_laid_out_from_the_right(browser: Browser, address: str, faults: list[str]) -> None:
    page = opened(browser, faults, "desk")
    page.goto(f"{address}/ar/deals")
    brand, switch = page.locator(".brand").bounding_box(), page.locator(".switch").bounding_box()
    assert brand is not None
    assert switch is not None
    assert brand["x"] > switch["x"]
    first, last = page.locator("thead th").first.bounding_box(), page.locator("thead th").last.bounding_box()
    assert first is not None
    assert last is not None
    assert first["x"] > last["x"]
    page.context.close()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_day_of_the_past_is_chosen_and_left_again(
    browser: Browser, address: str, deal_id: str, language: str
) -> None:
    t = words_of(language).t["deal"]  # type: ignore[arg-type]
    faults: list[str] = []
    page = opened(browser, faults, "desk")
    page.goto(f"{address}/{language}/deals")
    every = page.locator("#deal-rows > tr").count()
    page.locator("summary").click()
    page.locator("input[name=as_of]").fill("2025-07-22")
    expect(page.locator("#known .note")).to_be_visible()
    expect(page.locator("#deal-rows > tr")).not_to_have_count(every)
    page.locator(f"a.deal[href$='/{deal_id}?as_of=2025-07-22']").click()
    expect(page.get_by_label(t["as_of"])).to_have_value("2025-07-22")
    known = page.locator(".claims tbody tr").count()
    page.get_by_label(t["as_of"]).fill("")
    with page.expect_navigation():
        page.get_by_role("button", name=t["look"]).click()
    expect(page.get_by_role("status")).to_have_count(0)
    assert page.locator(".claims tbody tr").count() > known
    assert faults == []
    page.context.close()
