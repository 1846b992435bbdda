"""Names that stand together, the preposition that governs them, and the noun they hang on."""

from typing import Any

import pytest

GROUPS = {
    "two names with and": ("استثمرت بلاك روك وإنفيديا", ["-: BlackRock + Nvidia"]),
    "three names with commas": ("مع بلاك روك، وإنفيديا، ومايكروسوفت", ["مع: BlackRock + Nvidia + Microsoft"]),
    "marker before the name": ("اتفقت ميتا مع أوراكل", ["-: Meta", "مع: Oracle"]),
    "marker glued to the name": ("منحتها لأوراكل", ["ل: Oracle"]),
    "marker before a cue noun": ("اتفقت مع شركة أوراكل", ["مع: Oracle"]),
    "marker glued to a cue noun": ("باعها لشركة أوراكل", ["ل: Oracle"]),
    "marker before quotes": ("اتفقت مع «أوراكل»", ["مع: Oracle"]),
    "marker glued to quotes": ('باعها لـ"أوراكل"', ["ل: Oracle"]),
    "two prepositions part a list": ("من ميتا إلى أوراكل", ["من: Meta", "الي: Oracle"]),
    "a nationality inside a list": ("مع جي 42 الإماراتية وأوراكل", ["مع: G42 + Oracle"]),
    "a cue noun inside a list": ("مع ميتا وشركة أوراكل", ["مع: Meta + Oracle"]),
    "brackets inside a list": ("مع ميتا (شريك) وأوراكل", ["مع: Meta", "-: Oracle"]),
    "a verb parts two names": ("ميتا اشترت أوراكل", ["-: Meta", "-: Oracle"]),
    "a sum parts two names": ("ميتا 30 مليون دولار وأوراكل", ["-: Meta", "-: Oracle"]),
    "a new clause parts two names": ("ميتا بينما أوراكل", ["-: Meta", "-: Oracle"]),
    "names without a joint": ("ميتا أوراكل", ["-: Meta", "-: Oracle"]),
    "one company in two spellings": ("ميتا (Meta)", ["-: Meta"]),
    "a name hangs on a person": ("قال رئيس إنفيديا", ["-: Nvidia [PERSON]"]),
    "a name hangs on a value": ("بلغت إيرادات إنفيديا", ["-: Nvidia [REVENUE]"]),
    "an owner told in passing": ("شركة خزنة المملوكة لجي 42", ["-: Khazna Data Centers", "ل: G42 [OWN]"]),
    "plus signs and emoji": ("ميتا + أوراكل 🤝 إنفيديا", ["-: Meta + Oracle + Nvidia"]),
    "nobody": ("لا أحد هنا", []),
}


@pytest.mark.parametrize(("text", "groups"), GROUPS.values(), ids=GROUPS)
def test_groups(reading: Any, text: str, groups: list[str]) -> None:
    assert reading.groups(text) == groups


CLAUSES = {
    "one": ("استثمرت ميتا في أوراكل", 1),
    "an opener": ("استثمرت ميتا بينما انسحبت أوراكل", 2),
    "a verb joined by and": ("استثمرت ميتا وأعلنت أوراكل", 2),
    "a name joined by and": ("استثمرت ميتا وأوراكل", 1),
    "a fixed phrase": ("استثمرت ميتا غير أن أوراكل انسحبت", 2),
    "an opener at the beginning": ("بينما استثمرت ميتا", 1),
}


@pytest.mark.parametrize(("text", "count"), CLAUSES.values(), ids=CLAUSES)
def test_clauses(reading: Any, text: str, count: int) -> None:
    (scene,) = reading.scenes(text)
    assert len(set(scene.clauses)) == count


def test_the_words_of_a_clause(reading: Any) -> None:
    (scene,) = reading.scenes("استثمرت ميتا بينما انسحبت أوراكل")
    assert scene.words(0) == "استثمرت ميتا"


ANAPHORS = {
    "the company is the one spoken of": ("جمعت أنثروبيك مليار دولار. وقالت الشركة إن الجولة كبيرة", ["Anthropic"]),
    "the company is the start-up, not its investor": (
        "جمعت أنثروبيك مليار دولار من مبادلة. وقالت الشركة إن الجولة كبيرة",
        ["Anthropic"],
    ),
    "the company is not who acts beside the words": (
        "بنت Scale AI أداة. وتعد ميتا من أكبر عملاء الشركة",
        ["Scale AI"],
    ),
    "the latter is the one named last": ("تفاوض ميتا شركة أوراكل، وقالت الأخيرة إنها تدرس", ["Oracle"]),
    "latter as an adjective": ("اشترت ميتا في الآونة الأخيرة مانوس", []),
    "the bank is the last bank": ("اقترضت هيوماين من بنك الرياض. ومنح البنك القرض أمس", ["Riyad Bank"]),
    "the ministry is the last ministry": (
        "وقعت وزارة الموارد المائية عقدا. وقالت الوزارة إنه كبير",
        ["وزارة الموارد المائية"],
    ),
    "the fund needs a fund": ("جمعت أنثروبيك مليارا. وقال الصندوق إنه سعيد", []),
    "the company before anybody was named": ("قالت الشركة إن المنصة جديدة", []),
    "an outlet is never the company": ("ذكرت رويترز الخبر. وقالت الشركة إنه صحيح", []),
}


@pytest.mark.parametrize(("text", "whom"), ANAPHORS.values(), ids=ANAPHORS)
def test_anaphors(reading: Any, text: str, whom: list[str]) -> None:
    assert reading.anaphors(text) == whom
