"""Opening camel-tools' morphology leaves no trace: each case is a process of its own, since imports happen once."""

from pathlib import Path

import pytest
from fresh import run

READ = "from safqa.extraction.arabic.lexicon import deal_lexicon; assert deal_lexicon().read('استحوذت')\n"


def test_nothing_is_written_to_home(tmp_path: Path) -> None:
    run(READ, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_home_may_be_unwritable(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder can be made below a file, not even by root")
    run(READ, blocked)


def test_heavy_modules_stay_unloaded(tmp_path: Path) -> None:
    heavy = "{'requests', 'pandas', 'numpy', 'torch', 'camel_tools.data', 'camel_tools.morphology.analyzer'}"
    run(READ + f"assert not {heavy} & set(sys.modules), {heavy} & set(sys.modules)", tmp_path)


@pytest.fixture
def camel_data(tmp_path: Path) -> Path:
    """A user's own CAMeL data: a catalogue that names one database."""
    folder = tmp_path / "camel"
    folder.mkdir()
    (folder / "catalogue.json").write_text(
        '{"version": "1.6.0", "packages": {}, "components": {"MorphologyDB":'
        ' {"default": "own", "datasets": {"own": {"path": "morphology_db/own"}}}}}'
    )
    return folder


OWN = "assert [d.name for d in {}.get_component('MorphologyDB').datasets.values()] == ['own']\n"


def test_a_users_own_data_stay_visible_afterwards(tmp_path: Path, camel_data: Path) -> None:
    code = READ + "from camel_tools.data import CATALOGUE\n" + OWN.format("CATALOGUE")
    run(code, tmp_path, CAMELTOOLS_DATA=str(camel_data))


def test_a_users_own_data_stay_visible_through_the_database_class(tmp_path: Path, camel_data: Path) -> None:
    code = READ + (
        "from camel_tools.morphology.database import MorphologyDB\n"
        "assert [d.name for d in MorphologyDB.list_builtin_dbs()] == ['own']\n"
    )
    run(code, tmp_path, CAMELTOOLS_DATA=str(camel_data))


def test_data_that_are_already_open_are_used(tmp_path: Path, camel_data: Path) -> None:
    code = "from camel_tools.data import CATALOGUE\n" + READ + OWN.format("sys.modules['camel_tools.data'].CATALOGUE")
    run(code, tmp_path, CAMELTOOLS_DATA=str(camel_data))
