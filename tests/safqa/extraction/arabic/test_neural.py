"""CAMeL's model of names, stood in for by a tiny one with random weights saved here; and what needs no model."""

import shutil
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from fresh import run
from hypothesis import given
from hypothesis import strategies as st

from safqa.errors import InputError
from safqa.extraction.arabic import neural
from safqa.extraction.arabic.neural import CamelRecogniser, first_pieces, organisations, windows

needs_extra = pytest.mark.skipif(
    not (find_spec("torch") and find_spec("transformers")),
    reason="torch and transformers are not installed (`uv sync --extra neural`)",
)

SPANS = {
    "none": ("O O B-PERS I-PERS", []),
    "one": ("O B-ORG I-ORG O", [(1, 3)]),
    "two side by side": ("B-ORG B-ORG I-ORG", [(0, 1), (1, 3)]),
    "one without its beginning": ("O I-ORG I-ORG", [(1, 3)]),
    "behind a place": ("B-LOC I-ORG", [(1, 2)]),
    "parted": ("B-ORG O I-ORG", [(0, 1), (2, 3)]),
    "nothing at all": ("", []),
}


@pytest.mark.parametrize(("labels", "spans"), SPANS.values(), ids=SPANS)
def test_labels_to_organisations(labels: str, spans: list[tuple[int, int]]) -> None:
    assert organisations(labels.split()) == spans


@given(st.lists(st.lists(st.integers(), max_size=9), max_size=30), st.integers(1, 12))
def test_windows_hold_every_word_once_and_no_more_than_fits(words: list[list[int]], longest: int) -> None:
    found = list(windows(words, longest))
    assert [w for window in found for w in window] == [(n, p[:longest]) for n, p in enumerate(words) if p]
    for window in found:
        assert 0 < sum(len(pieces) for _, pieces in window) <= longest
        row = [0, *(piece for _, pieces in window for piece in pieces)]
        assert [row[place] for place in first_pieces(window)] == [pieces[0] for _, pieces in window]


def test_a_window_is_full_before_the_next_begins() -> None:
    assert [len(w) for w in windows([[1, 1], [2, 2], [3], [4] * 5], 5)] == [3, 1]


# --- with the extra ---------------------------------------------------------------------------------------------------

LABELS = ["B-LOC", "B-ORG", "B-PERS", "B-MISC", "I-LOC", "I-ORG", "I-PERS", "I-MISC", "O"]
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئىة0123456789.،"
SENTENCES = [
    ["استحوذت", "ميتا", "على", "منصة", "زمردة", "الناشئة", "مقابل", "5", "مليارات", "دولار", "."],
    ["جمعت", "نوران"],
    [],
    ["أعلنت", "زمردة", "،", "أمس", "،", "أنها", "تستعد", "لطرح", "أسهمها", "في", "بورصة", "أبوظبي", "."],
    ["ميتا"] * 130,  # more pieces than the model reads at once
    *(["زمردة"] * n for n in range(1, 12)),  # more sentences than are read at once
]


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a token classifier under `ner/arabert`, in the files that CAMeL's own model has."""
    torch, transformers = pytest.importorskip("torch"), pytest.importorskip("transformers")
    data = tmp_path_factory.mktemp("camel") / "data"
    folder = data / "ner" / "arabert"
    folder.mkdir(parents=True)
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *(f"##{letter}" for letter in LETTERS)]
    pieces += [f"[unused{number}]" for number in range(200)]  # real vocabularies keep some
    (folder / "vocab.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")
    (folder / "tokenizer_config.json").write_text('{"do_lower_case": false, "tokenizer_class": "BertTokenizer"}')
    torch.manual_seed(7)
    config = transformers.BertConfig(
        vocab_size=len(pieces), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32,
        id2label=dict(enumerate(LABELS)), label2id={label: number for number, label in enumerate(LABELS)},
        initializer_range=1.0,  # weights so far apart that labels differ from word to word
    )  # fmt: skip
    tagger = transformers.BertForTokenClassification(config)
    config.save_pretrained(folder)
    torch.save(tagger.state_dict(), folder / "pytorch_model.bin")
    return data


