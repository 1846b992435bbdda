"""A ledger as a folder of files with their dictionary, by the Data Package standard (specs.frictionlessdata.io).

The folder is written beside its place and moved there when it is whole, so that whoever reads it never meets half of
one. An earlier export is replaced; a folder of anything else is left alone.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from desk.tabular import MEDIA_TYPES, FileFormat, writer_of
from safqa.errors import StorageError, UsageError
from storage.views.columns import VIEWS, Kind, View
from storage.views.reading import batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection

    from storage.engine import Database

NAME = "safqa-export"
DICTIONARY = "datapackage.json"
# The standard's words for the kinds of columns. Moments have a zone and may have fractions: "any".
_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.NUMBER: {"type": "number"},
    Kind.INTEGER: {"type": "integer"},
    Kind.FLAG: {"type": "integer", "constraints": {"enum": [0, 1]}},
    Kind.MOMENT: {"type": "datetime", "format": "any"},
    Kind.DAY: {"type": "date"},
}


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the package; `digest` is its SHA-256."""

    view: View
    path: str
    rows: int
    size: int
    digest: str


def write_package(
    database: Database,
    target: Path,
    form: FileFormat,
    *,
    since: datetime | None,
    now: datetime,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> list[Written]:
    """Write all documented views as they are at one moment.

    Args:
        database: where from.
        target: the folder to make, or an earlier export to replace.
        form: of the files.
        since: only deals that were told of since then, with all that belongs to them.
        now: the moment that the dictionary names.
        progress: is told how many files of how many are done.

    Raises:
        UsageError: there is something else at that place, or Parquet is not installed.
        StorageError: the database failed, or the folder cannot be written.
    """
    writer_of(form)  # before anything is made
    with _in_place(target) as folder:
        done: list[Written] = []
        with database.read() as connection:
            for view in VIEWS:
                done.append(_write(connection, view, folder, form, since))
                progress(len(done), len(VIEWS))
        dictionary = json.dumps(_dictionary(done, form, since, now), ensure_ascii=False, indent=2)
        (folder / DICTIONARY).write_text(dictionary + "\n", encoding="utf-8")
    return done


def _write(connection: Connection, view: View, folder: Path, form: FileFormat, since: datetime | None) -> Written:
    path = folder / f"{_resource(view)}.{form}"
    count = 0
    with writer_of(form)(path, view.columns) as write:
        for rows in batches(connection, view, since):
            write(rows)
            count += len(rows)
    with path.open("rb") as file:
        digest = sha256()
        while piece := file.read(1 << 20):
            digest.update(piece)
    return Written(view, path.name, count, path.stat().st_size, digest.hexdigest())


@contextmanager
def _in_place(target: Path) -> Iterator[Path]:
    """A folder to write into, which takes its place when all went well, and is gone otherwise."""
    _refuse_others(target)
    folder = target.with_name(f".{target.name}.{os.getpid()}.partial")
    former = target.with_name(f".{target.name}.{os.getpid()}.former")
    try:
        folder.mkdir(parents=True)
        yield folder
        _put(folder, target, former)
    except OSError as error:
        raise StorageError(f"the export {target} cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(former, ignore_errors=True)


def _put(folder: Path, target: Path, former: Path) -> None:
    if not target.exists():
        folder.rename(target)
        return
    target.rename(former)
    try:
        folder.rename(target)
    except OSError:
        former.rename(target)
        raise


def _refuse_others(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise UsageError(f"{target} is a file: name a folder")
    try:
        dictionary = json.loads((target / DICTIONARY).read_text(encoding="utf-8"))
        ours = isinstance(dictionary, dict) and dictionary.get("name") == NAME
    except (OSError, ValueError):
        ours = False
    if not ours and any(target.iterdir()):
        raise UsageError(f"{target} holds other files: name a new folder, or one of an earlier export")


def _resource(view: View) -> str:
    return view.name.removeprefix("v_")


def _dictionary(done: list[Written], form: FileFormat, since: datetime | None, now: datetime) -> dict[str, Any]:
    of = "all deals" if since is None else f"deals told of since {since.isoformat()}, with all that belongs to them"
    return {
        "profile": "data-package",
        "name": NAME,
        "title": "AI-industry deals as Safqa has them",
        "description": f"{of[0].upper()}{of[1:]}. Moments are in UTC; numbers are plain, in the unit named.",
        "created": now.isoformat(),
        "resources": [_described(one, form) for one in done],
    }


def _described(one: Written, form: FileFormat) -> dict[str, Any]:
    fields = [{"name": c.name, "description": c.meaning, **_TYPES[c.kind]} for c in one.view.columns]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""], "primaryKey": list(one.view.key)}
    if one.view.name != "v_deals":
        reference = {"resource": "deals", "fields": "deal_id"}
        schema["foreignKeys"] = [{"fields": "deal_id", "reference": reference}]
    tabular = form is FileFormat.CSV
    return {
        "profile": "tabular-data-resource" if tabular else "data-resource",
        "name": _resource(one.view),
        "path": one.path,
        "description": one.view.meaning,
        "format": form.value,
        "mediatype": MEDIA_TYPES[form],
        **({"encoding": "utf-8"} if form is not FileFormat.PARQUET else {}),
        "bytes": one.size,
        "hash": f"sha256:{one.digest}",
        "rows": one.rows,
        "schema": schema,
    }
