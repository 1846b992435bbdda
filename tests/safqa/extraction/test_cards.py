"""Posts that tell a deal line by line."""

from typing import Any

import pytest

ROUND = "كوهير تغلق جولتها\nالشركة: كوهير\nالمبلغ: 2.4 مليون دولار\nالقائد: رحى كابيتال\nالمستثمرون: إنفيديا وأوراكل"


def test_a_card_of_a_round(reading: Any) -> None:
    (deal,) = reading.article(ROUND).deals
    assert (deal.type, deal.status, deal.target.name) == ("funding_round", "completed", "Cohere")
    assert {p.name: p.role.value for p in deal.parties} == {
        "رحى كابيتال": "lead_investor", "Nvidia": "investor", "Oracle": "investor",
    }  # fmt: skip
    assert [(f.metric, f.low) for f in deal.figures] == [("amount", 2.4e6)]


NO_CARD = {
    "one labelled line": "خبر\nالشركة: كوهير\nنص آخر",
    "labels of other things": "خبر\nالعنوان: كوهير\nالكاتب: أوراكل",
    "nobody named": "خبر\nالمبلغ: 2.4 مليون دولار\nالقائد: غير معروف",
}


@pytest.mark.parametrize("text", NO_CARD.values(), ids=NO_CARD)
def test_no_card(reading: Any, text: str) -> None:
    assert [d for d in reading.drafts(text) if d.type is not None and d.parties] == []


def test_the_two_sides_of_a_headline(reading: Any) -> None:
    text = "🤝 ميتا × Scale AI\nالمبلغ: 14 مليار دولار\nالحصة: 49%"
    (deal,) = reading.article(text).deals
    assert (deal.type, deal.status, deal.target.name) == ("investment", "announced", "Scale AI")
    assert [(p.name, p.role.value) for p in deal.parties] == [("Meta", "investor")]
    assert [(f.metric, f.low) for f in deal.figures] == [("amount", 14e9), ("stake", 49)]


def test_a_stage_of_its_own_line(reading: Any) -> None:
    (deal,) = reading.article(ROUND + "\nالمرحلة: جولة بذرية").deals
    assert deal.stage == "seed"


TYPES = {
    "a buyer": ("خبر\nالشركة: كوهير\nالمشتري: أوراكل\nالقيمة: 14 مليار دولار", "acquisition"),
    "a leader": ("خبر\nالشركة: كوهير\nالقائد: بلاك روك\nالمبلغ: 14 مليون دولار", "funding_round"),
    "a stake": ("خبر\nالشركة: كوهير\nالمستثمرون: أوراكل\nالحصة: 20%", "investment"),
    "what is built": (
        "مراكز بيانات جديدة\nالشركة: كوهير\nالمستثمرون: أوراكل\nالمبلغ: 14 مليار دولار",
        "infrastructure",
    ),
}


@pytest.mark.parametrize(("text", "kind"), TYPES.values(), ids=TYPES)
def test_what_kind_of_deal_a_card_tells(reading: Any, text: str, kind: str) -> None:
    assert {d.type for d in reading.drafts(text)} == {kind}


def test_a_sign_beside_one_name_makes_no_sides(reading: Any) -> None:
    assert reading.drafts("🤝 ميتا × أحد\nالمبلغ: 14 مليار دولار\nالحصة: 49%") == []
