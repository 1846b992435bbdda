"""Who is who: normalised addresses, hashes of content, and the ids that people see.

Everything that is stored gets its key from its own content, so the same input gives the same keys in any order, from
any process, on any database. Keys are 128 bits of SHA-256 in hex; public ids are shorter, written in letters and digits
that cannot be taken for each other (no i, l, o, u) and begin with a letter of their kind, so that no spreadsheet reads
one as a number. Tests pin the hashes: a changed rule here makes stored articles look new.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

if TYPE_CHECKING:
    from datetime import datetime

    from safqa.model import DealMention, Figure

_KEY_DIGITS = 32  # 128 bits: no collision to be expected among 10^15 keys
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32
_LOOKALIKES = str.maketrans("ilo", "110")
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Characters that may stand bare in a path; all others are percent-encoded in upper case.
_PATH_SAFE = "/-._~!$&'()*+,;=:@"


def digest(*parts: str | float | bool | None) -> str:
    """The key of a row with these natural parts; None, "" and 0 are different, 10 and 10.0 are not."""
    plain = [float(part) if isinstance(part, int) and not isinstance(part, bool) else part for part in parts]
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:_KEY_DIGITS]


def public_id(letter: str, length: int, *parts: str | float | bool | None) -> str:
    """An id to be read aloud and typed: `letter` and `length` characters of base 32 (5 bits each)."""
    number = int(digest(*parts), 16)
    return letter + "".join(_ALPHABET[number >> 5 * place & 31] for place in range(length))


def read_id(typed: str) -> str:
    """An id as a person typed it, in its own spelling: case, spaces and look-alike letters put right."""
    bare = re.sub(r"[\s-]", "", typed).lower()
    return bare[:1] + bare[1:].translate(_LOOKALIKES)


def normalise_url(url: str) -> str:
    """One spelling for all addresses of a page; for comparing, not for fetching.

    Scheme, `www.`, default port, fragment, tracking parameters, order of parameters, trailing slashes, and the choice
    between bare and percent-encoded letters (both occur in Arabic addresses) do not tell pages apart.
    """
    parts = urlsplit(url.strip())
    if not parts.netloc:
        return url.strip()
    path = quote(unquote(parts.path), safe=_PATH_SAFE).rstrip("/")
    pairs = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _is_tracking(pair[0]))
    return f"//{_host(parts)}{path}" + (f"?{urlencode(pairs)}" if pairs else "")


def site(url: str) -> str:
    """The host of an address without `www.`: stands in for a publisher that nobody names. Empty without a host."""
    return _host(urlsplit(url.strip()))


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    try:
        port = parts.port
    except ValueError:  # "example.org:abc" is no port; such an address is still a name for its page
        port = None
    return host if port is None or port == _DEFAULT_PORTS.get(parts.scheme) else f"{host}:{port}"


def _is_tracking(parameter: str) -> bool:
    exact, prefixes = _tracking_parameters()
    return parameter.lower() in exact or parameter.lower().startswith(prefixes)


@cache
def _tracking_parameters() -> tuple[frozenset[str], tuple[str, ...]]:
    lines = resources.files("safqa.data").joinpath("tracking_parameters.tsv").read_text("utf-8").splitlines()
    names = [line.split("\t")[0] for line in lines if not line.startswith("#")][1:]
    return frozenset(names), tuple(name[:-1] for name in names if name.endswith("*"))


def article_key(url: str) -> str:
    """The key of the page at an address."""
    return digest("article", normalise_url(url))


def content_key(text: str) -> str:
    """The key of a text: Unicode composition and the amount of space do not make a new version."""
    return digest("content", " ".join(unicodedata.normalize("NFC", text).split()))


def told_at(*, published: datetime | None, updated: datetime | None, seen_at: datetime, repeated: bool) -> datetime:
    """From when the claims of a version count: its update, else its publication, else the moment we saw it.

    `repeated` says that another text was seen before under the same address with the same two times: the source edited
    without saying so, and only our own clock tells when.
    """
    if repeated or (published is None and updated is None):
        return seen_at
    return max(moment for moment in (published, updated) if moment is not None)


def mention_anchor(mention: DealMention) -> str:
    """The raw words that name a mention within its article: the target, else the first party, as first written."""
    party = mention.target or next(iter(mention.parties), None)
    if party is None:
        return ""
    return party.surface[0] if party.surface else party.name


def mention_key(article: str, family: str, anchor: str, ordinal: int) -> str:
    """The key of one deal in one article; raw fields only, so that judgements survive a better extractor."""
    return digest("mention", article, family, anchor, ordinal)


def claim_key(mention: str, figure: Figure) -> str:
    """The key of a figure as one mention states it; where it stands in the text is not part of it."""
    return digest(
        "claim",
        mention,
        figure.metric,
        figure.scope,
        figure.party,
        figure.basis,
        figure.low,
        figure.high,
        figure.unit,
        figure.qualifier,
        figure.source,
        figure.polarity,
        figure.former,
    )


def fingerprint(value: Any) -> str:
    """The key of a value of safqa.model; fields at their default are left out: a field added later changes no key."""
    return digest(json.dumps(_plain(value), ensure_ascii=False, sort_keys=True))


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        held = {field.name: (getattr(value, field.name), field.default) for field in fields(value)}
        return {name: _plain(here) for name, (here, default) in held.items() if here != default}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def deal_id(root_mention: str, attempt: int = 0) -> str:
    """The id of the deal that a mention founds; 40 bits, so `attempt` counts up where an id is taken."""
    return public_id("d", 8, "deal", root_mention, attempt)


def organisation_id(key: str) -> str:
    """The id of the organisation with this folded name; 50 bits."""
    return public_id("o", 10, "organisation", key)


def change_id(*parts: str | float | bool | None) -> str:
    """The id of a change; 60 bits."""
    return public_id("c", 12, "change", *parts)
