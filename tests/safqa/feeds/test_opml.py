"""OPML: lists of other readers come in with everything that can be used, harmlessly, and go out for other readers."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safqa.errors import InputError
from safqa.feeds.opml import new_to, read_opml, to_opml
from safqa.feeds.sources import Source, read, to_toml

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.1"><head><title>mine</title></head><body>
<outline text="تقنية">
  <outline type="rss" text="old name" title="عالم  التقنية" xmlUrl="https://www.a.example/feed" language="ar"/>
  <outline TEXT="B" XMLURL=" https://b.example/rss?a=1&amp;b=2 " language="unknown"/>
  <outline text="more"><outline xmlurl="https://www.c.example/"/></outline>
</outline>
<outline title="again" xmlUrl="http://a.example/feed/"/>
<outline title="feed scheme" xmlUrl="feed://d.example/x"/><outline title="2" xmlUrl="feed:https://e.example/x"/>
<outline title="off" isComment="true"><outline title="F" xmlUrl="https://f.example/"/></outline>
<outline title="mail" xmlUrl="mailto:x@example.org"/>
<outline title="page" type="link" url="https://page.example/"/><outline title="folder" xmlUrl=""/>
</body></opml>"""


def opml(body: str, before: str = "") -> bytes:
    return f'{before}<opml version="2.0"><body>{body}</body></opml>'.encode()


def told(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read_opml(data, "list.opml")
    return str(caught.value)


def test_a_list_gives_its_feeds_in_order_and_a_line_on_every_other() -> None:
    found = read_opml(LIST.encode(), "list.opml")
    assert [(s.name, s.url, s.language, s.enabled) for s in found.sources] == [
        ("عالم التقنية", "https://www.a.example/feed", "ar", True),
        ("B", "https://b.example/rss?a=1&b=2", None, True),
        ("c.example", "https://www.c.example/", None, True),
        ("feed scheme", "http://d.example/x", None, True),
        ("2", "https://e.example/x", None, True),
        ("F", "https://f.example/", None, False),
    ]
    assert found.repeated == ("list.opml:8: 'http://a.example/feed/' stands there before",)
    assert found.unusable == ("list.opml:11: no http(s) address: 'mailto:x@example.org'",)


@pytest.mark.parametrize(("depth", "taken"), [(1, 1), (10, 1), (11, 0)])
def test_outlines_are_read_to_a_depth_of_ten(depth: int, taken: int) -> None:
    nested = '<outline text="f">' * (depth - 1) + '<outline xmlUrl="https://a.example/"/>' + "</outline>" * (depth - 1)
    found = read_opml(opml(nested), "list.opml")
    assert len(found.sources) == taken
    assert found.unusable == (() if taken else ("list.opml:1: nested deeper than 10 outlines",))


def test_a_hundred_thousand_nested_outlines_cost_no_more_than_as_many_beside_each_other() -> None:
    one = '<outline xmlUrl="https://a.example/">'
    found = read_opml(opml(one * 100_000 + "</outline>" * 100_000), "list.opml")
    assert (len(found.sources), len(found.repeated), len(found.unusable)) == (1, 9, 99_990)


EXTERNAL = '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE opml [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>'
REMOTE = '<!DOCTYPE opml SYSTEM "http://127.0.0.1:9/opml.dtd">'
BOMB = "<!DOCTYPE opml [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 30)
) + "]>"  # fmt: skip


@pytest.mark.parametrize("doctype", [EXTERNAL, PARAMETER, REMOTE, BOMB, "<!DOCTYPE opml>"])
def test_a_document_type_is_refused_before_anything_of_it_is_done(doctype: str) -> None:
    started = time.process_time()
    body = '<outline text="&x;&a29;" xmlUrl="https://a.example/"/>'
    assert "has a document type" in told(opml(body, doctype))
    assert "has a document type" in told(opml(body, doctype).decode().encode("utf-16"))
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<html><body/></html>", "list.opml: is not OPML: its root is <html>"),
        (b"<opml>\n<body>\n<outline xmlUrl='https://a.example/'>\n</body></opml>", "list.opml:4: not XML: mismatched"),
        (b"", "list.opml:1: not XML: no element found"),
        (b'{"feeds": []}', "list.opml:1: not XML"),
        (opml('<outline xmlUrl="https://a.example/?a&b"/>'), "list.opml:1: not XML"),
        (b'<?xml version="1.0" encoding="klingon"?><opml/>', "list.opml"),
        (b'<?xml version="1.0" encoding="shift_jis"?><opml/>', "list.opml"),
        (opml("&x;"), "list.opml:1: not XML: undefined entity"),
    ],
)
def test_what_is_no_opml_is_told_with_its_place(data: bytes, said: str) -> None:
    assert told(data).startswith(said)


def test_other_encodings_are_read_as_declared() -> None:
    text = '<?xml version="1.0" encoding="{}"?><opml><body><outline text="تقنية" xmlUrl="https://a.example/"/></body></opml>'
    for encoding in ("windows-1256", "utf-16"):
        found = read_opml(text.format(encoding).encode(encoding), "list.opml")
        assert [s.name for s in found.sources] == ["تقنية"]


def test_what_came_in_can_be_appended_to_a_feeds_file() -> None:
    found = read_opml(LIST.encode(), "list.opml")
    before = '[[feeds]]\nurl = "http://b.example/rss?b=2&a=1"\nname = "known"\n'
    new = new_to(read(before, "feeds.toml"), found.sources)
    assert [s.name for s in new] == ["عالم التقنية", "c.example", "feed scheme", "2", "F"]
    assert [s.name for s in read(before + "\n" + to_toml(new), "feeds.toml")] == ["known", *(s.name for s in new)]


SOURCES = st.builds(
    Source,
    url=st.integers(0, 99).map(lambda n: f"https://a.example/{n}?x=<'\"&y=ي"),
    name=st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1)
    .map(lambda name: " ".join(name.split()))
    .filter(bool),
    language=st.sampled_from([None, "ar", "en-GB"]),
    enabled=st.booleans(),
)


@given(st.lists(SOURCES, unique_by=lambda source: source.url))
def test_what_goes_out_comes_in_again(sources: list[Source]) -> None:
    found = read_opml(to_opml(sources).encode(), "list.opml")
    assert (found.repeated, found.unusable) == ((), ())
    assert list(found.sources) == sources


def test_what_xml_cannot_hold_is_left_out_of_names() -> None:
    [source] = read_opml(to_opml([Source(url="https://a.example/", name="A\x00\x0b\uffffB")]).encode(), "l").sources
    assert source.name == "AB"


def test_a_list_for_other_readers_says_what_the_standard_asks_for() -> None:
    text = to_opml([Source(url="https://a.example/?a&b", name='A "&" B', language="ar", enabled=False)])
    assert text == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
        "  <head>\n    <title>Safqa</title>\n  </head>\n  <body>\n"
        '    <outline type="rss" text="A &quot;&amp;&quot; B" title="A &quot;&amp;&quot; B"'
        ' xmlUrl="https://a.example/?a&amp;b" language="ar" isComment="true"/>\n'
        "  </body>\n</opml>\n"
    )
