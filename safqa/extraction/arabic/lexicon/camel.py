"""The one door to camel-tools' morphology: no touch of HOME or the network, and a user's own CAMeL data stay in sight.

`camel_tools.morphology.database` imports `camel_tools.data`, which at import makes a folder in HOME, downloads a
catalogue without a timeout, and brings in `requests`. Safqa's database lies beside this package and needs none of that,
so a stand-in takes that module's place during the import alone. Afterwards `import camel_tools.data` works as ever, and
so does `MorphologyDB.builtin_db`: the stand-in's catalogue loads the real one when it is first asked for something.

Dropped: shipping a `catalogue.json` and pointing CAMELTOOLS_DATA at it. It hides a user's own data, still makes the
folder in HOME, and costs the import of `requests`.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_DATA = "camel_tools.data"


class _Catalogue:
    """camel-tools' own catalogue, read when somebody asks for a dataset of it."""

    def __getattr__(self, name: str) -> Any:
        return getattr(importlib.import_module(_DATA).CATALOGUE, name)


class _DataModule(ModuleType):
    """What `camel_tools.data` is while `camel_tools.morphology.database` is imported."""

    CATALOGUE = _Catalogue()


def camel_database_module() -> Any:
    """The module `camel_tools.morphology.database`; call before any other import from `camel_tools.morphology`."""
    name = "camel_tools.morphology.database"
    if _DATA in sys.modules:
        return importlib.import_module(name)
    sys.modules[_DATA] = _DataModule(_DATA)
    try:
        return importlib.import_module(name)
    finally:
        del sys.modules[_DATA]


def open_database(path: Path) -> Any:
    """The `MorphologyDB` in an ALMOR file, opened for analysis."""
    return camel_database_module().MorphologyDB(str(path), "a")
