"""Documents that scenarios serve. All texts are made up."""

import gzip
from html import escape

ALPHA = ("ألفا تشتري بيتا", "استحوذت ألفا على بيتا مقابل 3 مليارات دولار.")
GAMMA = ("غاما تجمع تمويلا", "جمعت غاما 500 مليون دولار بقيادة صندوق وطني.")
DELTA = ("دلتا تطرح أسهمها", "تطرح دلتا أسهمها في السوق بقيمة مليار دولار.")


def item(n: object, told: tuple[str, str] = ALPHA, *, guid: object = None) -> str:
    """The item at address `n`, with that guid; by default the guid is `n` too."""
    title, text = map(escape, told)
    return (
        f"<item><title>{title}</title><link>https://news.example/{n}</link>"
        f"<guid isPermaLink='false'>{n if guid is None else guid}</guid><description>{text}</description>"
        "<pubDate>Tue, 10 Jun 2025 06:00:00 GMT</pubDate></item>"
    )


def document(*items: str, head: str = "", prolog: str = "") -> str:
    """An RSS document of these items."""
    return f"{prolog}<rss version='2.0'><channel><title>أخبار</title>{head}{''.join(items)}</channel></rss>"


def rss(*items: str, head: str = "", prolog: str = "") -> bytes:
    """The same in UTF-8."""
    return document(*items, head=head, prolog=prolog).encode()


ONE = rss(item(1))
TWO = rss(item(1), item(2, GAMMA))


def archive() -> bytes:
    """Twenty thousand entries."""
    return rss(*(f"<item><guid isPermaLink='false'>{n}</guid><title>خبر {n}</title></item>" for n in range(20_000)))


def bomb() -> bytes:
    """Thirty megabytes that come as thirty kilobytes."""
    return gzip.compress(document(item(1)).encode() + b" " * 30_000_000)


def laughs() -> bytes:
    """An entity that would grow to three gigabytes."""
    steps = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 10))
    return rss(
        item(1).replace(ALPHA[1], "&b9;"), prolog=f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY b0 "lol">{steps}]>'
    )


def web_page(title: str, text: str) -> bytes:
    """A page of HTML."""
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{text}</body></html>".encode()
