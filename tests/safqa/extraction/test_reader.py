"""A whole article to its deals: the gate, the seed article, and what holds for every text."""

import json
from dataclasses import replace
from typing import Any

import pytest

from safqa.extraction.arabic.pack import arabic
from safqa.extraction.reader import read
from safqa.extraction.weights import ALONE, ALWAYS, Learned
from safqa.model import DealMention, Figure, Metric, Status
from seeds import SEEDS

RELEVANT = {
    "AI by its processors": ("اشترت ميتا شركة «شهاب كومبيوت» لتأجير المعالجات الرسومية", True),
    "AI by its models": ("جمعت شركة «شراع اللغة» ملياري يورو لتدريب النماذج", True),
    "AI with the article": ("جمعت شركة «نوران» مليون دولار لمنصتها للذكاء الاصطناعي", True),
    "a start-up with an adjective": ("جمعت الشركة الناشئة «قنطار» مليوني دولار لنموذج ذكاء اصطناعي", True),
    "a deal of an AI company": ("جمعت أنثروبيك مليار دولار", True),
    "a deal about AI": ("جمعت شركة «نوران» مليون دولار لنماذج الذكاء الاصطناعي", True),
    "a deal of companies of other fields": ("اشترت أرامكو مزرعة من سابك بمليون دولار", False),
    "a deal of a company that nobody knows": ("اشترت شركة «نوران» مزرعة بمليون دولار", True),
    "AI without a deal": ("يتحدث العالم عن الذكاء الاصطناعي", False),
    "money of AI in general": ("جمعت شركات الذكاء الاصطناعي 25 مليار دولار في مايو", False),
    "revenue of an AI company": ("بلغت إيرادات أنثروبيك 5 مليارات دولار", False),
    "no text": ("", False),
}


@pytest.mark.parametrize(("text", "relevant"), RELEVANT.values(), ids=RELEVANT)
def test_relevance(reading: Any, text: str, relevant: bool) -> None:
    found = reading.article(text)
    assert (found.relevant, bool(found.deals), found.lang) == (relevant, relevant, "ar")


WORTH_TELLING = {
    "one name and no figure is too little": ("أغلقت أنثروبيك جولة تمويل جديدة", []),
    "one name and a figure": ("أغلقت أنثروبيك جولة تمويل بمليار دولار", [("funding_round", "Anthropic", "")]),
    "who goes public does it alone": ("أدرجت أنثروبيك أسهمها في البورصة", [("ipo", "Anthropic", "")]),
}


@pytest.mark.parametrize(("text", "deals"), WORTH_TELLING.values(), ids=WORTH_TELLING)
def test_what_is_worth_telling(reading: Any, text: str, deals: list[tuple[str, str, str]]) -> None:
    assert reading.deals(text) == deals


STAGES = {
    "seed": ("أغلقت أنثروبيك جولة بذرية بمليون دولار", "seed"),
    "pre-seed": ("أغلقت أنثروبيك جولة ما قبل البذرة بمليون دولار", "pre_seed"),
    "a series": ("أغلقت أنثروبيك جولة من السلسلة «أ» بمليون دولار", "series_a"),
    "a Latin series": ("أغلقت أنثروبيك جولة Series B بمليون دولار", "series_b"),
    "bridge": ("أغلقت أنثروبيك جولة جسرية بمليون دولار", "bridge"),
    "none": ("أغلقت أنثروبيك جولة بمليون دولار", None),
}


@pytest.mark.parametrize(("text", "stage"), STAGES.values(), ids=STAGES)
def test_stages(reading: Any, text: str, stage: str | None) -> None:
    (deal,) = reading.article(text).deals
    assert deal.stage == stage


def test_surfaces_and_names_of_parties(reading: Any) -> None:
    (deal,) = reading.article("استثمرت ميتا (Meta) ملياري دولار في شركة «نُوران»").deals
    assert (deal.target.name, deal.target.surface, deal.target.role) == ("نُوران", ("نُوران",), None)
    assert [(p.name, p.surface) for p in deal.parties] == [("Meta", ("ميتا", "Meta"))]


