"""What a sum measures, and the name under which other money is turned away."""

from typing import Any

import pytest

OF_THE_DEAL = {
    "raised": ("جمعت أنثروبيك 600 مليون دولار", "amount"),
    "put in": ("استثمرت أمازون 4 مليارات دولار في أنثروبيك", "amount"),
    "paid": ("استثمرت ميتا في Scale AI. وستدفع ميتا 15 مليار دولار", "amount"),
    "a round of": ("أغلقت أنثروبيك جولة تمويل بـ40 مليون دولار", "amount"),
    "value of a round": ("أغلقت أنثروبيك جولة تمويل بقيمة 40 مليون دولار", "amount"),
    "a round whose value is": ("أغلقت أنثروبيك جولة تمويل قيمتها 40 مليون دولار", "amount"),
    "a contract whose value is": ("وقعت أوبن إيه آي مع أوراكل عقدا قيمته 40 مليون دولار", "amount"),
    "a purchase for": ("اشترت ميتا مانوس مقابل ملياري دولار", "amount"),
    "worth of a deal": ("اشترت ميتا مانوس في صفقة تساوي ملياري دولار", "amount"),
    "its worth, of a deal named before": ("استثمرت ميتا في Scale AI في صفقة بالغة قيمتها 14 مليار دولار", "amount"),
    "its worth, of a contract": ("وقعت أوبن إيه آي مع أوراكل عقدا لخمس سنوات تبلغ قيمته 300 مليار دولار", "amount"),
    "a size": ("أطلقت مبادلة صندوقا حجمه عشرة مليارات دولار", "amount"),
    "a loan of": ("وقعت كروسو اتفاق قرض بقيمة 750 مليون دولار مع بلاكستون", "amount"),
    "a cost of what is built": ("تنشئ عمانتل مركز بيانات بكلفة 58 مليون ريال", "amount"),
    "valued at": ("جمعت أنثروبيك تمويلا عند تقييم يبلغ 230 مليار دولار", "valuation"),
    "raised at": ("جمعت أنثروبيك تمويلا عند 183 مليار دولار", "valuation"),
    "its value": ("جمعت أنثروبيك تمويلا، وبلغت قيمتها 230 مليار دولار", "valuation"),
    "the company's value": ("جمعت أنثروبيك تمويلا، وبلغت قيمة الشركة 230 مليار دولار", "valuation"),
    "total raised": ("جمعت أنثروبيك تمويلا، ليبلغ مجموع تمويلها 12 مليون دولار", "total_raised"),
    "raised so far": ("جمعت أنثروبيك حتى الآن 243 مليون دولار", "total_raised"),
    "a share": ("استحوذت ميتا على 49% من Scale AI", "stake"),
    "a share by its noun": ("اشترت ميتا حصة قدرها 49% في Scale AI", "stake"),
    "a share of the capital": ("دخلت مبادلة إلى أنثروبيك بحصة 11% من رأس المال، بعد استثمار ميتا في أنثروبيك", "stake"),
}


@pytest.mark.parametrize(("text", "metric"), OF_THE_DEAL.values(), ids=OF_THE_DEAL)
def test_money_of_the_deal(reading: Any, text: str, metric: str) -> None:
    assert reading.measures(text) == [metric]


OTHER_MONEY = {
    "revenue": ("جمعت أنثروبيك تمويلا. وبلغت إيراداتها 5 مليارات دولار", "revenue"),
    "revenue behind the sum": ("تحقق أنثروبيك 5 مليارات دولار إيرادات سنوية", "revenue"),
    "market value": ("جمعت أنثروبيك تمويلا. وتبلغ القيمة السوقية لإنفيديا 4 تريليونات دولار", "market value"),
    "a fine": ("جمعت أنثروبيك تمويلا. ودفعت ميتا غرامة قدرها 15 مليون يورو", "fine"),
    "a price": ("جمعت أنثروبيك تمويلا. ويبلغ سعر الاشتراك 20 دولارا", "price"),
    "a cost": ("جمعت أنثروبيك تمويلا. وتبلغ تكلفة التدريب 100 مليون دولار", "cost"),
    "a salary": ("جمعت أنثروبيك تمويلا. وعرضت ميتا راتبا قدره 100 مليون دولار", "salary"),
    "assets": ("جمعت أنثروبيك تمويلا. وتدير بلاك روك أصولا تبلغ 100 مليار دولار", "assets"),
    "spending": ("جمعت أنثروبيك تمويلا. وبلغ الإنفاق العالمي 700 مليار دولار", "spending"),
    "the value of a market": ("جمعت أنثروبيك تمويلا. وتبلغ قيمة سوق الرقائق 700 مليار دولار", "size of a market"),
    "the size of a market": ("جمعت أنثروبيك تمويلا. وتعمل في سوق حجمها 700 مليار دولار", "size of a market"),
    "a forecast": ("جمعت أنثروبيك تمويلا. وتشير تقديرات إلى 700 مليار دولار", "forecast"),
    "orders": ("جمعت أنثروبيك تمويلا. وتلقت طلبات فاقت 4 مليارات ريال", "orders"),
    "a price of a share": ("استثمرت ميتا في إنتل بسعر 20.47 دولارا للسهم", "price of a share"),
}


@pytest.mark.parametrize(("text", "name"), OTHER_MONEY.values(), ids=OTHER_MONEY)
def test_money_turned_away_by_name(reading: Any, text: str, name: str) -> None:
    assert reading.measures(text) == [f"({name})"]


PERCENTAGES = {
    "growth": "جمعت أنثروبيك تمويلا. ونمت أعمالها 40%",
    "a share of revenue": "جمعت أنثروبيك تمويلا. وتمثل الإيرادات الخارجية 40% من المبيعات",
    "a move of shares": "استثمرت ميتا في إنتل. وارتفع السهم 3%",
}


@pytest.mark.parametrize("text", PERCENTAGES.values(), ids=PERCENTAGES)
def test_percentages_that_are_no_stake(reading: Any, text: str) -> None:
    (measure,) = reading.measures(text)
    assert measure.startswith("(")


def test_a_sum_without_a_deal_is_none(reading: Any) -> None:
    assert reading.measures("بلغ المبلغ 40 مليون دولار") == ["(no deal beside it)"]


def test_a_conversion_measures_what_its_sum_does(reading: Any) -> None:
    text = "جمعت لوسيديا تمويلا بتقييم 300 مليون ريال (80 مليون دولار)"
    assert reading.measures(text) == ["valuation", "valuation"]
