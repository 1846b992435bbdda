"""Target and parties, by their places and by what everybody is."""

from typing import Any

import pytest

TYPES = {
    "a minority is an investment": ("استحوذت ميتا على 49% من Scale AI", ("investment", "Scale AI", "Meta")),
    "more than half is control": ("استحوذت ميتا على 51% من Scale AI", ("acquisition", "Scale AI", "Meta")),
    "half is no control": ("استحوذت ميتا على 50% من Scale AI", ("investment", "Scale AI", "Meta")),
    "a stake without a number": ("اشترت ميتا حصة في Scale AI", ("investment", "Scale AI", "Meta")),
    "a bank that signs for goods lends nothing": (
        "وقع بنك القاهرة اتفاقية مع شركة فوري لبناء نموذج ذكاء اصطناعي",
        ("contract", "Fawry", "Banque du Caire"),
    ),
    "a bank that gives money lends it": (
        "حصلت هيوماين على تمويل بقيمة مليار دولار من بنك الرياض",
        ("debt", "Humain", "Riyad Bank"),
    ),
    "a loan": ("حصلت كروسو على قرض بقيمة 750 مليون دولار من بلاكستون", ("debt", "Crusoe", "Blackstone")),
    "bonds": ("جمعت علي بابا ثلاثة مليارات دولار من بيع سندات", ("debt", "Alibaba", "")),
    "a ministry is the customer": (
        "وقعت وزارة الموارد المائية عقدا مع بريسايت",
        ("contract", "Presight", "وزارة الموارد المائية"),
    ),
    "a ministry is the customer, told from the other side": (
        "وقعت بريسايت عقدا مع وزارة الموارد المائية",
        ("contract", "Presight", "وزارة الموارد المائية"),
    ),
    "chips bought": ("اشترت ميتا رقائق من إنفيديا بقيمة مليار دولار", ("contract", "Nvidia", "Meta")),
    "partners with a target": ("تعاونت كوهير مع أوراكل", ("partnership", "Cohere", "Oracle")),
    "a licence": ("ترخص غروك تقنيتها لإنفيديا في صفقة", ("partnership", "Groq", "Nvidia")),
    "a fund and its manager": (
        "أطلقت مبادلة صندوقا للذكاء الاصطناعي بقيمة مليار دولار",
        ("fund", "Mubadala", ""),
    ),
    "a project has its builders": (
        "مشروع ستارغيت الذي أطلقته أوبن إيه آي وسوفت بنك",
        ("infrastructure", "Stargate", "OpenAI, SoftBank"),
    ),
    "who spends on itself": (
        "ستنفق مايكروسوفت عشرة مليارات دولار على مراكز بيانات",
        ("infrastructure", "Microsoft", ""),
    ),
    "building together": (
        "تنشئ عمانتل مركز بيانات بكلفة 58 مليون ريال",
        ("infrastructure", "Omantel", ""),
    ),
    "two who build": (
        "أعلنت ميتا وغوغل خطة لإنفاق 60 مليار دولار على مراكز بيانات",
        ("infrastructure", "Meta", "Google"),
    ),
    "the bank spoken of lends to the company spoken of": (
        "تعمل هيوماين في الرياض. ومنح بنك الرياض قرضا بقيمة 750 مليون دولار",
        ("debt", "Humain", "Riyad Bank"),
    ),
    "a listing": ("تستعد أنثروبيك لطرح أسهمها في البورصة", ("ipo", "Anthropic", "")),
    "a contract won": ("فازت بريسايت بعقد من وزارة الموارد المائية", ("contract", "Presight", "وزارة الموارد المائية")),
    "a contract awarded to a company": (
        "أرست هيئة الحكومة الرقمية عقدا بقيمة 80 مليون ريال على شركة علم",
        ("contract", "Elm", "Digital Government Authority"),
    ),
    "chips ordered by number": (
        "ستشتري هيوماين 18 ألف رقاقة من إنفيديا",
        ("contract", "Nvidia", "Humain"),
    ),
    "a memorandum": ("وقعت بريسايت مذكرة تفاهم مع أوراكل", ("partnership", "Presight", "Oracle")),
    "a person invests": ("استثمر إيلون ماسك مليار دولار في أنثروبيك", ("investment", "Anthropic", "Elon Musk")),
}


