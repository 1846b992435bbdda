"""Which entry is which, over several documents of one feed."""

from .bodies import ALPHA, DELTA, GAMMA, item, rss
from .language import Answer, Moment, Scenario

EDITED = (ALPHA[0], ALPHA[1].replace("3", "4"))
NAMELESS = "<item><title>إعلان</title></item>"


def shown(*items: str) -> Answer:
    """A document of these items."""
    return Answer(rss(*items))


IDENTITY = (
    Scenario(
        name="news comes in above and old entries fall out below",
        moments=(
            Moment(answer=shown(item(2, GAMMA), item(1)), outcome="ok", entries={"new": 2}, rows=(1, 2)),
            Moment(
                answer=shown(item(3, DELTA), item(2, GAMMA)), outcome="ok", entries={"new": 1, "known": 1}, rows=(2, 3)
            ),
            Moment(answer=shown(item(2, GAMMA), item(1)), outcome="ok", entries={"known": 2}, rows=(2, 3)),
        ),
    ),
    Scenario(
        name="one guid for all entries",
        moments=(
            Moment(
                answer=shown(item(1, guid=0), item(2, GAMMA, guid=0)), outcome="ok", entries={"new": 2}, rows=(1, 2)
            ),
            Moment(answer=shown(item(2, GAMMA, guid=0)), outcome="ok", entries={"known": 1}, rows=(1, 2)),
            Moment(
                answer=shown(item(3, DELTA, guid=0), item(1, guid=0)),
                outcome="ok",
                entries={"new": 1, "known": 1},
                titles=(DELTA[0],),
                rows=(2, 3),
            ),
        ),
    ),
    Scenario(
        name="an entry twice in one document",
        moments=(
            Moment(
                answer=shown(item(1), item(2, GAMMA), item(1)),
                outcome="ok",
                entries={"new": 2, "duplicate": 1},
                rows=(1, 2),
            ),
            Moment(answer=shown(item(1), item(1)), outcome="ok", entries={"known": 1, "duplicate": 1}, rows=(1, 2)),
        ),
    ),
    Scenario(
        name="guids that change with each poll",
        moments=(
            Moment(answer=shown(item(1, guid="a"), item(2, GAMMA)), outcome="ok", entries={"new": 2}, rows=(1, 2)),
            Moment(answer=shown(item(1, guid="b"), item(2, GAMMA)), outcome="ok", entries={"known": 2}, rows=(1, 2)),
            Moment(answer=shown(item(1, guid="c")), outcome="ok", entries={"known": 1}, rows=(1, 2)),
            Moment(answer=shown(item(1, EDITED, guid="c")), outcome="ok", entries={"edited": 1}, rows=(2, 3)),
        ),
    ),
    Scenario(
        name="guids that change with each edit, by address",
        source={"identity": "url"},
        moments=(
            Moment(answer=shown(item(1, guid="a")), outcome="ok", entries={"new": 1}, rows=(1, 1)),
            Moment(answer=shown(item(1, DELTA, guid="b")), outcome="ok", entries={"edited": 1}, rows=(2, 2)),
        ),
    ),
    Scenario(
        name="an edit, then back to the older text, for ever",
        moments=(
            Moment(answer=shown(item(1)), outcome="ok", entries={"new": 1}, titles=(ALPHA[0],), rows=(1, 1)),
            Moment(answer=shown(item(1, EDITED)), outcome="ok", entries={"edited": 1}, titles=(ALPHA[0],), rows=(2, 2)),
            Moment(answer=shown(item(1)), outcome="ok", entries={"known": 1}, rows=(2, 2)),
            Moment(answer=shown(item(1, EDITED)), outcome="ok", entries={"known": 1}, rows=(2, 2)),
        ),
    ),
    Scenario(
        name="another date and another guise of the same text",
        moments=(
            Moment(answer=shown(item(1)), outcome="ok", entries={"new": 1}, rows=(1, 1)),
            Moment(
                answer=shown(item(1, (ALPHA[0] + " ", f"<p>{ALPHA[1]}</p>")).replace("06:00:00", "07:30:00")),
                outcome="ok",
                entries={"known": 1},
                rows=(1, 1),
            ),
        ),
    ),
    Scenario(
        name="an entry without guid and without address",
        moments=(
            Moment(answer=shown(item(1), NAMELESS), outcome="ok", entries={"new": 1, "unusable": 1}, rows=(1, 1)),
        ),
    ),
)
