"""Which part of a deal a sum is, what a valuation counts, and whether a figure is denied."""

import pytest

from safqa.extraction.arabic.pack import arabic
from safqa.extraction.english.pack import english
from safqa.extraction.parts import Part
from safqa.model import Basis, Metric, Polarity, Scope
from safqa.text import normalise

AMOUNT, VALUE = Metric.AMOUNT, Metric.VALUATION
SAID = [
    ("a first tranche of [$10 billion] in the spring", AMOUNT, Part(Scope.TRANCHE)),
    ("MGX is expected to put up [$3.5 billion] of the $6 billion that Kinesio seeks", AMOUNT, Part(Scope.PARTY_SHARE)),
    ("SoftBank and OpenAI would each commit [$19 billion]", AMOUNT, Part(Scope.PARTY_SHARE)),
    ("with [$12.5 billion] of debt", AMOUNT, Part(Scope.DEBT)),
    ("Annotiva raised [$6 billion] on Monday. The first tranche of $2 billion", AMOUNT, Part()),
    ("it raised [$25 million] from STV", AMOUNT, Part()),
    ("a pre-money valuation of [$34bn], people said", VALUE, Part(basis=Basis.PRE_MONEY)),
    ("valued at [$12 billion] post-money", VALUE, Part(basis=Basis.POST_MONEY)),
    ("at [$183bn] including the new money", VALUE, Part(basis=Basis.POST_MONEY)),
    ("a post-money valuation of [$9 billion]", AMOUNT, Part()),  # a basis is a valuation's
    ("called the figure of [$200 million] wrong", AMOUNT, Part()),
    ("the figure of [$200 million] is wrong", AMOUNT, Part(polarity=Polarity.DENIED)),
    ("another $150 million, of which [$40 million] has been drawn", AMOUNT, Part(Scope.TRANCHE)),
    ("Of the sum, [$9 million] will be released later", AMOUNT, Part(Scope.TRANCHE)),
    ("[$25 million] depends on twelve engineers", AMOUNT, Part(Scope.TRANCHE)),
    ("215 million euros in cash plus [up to 40 million] if sales targets are met", AMOUNT, Part(Scope.TRANCHE)),
    ("The first [$10 billion] is due in the spring", AMOUNT, Part(Scope.TRANCHE)),
    ("first raised [$10 billion] in the spring", AMOUNT, Part()),
    ("of which [20 million] is vendor financing", AMOUNT, Part(Scope.DEBT)),
    ("JPMorgan lends the remaining [$20 billion]", AMOUNT, Part(Scope.DEBT)),
    ("Microsoft put up [$95 million]", AMOUNT, Part(Scope.PARTY_SHARE)),
    ("of which [$30 million] from Grab itself", AMOUNT, Part(Scope.PARTY_SHARE)),
    ("After the money the company is worth [$8.1 billion]", VALUE, Part(basis=Basis.POST_MONEY)),
    ('a figure of [$200 million] printed by a website was "made up"', AMOUNT, Part(polarity=Polarity.DENIED)),
    ("دفعة أولى منه بقيمة [10 مليارات دولار] في الربيع", AMOUNT, Part(Scope.TRANCHE)),
    ("إن مساهمة الهيئة تبلغ [200 مليون دولار]", AMOUNT, Part(Scope.PARTY_SHARE)),
    ("ضخت إنفيديا وحدها [800 مليون دولار]", AMOUNT, Part(Scope.PARTY_SHARE)),
    ("[20 مليار دولار] من القروض", AMOUNT, Part(Scope.DEBT)),
    ("قيمة الشركة ستبلغ [310 ملايين دولار] بعد الجولة", VALUE, Part(basis=Basis.POST_MONEY)),
    ("وإن قيمة الشركة بعد احتساب أموال الجولة ستبلغ [40 مليار دولار]", VALUE, Part(basis=Basis.POST_MONEY)),
    ("إن تقييمها قبل التمويل كان [10 مليارات دولار]", VALUE, Part(basis=Basis.PRE_MONEY)),
    ("نفت أن تكون قيمة عقدها [220 مليون دولار]", AMOUNT, Part(polarity=Polarity.DENIED)),
    ("عقداً لشراء معالجات من إنفيديا بقيمة [80 مليون دولار]", AMOUNT, Part()),  # نفي stands inside إنفيديا
]


@pytest.mark.parametrize(("text", "metric", "part"), SAID)
def test_the_words_around_a_figure_say_what_it_is_of(text: str, metric: Metric, part: Part) -> None:
    pack = english() if text.replace("[", "").replace("]", "").isascii() else arabic()
    before, rest = text.split("[")
    figure, behind = rest.split("]")
    normal = normalise(before).text
    whole = normalise(before + figure + behind).text
    start = len(normal)
    end = len(normalise(before + figure).text)
    assert pack.parts.of(metric, whole, start, end) == part
