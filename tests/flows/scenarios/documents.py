"""What stands in the body: other charsets, broken and hostile documents, and what is no feed."""

from .bodies import ALPHA, GAMMA, ONE, archive, document, item, laughs, rss, web_page
from .language import Answer, Moment, Scenario

ARABIC = document(item(1), item(2, GAMMA))
WELL = Moment(answer=Answer(ONE), outcome="ok", entries={"new": 1}, rows=(1, 1))
BACK = Moment(answer=Answer(ONE), outcome="same_body", rows=(3, 1))
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


def _unread(name: str, answer: bytes | Answer, tells: str) -> Scenario:
    """A feed that is replaced by something else for a while; what it showed before stays."""
    return Scenario(name=name, moments=(WELL, _instead(answer, "not_a_feed", tells, (45, 50)), BACK))


def _blocked(name: str, answer: bytes | Answer) -> Scenario:
    """A feed that a page stands in front of for a while."""
    return Scenario(name=name, moments=(WELL, _instead(answer, "blocked_page", "a human", (75, 85)), BACK))


def _instead(answer: bytes | Answer, outcome: str, tells: str, due: tuple[float, float]) -> Moment:
    answer = answer if isinstance(answer, Answer) else Answer(answer)
    return Moment(answer=answer, outcome=outcome, rows=(2, 1), tells=tells, due=due)


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
    _unread("a feed that is empty for once", rss(), "without entries"),
    _blocked("a challenge", web_page("Just a moment...", "Enable JavaScript")),
    _blocked("an Arabic challenge", Answer(web_page("لحظة…", "تحقَّق من أنك إنسان"), 503)),
    _blocked("a consent page", web_page("Before you continue", "Accept all cookies")),
)
