"""What a user has installed of CAMeL's data: found by looking, and by nothing else."""

import os
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from fresh import run

from safqa.extraction.arabic import installed as module
from safqa.extraction.arabic.installed import Installed, folder, look
from safqa.extraction.arabic.pack import arabic, equip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with the model of names and the database; neither can be read."""
    for name in ("ner/arabert/config.json", "morphology_db/calima-msa-r13/morphology.db"):
        (tmp_path / "data" / name).parent.mkdir(parents=True)
        (tmp_path / "data" / name).write_text("x")
    return tmp_path / "data"


def runs_models(monkeypatch: pytest.MonkeyPatch, *, runs: bool) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: ModuleSpec(name, None) if runs else None)


def test_nothing_is_installed_in_an_empty_folder(tmp_path: Path) -> None:
    assert look(tmp_path) == look(tmp_path / "missing") == Installed()
    assert list(Installed().stamps()) == []
    assert equip(arabic(), Installed()) is arabic()


def test_both_are_found_where_camel_tools_puts_them(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs_models(monkeypatch, runs=True)
    assert look(data) == Installed(data / "ner/arabert", data / "morphology_db/calima-msa-r13/morphology.db")


def test_a_model_that_nothing_can_run_is_not_there(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs_models(monkeypatch, runs=False)
    assert look(data).model is None
    assert look(data).database is not None


def test_a_model_that_is_half_there_is_not_there(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs_models(monkeypatch, runs=True)
    (data / "ner/arabert/config.json").unlink()
    assert look(data).model is None


def test_a_folder_that_may_not_be_entered_is_empty(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    def refuse(_: Path) -> bool:
        raise PermissionError

    monkeypatch.setattr(Path, "is_file", refuse)
    assert look(data) == Installed()


def test_the_folder_is_the_one_of_camel_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/people/amal")
    monkeypatch.setenv("USERPROFILE", "/people/amal")
    own = "AppData/Roaming/camel_tools" if sys.platform == "win32" else ".camel_tools"
    assert folder({}) == Path("/people/amal") / own / "data"
    assert folder({"CAMELTOOLS_DATA": "/srv/camel"}) == Path("/srv/camel/data")
    assert folder({"CAMELTOOLS_DATA": "~/camel"}) == Path("/people/amal/camel/data")


def test_stamps_tell_when_a_file_has_changed(data: Path) -> None:
    found = Installed(data / "ner/arabert", data / "morphology_db/calima-msa-r13/morphology.db")
    before = dict(found.stamps())
    assert set(before) == {"config.json", "morphology.db"}
    os.utime(data / "ner/arabert/config.json", ns=(0, 0))
    after = dict(found.stamps())
    assert (after["config.json"], after["morphology.db"]) == ("1 0", before["morphology.db"])


READ = """
from safqa.extraction import extract
from safqa.extraction.fingerprint import fingerprint
text = "استثمرت ميتا 14 مليار دولار في شركة Scale AI للذكاء الاصطناعي"
print(fingerprint(), extract(text).deals)
heavy = {"torch", "transformers", "camel_tools.ner", "camel_tools.data", "camel_tools.morphology.analyzer"}
heavy |= {"safqa.extraction.arabic.neural"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
"""


def test_without_data_nothing_is_loaded_written_or_asked_for(tmp_path: Path) -> None:
    """The answer is the same in an empty home and in one that cannot be entered."""
    home, blocked = tmp_path / "home", tmp_path / "file"
    home.mkdir()
    blocked.write_text("no folder can be made below a file, not even by root")
    assert run(READ, home) == run(READ, blocked) == run(READ, home, CAMELTOOLS_DATA=str(tmp_path / "none"))
    assert "Scale AI" in run(READ, home)
    assert list(home.iterdir()) == []


def test_data_that_are_used_make_another_extractor(tmp_path: Path, data: Path) -> None:
    """A stored article is read again once its reader knows more; nothing is opened before a word needs it."""
    shown = "from safqa.extraction.fingerprint import fingerprint; print(fingerprint())"
    assert run(shown, tmp_path, CAMELTOOLS_DATA=str(data.parent)) != run(shown, tmp_path)
    assert run(shown, tmp_path, CAMELTOOLS_DATA=str(data.parent)) == run(
        shown, tmp_path, CAMELTOOLS_DATA=str(data.parent)
    )
