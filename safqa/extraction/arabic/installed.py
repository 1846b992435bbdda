"""Which data of CAMeL a user has installed that Safqa can use; looks, and never downloads.

Two things, each used when it is there and missed by nobody when it is not:

* the model that finds names, `camel_data -i ner-arabert`, with the extra `neural` (torch, transformers) to run it;
* a full morphology database, `camel_data -i morphology-db-msa-r13`, or another ALMOR file put in its place.

`camel_tools.data` knows these places too, but importing it makes a folder in HOME and may download a catalogue. Looking
costs two questions to the file system; torch is looked for only where the model is.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Paths below the data folder, as in camel-tools' catalogue of version 1.6.
_MODEL = Path("ner/arabert")
_DATABASE = Path("morphology_db/calima-msa-r13/morphology.db")
_RUNS_MODELS = ("torch", "transformers")


@dataclass(frozen=True, slots=True)
class Installed:
    """What is there: the folder of the model of names, the file of the full database; None where it is not."""

    model: Path | None = None
    database: Path | None = None

    def stamps(self) -> Iterator[tuple[str, str]]:
        """The files that decide what is read, each with its size in bytes and its time of change in nanoseconds.

        For the extractor's fingerprint. Not their contents: reading 540 MB for each start of a command takes longer
        than the command. Two machines with the same data differ, so that each reads again what the other has read.
        """
        for place in (self.model, self.database):
            for file in sorted(place.iterdir()) if place and place.is_dir() else [place] if place else []:
                stat = file.stat()
                yield file.name, f"{stat.st_size} {stat.st_mtime_ns}"


@cache
def installed() -> Installed:
    """What is installed where camel-tools would look; found out once a process."""
    return look(folder(os.environ))


def folder(environment: Mapping[str, str]) -> Path:
    """The folder of camel-tools' data: in CAMELTOOLS_DATA when that is set, else in the user's home."""
    own = environment.get("CAMELTOOLS_DATA")
    usual = "~/AppData/Roaming/camel_tools" if sys.platform == "win32" else "~/.camel_tools"
    # Not `Path.expanduser`: a container's user may have no home at all, which is no reason to stop.
    return Path(os.path.expanduser(own if own is not None else usual)) / "data"  # noqa: PTH111


def look(data: Path) -> Installed:
    """What is installed in a data folder."""
    runs = _is_file(data / _MODEL / "config.json") and all(find_spec(name) for name in _RUNS_MODELS)
    return Installed(data / _MODEL if runs else None, data / _DATABASE if _is_file(data / _DATABASE) else None)


def _is_file(path: Path) -> bool:
    """Whether a file is there to be read; another user's home is not."""
    try:
        return path.is_file()
    except PermissionError:
        return False
