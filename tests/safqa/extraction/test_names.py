"""Who is named: by the lists, and by the signs that stand beside a name."""

from typing import Any

import pytest

LISTED = {
    "Arabic spelling": ("استثمرت ميتا في سكيل إيه آي", ["Meta", "Scale AI"]),
    "Latin spelling": ("استثمرت Meta في Scale AI", ["Meta", "Scale AI"]),
    "glued preposition and conjunction": ("اتفاق لأوراكل ولإنفيديا", ["Oracle", "Nvidia"]),
    "clitic cut off by a quote": ('صفقة لـ"أوراكل" و"إنفيديا"', ["Oracle", "Nvidia"]),
    "clitic before Latin letters": ("صفقة لـOpenAI وNvidia", ["OpenAI", "Nvidia"]),
    "letter names": ("اشترت إم جي إكس الحصة", ["MGX"]),
    "an outlet": ("ذكرت صحيفة The Information أن ميتا ستدفع", ["The Information", "Meta"]),
    "the longest of two names": ("أعلنت غوغل ديب مايند عن خدمة", ["Google DeepMind"]),
    "a description": ("تجري مطورة «تشات جي بي تي» محادثات", ["OpenAI"]),
    "a description that needs the name": (
        "ضخت المجموعة اليابانية الأموال. وقالت سوفت بنك ذلك",
        ["SoftBank", "SoftBank"],
    ),
    "quotes that say where a listed company is": ("قالت «إنفيديا الصينية» ذلك", ["Nvidia"]),
    "quotes around a saying of a listed company": ("قال إن «ميتا ليست للبيع» أمس", ["Meta"]),
    "a description without the name": ("ضخت المجموعة اليابانية الأموال", []),
}

BY_SIGN = {
    "cue noun, end of the sentence": ("جمعت مليونا شركة نوران. وقالت إن الجولة أغلقت", ["نوران"]),
    "cue noun, quotes": ("استحوذت على شركة «نجمة البيان» أمس", ["نجمة البيان"]),
    "cue noun, straight quotes": ('استحوذت على شركة "نجمة البيان" أمس', ["نجمة البيان"]),
    "cue noun, brackets": ("أبرمت العقد شركة (نجمة البيان) أمس", ["نجمة البيان"]),
    "suffix of companies": ("قادت الجولة رمال كابيتال", ["رمال كابيتال"]),
    "two suffixes": ("قادت الجولة رمال كابيتال بارتنرز", ["رمال كابيتال بارتنرز"]),
    "a suffix makes a listed name another company": ("قادت الجولة AMD Ventures", ["AMD Ventures"]),
    "Latin capitals": ("قادت الجولة Zephyrine Labs مع آخرين", ["Zephyrine Labs"]),
    "Latin name with a domain": ("جمعت Zephyrine.ai مليون دولار", ["Zephyrine.ai"]),
    "ministry": ("وقعت مع وزارة الموارد المائية عقدا", ["وزارة الموارد المائية"]),
    "ministry without its nationality": ("وقعت مع وزارة الموارد الكويتية عقدا", ["وزارة الموارد"]),
    "quotes beside a verb of deals": ("جمعت «نوران» مليون دولار", ["نوران"]),
    "quotes behind a leading word": ("جولة بقيادة «شمس المعرفة»", ["شمس المعرفة"]),
    "quotes in a list with a listed name": ("منهم إنفيديا و«شمس المعرفة»", ["Nvidia", "شمس المعرفة"]),
    "quotes met twice": ("خبر عن «غيث». ويعمل في «غيث» مئة", ["غيث", "غيث"]),
    "quotes that end like a company": ("خبر عن «نوران إيه آي»", ["نوران إيه آي"]),
    "met again bare": ("جمعت شركة «نوران» مليونا. وتعمل نوران في دبي", ["نوران", "نوران"]),
    "met again with a clitic": ("جمعت شركة «نوران» مليونا. وأشاد بنوران كثيرون", ["نوران", "نوران"]),
    "cut short to its first word": (
        "استحوذت على شركة «سمندل للحوسبة السحابية». وتعمل سمندل في دبي",
        ["سمندل للحوسبة السحابية", "سمندل للحوسبة السحابية"],
    ),
    "a definite word that belongs to the name": (
        "جمعت شركة نوران الخليج. وتعمل نوران الخليج في دبي",
        ["نوران الخليج", "نوران الخليج"],
    ),
    "a listed name that is a word of a longer one": ("جمعت «ترو ميتا» مليون دولار", ["ترو ميتا"]),
    "a longer name begins with a listed one": ("جمعت «إنتل ماتيكس» مليون دولار", ["إنتل ماتيكس"]),
    "a ministry, and a day": ("وقعت مع وزارة الموارد اليوم الاثنين عقدا", ["وزارة الموارد"]),
    "two institutions": ("وقعت مع هيئة الموارد وهيئة المياه عقدا", ["هيئة الموارد", "هيئة المياه"]),
    "two companies of one cue": ("اندمجت شركتا «نوران» و«غيث»", ["نوران", "غيث"]),
}

