"""How faults of a TOML file are told: in one line that names the key, what it may hold, and what stands there."""

from __future__ import annotations

import difflib
import json
import re
from typing import TYPE_CHECKING

from safqa.places import key_in

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 60  # characters of a value: what fits into a line with the rest


def not_toml(text: str, why: str) -> str:
    """Line, key where one stands there, and what tomllib says; it tells of no line at the end of the text."""
    found = re.search(r"at line (\d+)", why)
    line = int(found[1]) if found else text.count("\n") + 1
    key = key_in(text, line)
    # The commonest mistake, for which tomllib has no words.
    hint = "; a text stands in quotes" if found and "Invalid value" in why else ""
    return f"{line}: {f'{key}: ' if key else ''}not TOML: {why}{hint}"


def hint(key: str, known: Iterable[str]) -> str:
    """What may have been meant; all that there is, where nothing is near."""
    near = difflib.get_close_matches(key.lower().replace("-", "_"), list(known), n=1)
    return f"did you mean {near[0]}?" if near else f"allowed: {', '.join(known)}"


def shown(value: object) -> str:
    """The start of a value as the file writes it."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
