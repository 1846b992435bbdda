"""Servers that say what has not changed, and servers that say so wrongly."""

from .bodies import ONE, TWO
from .language import Answer, Moment, Scenario

A, B = {"ETag": '"a"'}, {"ETag": 'W/"b"'}
THEN = {"Last-Modified": "Tue, 10 Jun 2025 07:00:00 GMT"}
UNCHANGED = Answer(status=304)

CACHING = (
    Scenario(
        name="etag",
        moments=(
            Moment(
                answer=Answer(ONE, headers=A),
                outcome="ok",
                entries={"new": 1},
                rows=(1, 1),
                asked={"If-None-Match": None, "If-Modified-Since": None},
            ),
            Moment(answer=UNCHANGED, outcome="not_modified", rows=(1, 1), asked={"If-None-Match": '"a"'}, times=3),
            Moment(
                answer=Answer(TWO, headers=B),
                outcome="ok",
                entries={"known": 1, "new": 1},
                rows=(2, 2),
                asked={"If-None-Match": '"a"'},
            ),
            Moment(answer=UNCHANGED, outcome="not_modified", rows=(2, 2), asked={"If-None-Match": 'W/"b"'}),
        ),
    ),
    Scenario(
        name="last-modified",
        moments=(
            Moment(answer=Answer(ONE, headers=THEN), outcome="ok", entries={"new": 1}, rows=(1, 1)),
            Moment(
                answer=UNCHANGED,
                outcome="not_modified",
                rows=(1, 1),
                asked={"If-Modified-Since": THEN["Last-Modified"], "If-None-Match": None},
            ),
        ),
    ),
    Scenario(
        name="no validators, the same body",
        moments=(
            Moment(answer=Answer(ONE), outcome="ok", entries={"new": 1}, rows=(1, 1)),
            Moment(answer=Answer(ONE), outcome="same_body", rows=(1, 1), times=3),
            Moment(answer=Answer(TWO), outcome="ok", entries={"known": 1, "new": 1}, rows=(2, 2)),
        ),
    ),
    Scenario(
        name="a new etag for the same body each time",
        moments=(
            Moment(answer=Answer(ONE, headers=A), outcome="ok", entries={"new": 1}, rows=(1, 1)),
            Moment(answer=Answer(ONE, headers=B), outcome="same_body", rows=(1, 1), asked={"If-None-Match": '"a"'}),
            Moment(answer=Answer(ONE, headers=A), outcome="same_body", rows=(1, 1), asked={"If-None-Match": 'W/"b"'}),
        ),
    ),
    Scenario(
        name="another body with the same entries",
        moments=(
            Moment(answer=Answer(ONE), outcome="ok", entries={"new": 1}, rows=(1, 1)),
            Moment(answer=Answer(ONE + b"\n<!-- 8:15 -->"), outcome="ok", entries={"known": 1}, rows=(1, 1)),
        ),
    ),
    Scenario(
        name="304 for ever, though there is news",
        moments=(
            Moment(answer=Answer(ONE, headers=A), outcome="ok", entries={"new": 1}, rows=(1, 1)),
            Moment(answer=UNCHANGED, outcome="not_modified", rows=(1, 1), asked={"If-None-Match": '"a"'}, times=8),
            Moment(
                answer=Answer(TWO, headers=A),
                outcome="ok",
                entries={"known": 1, "new": 1},
                rows=(2, 2),
                asked={"If-None-Match": None},
            ),
        ),
    ),
    Scenario(
        name="max-age and ttl are waited for",
        moments=(
            Moment(
                answer=Answer(ONE, headers={"Cache-Control": "public, max-age=14400"}),
                outcome="ok",
                entries={"new": 1},
                rows=(1, 1),
                due=(240, 264),
            ),
            Moment(
                answer=Answer(ONE.replace(b"<item>", b"<ttl>180</ttl><item>", 1)),
                outcome="ok",
                entries={"known": 1},
                rows=(1, 1),
                due=(180, 198),
            ),
            Moment(
                answer=Answer(
                    ONE, headers={"Expires": "Wed, 11 Jun 2025 14:00:00 GMT", "Date": "Wed, 11 Jun 2025 12:00:00 GMT"}
                ),
                outcome="ok",
                entries={"known": 1},
                rows=(1, 1),
                due=(120, 132),
            ),
        ),
    ),
)