NO_NAME = {
    "a saying": "قال إن «الذكاء يغير كل شيء» في العالم",
    "speech that begins with a verb of deals": "قال المدير إن «جمعت العائلة أموالها» في الفيلم",
    "speech that begins with a particle": "وقال «إن الجولة ممتازة» للجميع",
    "a product in quotes": "جمعت معلومات عن نموذج «لاما» الجديد",
    "a quoted word of deals": "وصفها بأنها «صفقة ممتازة» للجميع",
    "a quoted stop word": "قال إنها «أكبر من غيرها» بكثير",
    "a quoted number": "وصف الوضع بأنه «100 مرة أسرع» من قبل",
    "a quote that is met once and led by nothing": "سماه خبراء «العصر الجديد» للتقنية",
    "a cue before an adjective": "هي شركة ناشئة متخصصة في البرمجيات",
    "a cue before a phrase that goes on": "تعد شركة تحقق أرباحها من الإعلانات",
    "a cue before a word that is somebody's": "تملك شركة مقرها دبي",
    "Latin words that name nobody": "يرى CEO أن AI وGPU مهمة",
    "the company": "قالت الشركة إن المنصة جديدة",
}


@pytest.mark.parametrize(("text", "names"), LISTED.values(), ids=LISTED)
def test_listed_names(reading: Any, text: str, names: list[str]) -> None:
    assert reading.names(text) == names


@pytest.mark.parametrize(("text", "names"), BY_SIGN.values(), ids=BY_SIGN)
def test_names_that_no_list_has(reading: Any, text: str, names: list[str]) -> None:
    assert reading.names(text) == names


@pytest.mark.parametrize("text", NO_NAME.values(), ids=NO_NAME)
def test_what_is_no_name(reading: Any, text: str) -> None:
    assert reading.names(text) == []


HOMOGRAPHS = {
    "quotes": ("تعمل «كيرسر» في البرمجة", ["Anysphere"]),
    "a cue": ("تعمل شركة كيرسر في البرمجة", ["Anysphere"]),
    "a verb of deals before it": ("جمعت كيرسر مليار دولار", ["Anysphere"]),
    "a verb of deals behind it": ("أن كيرسر جمعت مليار دولار", ["Anysphere"]),
    "a list with a sure name": ("منها أنثروبيك وكيرسر", ["Anthropic", "Anysphere"]),
    "the same company by a sure name": ("تعمل كيرسر بهدوء. وأنيسفير مقرها كاليفورنيا", ["Anysphere", "Anysphere"]),
    "Latin letters behind it": ("كيرسر (Cursor) محرر", ["Anysphere", "Anysphere"]),
    "no sign": ("ومن يكتب في كيرسر يعرف ذلك", []),
    "the bare name of a country": ("أعلنت مصر خطة جديدة", []),
    "a product cue": ("جمعت معلومات من تطبيق كيمي", []),
}


@pytest.mark.parametrize(("text", "names"), HOMOGRAPHS.values(), ids=HOMOGRAPHS)
def test_a_homograph_needs_a_sign(reading: Any, text: str, names: list[str]) -> None:
    assert reading.names(text) == names


def entities(reading: Any, text: str) -> dict[str, list[str]]:
    return {e.name: e.surfaces for e in reading.document(text).entities}


PAIRS = {
    "listed by its Arabic form": ("استثمرت في سكيل إيه آي (Scale AI)", {"Scale AI": ["سكيل إيه آي", "Scale AI"]}),
    "on no list: the Latin form names it": (
        "جمعت شركة «نوران» (Noorane) مليونا",
        {"Noorane": ["نوران", "Noorane"]},
    ),
    "without space": ("جمعت شركة «نوران»(Noorane) مليونا", {"Noorane": ["نوران", "Noorane"]}),
    "two listed names stay two": ("اتفقت أوراكل (Nvidia) معها", {"Oracle": ["أوراكل"], "Nvidia": ["Nvidia"]}),
    "Latin names side by side are two": (
        "وقعت شركة Noorane (Zephyrine) العقد",
        {"Noorane": ["Noorane"], "Zephyrine": ["Zephyrine"]},
    ),
}


@pytest.mark.parametrize(("text", "found"), PAIRS.values(), ids=PAIRS)
def test_a_latin_name_in_brackets_is_the_same_company(reading: Any, text: str, found: dict[str, list[str]]) -> None:
    assert entities(reading, text) == found


def test_a_spelling_is_kept_as_it_is_written(reading: Any) -> None:
    assert entities(reading, "جمعت شركة «نُوران» مليونا. وقالت «نوران»") == {"نُوران": ["نُوران", "نوران"]}


def test_a_description_is_no_spelling(reading: Any) -> None:
    assert entities(reading, "قالت مطورة «تشات جي بي تي» إن أوبن إيه آي رابحة") == {"OpenAI": ["أوبن إيه آي"]}


def test_a_name_in_quotes_is_marked(reading: Any) -> None:
    items = [i for s in reading.document('اشترت "ميتا" مانوس').sentences for i in s.names()]
    assert [(i.entity.name, i.quoted) for i in items] == [("Meta", True), ("Manus", False)]


def test_no_unlisted_name_holds_a_sum(reading: Any) -> None:
    assert reading.names("جمعت شركة مليون دولار أمس") == []


def test_a_homograph_beside_another_that_acts_is_a_name(reading: Any) -> None:
    assert reading.names("في جولة قادتها كوتو وأكسل") == ["Coatue", "Accel"]


def test_the_quotes_say_how_long_a_name_is(reading: Any) -> None:
    assert reading.names('قادت الجولة "قطر للتقنية فنتشرز"') == ["قطر للتقنية فنتشرز"]
