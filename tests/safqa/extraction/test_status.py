"""How far a deal is, by tense, by the words around it, and by who says so."""

from typing import Any

import pytest

BY_WORDS = {
    "a plan that is denied": ("لا تعتزم ميتا شراء مانوس", "denied"),
    "a request withdrawn": ("سيريبراس سحبت طلب الإدراج في ناسداك", "cancelled"),
    "past verb": ("اشترت ميتا شركة مانوس", "completed"),
    "future verb": ("ستشتري ميتا شركة مانوس", "announced"),
    "future particle": ("سوف تشتري ميتا شركة مانوس", "announced"),
    "past verb before a noun": ("أغلقت أنثروبيك جولة تمويل بقيمة مليار دولار", "completed"),
    "a word of completion": ("أتمت ميتا شراء مانوس", "completed"),
    "a plan": ("تعتزم ميتا شراء مانوس", "announced"),
    "an agreement": ("وافقت ميتا على شراء مانوس", "announced"),
    "a signature": ("وقعت ميتا اتفاقا لشراء مانوس", "announced"),
    "announcing a purchase does not close it": ("أعلنت ميتا شراء مانوس", "announced"),
    "announcing a round closes it": ("أعلنت أنثروبيك جمع مليار دولار", "completed"),
    "negotiating": ("تتفاوض ميتا لشراء مانوس", "in_talks"),
    "talks": ("تجري ميتا محادثات لشراء مانوس", "in_talks"),
    "considering": ("تدرس ميتا شراء مانوس", "in_talks"),
    "seeking": ("تسعى ميسترال إلى جمع مليار دولار", "in_talks"),
    "last touches": ("تقوم ميتا بوضع اللمسات الأخيرة على شراء مانوس", "in_talks"),
    "about to": ("باتت ميتا على وشك شراء مانوس", "in_talks"),
    "an offer": ("تقدمت ميتا بعرض لشراء مانوس", "in_talks"),
    "denied": ("نفت ميتا شراء مانوس", "denied"),
    "cancelled": ("ألغت ميتا صفقة شراء مانوس", "cancelled"),
    "failed": ("فشلت صفقة استحواذ ميتا على مانوس", "cancelled"),
    "withdrew": ("تراجعت ميتا عن شراء مانوس", "cancelled"),
    "negated past": ("لم تشتر ميتا شركة مانوس", "cancelled"),
    "negated future": ("لن تشتري ميتا شركة مانوس", "cancelled"),
    "talks that broke down": ("انهارت محادثات أوبن إيه آي لشراء ويندسيرف", "cancelled"),
    "given up": ("تخلت أوبن إيه آي عن شراء ويندسيرف", "cancelled"),
    "reports denied": ("نفت أبل تقارير عن نيتها شراء بيربلكسيتي", "denied"),
    "denied by a person": ("نفى متحدث باسم ميتا أن تكون الشركة تدرس شراء بيربلكسيتي", "denied"),
    "a contract is announced": ("وقعت أوبن إيه آي عقدا سحابيا مع أوراكل", "announced"),
    "a memorandum is announced": ("وقعت بريسايت مذكرة تفاهم مع أوراكل بشأن عقد جديد", "announced"),
    "by default a purchase is announced": ("صفقة استحواذ ميتا على مانوس", "announced"),
}


@pytest.mark.parametrize(("text", "status"), BY_WORDS.values(), ids=BY_WORDS)
def test_status_by_words(reading: Any, text: str, status: str) -> None:
    assert reading.ruled(text) == [status]


BY_SPEAKER = {
    "an outlet alone": ("ذكرت رويترز أن ميتا اشترت مانوس", "rumoured"),
    "unnamed people": ("قالت مصادر مطلعة إن ميتا اشترت مانوس", "rumoured"),
    "people told an outlet": ("اشترت ميتا شركة مانوس، بحسب مصادر لرويترز", "rumoured"),
    "the company says so": ("أعلنت ميتا أنها اشترت مانوس", "completed"),
    "talks stay talks": ("ذكرت رويترز أن ميتا تتفاوض لشراء مانوس", "in_talks"),
    "a denial stays a denial": ("ذكرت رويترز أن ميتا نفت شراء مانوس", "denied"),
    "said by an outlet and then by the company": (
        "ذكرت رويترز أن ميتا اشترت مانوس. وقالت ميتا إنها اشترت مانوس. وأكدت ميتا أنها اشترت مانوس",
        "completed",
    ),
}


@pytest.mark.parametrize(("text", "status"), BY_SPEAKER.values(), ids=BY_SPEAKER)
def test_status_by_who_says_so(reading: Any, text: str, status: str) -> None:
    assert reading.ruled(text) == [status]


TOLD_TWICE = {
    "the body wins over the headline": ("ميتا تشتري مانوس\nتتفاوض ميتا لشراء مانوس", "in_talks"),
    "outright words win over tense": ("اشترت ميتا شركة مانوس. وألغت ميتا شراء مانوس لاحقا", "cancelled"),
}


@pytest.mark.parametrize(("text", "status"), TOLD_TWICE.values(), ids=TOLD_TWICE)
def test_the_weightiest_telling_wins(reading: Any, text: str, status: str) -> None:
    assert reading.ruled(text) == [status]


def test_each_verdict_gives_its_reason(reading: Any) -> None:
    (deal,) = reading.article("نفت ميتا شراء مانوس").deals
    reasons = {r.fact: r.quote.text for r in deal.reasons}
    assert reasons == {"type": "شراء", "status": "شراء"}
