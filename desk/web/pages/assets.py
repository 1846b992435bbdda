"""The files that pages load: few, small, held in memory, and named by their content so that browsers keep them.

`static/htmx.min.js` is htmx 2.0.11 (Zero-Clause BSD, `static/htmx.LICENSE.txt`), as its package on npm ships it.
`static/echarts.common.min.js` is Apache ECharts 6.1.0 (Apache-2.0, `static/echarts.*.txt`, with zrender and parts of d3
in it, both BSD-3), as its package on npm ships it.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources

_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}
# Letters of the hash: enough that two versions of one file never meet.
_MARK = 12


@dataclass(frozen=True, slots=True)
class Asset:
    """A file with its media type and the mark of its content."""

    content: bytes
    media_type: str
    mark: str


@cache
def assets() -> dict[str, Asset]:
    """All files by their names."""
    found = {}
    for file in resources.files("desk.web").joinpath("static").iterdir():
        kind = _TYPES.get(file.name.rpartition(".")[2])
        if kind is not None:
            content = file.read_bytes()
            found[file.name] = Asset(content, kind, hashlib.sha256(content).hexdigest()[:_MARK])
    return found


@cache
def packed(name: str) -> bytes:
    """A file as gzip, packed once: the largest takes some 30 ms, too long for each request."""
    return gzip.compress(assets()[name].content, mtime=0)


def asset_path(name: str) -> str:
    """The address of a file, another one whenever its content is another."""
    return f"/static/{name}?v={assets()[name].mark}"
