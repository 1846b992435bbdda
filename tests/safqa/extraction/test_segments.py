import pytest

from safqa.extraction.arabic.pack import arabic
from safqa.extraction.segments import segment
from safqa.text import normalise


def sentences(text: str) -> list[str]:
    normal = normalise(text).text
    return [normal[s.start : s.end] for s in segment(normal, arabic().grammar.script.spelled)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("جمعت الشركة 12.5 مليون دولار. وقادت الجولة إمباكت 46.", 2),
        ("باعت 7ر2 مليار سهم. ثم توقفت", 2),
        ("استثمرت أوبن إيه.آي في الشركة", 1),
        ("قالت أيه. أس. أم. أل. إنها ستستثمر", 1),
        ("وصل الوفد إلى الرياض.وقالت الوزارة إن العقد وُقّع", 2),  # the page lost the space
        ("Nvidia Corp. في صفقة مع U.S. Steel", 2),
        ("زوروا safqa.org للمزيد", 1),
        ("هل تُلغى الصفقة؟ لا أحد يعلم!", 2),
        ("30 مليار سنوياً.. عقد جديد", 2),
        ("سطر أول\n\nسطر ثان", 2),
        ("", 0),
        (" \n \n", 0),
    ],
)
def test_sentence_ends(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_lines_are_numbered_among_those_with_text() -> None:
    lines = [s.line for s in segment("عنوان\n\n\nأول. ثان.\nثالث")]
    assert lines == [0, 1, 1, 2]


def test_sentences_keep_every_visible_character() -> None:
    text = normalise("قال: «نعم». ثم مضى!! وعاد؟").text
    kept = "".join(text[s.start : s.end] for s in segment(text))
    assert kept.replace(" ", "") == text.replace(" ", "")
