"""Numbers written in digits, with the decimal habits of Arabic newsrooms.

"34.5", "34,5" and "4،5" are decimals, "1,250,000" and "1 250 000" have thousands marks, "7ر2" is an agency decimal that
is read from right to left (2.7). One mark before exactly three digits is a thousands mark when it is a comma; a dot is
one too where no scale word follows ("10.000 دولار"), and before "million" when the last digit is 0: "30.000 مليون" is
the Spanish way to write 30 billion, while nobody writes "1.250 مليار" for 1,250 billion.
"""

import re
from typing import NamedTuple

_MARK = re.compile("[.,، ]")
_MILLION = 1e6
# More digits are no sum but an identifier; Python refuses to read thousands of them.
_LONGEST = 24


class Digits(NamedTuple):
    """A decimal number kept exact: `mantissa / 10 ** decimals`."""

    mantissa: int
    decimals: int


def read_digits(written: str, scale: float) -> Digits | None:
    """The number that digits stand for before a scale (1 where none follows); None for what is no number (1.2.34)."""
    if len(written) > _LONGEST:
        return None
    if "ر" in written:
        decimals, whole = written.split("ر")
        return Digits(int(whole + decimals), len(decimals))
    whole, *groups = _MARK.split(written)
    if not groups:
        return Digits(int(whole), 0)
    if _is_thousands(written, whole, groups, scale):
        return Digits(int(whole + "".join(groups)), 0)
    *thousands, decimals = groups
    if any(len(group) != 3 for group in thousands):  # noqa: PLR2004 - thousands
        return None
    return Digits(int(whole + "".join(groups)), len(decimals))


def _is_thousands(written: str, whole: str, groups: list[str], scale: float) -> bool:
    """Whether every mark of a number is a thousands mark."""
    if whole == "0" or len(whole) > 3 or any(len(group) != 3 for group in groups):  # noqa: PLR2004 - thousands
        return False
    if len(groups) > 1:
        return len(set(_MARK.findall(written))) == 1
    if "." not in written:
        return True
    return scale == 1 or (scale == _MILLION and written.endswith("0"))
