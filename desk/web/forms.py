"""Posted forms: plain fields, which need no library that also takes files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request

Posted = Mapping[str, Sequence[str]]

# Bytes of a form that is read, and fields: a choice is a path and a word; of a deal all articles may be chosen.
_CHOICE, _MOST = 8_192, 262_144
_FIELDS = 1_000


def one(form: Posted, name: str) -> str:
    """A field of which a form has one, by its last value; empty where it has none."""
    return form.get(name, ("",))[-1]


async def _choice(request: Request) -> Mapping[str, str]:
    """The fields of a short form, each by its last value."""
    return {name: values[-1] for name, values in (await _posted(request, _CHOICE)).items()}


async def _fields(request: Request) -> Posted:
    """The fields of a form, each with all its values."""
    return await _posted(request, _MOST)


async def _posted(request: Request, most: int) -> Posted:
    """The fields; none of a form that is longer, has more of them, or is none."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return {}
    try:
        return parse_qs(body.decode("utf-8", "replace").replace("\0", ""), max_num_fields=_FIELDS)
    except ValueError:
        return {}


Form = Annotated[Mapping[str, str], Depends(_choice)]
Fields = Annotated[Posted, Depends(_fields)]
