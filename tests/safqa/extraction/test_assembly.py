"""Tellings that are one deal, and tellings that are two."""

from typing import Any

import pytest

ONE = {
    "the headline and the body": (
        "ميتا تشتري مانوس\nاشترت ميتا شركة مانوس أمس",
        ("acquisition", "Manus", "Meta"),
    ),
    "a verb and then its noun": (
        "اشترت ميتا شركة مانوس. وجاء استحواذ ميتا على مانوس بعد محادثات",
        ("acquisition", "Manus", "Meta"),
    ),
    "a second investor of the same round": (
        "جمعت أنثروبيك ملياري دولار من إنفيديا. وجمعت أنثروبيك التمويل من بلاك روك",
        ("funding_round", "Anthropic", "BlackRock, Nvidia"),
    ),
    "parties told beside the round": (
        "جمعت أنثروبيك ملياري دولار. وقادت الجولة بلاك روك",
        ("funding_round", "Anthropic", "BlackRock"),
    ),
    "an investment that names a round is a round": (
        "استثمرت إنفيديا ملياري دولار في أنثروبيك. وجمعت أنثروبيك التمويل في جولة جديدة",
        ("funding_round", "Anthropic", "Nvidia"),
    ),
    "a purchase and an investment of one pair": (
        "استثمرت ميتا 14 مليار دولار في Scale AI. واشترت ميتا Scale AI",
        ("investment", "Scale AI", "Meta"),
    ),
    "a partnership and a contract of one pair": (
        "وقعت أوبن إيه آي عقدا مع أوراكل. وتعاونت أوبن إيه آي مع أوراكل",
        ("contract", "Oracle", "OpenAI"),
    ),
    "equals told in the other order": (
        "تعاونت كوهير مع أوراكل. وتعاونت أوراكل مع كوهير",
        ("partnership", "Cohere", "Oracle"),
    ),
    "money raised by a listing": (
        "أدرجت أنثروبيك أسهمها في البورصة. وجمعت أنثروبيك ملياري دولار",
        ("ipo", "Anthropic", ""),
    ),
}


@pytest.mark.parametrize(("text", "deal"), ONE.values(), ids=ONE)
def test_one_deal(reading: Any, text: str, deal: tuple[str, str, str]) -> None:
    assert reading.assembled(text) == [deal]


TWO = {
    "two targets": (
        "اشترت ميتا شركة مانوس. واشترت إنفيديا شركة غروك",
        [("acquisition", "Manus", "Meta"), ("acquisition", "Groq", "Nvidia")],
    ),
    "two buyers of one company": (
        "اشترت ميتا شركة مانوس. واشترت إنفيديا شركة مانوس",
        [("acquisition", "Manus", "Meta"), ("acquisition", "Manus", "Nvidia")],
    ),
    "two families of type": (
        "جمعت أنثروبيك ملياري دولار. ووقعت أنثروبيك عقدا مع غوغل بقيمة مليار دولار",
        [("funding_round", "Anthropic", ""), ("contract", "Google", "Anthropic")],
    ),
    "two partners": (
        "تعاونت كوهير مع أوراكل. وتعاونت كوهير مع فوجيتسو",
        [("partnership", "Cohere", "Oracle"), ("partnership", "Cohere", "Fujitsu")],
    ),
    "an earlier round of the same company": (
        "جمعت أنثروبيك ملياري دولار. وتعمل الشركة في كاليفورنيا. وكانت أنثروبيك قد جمعت 500 مليون دولار في 2023",
        [("funding_round", "Anthropic", ""), ("funding_round", "Anthropic", "")],
    ),
    "two stages of the same company": (
        "أغلقت أنثروبيك جولة من الفئة «ب» بقيمة 500 مليون دولار. وأغلقت أنثروبيك جولة من الفئة «ج» بقيمة مليار دولار",
        [("funding_round", "Anthropic", ""), ("funding_round", "Anthropic", "")],
    ),
}


@pytest.mark.parametrize(("text", "deals"), TWO.values(), ids=TWO)
def test_two_deals(reading: Any, text: str, deals: list[tuple[str, str, str]]) -> None:
    assert reading.deals(text) == deals


def test_the_earlier_round_is_background_and_keeps_its_sum(reading: Any) -> None:
    text, _ = TWO["an earlier round of the same company"]
    news, before = reading.article(text).deals
    assert [(d.background, [f.low for f in d.figures]) for d in (news, before)] == [(False, [2e9]), (True, [5e8])]


def test_the_stages_keep_apart(reading: Any) -> None:
    text, _ = TWO["two stages of the same company"]
    assert [(d.stage, d.figures[0].low) for d in reading.article(text).deals] == [("series_b", 5e8), ("series_c", 1e9)]


def test_the_first_sentences_tell_the_news_whatever_their_words(reading: Any) -> None:
    (deal,) = reading.article("جمعت أنثروبيك ملياري دولار العام الماضي").deals
    assert not deal.background


@pytest.mark.parametrize(
    ("told", "party"), [("بمشاركة بلاك روك", ""), ("وقادت الجولة بلاك روك", "BlackRock")], ids=["not named", "named"]
)
def test_parties_told_far_from_a_round_join_it_where_it_is_named(reading: Any, told: str, party: str) -> None:
    text = f"جمعت أنثروبيك ملياري دولار. الطقس جميل. والسماء صافية. والناس نيام. {told}"
    assert reading.assembled(text) == [("funding_round", "Anthropic", party)]


def test_parties_without_a_round_are_no_deal(reading: Any) -> None:
    assert reading.drafts("وقادت الجولة بلاك روك") == []


def test_a_cancelled_purchase_and_an_investment_are_two(reading: Any) -> None:
    text = "ألغت ميتا شراء Scale AI. واستثمرت ميتا 14 مليار دولار في Scale AI"
    assert [(d.type, d.status) for d in reading.article(text).deals] == [
        ("acquisition", "cancelled"), ("investment", "completed"),
    ]  # fmt: skip
