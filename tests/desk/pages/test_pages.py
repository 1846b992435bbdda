"""The pages as a server answers them, in both languages, without a browser."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from urllib.parse import urlsplit

import httpx
import pytest

from desk.web.pages.assets import assets

LANGUAGES = ("ar", "en")


class Links(HTMLParser):
    """Everything that a page points to, and its inline scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "action", "hx-get"}]
        self.inline += [name for name in found if name.startswith("on") or name == "style"]
        runs = tag == "script" and found.get("type") != "application/json"
        if tag == "style" or (runs and not found.get("src")):
            self.inline.append(tag)


def read(client: httpx.Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.text)
    return answer.text


@pytest.fixture(scope="session")
def paths(deal_id: str, company_id: str) -> tuple[str, ...]:
    return ("changes?all=1", "deals", f"deals/{deal_id}", f"companies/{company_id}", "feeds", "runs", "nothing")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_its_language_and_direction(
    client: httpx.Client, paths: tuple[str, ...], language: str
) -> None:
    for path in paths:
        answer = client.get(f"/{language}/{path}")
        assert answer.headers["Content-Language"] == language
        direction = "rtl" if language == "ar" else "ltr"
        assert f'<html lang="{language}" dir="{direction}"' in answer.text
        other = "en" if language == "ar" else "ar"
        assert f'href="/{other}/{path}"' in answer.text  # the same page, filters and all


def test_every_link_leads_somewhere_and_nothing_is_inline(client: httpx.Client, paths: tuple[str, ...]) -> None:
    waiting = {f"/{language}/{path}" for language in LANGUAGES for path in paths if path != "nothing"}
    asked: set[str] = set()
    while waiting:
        path = waiting.pop()
        asked.add(path)
        answer = client.get(path)
        assert answer.status_code == 200, path
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        page = Links()
        page.feed(answer.text)
        assert page.inline == [], path
        for link in page.links:
            scheme = urlsplit(link).scheme
            assert scheme in {"", "http", "https"}, (path, link)
            local = link.partition("#")[0]
            if local.startswith("/") and local not in {"/colours", "/seen"} and len(asked) < 150:
                waiting |= {local} - asked
    assert len(asked) > 60


def test_texts_of_others_stay_texts(client: httpx.Client) -> None:
    page = read(client, "/en/changes?company=script") + read(client, "/en/deals")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "javascript:" not in page
    found = re.search(r'/en/deals/(d\w+)"[^>]*><bdi>مجموعة', read(client, "/en/deals"))
    assert found is not None
    deal = read(client, f"/en/deals/{found[1]}")
    assert "<script>alert" not in deal
    assert "javascript:" not in deal


def test_an_address_without_language_leads_to_the_readers(client: httpx.Client, deal_id: str) -> None:
    arabic = {"Accept-Language": "ar-SA,ar;q=0.9"}
    for path, target in (("/", "/ar/changes"), ("/deals?type=ipo", "/ar/deals?type=ipo"), (f"/deals/{deal_id}",) * 2):
        answer = client.get(path, headers=arabic)
        assert answer.status_code == 302
        assert answer.headers["Location"] == (target if target.startswith("/ar") else f"/ar{target}")
        assert "Accept-Language" in answer.headers["Vary"]
    read(client, "/en/deals")  # what was read last is remembered
    assert client.get("/", headers=arabic).headers["Location"] == "/en/changes"


def test_a_change_shows_old_and_new_with_who_and_why(client: httpx.Client) -> None:
    page = read(client, "/en/changes?kind=conflict")
    assert re.search(r"US\$300 bn.*<span class=\"arrow\".*US\$340 bn", page, re.DOTALL)
    assert "the sources disagree" in page
    arabic = read(client, "/ar/changes?kind=conflict")
    assert "300 مليار دولار" in arabic
    assert "<bdi>The Information</bdi>" in arabic


