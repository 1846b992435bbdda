"""Judging in a real browser, in both languages: with a keyboard, without scripts, on a phone, checked by axe."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import CHROMIUM, check_width, launched, opened
from playwright.sync_api import Browser, Page, expect

from desk.passwords import hashed
from desk.web.pages.words import words_of

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="no browser: apt-get install chromium")

NAME, WORDS = "سارة", "أربع كلمات سهلة هنا"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    yield from launched()


@pytest.fixture(scope="module")
def kept() -> str:
    return hashed(WORDS)


@pytest.fixture
def desk(
    ledger: Path, tmp_path: Path, kept: str, answering: Callable[[Path], AbstractContextManager[str]]
) -> Iterator[str]:
    """Where a ledger of one's own is served, with an editor."""
    home = tmp_path / "home"
    shutil.copytree(ledger, home)
    (home / "editors").write_text(f"{NAME}:{kept}\n", encoding="utf-8")
    with answering(home) as address:
        yield address


@pytest.fixture
def paths(deal_id: str, company_id: str) -> tuple[str, ...]:
    return (
        f"deals/{deal_id}",
        f"deals/{deal_id}/same",
        f"companies/{company_id}",
        f"companies/{company_id}/same?q=a",
        "judgements",
    )


def sign_in(page: Page, desk: str, language: str, path: str) -> None:
    t = words_of(language).t["sign"]  # type: ignore[arg-type]
    page.goto(f"{desk}/{language}/{path}")
    page.get_by_role("link", name=t["do"]).click()
    expect(page.get_by_label(t["name"])).to_be_focused()
    page.keyboard.type(NAME)
    page.keyboard.press("Tab")
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}/{path}")


def check(page: Page, size: str) -> None:
    check_width(page, size)
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


@pytest.mark.parametrize(("language", "size"), [("en", "desk"), ("ar", "phone"), ("ar", "narrow")])
def test_an_editor_judges_a_figure_and_takes_it_back(
    browser: Browser, desk: str, paths: tuple[str, ...], language: str, size: str
) -> None:
    faults: list[str] = []
    path, *others = paths
    t = words_of(language).t["judge"]  # type: ignore[arg-type]
    page = opened(browser, faults, size, dark=size == "phone")
    page.goto(f"{desk}/{language}/sign-in")
    check(page, size)
    sign_in(page, desk, language, path)
    check(page, size)
    page.get_by_role("button", name=t["wrong"]).first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(t["ask_wrong"])
    check(page, size)
    page.get_by_label(t["reason"]).fill("وون لا دولار")
    page.get_by_role("button", name=t["do"]).click()
    expect(page.get_by_role("status")).to_contain_text(t["done"])
    assert page.evaluate("document.querySelector(':target').id") == "told"
    check(page, size)
    page.get_by_role("link", name=t["back"]).first.click()
    expect(page.locator("tr.past .tag", has_text=words_of(language).t["deal"]["judged_wrong"])).to_have_count(1)  # type: ignore[arg-type]
    for other in others:
        page.goto(f"{desk}/{language}/{other}")
        check(page, size)
    page.get_by_role("button", name=t["undo"]).first.click()
    check(page, size)
    page.get_by_role("button", name=t["do_undo"]).click()
    expect(page.get_by_role("status")).to_contain_text(t["withdrawn_now"])
    page.get_by_role("button", name=words_of(language).t["sign"]["out"]).click()  # type: ignore[arg-type]
    expect(page.get_by_role("link", name=words_of(language).t["sign"]["do"])).to_be_visible()  # type: ignore[arg-type]
    assert faults == []
    page.context.close()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_articles_are_parted_and_put_together_without_scripts(
    browser: Browser, desk: str, deal_id: str, language: str
) -> None:
    t = words_of(language).t["judge"]  # type: ignore[arg-type]
    page = opened(browser, [], "desk", scripts=False)
    sign_in(page, desk, language, f"deals/{deal_id}")
    page.get_by_role("button", name=t["split"]).click()
    expect(page.get_by_role("alert")).to_have_text(t["no_article"])
    page.get_by_role("link", name=t["back"]).click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name=t["split"]).click()
    page.get_by_role("button", name=t["do"]).click()
    links = page.locator(".touched a.deal")
    expect(links).to_have_count(2)
    page.goto(f"{desk}/{language}/deals/{deal_id}")
    page.get_by_label(t["find_deal"]).fill("scale ai")
    page.keyboard.press("Enter")
    page.get_by_role("button", name=t["same"]).first.click()
    page.get_by_role("button", name=t["do"]).click()
    expect(links).to_have_count(1)
    page.context.close()


def test_a_wrong_password_is_told_and_the_form_goes_on(browser: Browser, desk: str) -> None:
    page = opened(browser, [], "phone")
    page.goto(f"{desk}/en/sign-in?back=/en/deals")
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill("something else")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_text("That name and password do not belong together.")
    expect(page.get_by_label("Password")).to_be_focused()
    check(page, "phone")
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/deals")
    page.context.close()
