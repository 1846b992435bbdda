"""Notices that an article is withdrawn, and what only sounds like one."""

import pytest

from safqa.extraction import extract, may_tell
from safqa.tables import DATA, read_table
from safqa.withdrawals import withdrawal

EXAMPLES = [row["example"] for row in read_table(DATA / "withdrawals.tsv", ("pattern", "case", "example"))]
BODY = "Meta will invest $14.3 billion in Scale AI for a stake of 49%, both companies said on Monday."


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_is_a_notice_with_its_evidence(example: str) -> None:
    for text in (example, f"Meta and Scale AI\n\n{example}\n\n{BODY}"):
        found = withdrawal(text)
        assert found
        assert found.quote
        assert text[found.quote.start : found.quote.end] == found.words
        assert found.words.strip("[]") in example


@pytest.mark.parametrize(
    "text",
    [
        "Editor's note: This story has been removed after Meta denied it.",
        "تنويه: تم حذف المقال بعد نفي شركة ميتا.",
        "تَمَّ سَحبُ الخبر.",
        "*This article was retracted on 3 March.*",
    ],
)
def test_marks_and_labels_do_not_hide_it(text: str) -> None:
    assert withdrawal(text)


@pytest.mark.parametrize(
    "text",
    [
        "Cerebras has withdrawn its IPO filing.",
        "Meta withdrew its offer for Manus. The article is updated throughout.",
        "An earlier version of this article has been removed from the archive.",
        "A quote in this story has been removed.",
        "This article was removed because our copyright has expired.",
        "This article is no longer available.",
        "Bloomberg retracted its report that Meta would buy Manus.",
        "Musk deleted the post an hour later. The post was removed before the deal was signed.",
        "Investors withdrew. This article has been updated.",
        "Withdrawn offers are common: Meta alone took back three.",
        "سحبت ميتا عرضها لشراء مانوس.",
        "سحب الخبر البساط من تحت أقدام المنافسين.",
        "حذفت المنصة المقاطع المخالفة.",
        "سحب استثمارات بقيمة مليار دولار",
        f"{BODY} " * 6 + "This article has been withdrawn.",
    ],
)
def test_what_is_no_notice(text: str) -> None:
    assert withdrawal(text) is None


def test_a_headline_alone_has_no_place_in_the_text() -> None:
    found = withdrawal(BODY, "RETRACTED: Meta to invest in Scale AI")
    assert found
    assert (found.words, found.quote) == ("RETRACTED", None)


@pytest.mark.parametrize("lang", ["en", "ar", "fr", None])
def test_a_withdrawn_article_tells_of_no_deal_in_any_language(lang: str | None) -> None:
    found = extract(f"This story has been withdrawn.\n\n{BODY}", lang=lang)
    assert (found.relevant, found.deals) == (False, ())
    assert found.withdrawal
    assert extract(BODY, lang="en").deals


def test_a_notice_is_not_left_unread() -> None:
    assert may_tell("This story has been withdrawn.", lang="en")
    assert not may_tell("The weather will be fine.", lang="en")
