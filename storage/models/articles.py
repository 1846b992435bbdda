"""Articles, all versions of their text, who read them, and which are copies. All are facts but the groups of copies."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.bodies import Body
from storage.models.base import Base, Derived, Key, Word, unique_while_live


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
    article_key: Mapped[Key] = mapped_column(ForeignKey("article.key"))
    content_key: Mapped[Key] = mapped_column(comment="hash of the text, spaces collapsed, NFC")
    title: Mapped[str | None] = mapped_column(comment="headline")
    text: Mapped[str] = mapped_column(Body(), comment="the article as the extractor gets it, never changed")
    lang: Mapped[Word | None] = mapped_column(comment="ISO 639-1 as the source says; null: not said")
    publisher: Mapped[str | None] = mapped_column(comment="who published it, as the source says")
    published_at: Mapped[datetime | None] = mapped_column(comment="when the source says it was published, UTC")
    updated_at: Mapped[datetime | None] = mapped_column(comment="when the source says it was edited, UTC")
    seen_at: Mapped[datetime] = mapped_column(comment="when we learned this text, UTC")
    told_at: Mapped[datetime] = mapped_column(index=True, comment="from when its claims count, UTC")

    # Also how the versions of an article are found.
    __table_args__ = (UniqueConstraint("article_key", "content_key"),)


class Outlet(Base):
    """Who published how much, counted as versions are stored: to count it for a page would take a look at them all."""

    __tablename__ = "outlet"

    name: Mapped[str] = mapped_column(
        primary_key=True, comment="the publisher; where none is named, the article's site"
    )
    articles: Mapped[int] = mapped_column(comment="articles of which a version is its own")
    latest: Mapped[datetime] = mapped_column(comment="told_at of the latest of these versions, UTC")


class ExtractionRun(Base):
    """One reading of one version by one extractor; the live run of a version is the one the ledger believes."""

    __tablename__ = "extraction_run"

    key: Mapped[Key] = mapped_column(primary_key=True, comment="hash of version, extractor and configuration")
    version_key: Mapped[Key] = mapped_column(ForeignKey("article_version.key"))
    extractor: Mapped[Word] = mapped_column(comment="'safqa', or 'given' when the deals came with the article")
    config: Mapped[str] = mapped_column(comment="fingerprint of its code, rules, schema, model and parameters")
    lang: Mapped[Word] = mapped_column(comment="ISO 639-1 as read from the text")
    relevant: Mapped[bool] = mapped_column(comment="whether the article reports a deal at all")
    recorded_at: Mapped[datetime] = mapped_column(comment="when it was read, UTC")
    closed_at: Mapped[datetime | None] = mapped_column(comment="when another run took its place; null: the live run")

    __table_args__ = (unique_while_live("uq_extraction_run_live", "version_key"),)


class Withdrawal(Base):
    """That a version, as a run reads it, says that its article is withdrawn: what earlier versions told then falls."""

    __tablename__ = "withdrawal"

    run_key: Mapped[Key] = mapped_column(ForeignKey("extraction_run.key"), primary_key=True)
    article_key: Mapped[Key] = mapped_column(ForeignKey("article.key"), index=True)
    words: Mapped[str] = mapped_column(comment="the words that say so; equals text[start:end]")
    start: Mapped[int | None] = mapped_column(comment="offset in the version's text; null: only the headline says so")
    end: Mapped[int | None] = mapped_column(comment="offset after the last code point")


class NearCopyText(Base):
    """What a version's text is compared by; a row says that the version was compared with all that came before."""

    __tablename__ = "near_copy_text"

    version_key: Mapped[Key] = mapped_column(ForeignKey("article_version.key"), primary_key=True)
    method: Mapped[Word] = mapped_column(primary_key=True, comment="algorithm and version: safqa.ledger.copies.METHOD")
    shingles: Mapped[bytes] = mapped_column(comment="hashes of its runs of words, sorted, 4 bytes each, lowest first")


class NearCopyBand(Base):
    """Versions that share a band are compared with each other; the bands of two methods never meet."""

    __tablename__ = "near_copy_band"

    band: Mapped[int] = mapped_column(BigInteger, primary_key=True, comment="safqa.ledger.copies.bands")
    version_key: Mapped[Key] = mapped_column(ForeignKey("article_version.key"), primary_key=True)

    # 48 short rows a version, only ever found by their key: kept once, in the index.
    __table_args__ = ({"sqlite_with_rowid": False},)


class NearCopyPair(Base):
    """Two versions that carry the same text, with the measures of the verdict; the lesser key comes first."""

    __tablename__ = "near_copy_pair"

    version_key: Mapped[Key] = mapped_column(ForeignKey("article_version.key"), primary_key=True)
    other_key: Mapped[Key] = mapped_column(ForeignKey("article_version.key"), primary_key=True)
    method: Mapped[Word] = mapped_column(primary_key=True, comment="algorithm and version that found it")
    jaccard: Mapped[float] = mapped_column(comment="shared shingles over all shingles, 0 to 1")
    containment: Mapped[float] = mapped_column(comment="shared shingles over those of the shorter text, 0 to 1")
    recorded_at: Mapped[datetime] = mapped_column(comment="when it was found, UTC")


class NearCopyMember(Derived, Base):
    """A version in the group of all that hang together by pairs; the group is known by its origin."""

    __tablename__ = "near_copy_member"

    version_key: Mapped[Key] = mapped_column(ForeignKey("article_version.key"))
    origin_version_key: Mapped[Key] = mapped_column(
        ForeignKey("article_version.key"), index=True, comment="whose text it is; itself for the origin"
    )
    method: Mapped[Word] = mapped_column(comment="algorithm and version that found it")

    __table_args__ = (unique_while_live("uq_near_copy_member_live", "version_key"),)
