import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.labels import Deal, Figure, Party, article, deal, fingerprint, load, load_told

SHAPE: dict[str, Any] = {
    "id": "ar-0001",
    "lang": "ar",
    "url": None,
    "published": "2025-06-10",
    "title": "عنوان",
    "text": "عنوان\n\nنص",
    "relevant": True,
    "deals": [{"type": "ipo", "status": "announced", "target": {"name": "xAI", "surface": ["xAI"]}}],
}


def test_an_extracted_deal_has_the_shape_of_an_annotated_one() -> None:
    shape = {
        "type": "investment",
        "status": "completed",
        "stage": None,
        "target": {"name": "Scale AI", "surface": ["سكيل"]},
        "parties": [{"name": "Meta", "surface": [], "role": "investor"}],
        "figures": [
            {"metric": "stake", "low": 49, "high": 49, "unit": "percent", "qualifier": "exact", "quote": "49%"}
        ],
    }
    assert deal(shape) == Deal(
        type="investment",
        status="completed",
        target=Party("Scale AI", ("سكيل",)),
        parties=(Party("Meta"),),
        figures=(Figure("stake", 49, 49, "percent", "exact"),),
    )


# sha1(id) as one number, modulo 3.
@pytest.mark.parametrize(("name", "fold"), [("ar-0001", 2), ("ar-0003", 1), ("ar-0005", 0)])
def test_the_fold_of_an_id_never_moves(name: str, fold: int) -> None:
    assert article({**SHAPE, "id": name}).fold == fold


@pytest.mark.parametrize(
    "change",
    [
        {"id": "ar-0002"},
        {"lang": "en"},
        {"published": None},
        {"title": None},
        {"text": "نص"},
        {"relevant": False},
        {"deals": []},
        {"deals": [{**SHAPE["deals"][0], "status": "completed"}]},
    ],
)
def test_the_fingerprint_sees_every_text_and_label(change: dict[str, Any]) -> None:
    assert fingerprint([article(SHAPE)]) != fingerprint([article({**SHAPE, **change})])


def test_the_fingerprint_sees_nothing_else() -> None:
    one, two = article(SHAPE), article({**SHAPE, "id": "ar-0002"})
    assert fingerprint([one, two]) == fingerprint([two, one])
    assert fingerprint([one]) == fingerprint([article({**reversed_keys(SHAPE), "url": "https://example.org"})])
    assert fingerprint([one]) != fingerprint([one, two])


def reversed_keys(shape: dict[str, Any]) -> dict[str, Any]:
    return dict(reversed(shape.items()))


def test_articles_come_in_the_order_of_their_ids_whatever_their_folder(tmp_path: Path) -> None:
    for name, lang in [("en-1", "en"), ("ar-2", "ar"), ("ar-1", "ar")]:
        file = tmp_path / lang / f"{name}.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps({**SHAPE, "id": name, "lang": lang}), encoding="utf-8")
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "s.json").write_text("{}", encoding="utf-8")
    assert [a.id for a in load(tmp_path)] == ["ar-1", "ar-2", "en-1"]


def test_the_articles_of_a_story_share_a_fold_and_copies_are_left_out(tmp_path: Path) -> None:
    told = [{**SHAPE, "id": f"st-{n}"} for n in range(3)]
    copied = {**SHAPE, "id": "st-copy", "copy_of": "st-0"}
    folder = tmp_path / "stories"
    folder.mkdir()
    (folder / "sale.json").write_text(json.dumps({"story": "sale", "articles": [*told, copied]}), encoding="utf-8")
    (folder / "wire-copies.json").write_text(json.dumps({"story": "wire-copies", "articles": told}), encoding="utf-8")
    found = load_told(tmp_path)
    assert [(a.id, a.story) for a in found] == [("st-0", "sale"), ("st-1", "sale"), ("st-2", "sale")]
    assert len({a.fold for a in found}) == 1
