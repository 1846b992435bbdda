"""The door: which language a text is in, what is done with it, and what holds for every text."""

import doctest
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import safqa.extraction
from safqa.extraction import LONGEST, extract, may_tell
from safqa.extraction.extractor import language_of
from safqa.model import Quote

LANGUAGES = {
    "Arabic": ("جمعت أنثروبيك مليار دولار", "ar"),
    "Arabic with many Latin names": ("Scale AI وMeta وNvidia وOracle: صفقة جديدة", "ar"),
    "English": ("Anthropic raised a billion dollars", "en"),
    "English that quotes an Arabic word": ("The Arabic word for a deal between two companies is صفقة", "en"),
    "a short Arabic headline with one Arabic word in three": ("OpenAI تشتري Rockset", "ar"),
    "an Arabic headline of company names": ("Meta وScale AI: صفقة", "ar"),
    "a short English headline": ("Cisco to buy Netphora", "en"),
    "an English headline with an Arabic name": ("Abu Dhabi's حبق Ventures backs a speech lab", "en"),
    "an English headline under an Arabic menu": ("اقتصاد | Nvidia takes a stake in a London cloud firm", "en"),
    "an English headline in capitals": ("NVIDIA BUYS ENFABRICA", "en"),
    "numbers alone": ("2025-06-10", "und"),
    "nothing": ("", "und"),
    "a page that goes on in another script": ("صفقة " * 1200 + "noise " * 9000, "ar"),
}


@pytest.mark.parametrize(("text", "language"), LANGUAGES.values(), ids=LANGUAGES)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_language_without_a_pack_is_read_as_nothing() -> None:
    found = extract("Всё хорошо", lang="ru")
    assert (found.lang, found.relevant, found.deals) == ("ru", False, ())


def test_the_language_given_wins() -> None:
    assert extract("Meta Nvidia Oracle", lang="ar").lang == "ar"


def test_a_title_tells_the_language_of_an_empty_text() -> None:
    assert extract("", title="صفقة جديدة").lang == "ar"


def test_the_date_of_an_article_changes_nothing_about_its_deals() -> None:
    text = "جمعت أنثروبيك مليار دولار"
    assert extract(text, published=datetime(2025, 6, 1, tzinfo=UTC)) == extract(text)


def test_of_a_long_text_only_the_beginning_is_read() -> None:
    deal = "جمعت أنثروبيك مليار دولار. "
    padding = "لا خبر هنا.\n" * (LONGEST // 12 + 1)
    assert extract(deal + padding).relevant
    assert not extract(padding + deal).relevant


def test_the_example_of_the_package() -> None:
    assert doctest.testmod(safqa.extraction).attempted == 2
    assert doctest.testmod(safqa.extraction).failed == 0


# --- whatever the text -----------------------------------------------------------------------------------------------

# Sentences of deal news with a slot for each part, and pieces that break them up.
VERBS = st.sampled_from(
    ["استثمرت", "اشترت", "جمعت", "ستستحوذ", "تفاوض", "نفت شراء", "لم تشتر", "وقعت عقدا مع", "تعاونت مع", "أغلقت"]
)
NAMES = st.sampled_from(
    ["ميتا", "أنثروبيك", "Scale AI", "«نُوران»", "شركة غيث", "الشركة", "الأخيرة", "وزارة الموارد", "إنفيديا وأوراكل"]
)
TIES = st.sampled_from(
    ["في", "مع", "على", "من", "لـ", "", "و", "التي اشترتها", "بينما جمعت", "بقيادة", "جولة تمويل من الفئة «ب»"]
)
SUMS = st.sampled_from(
    [
        "14 مليار دولار",
        "ملياري ريال (500 مليون دولار)",
        "49%",
        "مليارات الدولارات",
        "بقيمة 3 ملايين يورو",
        "بتقييم 9 مليارات دولار",
        "",
    ]
)
ENDS = st.sampled_from([".", "،", "\n", ". ", "، بحسب رويترز.", "، وفقا لمصادر.", " العام الماضي. ", "؛", "!؟\n\n"])
SENTENCES = st.builds(lambda *parts: " ".join(parts), VERBS, NAMES, SUMS, TIES, NAMES, ENDS)
SHARDS = st.sampled_from(
    ["(", ")", '"', "«", "»", ":", "ـ", "\u200f", "َ", "٪", "🤝", "الذكاء الاصطناعي", "قال", "12", "و", " "]
)
NEWS = st.lists(st.one_of(SENTENCES, SENTENCES, SHARDS), max_size=12).map("".join)
ANY_TEXT = st.one_of(NEWS, NEWS, st.text(max_size=200))


def quotes(text: str) -> list[Quote]:
    deals = extract(text, lang="ar").deals
    found = [q for d in deals for q in (d.quote, *(f.quote for f in d.figures), *(r.quote for r in d.reasons))]
    return [q for q in found if q is not None]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_TEXT)
def test_every_quote_is_exact(text: str) -> None:
    assert all(text[q.start : q.end] == q.text != "" for q in quotes(text))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_TEXT)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert extract(text) == extract(text)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(NEWS)
def test_every_deal_is_whole(text: str) -> None:
    found = extract(text, lang="ar")
    assert found.relevant == bool(found.deals)
    for deal in found.deals:
        names = {p.name for p in deal.parties}
        assert deal.target is None or deal.target.name not in names
        assert len(names) == len(deal.parties)
        assert deal.target or names
        assert all(f.quote is not None and (f.low is not None or f.high is not None) for f in deal.figures)
        assert len({(f.metric, f.low, f.high, f.unit) for f in deal.figures}) == len(deal.figures)


@pytest.mark.parametrize(
    ("text", "lang", "may"),
    [
        ("جمعت أنثروبيك مليار دولار", None, True),
        ("جمعت شركة مليون دولار لنماذج الذكاء الاصطناعي", "ar", True),
        ("الطقس جميل اليوم", None, False),
        ("يتحدث العالم عن الذكاء الاصطناعي", None, False),
        ("اشترت شركة مزرعة بمليون دولار", None, False),
        ("Anthropic raised a billion dollars", None, True),
        ("The weather is fine", None, False),
        ("Погода хорошая", "ru", True),  # no pack: nothing can be ruled out
    ],
)
def test_a_quick_look_rules_out_what_is_off_topic(text: str, lang: str | None, may: bool) -> None:
    assert may_tell(text, lang=lang) is may
