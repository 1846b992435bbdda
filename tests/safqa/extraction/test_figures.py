"""Which deal a sum belongs to, and what is kept of it."""

from typing import Any

import pytest

FIGURES = {
    "exact": ("جمعت أنثروبيك 600 مليون دولار", ["amount 600e6 USD"]),
    "about": ("جمعت أنثروبيك نحو 600 مليون دولار", ["amount about 600e6 USD"]),
    "more than": ("جمعت أنثروبيك أكثر من 600 مليون دولار", ["amount at_least 600e6 USD"]),
    "up to": ("ستستثمر أمازون ما يصل إلى 600 مليون دولار في أنثروبيك", ["amount at_most 600e6 USD"]),
    "a range": ("ستستثمر أمازون ما بين 5 و6 مليارات دولار في أنثروبيك", ["amount between 5e9-6e9 USD"]),
    "vague": ("ستستثمر أمازون مليارات الدولارات في أنثروبيك", ["amount vague 1e9 USD"]),
    "another currency": ("جمعت ميسترال 600 مليون يورو", ["amount 600e6 EUR"]),
    "a conversion": (
        "جمعت لوسيديا 30 مليون ريال (8 ملايين دولار)",
        ["amount 30e6 SAR", "amount 8e6 USD"],
    ),
    "amount and valuation": (
        "جمعت أنثروبيك 5 مليارات دولار بتقييم 170 مليار دولار",
        ["amount 5e9 USD", "valuation 170e9 USD"],
    ),
    "amount and stake": (
        "استحوذت ميتا على 49% من Scale AI مقابل 14 مليار دولار",
        ["stake 49 percent", "amount 14e9 USD"],
    ),
    "amount and total": (
        "جمعت أنثروبيك 5 مليارات دولار، ليبلغ إجمالي تمويلها 20 مليار دولار",
        ["amount 5e9 USD", "total_raised 20e9 USD"],
    ),
    "a bare value behind a purchase": ("اشترت ميتا شركة مانوس بقيمة ملياري دولار", ["amount 2e9 USD"]),
    "a bare value behind an investment": ("استثمرت ميتا في إنتل بقيمة ملياري دولار", ["amount 2e9 USD"]),
    "raised at a value": (
        "جمعت أنثروبيك 5 مليارات دولار عند قيمة تبلغ 170 مليار دولار",
        ["amount 5e9 USD", "valuation 170e9 USD"],
    ),
    "an old and a new value": (
        "جمعت أنثروبيك 5 مليارات دولار، وارتفعت قيمتها من 60 مليار دولار إلى 170 مليار دولار",
        ["amount 5e9 USD", "valuation 60e9 USD", "valuation 170e9 USD"],
    ),
    "the same sum told twice is one": (
        "جمعت أنثروبيك 5 مليارات دولار. وبلغت الجولة 5 مليارات دولار",
        ["amount 5e9 USD"],
    ),
    "two values of one measure are two": (
        "ستستثمر ميتا 14 مليار دولار في Scale AI. وقد يبلغ الاستثمار 15 مليار دولار",
        ["amount 14e9 USD", "amount 15e9 USD"],
    ),
}


@pytest.mark.parametrize(("text", "figures"), FIGURES.values(), ids=FIGURES)
def test_figures(reading: Any, text: str, figures: list[str]) -> None:
    assert reading.figures(text) == figures


