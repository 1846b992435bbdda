"""Word tables: tab-separated rows under a header line, with comment lines (#) that explain the columns."""

from collections.abc import Iterator
from pathlib import Path

from safqa.errors import InputError
from safqa.text import normalise


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table by column name.

    Raises:
        InputError: a row has more or fewer cells than the header; names file and line.
    """
    header: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header:
            header = cells
        elif len(cells) != len(header):
            raise InputError(f"{path}:{number}: {len(cells)} cells where the header has {len(header)}")
        else:
            yield dict(zip(header, cells, strict=True))


def forms(cell: str) -> list[str]:
    """The spellings of a cell (joined by |) in their normal form."""
    return [normalise(form).text for form in cell.split("|")]
