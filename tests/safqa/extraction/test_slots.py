"""Who stands where around the word that tells of a deal."""

from typing import Any

import pytest

BOUGHT = ("acquisition", "Manus", "Meta")
PUT_IN = ("investment", "Anthropic", "Amazon")

VERBS = {
    "verb first": ("اشترت ميتا شركة مانوس", BOUGHT),
    "subject first": ("ميتا تشتري مانوس", BOUGHT),
    "subject first, with a particle": ("ميتا قد تشتري مانوس", BOUGHT),
    "verb first, preposition": ("استحوذت ميتا على مانوس", BOUGHT),
    "a day between verb and subject": ("استحوذت الثلاثاء شركة ميتا على مانوس", BOUGHT),
    "subject said before in the same sentence": ("أعلنت ميتا أنها ستشتري مانوس", BOUGHT),
    "relative clause": ("ميتا التي اشترت مانوس رابحة", BOUGHT),
    "relative clause behind a governed name": ("وصف شركة ميتا التي اشترت مانوس", BOUGHT),
    "suffixed verb: what follows buys": ("مانوس تشتريها ميتا", BOUGHT),
    "suffixed verb in a relative clause": ("مانوس التي اشترتها ميتا", BOUGHT),
    "suffixed verb, topic before": ("تعمل مانوس في سنغافورة. واشترتها ميتا أمس", BOUGHT),
    "subject left out: the topic": ("تعمل ميتا في كاليفورنيا. واشترت في مارس شركة مانوس", BOUGHT),
    "the company": ("تعمل ميتا في كاليفورنيا. واشترت الشركة مانوس", BOUGHT),
    "quotes": ('اشترت "ميتا" شركة "مانوس"', BOUGHT),
    "investing, verb first": ("استثمرت أمازون 4 مليارات دولار في أنثروبيك", PUT_IN),
    "investing, subject first": ("أمازون تستثمر 4 مليارات دولار في أنثروبيك", PUT_IN),
    "investing, target before the sum": ("استثمرت أمازون في أنثروبيك 4 مليارات دولار", PUT_IN),
    "pumping": ("ضخت أمازون 4 مليارات دولار في شركة أنثروبيك", PUT_IN),
    "bought by the one behind the pronoun": ("مانوس، التي استحوذت عليها ميتا مقابل ملياري دولار، ناشئة", BOUGHT),
    "put into the topic": ("تعمل أنثروبيك في كاليفورنيا. وضخت فيها أمازون 8 مليارات دولار", PUT_IN),
    "on whose word fills no slot": ("تتفاوض ميتا لشراء مانوس، وفقا لأوراكل", BOUGHT),
    "the company behind a preposition is no subject": (
        "تعمل أنثروبيك في كاليفورنيا. وكانت أمازون قد ضخت في الشركة 4 مليارات دولار",
        PUT_IN,
    ),
    "the rest of a company": ("اشترت ميتا ما تبقى من مانوس", BOUGHT),
    "the only name behind, who buys is spoken of": ("تعمل ميتا في كاليفورنيا. واشترت مانوس بملياري دولار", BOUGHT),
    "putting": ("وضعت أمازون 4 مليارات دولار في أنثروبيك", PUT_IN),
}

