"""What a process of the pool may be given to work with instead of trafilatura; loaded by that process."""

import os
import threading

from safqa.feeds.reading import Extracted


def by_wish(html: str, url: str, summary: str) -> Extracted:
    """Does what the page says."""
    match html:
        case "hang":
            threading.Event().wait()
        case "die":
            os._exit(3)
        case "eat":
            return Extracted(text="x" * 2_000_000_000)
        case "raise":
            raise ValueError("a strange page")
        case "babble":
            os.write(1, b"a library prints")
    return Extracted(text=f"{os.getpid()} {url} {summary}")
