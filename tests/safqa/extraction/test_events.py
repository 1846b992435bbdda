"""Where a text tells of a deal, and where the same words tell of none."""

from typing import Any

import pytest

NEEDS = {
    "raising needs money or a round": ("جمعت أنثروبيك بيانات كثيرة", "جمعت أنثروبيك تمويلا كبيرا"),
    "a flotation needs shares": ("تطرح أنثروبيك سؤالا", "تطرح أنثروبيك أسهمها"),
    "an option is no purchase": ("حصلت ميتا على خيار شراء مانوس", "وافقت ميتا على شراء مانوس"),
    "spending needs what is built": (
        "ستنفق مايكروسوفت عشرة مليارات دولار",
        "ستنفق مايكروسوفت عشرة مليارات دولار على مراكز بيانات",
    ),
    "an alliance needs two": ("تعاونت كوهير كثيرا", "تعاونت كوهير مع أوراكل"),
    "a merger needs two": ("دمجت ميتا الميزتين", "اندمجت كوهير مع شركة أوراكل"),
    "a lone sum": ("بلغت الأرباح 30 مليار دولار", "خمسة مليارات دولار في إنتل"),
    "a denied noun": ("دون استحواذ ميتا على مانوس", "مع استحواذ ميتا على مانوس"),
    "an agreement to buy is no partnership alone": ("اتفقت ميتا على الأمر", "وقعت AMD مع هيوماين اتفاقا أوسع"),
}


@pytest.mark.parametrize(("without", "with_it"), NEEDS.values(), ids=NEEDS)
def test_what_a_frame_needs(reading: Any, without: str, with_it: str) -> None:
    assert reading.told(without) == []
    assert reading.told(with_it) != []


def test_a_company_of_the_deal_before_is_bought(reading: Any) -> None:
    text = "جمعت كوهير مليار دولار. وتريد أوراكل شراء الشركة"
    assert ("acquisition", "Cohere", "Oracle") in reading.told(text)


def test_events_come_in_the_order_of_the_text(reading: Any) -> None:
    text = "اشترت ميتا شركة مانوس. ثم جمعت كوهير مليار دولار. وتعاونت أوراكل مع فوجيتسو"
    assert list(dict.fromkeys(t.type for t in reading.told(text))) == ["acquisition", "funding_round", "partnership"]


def test_a_headline_may_leave_out_the_verb(reading: Any) -> None:
    headline = "سوفت بنك: 40 مليار دولار لأوبن إيه آي"
    assert reading.told(f"{headline}\nهكذا قيل") == [("investment", "OpenAI", "SoftBank")]
    assert reading.told(f"عنوان آخر\n{headline}") == []
