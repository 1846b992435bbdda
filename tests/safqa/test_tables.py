"""Tables: columns checked, places told."""

from pathlib import Path

import pytest

from safqa.errors import InputError
from safqa.tables import read_table


def table(folder: Path, text: str) -> Path:
    path = folder / "list.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_comments_and_empty_lines_are_left_out_and_lines_counted(tmp_path: Path) -> None:
    rows = list(read_table(table(tmp_path, "# why\n\na\tb\n# group\n1\tx | y|\n"), ("a", "b")))
    assert [(row.line, row["a"], row.items("b")) for row in rows] == [(5, "1", ["x", "y"])]


def test_wrong_columns_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"list\.tsv, line 1: the columns must be a, c"):
        list(read_table(table(tmp_path, "a\tb\n"), ("a", "c")))


def test_a_missing_cell_is_told_with_its_column(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"list\.tsv, line 2, column b: 1 cells where 2"):
        list(read_table(table(tmp_path, "a\tb\n1\n"), ("a", "b")))


def test_a_flag_is_one_or_zero(tmp_path: Path) -> None:
    (row,) = read_table(table(tmp_path, "a\tb\n1\tyes\n"), ("a", "b"))
    assert row.flag("a")
    with pytest.raises(InputError, match="line 2, column b: 'yes' is none of 0, 1"):
        row.flag("b")
