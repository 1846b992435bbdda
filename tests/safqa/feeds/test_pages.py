"""The text of an article's page: what is found on good pages, and the name of what stands there otherwise."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import newspages as news
import pytest

from safqa.feeds import coverage
from safqa.feeds.extractors import ExtractorPool, Failed
from safqa.feeds.fetch import Reply
from safqa.feeds.outcomes import Outcome
from safqa.feeds.pages import Page, PageOutcome, page_text
from safqa.feeds.reading import Extracted, extract
from safqa.feeds.robots import Robots
from safqa.feeds.shields import Repeats

URL = "https://gazette.example/news/1"
NOW = datetime(2025, 6, 10, 12, tzinfo=UTC)


@dataclass
class Gate:
    """Notes what pages tell a gate."""

    told: list[tuple[str, float]] = field(default_factory=list)

    def keep_apart(self, url: str, seconds: float) -> None:
        self.told.append((url, seconds))


class Here:
    """Reads pages in this process, so that most tests need no other."""

    async def extract(self, html: str, *, url: str, summary: str) -> Extracted | Failed:
        return extract(html, url, summary)


@dataclass
class Given:
    """Gives every page the same result."""

    found: Extracted | Failed

    async def extract(self, html: str, *, url: str, summary: str) -> Extracted | Failed:  # noqa: ARG002
        return self.found


def html(page: str, **more: Any) -> Reply:
    return Reply(
        Outcome.OK, body=page.encode(), url=URL, **{"content_type": "text/html; charset=utf-8", "status": 200, **more}
    )


def text_of(
    reply: Reply, *, summary: str = "", rules: str = "", pool: Any = None, gate: Gate | None = None, **more: Any
) -> Page:
    """The page that a reply amounts to, on a host with these rules."""

    async def fetch(url: str) -> Reply:
        return Reply(Outcome.OK, body=rules.encode()) if url.endswith("/robots.txt") else reply

    robots = Robots(fetch=fetch, now=lambda: NOW)
    asked = {"fetch": fetch, "robots": robots, "gate": gate or Gate(), "pool": pool or Here(), "summary": summary}
    return asyncio.run(page_text(URL, **{**asked, **more}))


def test_an_arabic_article_comes_whole_and_without_what_surrounds_it() -> None:
    page = text_of(html(news.ARABIC_PAGE), summary=news.ARABIC[0])
    assert (page.outcome, page.detail, page.status) == (PageOutcome.FULL, "", 200)
    assert [p for p in news.ARABIC if p in page.text.splitlines()] == list(news.ARABIC)
    assert [words for words in (*news.ARABIC_CLUTTER, *news.RELATED) if words in page.text] == []
    assert page.title == "نخيل تجمع 120 مليون دولار"
    assert page.title not in page.text
    assert page.language == "ar"
    assert page.published == datetime(2025, 6, 10, 6, 30, tzinfo=UTC)
    assert page.published.utcoffset() == timedelta(0)


def test_an_english_article_comes_whole_and_without_what_surrounds_it() -> None:
    page = text_of(html(news.ENGLISH_PAGE), summary=news.ENGLISH[0])
    assert page.outcome is PageOutcome.FULL
    assert [p for p in news.ENGLISH if p in page.text.splitlines()] == list(news.ENGLISH)
    assert [words for words in (*news.ENGLISH_CLUTTER, *news.RELATED) if words in page.text] == []
    assert (page.language, page.published) == ("en", datetime(2025, 6, 10, 7, tzinfo=UTC))


@pytest.mark.parametrize(
    ("page", "outcome", "detail", "start"),
    [
        (news.SCRIPT_BUILT, "extraction_failed", "no text in it (scripts may build it)", "The Quay Gazette"),
        (news.CHALLENGE, "blocked_page", "it says: just a moment...", "Just a moment...\ngazette.example\nThe site"),
        (news.ARABIC_CHALLENGE, "blocked_page", "it says: تحقق من انك انسان", "تنبيه\nالضفة\nجارٍ التحقق"),
        (news.CONSENT, "consent_page", "it says: we value your privacy", "The Quay Gazette\nWe value your privacy"),
        (news.ARABIC_CONSENT, "consent_page", "it says: قبل المتابعه", "الضفة\nقبل المتابعة إلى الضفة"),
        ("", "extraction_failed", "no text in it (scripts may build it)", ""),
    ],
)
@pytest.mark.parametrize("summary", ["", news.ENGLISH[0]])
def test_what_stands_in_an_articles_place_is_named_and_is_no_text(
    page: str, outcome: str, detail: str, start: str, summary: str
) -> None:
    found = text_of(html(page), summary=summary)
    assert found == Page(PageOutcome(outcome), detail, status=200, url=URL, sample=found.sample)
    assert found.sample.startswith(start)
    assert len(found.sample) <= 500


def test_a_banner_over_an_article_is_no_consent_page() -> None:
    page = text_of(html(news.ENGLISH_PAGE.replace("<body>", f"<body>{news.BANNER}")), summary=news.ENGLISH[0])
    assert page.outcome is PageOutcome.FULL


def test_an_article_that_tells_of_challenges_is_an_article() -> None:
    told = "Readers had to verify you are human before they saw anything, the paper said. "
    page = text_of(html(news.ENGLISH_PAGE.replace("<p>", f"<p>{told}", 1)), summary=told + news.ENGLISH[0])
    assert page.outcome is PageOutcome.FULL


@pytest.mark.parametrize(
    ("page", "summary", "detail"),
    [
        (news.PAYWALL, news.ENGLISH[0], "a paywall: subscribe to continue"),
        (news.ENGLISH_PAGE, " ".join(news.ENGLISH) * 2, "82 words where the feed has 164"),
        (news.ENGLISH_PAGE, " ".join(news.ARABIC[:2]), "shows 0% of the words of the feed's summary"),
    ],
)
def test_less_than_the_article_is_partial_and_says_why(page: str, summary: str, detail: str) -> None:
    found = text_of(html(page), summary=summary)
    assert (found.outcome, found.detail) == (PageOutcome.PARTIAL, detail)
    assert news.ENGLISH[2] in found.text
    assert news.ENGLISH[0][:60] in found.sample


def test_few_words_are_partial_whatever_the_feed_says() -> None:
    found = text_of(html("<p>"), pool=Given(Extracted(text=news.ENGLISH[0])), summary=news.ENGLISH[0])
    assert (found.outcome, found.detail) == (PageOutcome.PARTIAL, "15 words, an article has 40 or more")


@pytest.mark.parametrize(
    ("reply", "outcome", "status"),
    [
        (Reply(Outcome.GONE, "410 Gone", status=410), PageOutcome.GONE, 410),
        (Reply(Outcome.NOT_FOUND, "404 Not Found", status=404), PageOutcome.NOT_FOUND, 404),
        (Reply(Outcome.BLOCKED_PAGE, "403 Forbidden: asks for a human", status=403), PageOutcome.BLOCKED_PAGE, 403),
        (Reply(Outcome.HTTP_ERROR, "401 Unauthorized", status=401), PageOutcome.HTTP_ERROR, 401),
        (Reply(Outcome.RATE_LIMITED, "429 Too Many Requests", status=429), PageOutcome.HTTP_ERROR, 429),
        (Reply(Outcome.TOO_BIG, "more than 10 MB"), PageOutcome.TOO_BIG, None),
        (Reply(Outcome.TIMEOUT, "no complete answer within 60 s"), PageOutcome.TIMEOUT, None),
        (Reply(Outcome.DNS, "gazette.example does not resolve"), PageOutcome.DNS, None),
        (Reply(Outcome.TLS, "certificate has expired"), PageOutcome.TLS, None),
        (Reply(Outcome.REFUSED_ADDRESS, "not a public address"), PageOutcome.REFUSED_ADDRESS, None),
    ],
)
def test_a_page_that_does_not_come_keeps_the_reason(reply: Reply, outcome: PageOutcome, status: int | None) -> None:
    told = replace(reply, sample="what came instead")
    assert text_of(told) == Page(outcome, reply.detail, status=status, url=URL, sample="what came instead")


@pytest.mark.parametrize(
    ("kind", "body", "outcome"),
    [
        ("application/pdf", b"%PDF-1.7", PageOutcome.NOT_HTML),
        ("", b"%PDF-1.7", PageOutcome.NOT_HTML),
        ("", news.ENGLISH_PAGE.encode(), PageOutcome.FULL),
        ("application/xhtml+xml", news.ENGLISH_PAGE.encode(), PageOutcome.FULL),
    ],
)
def test_only_html_is_read(kind: str, body: bytes, outcome: PageOutcome) -> None:
    page = text_of(Reply(Outcome.OK, body=body, content_type=kind))
    assert (page.outcome, page.sample) == (outcome, "" if page.whole else "%PDF-1.7")


def test_what_robots_txt_forbids_is_not_asked_for() -> None:
    asked = []

    async def fetch(url: str) -> Reply:
        asked.append(url)
        return Reply(Outcome.OK, body=b"User-agent: *\nDisallow: /news/")

    page = text_of(html(""), fetch=fetch, robots=Robots(fetch=fetch, now=lambda: NOW))
    assert page == Page(PageOutcome.DISALLOWED, "robots.txt forbids it to Safqa")
    assert asked == ["https://gazette.example/robots.txt"]


def test_a_host_without_a_name_is_dns_and_not_disallowed() -> None:
    async def fetch(url: str) -> Reply:  # noqa: ARG001
        return Reply(Outcome.DNS, "no such name")

    page = text_of(html(""), robots=Robots(fetch=fetch, now=lambda: NOW))
    assert page == Page(PageOutcome.DNS, "robots.txt: no such name")


def test_the_host_that_a_page_has_moved_to_is_heard_too() -> None:
    async def fetch(url: str) -> Reply:
        return Reply(Outcome.OK, body=b"User-agent: *\nDisallow: /" if "other.example" in url else b"")

    reply = Reply(Outcome.OK, body=news.ENGLISH_PAGE.encode(), url="https://other.example/1", content_type="text/html")
    page = text_of(reply, robots=Robots(fetch=fetch, now=lambda: NOW))
    assert page.outcome is PageOutcome.DISALLOWED


def test_a_visitor_sent_to_a_consent_host_has_met_a_consent_page() -> None:
    reply = Reply(Outcome.OK, body=b"<html>", url="https://consent.gazette.example/?x", content_type="text/html")
    assert text_of(reply).outcome is PageOutcome.CONSENT_PAGE


def test_the_gate_learns_the_delay_that_the_host_wants() -> None:
    gate = Gate()
    text_of(html(news.ENGLISH_PAGE), rules="User-agent: *\nCrawl-delay: 4", gate=gate)
    assert gate.told == [(URL, 4.0)]


def test_one_text_under_three_addresses_of_a_host_is_no_article() -> None:
    repeats = Repeats()
    reply, other = html(news.ENGLISH_PAGE), " ".join(news.ARABIC[:2])
    pages = []
    for n in range(3):
        again = Reply(Outcome.OK, body=reply.body, url=f"https://gazette.example/{n}", content_type="text/html")
        pages.append(text_of(again, summary=other, repeats=repeats))
    assert [p.outcome for p in pages] == [PageOutcome.PARTIAL, PageOutcome.PARTIAL, PageOutcome.BLOCKED_PAGE]
    assert text_of(again, summary=news.ENGLISH[0], repeats=repeats).outcome is PageOutcome.FULL


def test_an_agencys_text_on_many_hosts_repeats_nothing() -> None:
    repeats = Repeats()
    assert not any(repeats.seen("one text", f"https://{host}.example/1") for host in "abcd")
    assert not any(repeats.seen("one text", "https://a.example/1") for _ in range(4))


@pytest.mark.parametrize(
    ("found", "outcome"),
    [
        (Failed("not read within 20 s", long=True), PageOutcome.TIMEOUT),
        (Failed("MemoryError: "), PageOutcome.EXTRACTION_FAILED),
    ],
)
def test_a_page_that_cannot_be_read_says_how(found: Failed, outcome: PageOutcome) -> None:
    assert text_of(html("<p>"), pool=Given(found)) == Page(outcome, found.detail, status=200, url=URL, sample="<p>")


def test_five_megabytes_are_read_in_a_process_of_the_pool() -> None:
    many = tuple(f"{n}: {p}" for n in range(4_400) for p in news.ARABIC)
    page = news.article(many, lang="ar", title="تقرير", clutter=news.ARABIC_CLUTTER)
    assert len(page.encode()) > 5_000_000

    async def through_the_pool() -> Extracted | Failed:
        async with ExtractorPool(processes=1, page_seconds=120) as pool:
            return await pool.extract(page, url=URL, summary="")

    found = asyncio.run(through_the_pool())
    assert isinstance(found, Extracted)
    assert set(many) <= set(found.text.splitlines())


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2025-06-10T09:30:00+03:00", datetime(2025, 6, 10, 6, 30, tzinfo=UTC)),
        ("2025-06-10", None),
        ("10:30 أمس", None),
        (None, None),
    ],
)
def test_only_a_moment_with_a_time_of_day_is_believed(published: str | None, expected: datetime | None) -> None:
    assert text_of(html("<p>"), pool=Given(Extracted(text="x", published=published))).published == expected


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("en-US", news.ARABIC[0], "ar"),
        ("fa", news.ARABIC[0], "fa"),
        ("ar", news.ENGLISH[0], None),
        ("en_GB", news.ENGLISH[0], "en"),
        (None, news.ARABIC[0], "ar"),
        ("", news.ENGLISH[0], None),
    ],
)
def test_letters_overrule_the_language_of_a_template(declared: str | None, text: str, language: str | None) -> None:
    assert text_of(html("<p>"), pool=Given(Extracted(text=text, language=declared))).language == language


def test_coverage_unites_the_spellings_of_arabic() -> None:
    assert coverage.share("أعلنت شركةُ الأفق إتمام الصفقة", "اعلنت شركه الافق اتمام الصفقه") == 1.0


NOTICE = "<html><body><nav>Home</nav><p>This story has been withdrawn: its figures are not confirmed.</p></body></html>"


def test_a_page_that_withdraws_its_article_is_the_article_however_short() -> None:
    found = text_of(html(NOTICE), summary=" ".join(news.ENGLISH))
    assert (found.outcome, found.whole, found.notice) == (PageOutcome.FULL, True, True)
    assert "This story has been withdrawn" in found.text


@pytest.mark.parametrize(("page", "whole"), [(NOTICE, True), (news.ENGLISH_PAGE, False), ("", False)])
def test_a_page_that_is_gone_may_say_that_its_article_is_withdrawn(page: str, whole: bool) -> None:
    told = html(page, status=410)
    found = text_of(replace(told, outcome=Outcome.GONE, detail="410 Gone"), summary=news.ENGLISH[0])
    assert (found.outcome, found.status, found.whole) == (PageOutcome.GONE, 410, whole)
    assert bool(found.text) is whole
