"""Holds up who guesses passwords: after some failures from an address, no further try of it is looked at for a time."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from ipaddress import IPv6Address, ip_address
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# A person who has several passwords in mind does with five; a machine gets 20 guesses an hour.
_FAILURES = 5
_WITHIN = 15 * 60.0
# Addresses remembered: whoever has more of them than this is not stopped by counting.
_ADDRESSES = 10_000


class Attempts:
    """Failures by address, in the memory of this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, address: str) -> float:
        """Seconds until the next try of an address is looked at; 0: at once."""
        with self._lock:
            failed = self._failures.get(_network(address), deque())
            return max(0.0, failed[0] + _WITHIN - self._clock()) if len(failed) == _FAILURES else 0.0

    def failed(self, address: str) -> None:
        """Count a failure."""
        with self._lock:
            key = _network(address)
            self._failures.setdefault(key, deque(maxlen=_FAILURES)).append(self._clock())
            self._failures.move_to_end(key)
            if len(self._failures) > _ADDRESSES:
                self._failures.popitem(last=False)

    def passed(self, address: str) -> None:
        """Forget the failures of an address: somebody signed in from it."""
        with self._lock:
            self._failures.pop(_network(address), None)


def _network(address: str) -> str:
    """An address as it is counted: of IPv6 the first 64 bits, for each customer has 2^64 of the rest."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and not found.ipv4_mapped:
        return str(IPv6Address(int(found) >> 64 << 64))
    return str(found)
