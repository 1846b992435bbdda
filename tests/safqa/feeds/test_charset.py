"""Bytes to text, whatever was declared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safqa.feeds.charset import decode

ARABIC = "جمعت شركة ألفا خمسة مليارات دولار في جولة قادها الصندوق الوطني"


def xml(text: str, encoding: str | None) -> str:
    return f'<?xml version="1.0"{f" encoding={encoding!r}" if encoding else ""}?><rss><title>{text}</title></rss>'


@pytest.mark.parametrize(
    ("real", "prolog", "header"),
    [
        ("utf-8", "windows-1256", ""),
        ("utf-8", "utf-8", "text/xml; charset=windows-1256"),
        ("utf-8-sig", "iso-8859-1", ""),
        ("cp1256", "windows-1256", ""),
        ("cp1256", "utf-8", ""),
        ("cp1256", None, 'text/xml; charset="UTF-8"'),
        ("cp1256", "iso-8859-6", ""),
        ("cp1256", "iso-8859-1", ""),
        ("cp1256", None, ""),
        ("iso8859-6", "iso-8859-6", ""),
        ("iso8859-6", "windows-1256", ""),
        ("iso8859-6", "utf-8", ""),
        ("utf-16", "utf-16", ""),
        ("utf-16", "utf-8", ""),
        ("utf-16-le", "utf-16", ""),
        ("utf-16-be", "utf-16", ""),
        ("utf-32", "utf-32", ""),
    ],
)
@pytest.mark.parametrize("language", ["ar", None])
def test_arabic_is_read_whatever_is_declared(real: str, prolog: str | None, header: str, language: str | None) -> None:
    document = xml(ARABIC, prolog)
    assert decode(document.encode(real), header, language=language).text == document


@pytest.mark.parametrize(
    ("text", "real", "declared"),
    [
        ("für fünf Größen", "cp1252", "iso-8859-1"),
        ("“déjà vu” – 5 €", "cp1252", None),
        ("Сделка на пять миллиардов", "koi8-r", "koi8-r"),
        ("Сделка на пять миллиардов", "cp1251", "windows-1251"),
        ("五十亿美元的交易", "gb18030", "gb18030"),
        ("50億ドルの取引", "shift_jis", "shift_jis"),
    ],
)
def test_other_languages_are_read_as_declared(text: str, real: str, declared: str | None) -> None:
    document = xml(text, declared)
    assert decode(document.encode(real)).text == document


def test_a_feed_that_says_that_it_is_arabic_is_guessed_against_a_foreign_declaration() -> None:
    document = xml(f"</title><language>ar</language><title>{ARABIC}", "windows-1251")
    assert decode(document.encode("cp1256")).charset == "cp1256"


def test_the_configured_encoding_wins_even_over_valid_utf8() -> None:
    assert decode("é".encode(), encoding="cp1252").text == "Ã©"


def test_one_broken_letter_leaves_utf8_what_it_is() -> None:
    found = decode(xml(ARABIC, "windows-1256").encode() + ARABIC.encode()[:-1], language="ar")
    assert found.charset == "utf-8"
    assert found.text.startswith(xml(ARABIC, "windows-1256"))


@pytest.mark.parametrize(
    "declared", ["hex", "rot13", "base64", "utf-7", "idna", "unicode_escape", "no-such", "x" * 500]
)
def test_a_declaration_of_what_is_no_charset_is_ignored(declared: str) -> None:
    assert decode(xml("déjà", declared).encode("cp1252"), f"text/xml; charset={declared}").charset == "cp1252"


@given(st.binary(max_size=200), st.sampled_from(["", "text/xml; charset=utf-16", "x; charset=iso-8859-6"]))
def test_no_bytes_are_an_error(body: bytes, content_type: str) -> None:
    found = decode(body, content_type, language="ar")
    assert isinstance(found.text, str)
    assert "\ufeff" not in found.text[:1]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<p>صفقة".encode(), "text/html; charset=windows-1256"),
        ("<meta charset='windows-1256'><p>صفقة".encode(), ""),
        ("<p>صفقة".encode("windows-1256"), "text/html; charset=windows-1256"),
        ("<meta charset='windows-1256'><p>صفقة".encode("windows-1256"), "text/html; charset=utf-8"),
        ("<p>صفقة".encode("windows-1256"), "text/html; charset=no-such"),
        ("<p>صفقة".encode("windows-1256"), "text/html; charset=utf-8"),
        ("<meta charset=utf-8><p>صفقة".encode("windows-1256"), ""),
        ("\ufeff<p>صفقة".encode("utf-16-le"), "text/html"),
        ("\ufeff<p>صفقة".encode(), "text/html; charset=iso-8859-1"),
    ],
)
def test_the_letters_of_a_page_come_out_right_whatever_is_declared(body: bytes, content_type: str) -> None:
    assert decode(body, content_type).text.endswith("<p>صفقة")


@pytest.mark.parametrize(
    "declaration", ["<meta charset='windows-1251'>", "<META content='text/html; CHARSET=windows-1251'>"]
)
@pytest.mark.parametrize("header", ["", "text/html; charset=iso-8859-1"])
def test_a_page_in_other_letters_is_what_its_own_tag_says(declaration: str, header: str) -> None:
    assert decode(f"{declaration}<p>Крупная сделка".encode("windows-1251"), header).text.endswith("<p>Крупная сделка")


def test_a_tag_within_an_entry_says_nothing_against_the_feeds_prolog() -> None:
    document = xml(f"{ARABIC} <![CDATA[<meta charset='windows-1251'>]]>", "windows-1256").encode("windows-1256")
    assert decode(document).charset == "cp1256"
