"""Pages that stand in front of what was asked for, and pages that only speak of such things."""

import time
from datetime import UTC, datetime

import httpx
import newspages as news
import pytest

from safqa.feeds import shields
from safqa.feeds.fetch import Reply
from safqa.feeds.outcomes import Outcome
from safqa.feeds.poll import Poll, first_state, nothing_known, read
from safqa.feeds.shields import Sign, signs
from safqa.feeds.sources import Source

NOW = datetime(2025, 6, 10, 12, tzinfo=UTC)
FEED = Source(url="https://gazette.example/feed", name="Gazette")
NONE = httpx.Headers()
ARTICLE = "<p>" + "The maker of captcha software was bought; readers must accept all cookies. " * 60


def page(title: str, body: str = "", head: str = "") -> str:
    return f"\n<!DOCTYPE HTML>\n<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (page("Just a moment..."), "blocked"),
        (page("Attention Required! | Cloudflare", ARTICLE), "blocked"),
        (page("example.org", "<h1>Checking your browser before you go on</h1>"), "blocked"),
        (page("", "<p>Please show that you are <b>not a\nrobot</b>"), "blocked"),
        (page("Access Denied", "You don't have permission to access this server."), "blocked"),
        (page("Before you continue to Google Search", ARTICLE), "consent"),
        (page("لحظة…", "جارٍ التحقُّق من متصفحك"), "blocked"),
        (page("تحقق", "يُرجى تأكيد أنّك لست روبوتًا"), "blocked"),
        (page("قبل المتابعة إلى Google", ARTICLE), "consent"),
        (page("موافقة", "نحن نقدّر خصوصيتك. قبول الكل"), "consent"),
        (page("x", "<script>" + "var a;" * 3000 + "</script>Verify you are human"), "blocked"),
        (page("x", "Hello", "<script>window._cf_chl_opt={}</script>"), "blocked"),
        ("\ufeff<?xml version='1.0'?><!-- x --><html><title>Robot Check</title>", "blocked"),
    ],
    ids=range(13),
)
def test_a_page_in_front_is_known(text: str, kind: str) -> None:
    found = shields.of_document(text)
    assert found is not None
    assert found[0] == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<rss><title>Just a moment...</title>not a robot</rss>",
        "<?xml version='1.0'?><feed><title>Access denied</title></feed>",
        '{"title": "not a robot"}',
        page("OpenAI buys a maker of captchas", ARTICLE),
        page("Before you continue to invest", ARTICLE),
        page("صفقة جديدة", "<p>" + "أعلنت الشركة قبل المتابعة أنها لست روبوتا. " * 60),
        page("Not found", "There is nothing here."),
        page("News", "Hello", "<script src='/captcha.js'></script><style>.captcha{}</style>"),
        page("News", "Hello", "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"),
        page("News", "Hello", "<script src='/_Incapsula_Resource?SWJIYLWA=1'></script>"),
        page("News", "Hello", "<script>" + "//" * 250_000 + "_cf_chl_opt</script>"),
    ],
    ids=range(12),
)
def test_a_page_about_such_things_is_not(text: str) -> None:
    assert shields.of_document(text) is None


@pytest.mark.parametrize("sign", signs(), ids=lambda sign: f"{sign.where}: {sign.words}")
def test_each_sign_is_found_in_its_example(sign: Sign) -> None:
    if sign.where == "host":
        assert shields.of_address(sign.example) == sign.kind
    elif sign.where == "title":
        assert shields.of_page("", f"<title>{sign.example}</title>") == (sign.kind, sign.words)
    else:
        place = sign.example.lower() if sign.where == "markup" else shields.comparable(sign.example)
        assert sign.words in place


@pytest.mark.parametrize(
    ("visible", "kind"),
    [
        ("Verify you are human." + " x" * 700, "blocked"),
        ("Verify you are human." + " x" * 750, None),
        ("Accept all. Reject all." + " x" * 1_900, "consent"),
        ("Accept all. Reject all." + " x" * 2_000, None),
        ("Accept all. The harbour opens again on Monday.", None),
    ],
)
def test_signs_are_believed_on_short_pages_and_consent_by_two(visible: str, kind: str | None) -> None:
    found = shields.of_page(visible, "")
    assert (found[0] if found else None) == kind


def test_a_header_or_an_errors_page_tells_a_challenge_and_a_banner_does_not() -> None:
    assert shields.challenge(httpx.Headers({"CF-Mitigated": "Challenge"}), "") == "cf-mitigated: challenge"
    assert shields.challenge(NONE, page("Access Denied")) == "access denied"
    assert shields.challenge(NONE, page("Not found", news.BANNER)) is None
    assert shields.challenge(NONE, "") is None


def answer(text: str, url: str = FEED.url) -> Poll:
    """What a feed's poll comes to when this is what its server sends."""
    reply = Reply(Outcome.OK, body=text.encode(), url=url, content_type="text/html", status=200)
    return read(reply, FEED, first_state(FEED, NOW), nothing_known, now=NOW, salt="")


def test_a_feeds_poll_tells_a_page_in_front_from_another_page() -> None:
    wall, consent, other = map(answer, (news.ARABIC_CHALLENGE, news.CONSENT, news.ENGLISH_PAGE))
    assert [p.outcome for p in (wall, consent, other)] == [Outcome.BLOCKED_PAGE, Outcome.BLOCKED_PAGE, "not_a_feed"]
    assert wall.detail == "a page that asks for a human: تحقق من انك انسان"
    assert consent.detail == "a page that asks for a human: we value your privacy"
    assert (wall.reply.sample, other.reply.sample) == (news.ARABIC_CHALLENGE[:500], news.ENGLISH_PAGE[:500])
    sent = answer("<html>", "https://consent.gazette.example/?x")
    assert (sent.outcome, sent.detail) == (
        Outcome.BLOCKED_PAGE,
        "a page that asks for a human: consent.gazette.example",
    )


@pytest.mark.parametrize("piece", ["<script>", "<style", "<", "<!--", "<a ", "<title>", "&", "<script></style>"])
def test_no_page_takes_long_to_look_at(piece: str) -> None:
    start = time.process_time()
    shields.of_document("<html>" + piece * (400_000 // len(piece)))
    assert time.process_time() - start < 1
