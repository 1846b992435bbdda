"""Pages that stand in front of what was asked for, and pages that only speak of such things."""

import time

import httpx
import pytest

from safqa.feeds.blocked import is_blocked

NONE = httpx.Headers()
ARTICLE = "<p>" + "The maker of captcha software was bought; readers must accept all cookies. " * 40


def page(title: str, body: str = "", head: str = "") -> str:
    return f"\n<!DOCTYPE HTML>\n<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    "text",
    [
        page("Just a moment..."),
        page("Attention Required! | Cloudflare", ARTICLE),
        page("example.org", "<h1>Checking your browser before you go on</h1>"),
        page("", "<p>Please show that you are <b>not a\nrobot</b>"),
        page("Access Denied", "You don't have permission to access this server."),
        page("Before you continue to Google Search", ARTICLE),
        page("لحظة…", "جارٍ التحقُّق من متصفحك"),
        page("تحقق", "يُرجى تأكيد أنّك لست روبوتًا"),
        page("قبل المتابعة إلى Google", ARTICLE),
        page("موافقة", "نحن نقدّر خصوصيتك. قبول الكل"),
        page("x", "<script>" + "var a;" * 3000 + "</script>Verify you are human"),
        "\ufeff<?xml version='1.0'?><!-- x --><html><title>Robot Check</title>",
    ],
    ids=range(12),
)
def test_a_page_in_front_is_known(text: str) -> None:
    assert is_blocked(NONE, "example.org", text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<rss><title>Just a moment...</title>captcha</rss>",
        "<?xml version='1.0'?><feed><title>Access denied</title></feed>",
        '{"title": "captcha"}',
        page("OpenAI buys a maker of captchas", ARTICLE),
        page("صفقة جديدة", "<p>" + "أعلنت الشركة قبل المتابعة أنها لست روبوتا. " * 60),
        page("Not found", "There is nothing here."),
        page("News", "Hello", "<script src='/captcha.js'></script><style>.captcha{}</style>"),
    ],
    ids=range(8),
)
def test_a_page_about_such_things_is_not(text: str) -> None:
    assert not is_blocked(NONE, "example.org", text)


def test_a_header_or_a_host_tells_too() -> None:
    assert is_blocked(httpx.Headers({"CF-Mitigated": "Challenge"}), "example.org", "")
    assert is_blocked(NONE, "consent.yahoo.com", page("Yahoo", ARTICLE))
    assert not is_blocked(NONE, "consent.example.org", "<rss/>")


@pytest.mark.parametrize("piece", ["<script>", "<style", "<", "<!--", "<a ", "<title>", "&", "<script></style>"])
def test_no_page_takes_long_to_look_at(piece: str) -> None:
    start = time.process_time()
    is_blocked(NONE, "example.org", "<html>" + piece * 100_000)
    assert time.process_time() - start < 1