def test_the_quote_of_a_deal_is_its_sentence(reading: Any) -> None:
    text = "تطوّر أنثروبيك نماذج. جمعَت أنثروبيك ملياري دولار. وتعمل في كاليفورنيا."
    (deal,) = reading.article(text).deals
    assert deal.quote.text == "جمعَت أنثروبيك ملياري دولار."
    assert text[deal.quote.start : deal.quote.end] == deal.quote.text


# --- whole articles ------------------------------------------------------------------------------------------------

ROUND = """«نوران» تجمع 30 مليون دولار لتطوير نماذج عربية
أعلنت شركة «نوران» الناشئة، ومقرها الرياض، إغلاق جولة تمويل من السلسلة «أ» بقيمة 30 مليون دولار بقيادة رمال كابيتال، \
وبمشاركة «شمس المعرفة» وإنفيديا.
وقالت الشركة إن الجولة ترفع تقييمها إلى 200 مليون دولار، وإن إجمالي تمويلها بلغ 41 مليون دولار.
وتطور الشركة نماذج الذكاء الاصطناعي للبنوك، وبلغت إيراداتها 5 ملايين دولار العام الماضي.
وكانت «نوران» قد جمعت 8 ملايين دولار في جولة بذرية عام 2023 بقيادة بلاك روك.
ونمت أعمال الشركة 40% منذ تأسيسها."""


def test_an_article_about_a_round(reading: Any) -> None:
    news, before = reading.article(ROUND).deals
    assert (news.type, news.status, news.stage, news.background) == ("funding_round", "completed", "series_a", False)
    assert {p.name: p.role for p in news.parties} == {
        "رمال كابيتال": "lead_investor", "شمس المعرفة": "investor", "Nvidia": "investor",
    }  # fmt: skip
    assert [(f.metric, f.low) for f in news.figures] == [("amount", 30e6), ("valuation", 200e6), ("total_raised", 41e6)]
    assert (before.stage, before.background, [f.low for f in before.figures]) == ("seed", True, [8e6])
    assert news.target == before.target


DIGEST = """نشرة الصفقات
اشترت إنفيديا شركة غروك مقابل 20 مليار دولار.
وجمعت كوهير 500 مليون دولار بتقييم 6.8 مليار دولار.
ووقعت هيوماين عقدا مع AMD لتوريد رقائق بقيمة 10 مليارات دولار.
وتسعى ميسترال إلى جمع مليار يورو."""


def test_a_digest_of_four_deals(reading: Any) -> None:
    shown = [(d.type, d.status, d.target.name, [f.low for f in d.figures]) for d in reading.article(DIGEST).deals]
    assert shown == [
        ("acquisition", "completed", "Groq", [20e9]),
        ("funding_round", "completed", "Cohere", [500e6, 6.8e9]),
        ("contract", "announced", "AMD", [10e9]),
        ("funding_round", "in_talks", "Mistral AI", [1e9]),
    ]


TEXTBOOK = {
    "a purchase": ("اشترت إنفيديا شركة غروك مقابل 20 مليار دولار", ("acquisition", "Groq", "Nvidia")),
    "an investment": ("استثمرت ميتا 14 مليار دولار في سكيل إيه آي", ("investment", "Scale AI", "Meta")),
    "a round, led and joined": (
        "جمعت كوهير 500 مليون دولار في جولة بقيادة راديكال فنتشرز وبمشاركة إنفيديا",
        ("funding_round", "Cohere", "Nvidia, Radical Ventures"),
    ),
    "a contract": ("وقعت أوبن إيه آي عقدا مع أوراكل بقيمة 300 مليار دولار", ("contract", "Oracle", "OpenAI")),
    "a loan": ("حصلت كورويف على قرض بقيمة 7.5 مليار دولار من بلاكستون", ("debt", "CoreWeave", "Blackstone")),
    "a listing": ("تعتزم سيريبراس طرح أسهمها في بورصة ناسداك", ("ipo", "Cerebras", "")),
    "an alliance": ("أعلنت هيوماين شراكة مع إنفيديا", ("partnership", "Humain", "Nvidia")),
    "a fund": ("أطلقت مبادلة صندوقا للذكاء الاصطناعي بقيمة مليار دولار", ("fund", "Mubadala", "")),
    "data centres": (
        "ستنفق مايكروسوفت 80 مليار دولار على مراكز بيانات للذكاء الاصطناعي",
        ("infrastructure", "Microsoft", ""),
    ),
}