@pytest.fixture(scope="session")
def recogniser(model: Path) -> CamelRecogniser:
    return CamelRecogniser(model / "ner" / "arabert")


@pytest.mark.neural
@needs_extra
def test_labels_are_those_of_camel_tools(recogniser: CamelRecogniser) -> None:
    asked = [words for words in SENTENCES if words]
    assert recogniser.labels(asked) == recogniser._model.predict(asked)
    assert len({label for labels in recogniser.labels(asked) for label in labels}) > 2
    assert recogniser.labels([[]]) == [[]]


@pytest.mark.neural
@needs_extra
def test_company_in_a_batch_changes_no_label(recogniser: CamelRecogniser) -> None:
    assert recogniser.labels(SENTENCES) == [recogniser.labels([words])[0] for words in SENTENCES]


@pytest.mark.neural
@needs_extra
def test_batches_are_of_like_length(recogniser: CamelRecogniser, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[int]] = []

    def predict(rows: Any) -> list[list[str]]:
        seen.append([sum(len(pieces) for _, pieces in row) for row in rows])
        return [["O"] * len(row) for row in rows]

    monkeypatch.setattr(recogniser, "_predict", predict)
    recogniser.labels(SENTENCES)
    assert max(map(len, seen)) == neural._BATCH
    lengths = list(chain.from_iterable(seen))
    assert lengths == sorted(lengths)
    assert max(lengths) <= neural._LONGEST


@pytest.mark.neural
@needs_extra
def test_a_word_without_pieces_moves_no_label(recogniser: CamelRecogniser) -> None:
    words = SENTENCES[0]
    (plain,) = recogniser.labels([words])
    (mixed,) = recogniser.labels([[words[0], "ـ", "", *words[1:]]])
    assert mixed == [plain[0], "O", "O", *plain[1:]]


@pytest.mark.neural
@needs_extra
def test_vowel_marks_are_not_read(recogniser: CamelRecogniser) -> None:
    assert recogniser.labels([["زُمُرّدة", "نـوران"]]) == recogniser.labels([["زمردة", "نوران"]])


@pytest.mark.neural
@needs_extra
@pytest.mark.parametrize("broken", ["pytorch_model.bin", "vocab.txt", "config.json"])
def test_a_model_that_cannot_be_loaded_is_named_with_the_remedy(model: Path, tmp_path: Path, broken: str) -> None:
    folder = tmp_path / "arabert"
    shutil.copytree(model / "ner" / "arabert", folder)
    (folder / broken).unlink()
    with pytest.raises(InputError, match=r"arabert: the model of names cannot be loaded.*camel_data -i ner-arabert"):
        CamelRecogniser(folder)([["ميتا"]])


READ = """
from safqa.extraction import extract
text = "استحوذت ميتا على منصة زمردة للذكاء الاصطناعي مقابل 5 مليارات دولار"
assert extract("خبر عن الطقس في دبي").deals == ()
assert extract("استحوذت ميتا على Scale AI للذكاء الاصطناعي").deals
assert "torch" not in sys.modules
found = extract(text)
assert "torch" in sys.modules
print(found)
"""


@pytest.mark.neural
@needs_extra
def test_an_installed_model_is_loaded_for_an_open_slot_alone_and_leaves_no_trace(model: Path, tmp_path: Path) -> None:
    """No network, nothing in HOME, nothing beside the model; random weights may find whatever they like."""
    before = {file: file.stat().st_mtime_ns for file in model.rglob("*")}
    assert "Extraction(" in run(READ, tmp_path, CAMELTOOLS_DATA=str(model.parent))
    assert list(tmp_path.iterdir()) == []
    assert {file: file.stat().st_mtime_ns for file in model.rglob("*")} == before
