"""Servers that answer with an error, too late, too much, or not at all. Nothing ends a feed, and each comes back."""

from safqa.feeds.fetch import Limits

from .bodies import ONE, bomb
from .language import DAILY, PATIENT, Answer, Moment, Scenario

WELL = Moment(answer=Answer(ONE), outcome="ok", entries={"new": 1}, rows=(1, 1))
BACK = Moment(answer=Answer(ONE), outcome="same_body", rows=(3, 1))


def once(name: str, moment: Moment, limits: Limits = PATIENT) -> Scenario:
    """A feed that is well, then in trouble, then back; trouble is a row, and so is its end."""
    return Scenario(name=name, moments=(WELL, moment, BACK), limits=limits)


def _status(status: int, outcome: str, due: tuple[float, float], **headers: str) -> Moment:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Moment(
        answer=Answer(b"sorry", status, named), outcome=outcome, rows=(2, 1), due=due, tells=str(status), sample="sorry"
    )


GONE = Answer(status=410)

TROUBLE = (
    Scenario(
        name="404 slows, a little more each time, and is one row",
        moments=(
            WELL,
            Moment(answer=Answer(status=404), outcome="not_found", rows=(2, 1), due=(45, 50)),
            Moment(answer=Answer(status=404), outcome="not_found", rows=(2, 1), due=(75, 85)),
            Moment(answer=Answer(status=404), outcome="not_found", rows=(2, 1), due=(105, 116)),
            Moment(answer=Answer(status=404), outcome="not_found", rows=(2, 1), due=(135, 1585), times=50),
            Moment(answer=Answer(status=404), outcome="not_found", rows=(2, 1), due=DAILY),
            BACK,
        ),
    ),
    Scenario(
        name="410 asks for a person, daily",
        moments=(
            WELL,
            Moment(answer=GONE, outcome="gone", rows=(2, 1), due=DAILY, person=True, times=2),
            BACK,
        ),
    ),
    once("429 with seconds", _status(429, "rate_limited", (120, 132), Retry_After="7200")),
    once(
        "429 with a date",
        _status(
            429,
            "rate_limited",
            (180, 198),
            Retry_After="Tue, 10 Jun 2025 15:00:00 GMT",
            Date="Tue, 10 Jun 2025 12:00:00 GMT",
        ),
    ),
    once("429 with more than a day", _status(429, "rate_limited", DAILY, Retry_After="317100")),
    once("429 without a word", _status(429, "rate_limited", (45, 50))),
    once("503 with seconds", _status(503, "rate_limited", (60, 66), Retry_After="3600")),
    once("500", _status(500, "http_error", (45, 50))),
    once("403", _status(403, "http_error", (75, 85))),
    once(
        "a slow drip",
        Moment(answer=Answer(drips=True), outcome="timeout", rows=(2, 1), due=(45, 50), tells="0.5 s"),
        Limits(seconds=0.5),
    ),
    once(
        "too big",
        Moment(answer=Answer(ONE + b" " * 20_000), outcome="too_big", rows=(2, 1), due=(75, 85), tells="10,000 bytes"),
        Limits(seconds=20, size=10_000),
    ),
    once(
        "a gzip bomb",
        Moment(
            answer=Answer(bomb, headers={"Content-Encoding": "gzip"}),
            outcome="too_big",
            rows=(2, 1),
            due=(75, 85),
            tells="10,000,000 bytes",
        ),
    ),
    once(
        "a packing that is none",
        Moment(answer=Answer(ONE, headers={"Content-Encoding": "br"}), outcome="http_error", rows=(2, 1), due=(45, 50)),
    ),
    Scenario(
        name="a name that is not found for a while",
        url="http://news.example:{port}/feed",
        addresses=(("127.0.0.1",), None, None, ("127.0.0.1",)),
        moments=(
            WELL,
            Moment(answer=None, outcome="dns", rows=(2, 1), due=(30, 30), tells="does not resolve"),
            Moment(answer=None, outcome="dns", rows=(2, 1), due=(45, 50)),
            BACK,
        ),
    ),
    Scenario(
        name="no TLS where it is asked for",
        url="https://127.0.0.1:{port}/feed",
        moments=(Moment(answer=None, outcome="tls", rows=(1, 0), due=(45, 50)),),
    ),
)
