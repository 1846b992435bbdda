"""Passwords of editors, kept as hashes of scrypt (RFC 7914): `scrypt$15$8$3$SALT$HASH`; the numbers: log2(n), r, p.

Passwords are compared in Unicode's NFKC, so that one in Arabic does not depend on the keyboard it is typed on.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from base64 import b64decode, b64encode
from typing import NamedTuple

from safqa.errors import UsageError

# OWASP's cheat sheet of password storage: 32 MiB and some 0.2 s for each guess.
_LOG_N, _R, _P = 15, 8, 3
_SALT, _HASH = 16, 32
# What OpenSSL may take for it: 128 * n * r bytes, and as much again.
_MEMORY = 128 * 2**20
# OWASP's ASVS 5.0, 6.2.1: at least 8; a machine that guesses is held up after five.
SHORTEST = 8
# Nobody types more; hashing a megabyte for a stranger would be work for nothing.
LONGEST = 1024


class _Hash(NamedTuple):
    log_n: int
    r: int
    p: int
    salt: bytes
    key: bytes


def hashed(password: str) -> str:
    """A password as it is kept.

    Raises:
        UsageError: it is too short, or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"a password has {SHORTEST} to {LONGEST} characters; four words make a good one")
    salt = secrets.token_bytes(_SALT)
    key = _key(password, _LOG_N, _R, _P, salt)
    return "$".join(["scrypt", str(_LOG_N), str(_R), str(_P), _text(salt), _text(key)])


def fits(password: str, kept: str) -> bool:
    """Whether it is the password; takes as long for a wrong one."""
    found = _read(kept)
    if len(password) > LONGEST:
        return False
    return hmac.compare_digest(_key(password, found.log_n, found.r, found.p, found.salt), found.key)


def is_hash(text: str) -> bool:
    """Whether a text is a password as it is kept, and one that can be compared at a bearable price."""
    try:
        found = _read(text)
    except ValueError:
        return False
    memory = 128 * 2**found.log_n * found.r
    return memory <= _MEMORY // 2 and len(found.salt) >= _SALT // 2 and len(found.key) == _HASH and found.p <= 2 * _P


# For names that nobody has: the answer comes as late as for those that somebody has.
NOBODYS = "$".join(["scrypt", str(_LOG_N), str(_R), str(_P), "A" * 22 + "==", "A" * 43 + "="])


def _key(password: str, log_n: int, r: int, p: int, salt: bytes) -> bytes:
    spelled = unicodedata.normalize("NFKC", password).encode()
    return hashlib.scrypt(spelled, salt=salt, n=2**log_n, r=r, p=p, maxmem=_MEMORY, dklen=_HASH)


def _read(kept: str) -> _Hash:
    name, *numbers, salt, key = kept.split("$")
    log_n, r, p = map(int, numbers)
    if name != "scrypt" or not (1 <= log_n <= 20 and 1 <= r <= 32 and 1 <= p <= 16):  # noqa: PLR2004 - RFC 7914's ranges, cut
        raise ValueError(kept)
    return _Hash(log_n, r, p, b64decode(salt, validate=True), b64decode(key, validate=True))


def _text(some: bytes) -> str:
    return b64encode(some).decode()
