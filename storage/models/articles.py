"""Articles, every version of their text, who read them, and which are copies. All rows are facts."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Key, Word, unique_while_live


class Source(Base):
    """An outlet, agency, company or regulator that says things."""

    __tablename__ = "source"

    key: Mapped[Key] = mapped_column(primary_key=True, comment="hash of the folded name")
    name: Mapped[str] = mapped_column(comment="name as credits spell it, Latin where one is known")
    name_ar: Mapped[str | None] = mapped_column(comment="name in Arabic")
    domain: Mapped[str | None] = mapped_column(comment="registrable domain of its site")
    kind: Mapped[Word | None] = mapped_column(comment="wire, outlet, company, regulator or aggregator")
    owner: Mapped[str | None] = mapped_column(comment="group that owns it; outlets of one owner are not independent")
    tier: Mapped[int | None] = mapped_column(comment="1 (best) to 3: weight of its word, for ordering only")


class Article(Base):
    """One page, known by its normalised address."""

    __tablename__ = "article"

    key: Mapped[Key] = mapped_column(primary_key=True, comment="hash of the normalised URL")
    url: Mapped[str] = mapped_column(comment="address as first given")
    site: Mapped[str] = mapped_column(comment="host of the address, without www")
    first_seen_at: Mapped[datetime] = mapped_column(comment="when the first version was learned, UTC")


class ArticleVersion(Base):
    """One distinct text seen under an article's address; offsets of evidence point into `text`."""

    __tablename__ = "article_version"

    key: Mapped[Key] = mapped_column(primary_key=True, comment="hash of article and content")
    article_key: Mapped[Key] = mapped_column(ForeignKey("article.key"), index=True)
    content_key: Mapped[Key] = mapped_column(index=True, comment="hash of the text, spaces collapsed, NFC")
    title: Mapped[str | None] = mapped_column(comment="headline")
    text: Mapped[str] = mapped_column(comment="the article as the extractor gets it, never changed")
    lang: Mapped[Word | None] = mapped_column(comment="ISO 639-1 as the source says; null: not said")
    publisher: Mapped[str | None] = mapped_column(comment="who published it, as the source says")
    published_at: Mapped[datetime | None] = mapped_column(comment="when the source says it was published, UTC")
    updated_at: Mapped[datetime | None] = mapped_column(comment="when the source says it was edited, UTC")
    seen_at: Mapped[datetime] = mapped_column(comment="when we learned this text, UTC")
    told_at: Mapped[datetime] = mapped_column(index=True, comment="from when its claims count, UTC")

    __table_args__ = (UniqueConstraint("article_key", "content_key"),)


class ExtractionRun(Base):
    """One reading of one version by one extractor; the live run of a version is the one the ledger believes."""

    __tablename__ = "extraction_run"

    key: Mapped[Key] = mapped_column(primary_key=True, comment="hash of version, extractor and configuration")
    version_key: Mapped[Key] = mapped_column(ForeignKey("article_version.key"), index=True)
    extractor: Mapped[Word] = mapped_column(comment="'safqa', or 'given' when the deals came with the article")
    config: Mapped[str] = mapped_column(comment="fingerprint of its code, rules, schema, model and parameters")
    lang: Mapped[Word] = mapped_column(comment="ISO 639-1 as read from the text")
    relevant: Mapped[bool] = mapped_column(comment="whether the article reports a deal at all")
    recorded_at: Mapped[datetime] = mapped_column(comment="when it was read, UTC")
    closed_at: Mapped[datetime | None] = mapped_column(comment="when another run took its place; null: the live run")

    __table_args__ = (unique_while_live("uq_extraction_run_live", "version_key"),)


class NearCopyGroup(Base):
    """Versions that carry the same agency text."""

    __tablename__ = "near_copy_group"

    key: Mapped[Key] = mapped_column(primary_key=True, comment="hash of the origin version and the method")
    origin_version_key: Mapped[Key] = mapped_column(ForeignKey("article_version.key"), comment="whose text it is")
    method: Mapped[str] = mapped_column(comment="algorithm and version that found it")
    recorded_at: Mapped[datetime] = mapped_column(comment="when it was found, UTC")


class NearCopyMember(Base):
    """A version in a group, with the measures of the verdict."""

    __tablename__ = "near_copy_member"

    group_key: Mapped[Key] = mapped_column(ForeignKey("near_copy_group.key"), primary_key=True)
    version_key: Mapped[Key] = mapped_column(ForeignKey("article_version.key"), primary_key=True, index=True)
    jaccard: Mapped[float] = mapped_column(comment="shared shingles over all shingles, 0 to 1")
    containment: Mapped[float] = mapped_column(comment="shared shingles over those of the shorter text, 0 to 1")
    recorded_at: Mapped[datetime] = mapped_column(comment="when it was found, UTC")
    closed_at: Mapped[datetime | None] = mapped_column(comment="when the verdict was withdrawn, UTC")

    __table_args__ = (unique_while_live("uq_near_copy_member_live", "version_key"),)
