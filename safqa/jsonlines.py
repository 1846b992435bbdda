"""One line of JSON Lines: the object it holds, or what is wrong with it in one line that names its place.

Everything is UTF-8: a guess at another encoding would put wrong letters into quotes.
"""

from __future__ import annotations

import json

from safqa.errors import InputError


def decoded(line: bytes, place: str) -> object:
    """What a line holds; `place` ("articles.jsonl:12") opens the text of an error.

    Raises:
        InputError: it is not UTF-8 (then caused by UnicodeDecodeError), or no JSON.
    """
    try:
        found: object = json.loads(line.decode())
    except UnicodeDecodeError as error:
        raise InputError(f"{place}: {not_utf8(line, error)}") from error
    except json.JSONDecodeError as error:
        raise InputError(f"{place}: not JSON: {error.msg} at column {error.colno}") from None
    except (ValueError, RecursionError):
        # Numbers of thousands of digits, brackets nested thousands deep.
        raise InputError(f"{place}: not JSON that can be read: too long a number or too deeply nested") from None
    return found


def not_utf8(data: bytes, error: UnicodeDecodeError) -> str:
    """What to say of bytes that are not UTF-8."""
    byte = data[error.start]
    return f"is not UTF-8 (byte 0x{byte:02X} at {error.start}); convert it first: iconv -f WINDOWS-1256 -t UTF-8"
