"""Mentions, how each article version tells them, their claims, and where each claim was sighted. All rows are facts."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Amount, Base, Key, Stated, Word


class Mention(Base):
    """One deal in one article, across its versions and extractors: what a person's judgement is about."""

    __tablename__ = "mention"

    key: Mapped[Key] = mapped_column(primary_key=True, comment="hash of the raw fields: safqa.identity.mention_key")
    article_key: Mapped[Key] = mapped_column(ForeignKey("article.key"), index=True)
    family: Mapped[Word] = mapped_column(comment="family of the deal type: types outlets use for one transaction")
    anchor: Mapped[str] = mapped_column(comment="target (else first party) as the text first writes it")
    ordinal: Mapped[int] = mapped_column(comment="0 for the first mention of this family and anchor in the article")


class MentionBlock(Base):
    """Mentions that share a block are compared with each other; the ledger is recomputed a block at a time."""

    __tablename__ = "mention_block"

    mention_key: Mapped[Key] = mapped_column(ForeignKey("mention.key"), primary_key=True)
    block: Mapped[str] = mapped_column(primary_key=True, index=True, comment="safqa.ledger.blocks.blocks_of")


class Telling(Base):
    """A mention as one extraction run reads it."""

    __tablename__ = "telling"

    mention_key: Mapped[Key] = mapped_column(ForeignKey("mention.key"), primary_key=True)
    run_key: Mapped[Key] = mapped_column(ForeignKey("extraction_run.key"), primary_key=True, index=True)
    type: Mapped[Word] = mapped_column(comment="deal type")
    status: Mapped[Word] = mapped_column(comment="how far the deal is, as the article tells it")
    stage: Mapped[Word | None] = mapped_column(comment="funding stage; null: not said")
    target_name: Mapped[str | None] = mapped_column(comment="who receives the money, is bought, supplies or lists")
    target_surface: Mapped[list[str]] = mapped_column(comment="spellings of the target in the text")
    parties: Mapped[list[dict[str, Any]]] = mapped_column(comment="the other side: name, surface[], role")
    background: Mapped[bool] = mapped_column(comment="whether the article only looks back at the deal")
    polarity: Mapped[Word] = mapped_column(comment="asserted or denied")
    quote: Mapped[str | None] = mapped_column(comment="words that tell of the deal; equals text[start:end]")
    start: Mapped[int | None] = mapped_column(comment="offset in the version's text, code points")
    end: Mapped[int | None] = mapped_column(comment="offset after the last code point")
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(comment="fact, rule, quote, start, end of each rule")


class Claim(Stated, Base):
    """One figure of one mention: who is said to say how much. Undisclosed and denied figures are claims too."""

    __tablename__ = "claim"

    key: Mapped[Key] = mapped_column(primary_key=True, comment="hash of mention and all columns below but step")
    mention_key: Mapped[Key] = mapped_column(ForeignKey("mention.key"), index=True)
    qualifier: Mapped[Word] = mapped_column(comment="how exactly it is stated")
    step: Mapped[Amount | None] = mapped_column(comment="value of one unit of the last digit as written, in `unit`")
    source: Mapped[str | None] = mapped_column(comment="whom the text credits; null: the article states it itself")
    polarity: Mapped[Word] = mapped_column(comment="asserted or denied")
    former: Mapped[bool] = mapped_column(comment="whether it is told as the old value")


class Sighting(Base):
    """A claim as one run found it in one version: the evidence."""

    __tablename__ = "sighting"

    claim_key: Mapped[Key] = mapped_column(ForeignKey("claim.key"), primary_key=True)
    run_key: Mapped[Key] = mapped_column(ForeignKey("extraction_run.key"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(comment="place among the figures of its mention, from 0")
    rule: Mapped[str] = mapped_column(comment="rule of the extractor that bound the figure; empty: not said")
    quote: Mapped[str | None] = mapped_column(comment="words that prove it; equals text[start:end]")
    prefix: Mapped[str | None] = mapped_column(comment="text before the quote, to find it again in another rendering")
    suffix: Mapped[str | None] = mapped_column(comment="text after the quote")
    start: Mapped[int | None] = mapped_column(comment="offset in the version's text, code points")
    end: Mapped[int | None] = mapped_column(comment="offset after the last code point")
    seen_at: Mapped[datetime] = mapped_column(comment="when we learned it, UTC")
