"""The one door to camel-tools: no touch of HOME or the network, and a user's own CAMeL data stay in sight.

Its `morphology.database` and `ner` import `camel_tools.data`, which at import makes a folder in HOME, downloads a
catalogue without a timeout, and brings in `requests`. Safqa opens what it needs by its path and needs none of that,
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
    """What `camel_tools.data` is while a module that imports it is imported."""

    CATALOGUE = _Catalogue()


def camel_database_module() -> Any:
    """The module `camel_tools.morphology.database`; call before any other import from `camel_tools.morphology`."""
    return camel_module("camel_tools.morphology.database")


def camel_module(name: str) -> Any:
    """A module of camel-tools, imported without the side effects of `camel_tools.data`."""
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
