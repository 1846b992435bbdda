"""Whom the text credits for a sum."""

from typing import Any

import pytest

FRONT = {
    "an outlet reported": ("ذكرت بلومبرغ أن ميتا ستدفع 10 مليارات دولار", ["Bloomberg"]),
    "an outlet with its noun": ("أفادت صحيفة The Information أن ميتا ستدفع 15 مليار دولار", ["The Information"]),
    "a day between verb and outlet": (
        "ذكرت يوم الثلاثاء صحيفة فايننشال تايمز أن السعر 15 مليار دولار",
        ["Financial Times"],
    ),
    "outlet before its verb": ("رويترز ذكرت أن السعر 15 مليار دولار", ["Reuters"]),
    "a company announced": ("أعلنت أنثروبيك أنها جمعت 15 مليار دولار", ["Anthropic"]),
    "a person said": ("قال إيلون ماسك إن الجولة بلغت 15 مليار دولار", ["Elon Musk"]),
    "unnamed people": ("قالت مصادر مطلعة إن السعر 15 مليار دولار", ["?"]),
    "an outlet that quotes people": (
        "ذكرت وكالة رويترز نقلا عن مصادر أن ميتا تدرس شراء مانوس مقابل ملياري دولار",
        ["Reuters"],
    ),
    "people who spoke to an outlet": ("قالت مصادر لرويترز إن السعر 15 مليار دولار", ["Reuters"]),
    "a report of an outlet": ("جاء في تقرير لبلومبرغ أن السعر 15 مليار دولار", ["Bloomberg"]),
    "an outlet before a colon": ("بلومبرغ: إنفيديا تشتري غروك مقابل 20 مليار دولار", ["Bloomberg"]),
    "what a company is said to have announced": (
        "جاء ذلك عقب إعلان سيريبراس جمع مليار دولار",
        ["Cerebras"],
    ),
    "the subject is left out": (
        "جمعت كوهير التمويل. وفي خطوة منفصلة قالت إنها ستجمع مليار دولار",
        ["Cohere"],
    ),
    "the subject stands far ahead": (
        "سيريبراس، التي أسسها مهندسون سابقون في وادي السيليكون، تعلن جمع مليار دولار",
        ["Cerebras"],
    ),
    "according to, at the head": ("وفقا لبلومبرغ، ستدفع ميتا 15 مليار دولار", ["Bloomberg"]),
    "one front credit ends where the next begins": (
        "ذكرت بلومبرغ أن السعر 10 مليارات دولار، وأفادت رويترز أنه 15 مليار دولار",
        ["Bloomberg", "Reuters"],
    ),
    "a second verb of the same outlet": (
        "يتجاوز المبلغ ما أوردته رويترز في يناير، حين تحدثت عن استثمار يبلغ 15 مليار دولار",
        ["Reuters"],
    ),
    "an outlet estimated it": ("بلغ المبلغ الكبير حدا قدرته بلومبرغ بنحو 15 مليار دولار", ["Bloomberg"]),
    "an outlet estimated": ("قدرت صحيفة فايننشال تايمز السعر بنحو 15 مليار دولار", ["Financial Times"]),
}

TRAILING = {
    "a document that an outlet has seen": (
        "تسعى نسكيل إلى جمع ملياري دولار، بحسب وثيقة موجهة إلى المستثمرين اطلعت عليها بلومبرغ",
        ["Bloomberg"],
    ),
    "a statement of its own": ("أغلقت كوهير جولة بقيمة مليار دولار، كما جاء في بيان على موقعها", ["Cohere"]),
    "a statement, in another word": ("أغلقت كوهير جولة بقيمة مليار دولار، حسب بلاغ مشترك", ["Cohere"]),
    "according to": ("ستدفع ميتا 15 مليار دولار، بحسب رويترز", ["Reuters"]),
    "according to what an outlet reported": ("ستدفع ميتا 15 مليار دولار، وفقا لما ذكرته رويترز", ["Reuters"]),
    "as an outlet reported": ("ستدفع ميتا 15 مليار دولار، كما ذكرت رويترز", ["Reuters"]),
    "quoting": ("ستدفع ميتا 15 مليار دولار، نقلا عن بلومبرغ", ["Bloomberg"]),
    "according to a source": ("ستدفع ميتا 15 مليار دولار، بحسب مصدر مطلع", ["?"]),
    "it does not govern what follows": (
        "ستدفع 15 مليار دولار، بحسب رويترز، بعد جولة بلغت 3 مليارات دولار",
        ["Reuters", None],
    ),
}

CARRIED = {
    "the newspaper added": (
        "ذكرت صحيفة فايننشال تايمز أن السعر 10 مليارات دولار. وأضافت الصحيفة أن الحصة بقيمة 3 مليارات دولار",
        ["Financial Times", "Financial Times"],
    ),
    "the agency, behind": (
        "ذكرت رويترز أن السعر 10 مليارات دولار. والحصة بقيمة 3 مليارات دولار، بحسب الوكالة",
        ["Reuters", "Reuters"],
    ),
    "the sources of an outlet": (
        "ذكرت رويترز أن السعر 10 مليارات دولار. وقالت المصادر إن الحصة بقيمة 3 مليارات دولار",
        ["Reuters", "Reuters"],
    ),
    "a sentence without a tie has no credit": (
        "ذكرت رويترز أن السعر 10 مليارات دولار. والحصة بقيمة 3 مليارات دولار",
        ["Reuters", None],
    ),
    "nobody to carry on": ("وأضافت الصحيفة أن السعر 10 مليارات دولار", [None]),
}

NOBODY = {
    "no credit": ("ستدفع ميتا 15 مليار دولار", [None]),
    "a verb of saying without a speaker": ("قيل إن السعر 15 مليار دولار", [None]),
}


@pytest.mark.parametrize(("text", "whom"), FRONT.values(), ids=FRONT)
def test_credit_in_front(reading: Any, text: str, whom: list[str | None]) -> None:
    assert reading.credits(text) == whom


@pytest.mark.parametrize(("text", "whom"), TRAILING.values(), ids=TRAILING)
def test_credit_behind(reading: Any, text: str, whom: list[str | None]) -> None:
    assert reading.credits(text) == whom


@pytest.mark.parametrize(("text", "whom"), CARRIED.values(), ids=CARRIED)
def test_credit_carried_on(reading: Any, text: str, whom: list[str | None]) -> None:
    assert reading.credits(text) == whom


@pytest.mark.parametrize(("text", "whom"), NOBODY.values(), ids=NOBODY)
def test_no_credit(reading: Any, text: str, whom: list[str | None]) -> None:
    assert reading.credits(text) == whom
