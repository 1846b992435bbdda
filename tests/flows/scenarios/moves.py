"""Feeds that are elsewhere: for good, for now, in a circle, or where nobody may be led."""

from .bodies import ONE, TWO, item, rss
from .language import DAILY, Answer, Moment, Scenario


def to(place: str, status: int = 301) -> Answer:
    """A redirect."""
    return Answer(status=status, headers={"Location": place})


NEW = {"/new": Answer(ONE)}


def _moved(status: int) -> Scenario:
    there = to("/new", status)
    return Scenario(
        name=f"{status}, proposed after five identical answers",
        moments=(
            Moment(answer=there, others=NEW, outcome="moved", entries={"new": 1}, rows=(1, 1), tells="/new"),
            Moment(answer=there, others=NEW, outcome="same_body", rows=(1, 1), times=3),
            Moment(
                answer=there,
                others={"/new": Answer(TWO)},
                outcome="moved",
                entries={"known": 1, "new": 1},
                rows=(2, 2),
                proposal="/new",
            ),
            Moment(answer=Answer(TWO), outcome="same_body", rows=(2, 2)),
        ),
    )


def _inside(name: str, place: str) -> Scenario:
    return Scenario(
        name=name,
        gated=True,
        moments=(
            Moment(answer=Answer(ONE), outcome="ok", entries={"new": 1}, rows=(1, 1)),
            Moment(
                answer=to(place, 302),
                outcome="refused_address",
                rows=(2, 1),
                due=DAILY,
                person=True,
            ),
            Moment(answer=Answer(ONE), outcome="same_body", rows=(3, 1)),
        ),
    )


MOVES = (
    _moved(301),
    _moved(308),
    Scenario(
        name="302 is no move",
        moments=(
            Moment(answer=to("/new", 302), others=NEW, outcome="ok", entries={"new": 1}, rows=(1, 1)),
            Moment(answer=to("/new", 302), others=NEW, outcome="same_body", rows=(1, 1), times=5),
        ),
    ),
    Scenario(
        name="another new address starts the count anew",
        moments=(
            Moment(answer=to("/new"), others=NEW, outcome="moved", entries={"new": 1}, rows=(1, 1)),
            Moment(answer=to("/new"), others=NEW, outcome="same_body", rows=(1, 1), times=3),
            Moment(answer=to("/newer"), others={"/newer": Answer(ONE)}, outcome="same_body", rows=(1, 1)),
            Moment(answer=to("/new"), others=NEW, outcome="same_body", rows=(1, 1), times=4),
            Moment(answer=to("/new"), others=NEW, outcome="same_body", rows=(1, 1), proposal="/new"),
        ),
    ),
    Scenario(
        name="a move for good, then one for now",
        moments=(
            Moment(
                answer=to("/2"),
                others={"/2": to("/3", 307), "/3": Answer(ONE)},
                outcome="moved",
                entries={"new": 1},
                rows=(1, 1),
                tells="/2",
            ),
        ),
    ),
    Scenario(
        name="redirects in a circle",
        moments=(
            Moment(
                answer=to("/back"),
                others={"/back": to("/feed")},
                outcome="http_error",
                rows=(1, 0),
                tells="more than 5 redirects",
            ),
            Moment(answer=Answer(ONE), outcome="ok", entries={"new": 1}, rows=(2, 1)),
        ),
    ),
    _inside("a redirect to a private network", "http://10.0.0.1/feed"),
    _inside("a redirect to the address of cloud secrets", "http://169.254.169.254/latest/meta-data"),
    _inside("a redirect to loopback as IPv6", "http://[::ffff:127.0.0.2]:{port}/feed"),
    _inside("a redirect to carriers' addresses in NAT64", "http://[64:ff9b::100.64.0.1]/feed"),
    _inside("a redirect to a file", "file:///etc/passwd"),
    Scenario(
        name="a name that leads inside the second time",
        url="http://rebinding.example:{port}/feed",
        gated=True,
        addresses=(("127.0.0.1",), ("127.0.0.2",), ("127.0.0.1", "192.168.1.1"), ("127.0.0.1",)),
        moments=(
            Moment(answer=Answer(ONE), outcome="ok", entries={"new": 1}, rows=(1, 1)),
            Moment(answer=None, outcome="refused_address", rows=(2, 1), due=DAILY, tells="127.0.0.2", person=True),
            Moment(answer=None, outcome="refused_address", rows=(2, 1), due=DAILY, tells="192.168.1.1", person=True),
            Moment(answer=Answer(rss(item(2))), outcome="ok", entries={"new": 1}, rows=(3, 2)),
        ),
    ),
    Scenario(
        name="an address that is private from the start",
        url="http://[::ffff:10.0.0.1]:{port}/feed",
        gated=True,
        moments=(Moment(answer=None, outcome="refused_address", rows=(1, 0), due=DAILY, person=True),),
    ),
)