def test_what_is_new_since_the_reader_last_looked(client: httpx.Client) -> None:
    assert "Mark all as seen" not in read(client, "/en/changes")  # a first visit begins with nothing new
    assert read(client, "/en/changes?new=1").count('class="change ') == 0
    long_ago = datetime(2025, 7, 25, tzinfo=UTC)
    client.cookies.set("safqa_seen", long_ago.isoformat())
    page = read(client, "/en/changes?new=1")
    assert 0 < page.count('<span class="tag new">') == page.count('class="change ')
    until = re.search(r'name="until" value="([^"]+)"', page)
    assert until is not None
    assert datetime.fromisoformat(until[1]) > long_ago + timedelta(days=1)
    client.cookies.clear()
    answer = client.post("/seen", data={"until": until[1], "back": "/en/changes?new=1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/changes?new=1")
    assert "SameSite=lax" in answer.headers["Set-Cookie"]
    assert read(client, "/en/changes?new=1").count('class="change ') == 0


def test_colours_are_chosen_without_a_script(client: httpx.Client) -> None:
    assert 'data-theme="auto"' in read(client, "/en/deals")
    answer = client.post("/colours", data={"theme": "dark", "back": "/en/deals"})
    assert answer.headers["Location"] == "/en/deals"
    assert 'data-theme="dark"' in read(client, "/en/deals")
    client.post("/colours", data={"theme": "pink", "back": "//evil.example"})
    assert 'data-theme="dark"' in read(client, "/en/deals")
    assert client.post("/colours", data={"back": "//evil.example"}).headers["Location"] == "/"
    assert client.post("/colours", content=b"theme=light&" + b"x" * 10_000).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("company=openai", {"Windsurf", "Rockset"}),
        ("type=fund", {"Humain"}),
        ("status=cancelled", {"Rockset"}),
        ("metric=valuation&min=300bn", {"Anthropic"}),
        ("source=Asharq", {"Humain"}),
        ("since=2025-07-02&until=2025-07-06", {"Mistral AI"}),
        ("company=nobody", set()),
    ],
)
def test_deals_are_found_by_what_is_asked(client: httpx.Client, query: str, names: set[str]) -> None:
    page = read(client, f"/en/deals?{query}")
    assert set(re.findall(r"</span> <bdi>([^<]+)</bdi></a></th>", page)) == names
    assert ("No deal matches." in page) == (not names)


def test_facets_count_and_can_be_taken_back(client: httpx.Client) -> None:
    assert 'href="/en/deals?type=fund">Fund <span class="count">1</span>' in read(client, "/en/deals")
    chosen = read(client, "/en/deals?type=fund&company=humain")
    assert '<a href="/en/deals?company=humain" aria-current="true">Fund' in chosen


def test_a_filter_that_cannot_be_meant_is_told_and_left_out(client: httpx.Client) -> None:
    page = read(client, "/en/deals?min=lots&type=nonsense&cursor=x&until=9999-12-31&company=%00")
    assert 'role="alert">This filter was not understood and is left out: ' in page
    for name in ("type", "min", "cursor", "until"):
        assert name in page.partition('role="alert">')[2].partition("</p>")[0]
    assert "Scale AI" in page


def test_a_deal_shows_claims_agreement_quotes_and_history(client: httpx.Client, deal_id: str) -> None:
    page = read(client, f"/en/deals/{deal_id}")
    assert page.count('<div class="chart" hidden>') == page.count('<script type="application/json">') == 2  # slots
    for words in ("at least US$10 bn", "US$14.25 bn to US$14.35 bn", "US$10 bn to open", "Differs from", "earlier"):
        assert words in page
    mark = re.search(r'<mark><a id="q-(\w+)"></a>\$14.3 billion</mark>', page)
    assert mark is not None
    assert f'href="#q-{mark[1]}"' in page
    assert re.search(r'lang="ar">استثمرت ميتا <mark><a id="q-\w+"></a>14.3 مليار دولار</mark> في', page)
    assert 'class="steps"' in page


def test_unknown_deals_and_companies_are_a_page_of_their_own(client: httpx.Client) -> None:
    for path in ("/ar/deals/dxxxxxxxx", "/ar/companies/nobody", "/ar/deals/%00", "/ar/nothing/at/all"):
        assert "لا شيء في هذا العنوان" in read(client, path, status=404)
    assert client.get("/fr/deals").status_code == 404


def test_feeds_and_sources(client: httpx.Client) -> None:
    page = read(client, "/ar/feeds")
    assert "<bdi>مثال</bdi>" in page
    assert "موقوفة" in page
    assert "لم يُستعلم عنها بعد" in page
    assert 'href="/ar/deals?source=Bloomberg"><bdi>Bloomberg</bdi>' in page


