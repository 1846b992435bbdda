"""What a run says when it is over."""

from collections import Counter
from typing import Any

import pytest
from polls import polled

from desk.running import show
from flows.pipeline import RunReport, Stored
from safqa.feeds.outcomes import Outcome
from safqa.feeds.pages import Page, PageOutcome
from safqa.feeds.sources import Source

SOURCE = Source(url="https://news.example/feed", name="News")


@pytest.fixture
def said(make: Any, capfd: pytest.CaptureFixture[str]) -> Any:
    """The lines that a run over one feed says, whose articles have these pages (None: not asked for)."""

    def say(*pages: PageOutcome | None, outcome: Outcome = Outcome.OK) -> list[str]:
        articles = [make.article(str(n)) for n in range(len(pages))]
        texts = {a.url: page and Page(page) for a, page in zip(articles, pages, strict=True)}
        poll = polled(SOURCE, outcome, articles=tuple(articles), texts=texts, detail="no such name")
        show(RunReport((poll,), Stored(Counter(new=len(pages))), 1))
        return capfd.readouterr().out.splitlines()

    return say


def test_it_tells_whose_texts_were_read(said: Any) -> None:
    full, gone = PageOutcome.FULL, PageOutcome.GONE
    assert said(full, gone, full, None) == [
        "articles: 4 new",
        "feeds: 1 of 1 answered",
        "pages: 2 full, 1 gone",
        "texts: 2 of the article's page, 2 of the feed",
        "no changes",
    ]


def test_it_says_nothing_of_texts_where_none_was_read(said: Any) -> None:
    assert said(outcome=Outcome.DNS) == [
        "articles: 0 new",
        "feeds: 0 of 1 answered",
        "feed failing: News: dns: no such name",
        "no changes",
    ]