@pytest.mark.parametrize(("text", "deal"), TYPES.values(), ids=TYPES)
def test_type_target_and_parties(reading: Any, text: str, deal: tuple[str, str, str]) -> None:
    assert deal in reading.told(text)


def roles(reading: Any, text: str) -> dict[str, str | None]:
    return {p.name: p.role.value if p.role else None for d in reading.article(text).deals for p in d.parties}


ROLES = {
    "who leads": ("جمعت أنثروبيك مليار دولار بقيادة لايت سبيد", {"Lightspeed Venture Partners": "lead_investor"}),
    "who led, with a verb": (
        "جمعت أنثروبيك مليار دولار في جولة قادتها لايت سبيد",
        {"Lightspeed Venture Partners": "lead_investor"},
    ),
    "who takes part in a round of somebody": (
        "شاركت إنفيديا وسيلزفورس في جولة كوهير البالغة 500 مليون دولار",
        {"Nvidia": "investor", "Salesforce": "investor"},
    ),
    "who leads a round of somebody": (
        "قادت راديكال فنتشرز جولة كوهير البالغة 500 مليون دولار",
        {"Radical Ventures": "lead_investor"},
    ),
    "one of several": (
        "تجمع أنثروبيك 3 مليارات دولار من مستثمرين منهم إنفيديا",
        {"Nvidia": "investor"},
    ),
    "who takes part": (
        "جمعت أنثروبيك مليار دولار. وشاركت في الجولة بلاك روك وإنفيديا",
        {"BlackRock": "investor", "Nvidia": "investor"},
    ),
    "with the participation of": (
        "جمعت أنثروبيك مليار دولار بمشاركة بلاك روك",
        {"BlackRock": "investor"},
    ),
    "leader and others": (
        "جمعت أنثروبيك مليار دولار بقيادة لايت سبيد وبمشاركة بلاك روك",
        {"Lightspeed Venture Partners": "lead_investor", "BlackRock": "investor"},
    ),
    "besides": (
        "جمعت أنثروبيك مليار دولار من بلاك روك إلى جانب إنفيديا",
        {"BlackRock": "investor", "Nvidia": "investor"},
    ),
    "from whom": ("جمعت أنثروبيك مليار دولار من بلاك روك", {"BlackRock": "investor"}),
    "who buys": ("اشترت ميتا شركة مانوس", {"Meta": "acquirer"}),
    "who orders": ("وقعت أوبن إيه آي عقدا سحابيا مع أوراكل", {"OpenAI": "customer"}),
    "who lends": (
        "حصلت كروسو على قرض بقيمة 750 مليون دولار من بلاكستون",
        {"Blackstone": "lender"},
    ),
}


@pytest.mark.parametrize(("text", "parties"), ROLES.values(), ids=ROLES)
def test_roles(reading: Any, text: str, parties: dict[str, str]) -> None:
    assert roles(reading, text) == parties


def test_who_joins_a_round_does_not_raise_it(reading: Any) -> None:
    text = "تعمل أنثروبيك في كاليفورنيا. وستشارك بلاك روك في جولة تمويل بمليار دولار"
    assert ("funding_round", "Anthropic", "") in reading.told(text)
    assert not any(t.target == "BlackRock" for t in reading.told(text))


def test_the_company_of_the_deal_before_goes_on(reading: Any) -> None:
    text = "استثمرت ميتا في Scale AI. وستدفع ميتا 15 مليار دولار"
    assert set(reading.told(text)) == {("investment", "Scale AI", "Meta")}


def test_two_companies_list_their_shares(reading: Any) -> None:
    targets = {t.target for t in reading.told("إدراج أنثروبيك وكوهير في بورصة ناسداك") if t.type == "ipo"}
    assert targets == {"Anthropic", "Cohere"}


def test_a_person_raises_for_the_company_spoken_of(reading: Any) -> None:
    text = "تعمل إكس إيه آي في ممفيس. وجمع إيلون ماسك ستة مليارات دولار"
    assert reading.told(text) == [("funding_round", "xAI", "")]