def test_runs_lead_to_the_prefect_ui(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "No Prefect server is running here." in read(client, "/en/runs")
    monkeypatch.setenv("PREFECT_UI_URL", "https://prefect.example/")
    assert 'href="https://prefect.example/runs"' in read(client, "/en/runs")


def test_files_are_kept_by_browsers_and_change_their_address_with_their_content(client: httpx.Client) -> None:
    path = re.search(r'href="(/static/desk.css\?v=\w+)"', read(client, "/en/runs"))
    assert path is not None
    answer = client.get(path[1])
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    plain = client.get(path[1], headers={"Accept-Encoding": "identity"})
    assert (answer.headers["Content-Encoding"], "Content-Encoding" in plain.headers) == ("gzip", False)
    assert answer.content == plain.content == assets()["desk.css"].content
    assert client.get("/static/../app.py").status_code == 404
    assert client.get("/static/nothing.js").status_code == 404


def test_the_library_of_charts_is_the_one_that_was_published_and_comes_with_its_licences(client: httpx.Client) -> None:
    library = assets()["echarts.common.min.js"].content  # of echarts 6.1.0 on npm, whose integrity was checked
    assert hashlib.sha256(library).hexdigest() == "61f13280aba3161f77fc801bf5f9c786f55f10432153a0683fc5cc0700b013d5"
    for name in ("LICENSE", "NOTICE", "LICENSE-d3", "LICENSE-zrender"):
        assert client.get(f"/static/echarts.{name}.txt").status_code == 200


def test_charts_are_loaded_where_there_is_one(client: httpx.Client, deal_id: str) -> None:
    for path in ("changes", "deals", "feeds"):
        assert "echarts" not in read(client, f"/en/{path}")
    page = read(client, f"/en/deals/{deal_id}")
    assert re.search(r'<script src="/static/echarts.common.min.js\?v=\w+" defer></script>', page)
    assert re.search(r'<script src="/static/chart.js\?v=\w+" type="module"></script>', page)


def test_pages_forbid_scripts_and_files_of_others(client: httpx.Client) -> None:
    policy = client.get("/en/changes").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("language", "told", "unknown"),
    [
        ("en", "This is what Safqa knew on 22 Jul 2025", "Safqa knew of nothing at this address then."),
        ("ar", "هذا ما عرفته صفقة في 22 يوليو 2025", "لم تكن صفقة تعرف شيئاً في هذا العنوان حينها."),
    ],
)
def test_deals_as_they_were_known_on_a_day(
    client: httpx.Client, deal_id: str, language: str, told: str, unknown: str
) -> None:
    now, then = (read(client, f"/{language}/deals{query}") for query in ("", "?as_of=2025-07-22"))
    assert told in then
    assert told not in now
    known = f'href="/{language}/deals/{deal_id}?as_of=2025-07-22"'
    assert (known in then, known in now) == (True, False)
    assert 0 < then.count('class="deal"') < now.count('class="deal"')
    facets = sum(map(int, re.findall(r'deals\?as_of=2025-07-22&amp;type=\w+">[^<]+<span class="count">(\d+)', then)))
    assert facets == then.count('class="deal"')  # they count what was known
    now, then = (read(client, f"/{language}/deals/{deal_id}{query}") for query in ("", "?as_of=2025-07-22"))
    assert told in then
    assert f'href="/{language}/deals/{deal_id}"' in then  # the way back to what is known now
    assert 0 < then.count('id="claim-') < now.count('id="claim-')
    assert f'href="/api/v1/deals/{deal_id}?as_of=2025-07-22T23%3A59%3A59.999999%2B00%3A00"' in then
    linked = client.get(f"/api/v1/deals/{deal_id}?as_of=2025-07-22T23%3A59%3A59.999999%2B00%3A00").json()
    assert len(linked["claims"]) == then.count('id="claim-')
    early = read(client, f"/{language}/deals/{deal_id}?as_of=2025-07-01", status=404)
    assert unknown in early
    assert f'href="/{language}/deals/{deal_id}"' in early
    assert 'class="deal"' not in read(client, f"/{language}/deals?as_of=2025-07-01")


def test_a_day_that_is_none_is_told_and_left_out(client: httpx.Client, deal_id: str) -> None:
    for day in ("lately", "9999-12-31"):
        page = read(client, f"/en/deals/{deal_id}?as_of={day}")
        assert 'role="alert">This filter was not understood and is left out: as_of' in page
        assert "This is what Safqa knew" not in page
