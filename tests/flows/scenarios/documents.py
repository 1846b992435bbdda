"""What stands in the body: other charsets, broken and hostile documents, and what is no feed."""

from .bodies import ALPHA, GAMMA, TWO, archive, document, item, laughs, rss, web_page
from .language import Answer, Moment, Scenario
from .trouble import once

ARABIC = document(item(1), item(2, GAMMA))
TITLES = (ALPHA[0], GAMMA[0])


def _read(
    name: str, body: bytes, told: str = "", content_type: str = "application/xml", again: bytes = b" "
) -> Scenario:
    """A document of two entries that is read, and known when it comes with a blank more."""
    kind = {"Content-Type": content_type}
    return Scenario(
        name=name,
        moments=(
            Moment(
                answer=Answer(body, headers=kind),
                outcome="ok",
                entries={"new": 2},
                titles=TITLES,
                rows=(1, 2),
                tells=told,
            ),
            Moment(answer=Answer(body + again, headers=kind), outcome="ok", entries={"known": 2}, rows=(1, 2)),
        ),
    )


def _unread(name: str, body: bytes, tells: str) -> Scenario:
    """Something else comes in place of the feed; a sample of it is kept."""
    sample = body.decode()[:100]
    moment = Moment(answer=Answer(body), outcome="not_a_feed", rows=(2, 1), tells=tells, sample=sample, due=(45, 50))
    return once(name, moment)


def _blocked(name: str, page: bytes, status: int = 200) -> Scenario:
    """A page stands in front of the feed; its start is kept."""
    moment = Moment(
        answer=Answer(page, status),
        outcome="blocked_page",
        rows=(2, 1),
        tells="a human",
        sample="<title>",
        due=(75, 85),
    )
    return once(name, moment)


def _prolog(charset: str) -> str:
    return f'<?xml version="1.0" encoding="{charset}"?>'


DOCUMENTS = (
    _read("cp1256 as declared", (_prolog("windows-1256") + ARABIC).encode("cp1256")),
    _read("cp1256, declared as UTF-8", (_prolog("utf-8") + ARABIC).encode("cp1256"), "declared as utf-8"),
    _read("cp1256 by its header alone", ARABIC.encode("cp1256"), content_type="text/xml; charset=windows-1256"),
    _read("cp1256, undeclared", ARABIC.encode("cp1256")),
    _read("UTF-8, declared as cp1256", (_prolog("windows-1256") + ARABIC).encode(), "declared as cp1256"),
    _read("UTF-16 with a mark", (_prolog("utf-16") + ARABIC).encode("utf-16"), again=" ".encode("utf-16-le")),
    _read("ISO-8859-6", (_prolog("ISO-8859-6") + ARABIC).encode("iso8859-6")),
    _read("truncated XML", rss(item(1), item(2, GAMMA))[: -len("</description></item></channel></rss>") - 60], "SAX"),
    _read("a stray ampersand", ARABIC.replace("أخبار", "S&P").encode(), "&"),
    Scenario(
        name="XXE",
        moments=(
            Moment(
                answer=Answer(
                    rss(
                        item(1, ("ألفا &x; بيتا", "")).replace("&amp;", "&"),
                        prolog='<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
                    )
                ),
                outcome="ok",
                entries={"new": 1},
                titles=("ألفا &x; بيتا",),
                rows=(1, 1),
            ),
        ),
    ),
    Scenario(
        name="an entity bomb",
        moments=(Moment(answer=Answer(laughs), outcome="ok", entries={"new": 1}, titles=(ALPHA[0],), rows=(1, 1)),),
    ),
    Scenario(
        name="20,000 entries",
        moments=(
            Moment(
                answer=Answer(archive), outcome="ok", entries={"new": 2_000}, articles=0, rows=(1, 2_000), tells="20000"
            ),
        ),
    ),
    _unread("a web page", web_page("أخبار", "لا شيء هنا"), "a web page"),
    _unread("an empty body", b"", "empty"),
    _unread("a sitemap", b"<urlset><url><loc>https://a.example/</loc></url></urlset>", "sitemap"),
    _unread("JSON that is no feed", b'{"error": 1}', "JSON"),
    _unread("a local path", b"/etc/passwd", "no feed format"),
    Scenario(
        name="a feed that is empty for once is well",
        moments=(
            Moment(answer=Answer(TWO), outcome="ok", entries={"new": 2}, rows=(1, 2)),
            Moment(answer=Answer(rss()), outcome="ok", rows=(1, 2), tells="without entries"),
            Moment(answer=Answer(TWO), outcome="ok", entries={"known": 2}, rows=(1, 2)),
        ),
    ),
    _unread("a feed that breaks off before its first entry", rss()[:-20], "without entries"),
    _blocked("a challenge", web_page("Just a moment...", "Enable JavaScript")),
    _blocked("an Arabic challenge", web_page("لحظة…", "تحقَّق من أنك إنسان"), 503),
    _blocked("a consent page", web_page("Before you continue", "Accept all cookies")),
)
