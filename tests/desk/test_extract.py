"""`safqa extract`: rows and texts in, JSON Lines out, faults on the other stream."""

import json
from pathlib import Path
from typing import Any

ARABIC = "أعلنت شركة ميتا استثمار 14 مليار دولار في شركة Scale AI المتخصصة في الذكاء الاصطناعي."
NO_DEAL = "ارتفعت درجات الحرارة اليوم في العاصمة."


def row(**keys: Any) -> bytes:
    return json.dumps(keys, ensure_ascii=False).encode() + b"\n"


def test_a_plain_text_is_one_article_with_evidence(safqa: Any, tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text(ARABIC, encoding="utf-8")
    ran = safqa("extract", str(file))
    [answer] = ran.lines
    assert (ran.code, ran.err, answer["id"], answer["lang"], answer["relevant"]) == (0, "", str(file), "ar", True)
    figures = [f for deal in answer["deals"] for f in deal["figures"]]
    assert figures
    assert all(ARABIC[f["start"] : f["end"]] == f["quote"] for f in figures)


def test_rows_answer_under_their_ids_in_their_order(safqa: Any) -> None:
    ran = safqa("extract", stdin=row(id="b", text=NO_DEAL) + row(id="a", text=ARABIC))
    assert [(a["id"], bool(a["deals"])) for a in ran.lines] == [("b", False), ("a", True)]
    assert ran.code == 0


def test_an_article_with_no_deal_is_an_answer(safqa: Any) -> None:
    ran = safqa("extract", "-", stdin=NO_DEAL.encode())
    assert (ran.code, ran.lines[0]["relevant"], ran.lines[0]["deals"]) == (0, False, [])


def test_broken_rows_are_named_and_the_rest_is_done(safqa: Any, tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_bytes(row(id=1, text=ARABIC) + b"{broken\n" + row(id=2) + row(id=3, text=NO_DEAL))
    ran = safqa("extract", str(file))
    assert (ran.code, [a["id"] for a in ran.lines]) == (1, ["1", "3"])
    first, second = ran.err.splitlines()
    assert f"{file}:2: not JSON" in first
    assert f"{file}:3: text: field required" in second


def test_what_is_no_text_is_one_line(safqa: Any, tmp_path: Path) -> None:
    file = tmp_path / "in"
    for data, fault in ((b"", "is empty"), (b"\x00\x01", "binary"), (ARABIC.encode("windows-1256"), "not UTF-8")):
        file.write_bytes(data)
        ran = safqa("extract", str(file))
        assert (ran.code, ran.out, len(ran.err.splitlines())) == (1, "", 1)
        assert fault in ran.err
        assert str(file) in ran.err
    assert safqa("extract", str(tmp_path / "none")).code == 2


def test_explain_names_rule_and_quote(safqa: Any) -> None:
    out = safqa("extract", "--explain", stdin=ARABIC.encode()).out
    assert "Scale AI" in out
    assert "<-" in out
    assert "«14 مليار دولار»" in out
    assert safqa("extract", "--explain", stdin=NO_DEAL.encode()).out.rstrip().endswith("no deal")


def test_amounts_lists_every_amount_with_its_place(safqa: Any) -> None:
    text = NO_DEAL + " وبلغت الإيرادات 3.5 مليار يورو بزيادة 12%."
    [answer] = safqa("extract", "--amounts", stdin=row(id="x", text=text)).lines
    found = [(a["low"], a["high"], a["unit"]) for a in answer["amounts"]]
    assert found == [(3500000000, 3500000000, "EUR"), (12, 12, "percent")]
    assert all(text[a["start"] : a["end"]] == a["quote"] for a in answer["amounts"])


def test_five_megabytes_are_read(safqa: Any) -> None:
    text = (NO_DEAL + "\n") * (5_000_000 // len(NO_DEAL.encode()))
    ran = safqa("extract", stdin=text.encode())
    assert (ran.code, ran.lines[0]["deals"]) == (0, [])
