"""A ledger that is longer than a page, and a deal that went up in another."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect, sync_playwright

from storage.acts import Word
from storage.engine import open_database
from storage.ingest import given, ingest
from storage.judgements import Verdict, judge_deals
from storage.queries import deals

# Two full pages of deals, and one more on a third.
DEALS = 101
# Outlets that give one and the same figure: each line of the table could name eight others.
OUTLETS = 9


@pytest.fixture(scope="module")
def merged() -> dict[str, str]:
    """Filled by `client`: the deal that is no more, and the one that answers for it."""
    return {}


@pytest.fixture(scope="module")
def client(
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_template: Path,
    make: Any,
    answering: Callable[[Path], AbstractContextManager[str]],
    merged: dict[str, str],
) -> Iterator[httpx.Client]:
    home = tmp_path_factory.mktemp("long")
    (home / "feeds.toml").write_text("feeds = 7", encoding="utf-8")
    shutil.copy(sqlite_template, home / "safqa.db")
    names = [f"Company {chr(65 + n // 26)}{chr(65 + n % 26)}x" for n in range(DEALS + 1)]
    told = [make.article(f"a{n}", make.mention(target=name), published=make.day(n)) for n, name in enumerate(names)]
    same = make.mention(make.figure(), target=names[2])
    told += [make.article(f"o{n}", same, published=make.day(3 + n)) for n in range(OUTLETS)]
    with open_database(f"sqlite:///{home / 'safqa.db'}") as database:
        ingest(database, [given(one) for one in told], seen_at=make.day(200))
        one, other = (deals(database, company=name)[0].id for name in names[:2])
        judge_deals(database, Verdict.SAME, one, other, Word("sara", "one deal", make.day(201)))
        kept = deals(database, company=names[0])[0].id
        merged[other if kept == one else one] = kept
    with answering(home) as address, httpx.Client(base_url=address, trust_env=False) as reader:
        yield reader


def walk(client: httpx.Client, path: str, row: str) -> list[str]:
    """What is found on a page and on all that follow it."""
    found = []
    while path:
        page = client.get(path).text
        found += re.findall(row, page)
        more = re.search(r'class="more".*?href="([^"]+)"', page, re.DOTALL)
        path = f"{path.partition('?')[0]}{more[1].replace('&amp;', '&')}" if more else ""
    return found


def test_every_deal_is_on_one_page(client: httpx.Client) -> None:
    found = walk(
        client, "/en/deals?type=investment", r'<th scope="row" role="rowheader"><a class="deal" href="/en/deals/(\w+)"'
    )
    assert len(found) == len(set(found)) == DEALS
    assert "101 deals" in client.get("/en/deals").text


def test_every_change_is_on_one_page(client: httpx.Client) -> None:
    found = walk(client, "/ar/changes?kind=new_deal", r'id="c-(\w+)"')
    assert len(found) == len(set(found)) >= DEALS


def test_an_id_that_was_merged_away_leads_to_the_deal_that_answers_for_it(
    client: httpx.Client, merged: dict[str, str]
) -> None:
    ((gone, kept),) = merged.items()
    answer = client.get(f"/en/deals/{gone}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/en/deals/{kept}?was={gone}")
    page = client.get(answer.headers["Location"]).text
    assert f"The deal {gone} is part of this one now." in page
    assert "What Safqa did itself" in page
    assert "Merged" in page


def test_a_line_names_the_first_who_agree_and_counts_the_others(client: httpx.Client) -> None:
    (path,) = re.findall(r'href="(/en/deals/\w+)"', client.get("/en/deals?company=Company ACx").text)[:1]
    line = re.search(r'<tr role="row" id="claim-.*?</tr>', client.get(path).text, re.DOTALL)
    assert line is not None
    named = re.search(r'data-label="Agrees with">(.*?)</td>', line[0])
    assert named is not None
    assert re.sub("<[^>]+>", "", named[1]) == "O1, O2, O3, O4, O5, O6 and 2 more"


def test_a_feeds_file_that_cannot_be_read_is_told(client: httpx.Client) -> None:
    page = client.get("/en/feeds").text
    assert 'role="alert"' in page
    assert "feeds.toml" in page
    assert '<h2 id="sources">' in page


@pytest.mark.skipif(not Path("/usr/bin/chromium").exists(), reason="no browser: apt-get install chromium")
def test_show_more_adds_rows_and_the_keyboard_goes_on_there(client: httpx.Client) -> None:
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        page = browser.new_page()
        for path, row, count in (("deals", "#deal-rows th a", 50), ("changes", "article.change", 40)):
            page.goto(f"{client.base_url}/en/{path}")
            rows = page.locator(row)
            expect(rows).to_have_count(count)
            page.locator(".more a").press("Enter")
            expect(rows).to_have_count(2 * count)
            assert page.url.endswith(f"/en/{path}")
            expected = page.locator("#results a.deal").nth(count).get_attribute("href")
            assert page.evaluate("document.activeElement.getAttribute('href')") == expected
        browser.close()
