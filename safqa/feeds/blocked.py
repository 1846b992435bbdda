"""Pages that stand in front of what was asked for: challenges for machines, refusals, consent to cookies.

A shield often answers 200, so such a page passes for an article or an empty feed. Three signs, each enough by itself:

1. the header by which Cloudflare marks a challenge;
2. a host or a title that only such pages have;
3. a page of hardly any text, with the wording of such pages. The length matters: articles are written about captchas,
   and every second page mentions its cookies.

Not covered: challenges made of script alone, without a word in the page.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

# Characters of visible text. Challenges have 50 to 600; the menus of a news page alone have more than 1,000.
_HARDLY_ANY = 1_000
# Characters looked at: challenges with their scripts are 5 to 30 thousand.
_LOOKED_AT = 32_000

_PAGE = re.compile(r"\s*(?:<\?xml[^<>]*>\s*)?(?:<!--[^<>]*-->\s*)*<(?:!doctype\s+html|html)\b")
_UNSEEN = re.compile(r"<(script|style|template|svg)\b.*?(?:</\1\s*>|\Z)", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_TITLE = re.compile(r"<title[^<>]*>([^<]*)")
# Arabic is compared without vowel signs and tatweel, and with one form of alef.
_SIGNS = re.compile("[\u064b-\u0652\u0670\u0640]")
_ALEFS = str.maketrans("أإآ", "ااا")

_HOSTS = ("consent.", "guce.")  # Google's and Yahoo's
_TITLES = (
    "just a moment...",
    "attention required! | cloudflare",
    "before you continue to ",
    "pardon our interruption",
    "قبل المتابعة إلى ",
    "لحظة من فضلك...",
)
_WORDINGS = (
    # challenges
    "captcha",
    "verify you are human",
    "verify that you are human",
    "verifying you are human",
    "are you a robot",
    "not a robot",
    "robot check",
    "checking your browser",
    "just a moment",
    "ddos protection by",
    "unusual traffic from your",
    "enable javascript and cookies to continue",
    "incapsula incident",
    "تحقق من أنك إنسان",
    "تحقق من أنك بشر",
    "تأكد من أنك إنسان",
    "أنك لست روبوت",
    "لست برنامج روبوت",
    "التحقق من متصفحك",
    "التحقق من أمان اتصالك",
    "حركة مرور غير معتادة",
    "تمكين جافا سكريبت وملفات تعريف الارتباط",
    # refusals
    "access denied",
    "you have been blocked",
    "تم رفض الوصول",
    "تم حظرك",
    # consent
    "before you continue",
    "accept all cookies",
    "consent to the use of cookies",
    "we value your privacy",
    "قبل المتابعة",
    "قبول جميع ملفات تعريف الارتباط",
    "الموافقة على استخدام ملفات تعريف الارتباط",
    "نحن نقدر خصوصيتك",
    "نحن نحترم خصوصيتك",
)


def is_blocked(headers: httpx.Headers, host: str, text: str) -> bool:
    """Whether a reply is such a page: by its headers, the host that it came from, its decoded body."""
    if headers.get("cf-mitigated", "").strip().lower() == "challenge":
        return True
    page = text[:_LOOKED_AT].lstrip("\ufeff").lower()
    if not _PAGE.match(page):
        return False
    title = _TITLE.search(page)
    if host.startswith(_HOSTS) or (title and _folded(title[1]).startswith(_FOLDED_TITLES)):
        return True
    seen = _folded(_TAG.sub(" ", _UNSEEN.sub(" ", page)))
    return len(text) <= _LOOKED_AT and len(seen) < _HARDLY_ANY and any(words in seen for words in _FOLDED_WORDINGS)


def _folded(text: str) -> str:
    """The text with single spaces, lower case, Arabic as it is compared."""
    return " ".join(_SIGNS.sub("", html.unescape(text).lower()).translate(_ALEFS).replace("…", "...").split()) + " "


_FOLDED_TITLES = tuple(_folded(title).rstrip() for title in _TITLES)
_FOLDED_WORDINGS = tuple(_folded(words).strip() for words in _WORDINGS)