NOUNS = {
    "purchase by somebody of something": ("استحواذ ميتا على مانوس", BOUGHT),
    "purchase with a pronoun": ("أعلنت ميتا استحواذها على مانوس", BOUGHT),
    "buying governed by a verb": ("أتمت ميتا شراء مانوس", BOUGHT),
    "buying with a cue noun": ("أتمت ميتا شراء شركة مانوس", BOUGHT),
    "buyer and object behind the noun": ("شراء ميتا لمانوس", BOUGHT),
    "an offer with a pronoun": ("قدمت ميتا إلى مانوس عرضا لشرائها", BOUGHT),
    "a deal to buy": ("أبرمت ميتا صفقة لشراء مانوس", BOUGHT),
    "investment of somebody in something": ("استثمار أمازون في أنثروبيك", PUT_IN),
    "investment with a pronoun": ("رفعت أمازون استثماراتها في أنثروبيك", PUT_IN),
    "a plan to invest": ("تعتزم أمازون استثمار 4 مليارات دولار في أنثروبيك", PUT_IN),
    "who does it behind a passive": ("تم الاستحواذ على مانوس من قبل ميتا", BOUGHT),
    "all shares": ("أتمت ميتا شراء كامل أسهم مانوس", BOUGHT),
    "what it is, before its name": ("أتمت ميتا الاستحواذ على مطورة الوكلاء السنغافورية مانوس", BOUGHT),
    "an owner in passing": ("استحواذ ميتا، التابعة لزوكربيرغ، على 51% من مانوس", BOUGHT),
    "buyer and company bought behind the noun": ("شراء ميتا شركة مانوس", BOUGHT),
    "an offer from somebody": ("رفضت مانوس عرضا من ميتا لشرائها", BOUGHT),
    "an offer of buying": ("تلقت مانوس عرض شراء من ميتا", BOUGHT),
    "an offer to buy it": ("رفضت مانوس عرض ميتا للاستحواذ عليها", BOUGHT),
    "who acts stands behind its verb": ("قالت مانوس إنها لم تفرغ من صفقة تتفاوض ميتا على شرائها", BOUGHT),
    "who acts stands before its verb": ("تعمل مانوس بهدوء لأن ميتا تفاوضها على الاستحواذ عليها", BOUGHT),
    "two names ahead of the pronoun": ("طرقت ميتا باب مانوس بغية شرائها", BOUGHT),
    "the topic buys": ("تعمل ميتا في كاليفورنيا. وجرى شراء مانوس أمس", BOUGHT),
}


@pytest.mark.parametrize(("text", "deal"), VERBS.values(), ids=VERBS)
def test_around_a_verb(reading: Any, text: str, deal: tuple[str, str, str]) -> None:
    assert deal in reading.told(text)


@pytest.mark.parametrize(("text", "deal"), NOUNS.values(), ids=NOUNS)
def test_around_a_noun(reading: Any, text: str, deal: tuple[str, str, str]) -> None:
    assert deal in reading.told(text)


ROUNDS = {
    "put into a company as part of one": ("ضخت أمازون 4 مليارات دولار في أنثروبيك ضمن جولة تمويل", "Anthropic"),
    "who leads a round raises none": ("تعمل أنثروبيك في كاليفورنيا. وقادت أمازون جولة تمويل بمليار دولار", "Anthropic"),
    "who joins a company's round": ("شاركت أمازون في جولة جمعت فيها أنثروبيك مليار دولار", "Anthropic"),
}


@pytest.mark.parametrize(("text", "target"), ROUNDS.values(), ids=ROUNDS)
def test_around_a_round(reading: Any, text: str, target: str) -> None:
    assert {told[1] for told in reading.told(text) if told[0] == "funding_round"} == {target}


NOBODY = {
    "somebody unnamed is the subject": "تعمل ميتا في كاليفورنيا. وتشتري شركات كثيرة رقائق",
    "a verb of buying without an object": "ميتا تشتري كثيرا",
    "an outlet does not buy": "رويترز تستثمر في الخبر",
    "a denied noun": "عدم استحواذ ميتا على مانوس",
}


@pytest.mark.parametrize("text", NOBODY.values(), ids=NOBODY)
def test_no_deal(reading: Any, text: str) -> None:
    assert reading.told(text) == []


def test_nobody_needs_to_be_said_to_buy(reading: Any) -> None:
    for text in ("جرى الاستحواذ على مانوس مقابل مليار دولار", "استُحوذ على مانوس مقابل مليار دولار"):
        assert reading.told(text) == [("acquisition", "Manus", "")]


def test_an_owner_told_in_passing_fills_no_slot(reading: Any) -> None:
    text = "استثمرت أمازون ملياري دولار في شركة خزنة التابعة لجي 42"
    assert reading.told(text) == [("investment", "Khazna Data Centers", "Amazon")]


def test_a_seller_is_no_party(reading: Any) -> None:
    assert reading.told("اشترت كوالكوم شركة أمبير من سوفت بنك")[0] == ("acquisition", "Ampere", "Qualcomm")