OWNERS = {
    "value of a company by name": (
        "جمعت أنثروبيك ملياري دولار. وتبلغ قيمة أنثروبيك 170 مليار دولار",
        ["Anthropic", "Anthropic"],
    ),
    "its valuation is the raiser's": (
        "جمعت أنثروبيك ملياري دولار من إنفيديا بتقييم 170 مليار دولار",
        ["Anthropic", "Anthropic"],
    ),
    "two rounds in two sentences": (
        "جمعت أنثروبيك ملياري دولار. وجمعت كوهير 500 مليون دولار",
        ["Anthropic", "Cohere"],
    ),
    "two rounds in one sentence": (
        "جمعت أنثروبيك ملياري دولار، بينما جمعت كوهير 500 مليون دولار",
        ["Anthropic", "Cohere"],
    ),
    "the company that goes public": (
        "أدرجت كورويف أسهمها في ناسداك، وبلغت قيمة الشركة 23 مليار دولار",
        ["CoreWeave"],
    ),
    "the company bought": (
        "اشترت ميتا شركة مانوس مقابل ملياري دولار. وتبلغ قيمة مانوس 3 مليارات دولار",
        ["Manus", "Manus"],
    ),
    "nobody tells what an outlet is worth": (
        "جمعت أنثروبيك ملياري دولار. وتبلغ قيمة رويترز 3 مليارات دولار",
        ["Anthropic", None],
    ),
    "value of the latter": (
        "استثمرت ميتا مليار دولار في Scale AI. وتبلغ قيمة الأخيرة 29 مليار دولار",
        ["Scale AI", "Scale AI"],
    ),
    "two investments of one fund": (
        "استثمر صندوق الاستثمارات العامة مليار دولار في هيوماين. وقال الصندوق إنه سيستثمر ملياري دولار في كوهير",
        ["Humain", "Cohere"],
    ),
    "two sums in two companies": (
        "خمسة مليارات دولار في إنتل، وملياران في سينوبسيس",
        ["Intel", "Synopsys"],
    ),
    "a labelled line": (
        "جمعت أنثروبيك ملياري دولار.\nالتقييم: 60 مليار دولار",
        ["Anthropic", "Anthropic"],
    ),
    "the round named by its noun": (
        "جمعت أنثروبيك تمويلا من إنفيديا. وبلغت قيمة الجولة ملياري دولار",
        ["Anthropic"],
    ),
    "a conversion goes with its sum": (
        "جمعت لوسيديا 30 مليون ريال (8 ملايين دولار)",
        ["Lucidya", "Lucidya"],
    ),
    "a valuation told again": (
        "جمعت أنثروبيك ملياري دولار بتقييم 18 مليار دولار و14 مليار دولار",
        ["Anthropic", "Anthropic", "Anthropic"],
    ),
    "a rival's worth tells of no round": (
        "جمعت أنثروبيك ملياري دولار. وتبلغ قيمة كوهير 7 مليارات دولار",
        ["Anthropic", None],
    ),
}


@pytest.mark.parametrize(("text", "owners"), OWNERS.values(), ids=OWNERS)
def test_whose_deal_a_sum_belongs_to(reading: Any, text: str, owners: list[str | None]) -> None:
    assert reading.owners(text) == owners


def test_a_valuation_alone_tells_of_an_earlier_round(reading: Any) -> None:
    text = "تطور كوهير نماذج لغوية. وقدرت قيمة الشركة في جولة تمويل قبل عام بنحو 14 مليار دولار"
    (told,) = reading.bindings(text)
    assert (told.draft.type, told.draft.target.name, told.draft.background) == ("funding_round", "Cohere", True)
    assert (told.metric, told.item.amount.low, told.item.amount.qualifier) == ("valuation", 14e9, "about")


def test_an_estimate_of_a_sum_is_an_amount(reading: Any) -> None:
    text = "اشترت ميتا شركة مانوس. وبلغ المبلغ مليار دولار، وقدرته رويترز بملياري دولار"
    assert reading.measures(text) == ["amount", "amount"]


def test_a_stake_told_later_belongs_to_the_last_deal(reading: Any) -> None:
    text = "ستستثمر ميتا 14 مليار دولار في Scale AI. وتحصل على حصة تبلغ 49%"
    assert reading.owners(text) == ["Scale AI", "Scale AI"]


def test_a_former_value_is_marked(reading: Any) -> None:
    text = "جمعت أنثروبيك ملياري دولار، وارتفعت قيمتها من 60 مليار دولار إلى 170 مليار دولار"
    (deal,) = reading.article(text).deals
    assert [(f.metric, f.low) for f in deal.figures if f.former] == [("valuation", 60e9)]


def test_the_credit_of_each_figure(reading: Any) -> None:
    text = (
        "ستستثمر ميتا 14 مليار دولار في Scale AI. وذكرت بلومبرغ أن الاستثمار قد يتجاوز 10 مليارات دولار، "
        "بينما أفادت صحيفة The Information أن ميتا ستدفع ما يقارب 15 مليار دولار"
    )
    (deal,) = reading.article(text).deals
    assert [(f.low, f.source) for f in deal.figures] == [
        (14e9, None), (10e9, "Bloomberg"), (15e9, "The Information"),
    ]  # fmt: skip
