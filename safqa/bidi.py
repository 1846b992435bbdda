"""Texts of both directions on one line, for places that take the order of characters as it comes.

A run of Arabic in a left-to-right line pulls neighbouring numbers and brackets to the wrong side, and the other way
round. An isolate (Unicode bidirectional algorithm, UAX 9) keeps a text to itself. That is done at the edge, where a
text is shown, and never in what is stored.
"""

from __future__ import annotations

import re

_RTL, _AUTO, _END = "\u2067", "\u2068", "\u2069"
# Hebrew to Arabic Extended-A, and the presentation forms.
_LETTERS = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_RIGHT_TO_LEFT = re.compile(_LETTERS)
_RUNS = re.compile(f"{_LETTERS}+(?: +{_LETTERS}+)*")
# Controls by which a text could reorder or overwrite what stands around it: old bidi marks, C0, C1, ANSI's ESC.
_CONTROLS = re.compile("[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+")


def plain(text: str) -> str:
    """The text on one line, without what could disturb its neighbours."""
    return _CONTROLS.sub(" ", text)


def isolate(text: str) -> str:
    """A text for a left-to-right line: plain, and wrapped only when it holds right-to-left letters."""
    told = plain(text)
    return f"{_RTL}{told}{_END}" if _RIGHT_TO_LEFT.search(told) else told


def isolate_runs(text: str) -> str:
    """A left-to-right sentence, plain, each run of right-to-left words in it kept to itself."""
    return _RUNS.sub(lambda run: f"{_RTL}{run[0]}{_END}", plain(text))


def embed(text: str) -> str:
    """A text of whatever direction for a right-to-left line: plain, and in an isolate that takes its own direction."""
    return f"{_AUTO}{plain(text)}{_END}"


def right_to_left(line: str) -> str:
    """A line that is read from the right, whatever it begins with."""
    return f"{_RTL}{line}{_END}"
