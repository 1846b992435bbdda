"""What is done to one page, in a process of its own: `python -m safqa.feeds.reading SECONDS BYTES MODULE:FUNCTION`.

The process takes requests on its standard input and answers on its standard output, each a length (4 bytes, big end
first) and JSON: never pickles, because a page may be hostile and what it takes over must not reach further. It ends
when its input ends. extractors.py starts, limits and replaces such processes.

trafilatura is only given the HTML. It never fetches here, so its habit to retry without TLS checks does not matter.
"""

from __future__ import annotations

import json
import math
import os
import re
import signal
import struct
import sys
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO

from safqa.feeds import coverage, shields
from safqa.feeds.samples import sample

if TYPE_CHECKING:
    from collections.abc import Callable

EXTRACT = "safqa.feeds.reading:extract"
"""The function that a process works with, as `module:function`."""
LENGTH = struct.Struct(">I")
# Where pages state their moment; a date that is only shown is left to the feed.
_PUBLISHED = (
    ".//meta[@property='article:published_time']",
    ".//meta[@itemprop='datePublished']",
    ".//meta[@name='date']",
)
_JSON_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]{10,40})"')


@dataclass(frozen=True, slots=True)
class Extracted:
    """What one page says of itself: its text (one paragraph a line), and dates and language as it writes them.

    `shield` names what stands in the article's place, with `sign`, the wording that gave it away; the text is empty
    then. A paywall leaves the text that it shows. `sample` is the start of what a reader sees.
    """

    text: str = ""
    title: str | None = None
    published: str | None = None
    language: str | None = None
    shield: shields.Kind | None = None
    sign: str = ""
    sample: str = ""


def extract(html: str, url: str, summary: str) -> Extracted:
    """The article on a page, by trafilatura; shields are recognised before and come back without a text."""
    from trafilatura import bare_extraction, load_html  # noqa: PLC0415 - a quarter of a second, for this process alone

    visible = shields.visible(html)
    if not coverage.covers(visible, summary) and (found := shields.of_page(visible, html)):
        return Extracted(shield=found[0], sign=found[1], sample=sample(visible))
    tree = load_html(html)
    if tree is None:
        return Extracted(sample=sample(visible))
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    stated = next((meta.get("content") for path in _PUBLISHED if (meta := tree.find(path)) is not None), None)
    in_json = _JSON_PUBLISHED.search(html)
    document = bare_extraction(tree, url=url or None, include_comments=False, with_metadata=True)
    # A dict comes only of as_dict, which is not asked for.
    text, title = ("", None) if document is None or isinstance(document, dict) else (document.text, document.title)
    sign = shields.paywall(visible, text or "")
    return Extracted(
        text=text or "",
        title=title,
        published=stated or (in_json[1] if in_json else None),
        language=language,
        shield="paywall" if sign else None,
        sign=sign or "",
        sample=sample(visible),
    )


def serve(source: BinaryIO, sink: BinaryIO, work: Callable[[str, str, str], Extracted], seconds: float) -> None:
    """Answers requests until there are no more; an error of a page is an answer too."""
    send(sink, {"ready": True})
    while header := source.read(LENGTH.size):
        request = json.loads(source.read(LENGTH.unpack(header)[0]))
        _alarm(seconds)
        send(sink, _answer(work, request))
        _alarm(0)


def _answer(work: Callable[[str, str, str], Extracted], request: dict[str, str]) -> dict[str, object]:
    try:
        return asdict(work(request["html"], request["url"], request["summary"]))
    except Exception as error:  # whatever a page brings about is that page's, and is told
        return {"error": f"{type(error).__name__}: {error}"[:300]}


def send(sink: BinaryIO, message: dict[str, object]) -> None:
    """Writes one message with its length."""
    body = json.dumps(message).encode()
    sink.write(LENGTH.pack(len(body)) + body)
    sink.flush()


def _alarm(seconds: float) -> None:
    """Lets the system end this process, should it still run when nobody is left to kill it."""
    if sys.platform != "win32":
        signal.alarm(math.ceil(2 * seconds))


def _limit_memory(size: int) -> None:
    if sys.platform == "linux":  # elsewhere the limit is not kept, or not there
        import resource  # noqa: PLC0415 - not on every platform

        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def main(arguments: list[str]) -> None:
    """The process: limits itself, keeps its standard output for answers, and works until its input ends."""
    seconds, size, named = arguments
    module, function = named.split(":")
    work = getattr(import_module(module), function)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; our parent ends us
    with os.fdopen(os.dup(1), "wb") as sink:
        os.dup2(2, 1)  # what a library prints must not get between the answers
        import_module("trafilatura")
        _limit_memory(int(size))
        serve(sys.stdin.buffer, sink, work, float(seconds))


if __name__ == "__main__":
    main(sys.argv[1:])
