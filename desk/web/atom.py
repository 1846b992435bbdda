"""Changes as an Atom feed (RFC 4287), in Arabic or English: pure, from rows to text.

An entry's id is a tag URI of the change's own id (RFC 4151), so it stays the same wherever Safqa is served from, and a
reader shows each change once. `updated` is when Safqa came to say so, `published` when the article was published.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from desk.web.links import web_link
from safqa.bidi import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storage.rows import ChangeRow, OrganisationRow

MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Tag URIs name an authority that held the name on a day; .invalid belongs to nobody, for ever (RFC 2606).
_TAG = "tag:safqa.invalid,2025:"

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Safqa: changes in AI deals",
        "new_deal": "New deal",
        "new_figure": "New figure",
        "refined": "Figure refined",
        "revised": "Figure revised",
        "corrected": "Figure corrected",
        "corroborated": "Figure corroborated",
        "confirmed": "Confirmed",
        "conflict": "Conflicting figures",
        "denied": "Denied",
        "status_changed": "Status changed",
        "party_added": "New party",
        "reclassified": "Reclassified",
        "retracted": "Article withdrawn",
    },
    "ar": {
        "title": "صفقة: مستجدات صفقات الذكاء الاصطناعي",
        "new_deal": "صفقة جديدة",
        "new_figure": "رقم جديد",
        "refined": "رقم أدق",
        "revised": "رقم معدّل",
        "corrected": "رقم مصحّح",
        "corroborated": "رقم أكده مصدر آخر",
        "confirmed": "تأكيد رسمي",
        "conflict": "أرقام متضاربة",
        "denied": "نفي",
        "status_changed": "تغيّر حال الصفقة",
        "party_added": "طرف جديد",
        "reclassified": "إعادة تصنيف",
        "retracted": "سحب خبر",
    },
}


@dataclass(frozen=True, slots=True)
class Channel:
    """Where a feed is: its own address, the page beside it, and the address of a deal's page without the id."""

    own: str
    page: str
    deal: str


def changes_feed(changes: Sequence[ChangeRow], channel: Channel, lang: str) -> bytes:
    """The feed of these changes; `lang` is `ar` or `en`."""
    ET.register_namespace("", _ATOM)
    words = _WORDS[lang]
    feed = ET.Element(f"{{{_ATOM}}}feed", {_XML_LANG: lang})
    _add(feed, "id", channel.own)
    _add(feed, "title", words["title"])
    # A feed without entries has not changed since its beginning; any other moment would be a change on each look.
    _add(feed, "updated", _moment(max((c.detected_at for c in changes), default=datetime(2025, 1, 1, tzinfo=UTC))))
    _link(feed, "self", channel.own, MEDIA_TYPE)
    _link(feed, "alternate", channel.page, "text/html")
    _add(_add(feed, "author"), "name", "Safqa")
    for change in changes:
        _entry(feed, change, channel, words, lang)
    text: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return text


def _entry(feed: ET.Element, change: ChangeRow, channel: Channel, words: Mapping[str, str], lang: str) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", f"{_TAG}change:{change.id}")
    _add(entry, "title", f"{words.get(change.kind, change.kind)}: {deal_name(change.deal.target, change.deal.parties)}")
    _add(entry, "updated", _moment(change.detected_at))
    if change.published_at:
        _add(entry, "published", _moment(change.published_at))
    _add(_add(entry, "author"), "name", change.publisher or "Safqa")
    _link(entry, "alternate", channel.deal + change.deal.id, "text/html")
    if link := web_link(change.url):
        _link(entry, "via", link)
    for term in (change.kind, change.severity, change.deal.type):
        ET.SubElement(entry, f"{{{_ATOM}}}category", {"term": term})
    _add(entry, "summary", change.reason_ar if lang == "ar" else change.reason_en)


def deal_name(target: OrganisationRow | None, parties: Sequence[OrganisationRow]) -> str:
    """Who deals with whom, in an order that reads well from either side."""
    names = ", ".join(party.name for party in parties)
    if target is None:
        return names or "–"
    return f"{target.name} ({names})" if names else target.name


def _add(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    child = ET.SubElement(parent, f"{{{_ATOM}}}{name}")
    if text is not None:
        child.text = plain(text)
    return child


def _link(parent: ET.Element, rel: str, href: str, media_type: str | None = None) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}link", {"rel": rel, "href": href} | ({"type": media_type} if media_type else {}))


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
