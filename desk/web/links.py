"""Addresses of others that we link to, and paths of our own that we lead back to."""

from __future__ import annotations

from urllib.parse import urlsplit


def web_link(url: str | None) -> str | None:
    """An address that a page or a feed may link to: http or https, with a host; else None (a script, say)."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def own_path(path: str | None) -> str | None:
    """A path on this site to go back to; None for one that would lead to another host."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")) or "\\" in path:
        return None
    return path if path.isprintable() and path.isascii() else None
