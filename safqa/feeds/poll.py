"""One poll of one feed, from address to articles, with exactly one named outcome.

Only what the feed had never shown becomes an article: new entries, and known ones with another title or text. What the
poll teaches about the feed itself (validators, rhythm, who must act) is its next `FeedState`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from safqa.feeds import shields
from safqa.feeds.charset import decode
from safqa.feeds.entries import EntryKeys, EntryOutcome, Known, Policy, Seen, identify, settle
from safqa.feeds.fetch import Ask, Reply, fetch
from safqa.feeds.outcomes import Outcome
from safqa.feeds.parse import NotAFeedError, article_of, parse
from safqa.feeds.samples import sample
from safqa.feeds.schedule import FeedState, PollFacts, Rhythm, after, ask_conditionally, initial, same_body

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    import httpx

    from safqa.feeds.pages import Page, PageOutcome
    from safqa.feeds.sources import Source
    from safqa.model import Article

# News that is an hour late is what a person would call late; the schedule's own bound of a day makes a feed with one
# entry a day 10 hours late on average.
_SELDOM = 3_600
_TO_READ = frozenset({EntryOutcome.NEW, EntryOutcome.EDITED})

KnownOf: TypeAlias = "Callable[[Sequence[EntryKeys]], Known]"
"""What a feed showed before, as far as these entries may be the same."""


@dataclass(frozen=True, slots=True)
class Poll:
    """What came of asking a feed: `articles` are of entries to read, and empty unless the outcome is good.

    `at` is when it was asked, `reply` what the server said, and `state` what the feed is like from now on. `entries`
    counts what the feed listed, `seen` has what became of each that could be used, `off_topic` counts the new ones that
    are left unread. `texts` has the address of each article, with what came of its page (None: not asked for).
    `passing` marks trouble that a second try may find gone. `body_key` is the hash of a good body, `body_bytes` the
    size of any; the body itself may be dropped from `reply` once it was read.
    """

    source: Source
    outcome: Outcome
    at: datetime
    reply: Reply
    state: FeedState
    detail: str = ""
    articles: tuple[Article, ...] = ()
    entries: int = 0
    passing: bool = False
    seen: tuple[Seen, ...] = ()
    off_topic: int = 0
    texts: Mapping[str, Page | None] = field(default_factory=dict)
    body_key: str | None = None
    body_bytes: int | None = None

    @property
    def counts(self) -> Counter[EntryOutcome]:
        """How many of the entries met each outcome; they add up to `entries`."""
        unusable = Counter({EntryOutcome.UNUSABLE: self.entries - len(self.seen)})
        return unusable + Counter(one.outcome for one in self.seen)

    @property
    def pages(self) -> Counter[PageOutcome]:
        """How many of the pages that were asked for met each outcome."""
        return Counter(page.outcome for page in self.texts.values() if page)

    @property
    def text_from(self) -> Counter[str]:
        """How many of the articles have the text of their page (page), and how many the feed's own (feed)."""
        pages = (self.texts.get(article.url) for article in self.articles)
        return Counter("page" if page and page.whole else "feed" for page in pages)

    @property
    def without_address(self) -> int:
        """How many entries to read have no page, so that no article can be known by it."""
        return sum(one.outcome in _TO_READ and one.entry.url is None for one in self.seen)


def rhythm_of(source: Source) -> Rhythm:
    """How often a feed may be asked: as its table of the feeds file says, else between ten minutes and an hour."""
    if source.interval is None:
        return Rhythm(most=_SELDOM)
    return Rhythm(own=int(source.interval.total_seconds()))


def first_state(source: Source, now: datetime) -> FeedState:
    """The state of a feed that was never asked."""
    return initial(now, rhythm_of(source))


def nothing_known(shown: Sequence[EntryKeys]) -> Known:
    """What is known of the entries of a feed that nobody has recorded."""
    del shown
    return Known()


async def ask(client: httpx.AsyncClient, source: Source, state: FeedState) -> Reply:
    """The feed's answer, asked for with the validators of its last one where these are to be trusted."""
    conditional = ask_conditionally(state)
    wanted = Ask(source.url, state.etag, state.last_modified) if conditional else Ask(source.url)
    return await fetch(client, wanted)


async def poll(client: httpx.AsyncClient, source: Source, *, now: datetime) -> Poll:
    """Asks a feed of which nothing is recorded; raises for nothing that a server can do."""
    state = first_state(source, now)
    return read(await ask(client, source, state), source, state, nothing_known, now=now, salt="")


def read(reply: Reply, source: Source, state: FeedState, known: KnownOf, *, now: datetime, salt: str) -> Poll:
    """The poll that a reply amounts to; `salt` is the feed's own, so that feeds are not all due at once."""
    seen: tuple[Seen, ...] = ()
    listed, ttl, body_key = 0, None, None
    outcome, detail = reply.outcome, reply.detail
    if reply.outcome in {Outcome.OK, Outcome.MOVED}:
        body_key = sha256(reply.body).hexdigest()[:32]
        if same_body(state, body_key):
            outcome = Outcome.SAME_BODY
        else:
            try:
                document = parse(reply.body, source=source, url=reply.url, content_type=reply.content_type, now=now)
            except NotAFeedError as error:
                outcome, detail, reply = _no_feed(reply, error)
                body_key = None
            else:
                keyed = [(entry, identify(entry, Policy(source.identity))) for entry in document.entries]
                seen = settle(known([keys for _, keys in keyed]), keyed)
                listed, ttl = document.listed, document.ttl
                detail = detail or document.warning or ""
    told = _facts(reply, outcome, seen, at=now, ttl=ttl, body_key=body_key)
    return Poll(
        source=source,
        outcome=outcome,
        at=now,
        reply=reply,
        state=after(state, told, rhythm_of(source), salt),
        detail=detail,
        articles=_articles(seen, source),
        entries=listed,
        passing=reply.passing,
        seen=seen,
        body_key=body_key,
        body_bytes=len(reply.body) or None,
    )


def _no_feed(reply: Reply, error: NotAFeedError) -> tuple[Outcome, str, Reply]:
    """What stands in the place of a feed, and the reply with a sample of it."""
    text = decode(reply.body, reply.content_type).text
    reply = replace(reply, sample=sample(text))
    if shields.of_address(reply.url):
        return Outcome.BLOCKED_PAGE, f"a page that asks for a human: {urlsplit(reply.url).hostname}", reply
    if found := shields.of_document(text):
        return Outcome.BLOCKED_PAGE, f"a page that asks for a human: {found[1]}", reply
    return Outcome.NOT_A_FEED, f"it is {error}", reply


def _articles(seen: Sequence[Seen], source: Source) -> tuple[Article, ...]:
    found = (article_of(one.entry, source) for one in seen if one.outcome in _TO_READ)
    return tuple(article for article in found if article is not None)


def _facts(
    reply: Reply, outcome: Outcome, seen: Sequence[Seen], *, at: datetime, ttl: int | None, body_key: str | None
) -> PollFacts:
    return PollFacts(
        outcome=outcome,
        at=at,
        status=reply.status,
        retry_after=reply.retry_after,
        max_age=reply.max_age,
        ttl=ttl,
        etag=reply.etag,
        last_modified=reply.last_modified,
        body_key=body_key,
        moved_to=reply.permanent_hops[-1] if reply.permanent_hops else None,
        entries=len(seen),
        new_entries=sum(one.outcome is EntryOutcome.NEW for one in seen),
    )