@pytest.mark.parametrize(("text", "deal"), TEXTBOOK.values(), ids=TEXTBOOK)
def test_what_was_learned_leaves_plain_sentences_alone(reading: Any, text: str, deal: tuple[str, str, str]) -> None:
    assert reading.deals(text) == [deal]


# --- the seed article ----------------------------------------------------------------------------------------------

SEED = (SEEDS / "meta-scale-ai.ar.txt").read_text(encoding="utf-8")
EXPECTED = json.loads((SEEDS / "meta-scale-ai.expected.json").read_text(encoding="utf-8"))["deals"]


def told(deal: DealMention) -> tuple[str, str | None, tuple[str, ...]]:
    return deal.type.value, deal.target.name if deal.target else None, tuple(sorted(p.name for p in deal.parties))


def expected(deal: dict[str, Any]) -> tuple[str, str | None, tuple[str, ...]]:
    names = tuple(sorted(p["name"] for p in deal["parties"]))
    return deal["type"], deal["target"]["name"] if deal["target"] else None, names


def facts(figure: Figure) -> tuple[object, ...]:
    return figure.metric.value, figure.low, figure.high, figure.unit, figure.qualifier.value, figure.source


REQUIRED = [d for d in EXPECTED if not d["optional"]]


@pytest.mark.parametrize("label", REQUIRED, ids=lambda d: d["type"])
def test_a_deal_of_the_seed_article(reading: Any, label: dict[str, Any]) -> None:
    (deal,) = [d for d in reading.article(SEED).deals if told(d) == expected(label)]
    assert (deal.status, deal.stage) == (label["status"], label["stage"])
    keys = ("metric", "low", "high", "unit", "qualifier", "source")
    required = {tuple(f[k] for k in keys) for f in label["figures"] if not f["optional"]}
    allowed = {tuple(f[k] for k in keys) for f in label["figures"]}
    assert required <= {facts(f) for f in deal.figures} <= allowed


def test_two_lists_are_paired_one_by_one(reading: Any) -> None:
    found = {told(d) for d in reading.article(SEED).deals}
    assert {("investment", "Character.AI", ("Google",)), ("investment", "Inflection AI", ("Microsoft",))} <= found


def test_the_seed_article_tells_of_no_other_deal(reading: Any) -> None:
    assert {told(d) for d in reading.article(SEED).deals} <= {expected(d) for d in EXPECTED}


def test_the_evidence_of_the_seed_article(reading: Any) -> None:
    quotes = {f.quote.text for d in reading.article(SEED).deals for f in d.figures}
    assert quotes >= {"14 مليار دولار", "49%"}
    assert all(SEED[q.start : q.end] == q.text for d in reading.article(SEED).deals for q in quotes_of(d))


def test_a_round_told_in_passing_is_background(reading: Any) -> None:
    (passing,) = [d for d in reading.article(SEED).deals if d.type == "funding_round"]
    assert passing.background


def quotes_of(deal: DealMention) -> list[Any]:
    return [deal.quote, *(f.quote for f in deal.figures), *(r.quote for r in deal.reasons)]


def test_what_was_learned_says_so(reading: Any) -> None:
    """The rules see a price and a purchase that is done; weights that know better are named as the reason."""
    sure = {ALONE: {ALWAYS: 9.0}}
    pack = replace(arabic(), learned=Learned({Metric.VALUATION: sure, Status.CANCELLED: sure}))
    (deal,) = read("اشترت ميتا شركة مانوس للذكاء الاصطناعي مقابل ملياري دولار", pack).deals
    assert (deal.status, [r.rule for r in deal.reasons if r.fact == "status"][-1]) == (
        "cancelled",
        "cancelled: learned",
    )
    assert [(f.metric, f.rule) for f in deal.figures] == [("valuation", "learned: valuation")]
    (ruled,) = reading.article("اشترت ميتا شركة مانوس للذكاء الاصطناعي مقابل ملياري دولار").deals
    assert not any("learned" in r.rule for r in ruled.reasons)
