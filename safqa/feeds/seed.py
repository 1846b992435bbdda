"""The seed: the article from which Safqa starts, as it ships in seeds/."""

from __future__ import annotations

import tomllib
from functools import cache

from safqa.model import Article
from seeds import SEEDS


@cache
def seed_article() -> Article:
    """The seed article; its text is the user's own document, byte for byte."""
    about = tomllib.loads(SEEDS.joinpath("meta-scale-ai.toml").read_text(encoding="utf-8"))
    text = SEEDS.joinpath(about["text"]).read_bytes().decode()
    return Article(
        url=about["url"],
        title=about["title"],
        text=text,
        publisher=about["publisher"],
        published=about["published"],
        lang=about["lang"],
    )
