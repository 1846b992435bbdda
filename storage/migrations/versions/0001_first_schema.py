"""The first schema: facts (articles, mentions, claims), what is derived from them, and what people and feeds add."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "article",
        sa.Column("key", sa.String(length=32), nullable=False, comment="hash of the normalised URL"),
        sa.Column("url", sa.Text(), nullable=False, comment="address as first given"),
        sa.Column("site", sa.Text(), nullable=False, comment="host of the address, without www"),
        sa.Column(
            "first_seen_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when the first version was learned, UTC",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_article")),
    )
    op.create_table(
        "feed",
        sa.Column("key", sa.String(length=32), nullable=False, comment="hash of the normalised URL"),
        sa.Column("url", sa.Text(), nullable=False, comment="address as first configured"),
        sa.Column(
            "first_seen_at", sa.DateTime(timezone=True), nullable=False, comment="when it was first configured, UTC"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_feed")),
    )
    op.create_table(
        "fx_rate",
        sa.Column("base", sa.String(length=3), nullable=False, comment="ISO 4217 code"),
        sa.Column("quote", sa.String(length=3), nullable=False, comment="ISO 4217 code"),
        sa.Column("day", sa.Date(), nullable=False, comment="day of the rate"),
        sa.Column("provider", sa.Text(), nullable=False, comment="who published it"),
        sa.Column(
            "rate",
            sa.Numeric(precision=24, scale=10, asdecimal=False),
            nullable=False,
            comment="units of `quote` for one `base`",
        ),
        sa.Column(
            "pegged", sa.Boolean(), nullable=False, comment="whether the two currencies are tied: the rate is exact"
        ),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False, comment="when it was learned, UTC"),
        sa.PrimaryKeyConstraint("base", "quote", "day", "provider", name=op.f("pk_fx_rate")),
    )
    op.create_table(
        "judgement",
        sa.Column(
            "row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="running number"
        ),
        sa.Column(
            "subject",
            sa.Text(),
            nullable=False,
            comment="deal (keys are mentions) or organisation (keys are folded names)",
        ),
        sa.Column("left_key", sa.Text(), nullable=False, comment="the smaller of the two keys"),
        sa.Column("right_key", sa.Text(), nullable=False, comment="the larger of the two keys"),
        sa.Column("verdict", sa.Text(), nullable=False, comment="same, not_same or unsure"),
        sa.Column("score", sa.Double(), nullable=True, comment="0 to 1 when a rule or model judged; null: a person"),
        sa.Column("judged_by", sa.Text(), nullable=False, comment="person, rule@version or model@version"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why, in the judge's words"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, comment="when, UTC"),
        sa.Column(
            "deleted_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when it was withdrawn, UTC; null: it holds",
        ),
        sa.CheckConstraint("left_key < right_key", name=op.f("ck_judgement_ordered")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_judgement")),
    )
    op.create_index(
        "uq_judgement_live",
        "judgement",
        ["subject", "left_key", "right_key"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "notification",
        sa.Column("change_key", sa.String(length=16), nullable=False, comment="the change's short id"),
        sa.Column("channel", sa.Text(), nullable=False, comment="name of the configured channel"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, comment="when it was decided, UTC"),
        sa.Column(
            "sent_at", sa.DateTime(timezone=True), nullable=True, comment="when it went out, UTC; null: still to send"
        ),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="how often sending was tried"),
        sa.Column("last_error", sa.Text(), nullable=True, comment="why the last attempt failed"),
        sa.PrimaryKeyConstraint("change_key", "channel", name=op.f("pk_notification")),
    )
    op.create_index(op.f("ix_notification_sent_at"), "notification", ["sent_at"], unique=False)
    op.create_table(
        "organisation",
        sa.Column("id", sa.String(length=16), nullable=False, comment="short id made of `key`"),
        sa.Column("key", sa.Text(), nullable=False, comment="folded name: case, marks and generic words removed"),
        sa.Column("wikidata", sa.Text(), nullable=True, comment="Wikidata item where it is known for certain"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False, comment="when it was first met, UTC"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("key", name=op.f("uq_organisation_key")),
    )
    op.create_table(
        "source",
        sa.Column("key", sa.String(length=32), nullable=False, comment="hash of the folded name"),
        sa.Column("name", sa.Text(), nullable=False, comment="name as credits spell it, Latin where one is known"),
        sa.Column("name_ar", sa.Text(), nullable=True, comment="name in Arabic"),
        sa.Column("domain", sa.Text(), nullable=True, comment="registrable domain of its site"),
        sa.Column("kind", sa.Text(), nullable=True, comment="wire, outlet, company, regulator or aggregator"),
        sa.Column(
            "owner", sa.Text(), nullable=True, comment="group that owns it; outlets of one owner are not independent"
        ),
        sa.Column("tier", sa.Integer(), nullable=True, comment="1 (best) to 3: weight of its word, for ordering only"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_source")),
    )
    op.create_table(
        "article_version",
        sa.Column("key", sa.String(length=32), nullable=False, comment="hash of article and content"),
        sa.Column("article_key", sa.String(length=32), nullable=False),
        sa.Column(
            "content_key", sa.String(length=32), nullable=False, comment="hash of the text, spaces collapsed, NFC"
        ),
        sa.Column("title", sa.Text(), nullable=True, comment="headline"),
        sa.Column("text", sa.Text(), nullable=False, comment="the article as the extractor gets it, never changed"),
        sa.Column("lang", sa.Text(), nullable=True, comment="ISO 639-1 as the source says; null: not said"),
        sa.Column("publisher", sa.Text(), nullable=True, comment="who published it, as the source says"),
        sa.Column(
            "published_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when the source says it was published, UTC",
        ),
        sa.Column(
            "updated_at", sa.DateTime(timezone=True), nullable=True, comment="when the source says it was edited, UTC"
        ),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False, comment="when we learned this text, UTC"),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False, comment="from when its claims count, UTC"),
        sa.ForeignKeyConstraint(["article_key"], ["article.key"], name=op.f("fk_article_version_article_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_article_version")),
        sa.UniqueConstraint("article_key", "content_key", name=op.f("uq_article_version_article_key_content_key")),
    )
    op.create_index(op.f("ix_article_version_article_key"), "article_version", ["article_key"], unique=False)
    op.create_index(op.f("ix_article_version_content_key"), "article_version", ["content_key"], unique=False)
    op.create_index(op.f("ix_article_version_told_at"), "article_version", ["told_at"], unique=False)
    op.create_table(
        "entry",
        sa.Column(
            "row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="running number"
        ),
        sa.Column("feed_key", sa.String(length=32), nullable=False),
        sa.Column(
            "identity", sa.String(length=32), nullable=False, comment="hash of guid, else of url, else of url and title"
        ),
        sa.Column("guid", sa.Text(), nullable=True, comment="as the feed gives it"),
        sa.Column("url", sa.Text(), nullable=True, comment="as the feed gives it"),
        sa.Column("title", sa.Text(), nullable=True, comment="as the feed gives it"),
        sa.Column(
            "content_key",
            sa.String(length=32),
            nullable=False,
            comment="hash of what the feed showed: an edit changes it",
        ),
        sa.Column("published_raw", sa.Text(), nullable=True, comment="date as the feed writes it"),
        sa.Column("article_key", sa.String(length=32), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False, comment="what became of it"),
        sa.Column(
            "seen_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when the feed first showed this content, UTC",
        ),
        sa.ForeignKeyConstraint(["article_key"], ["article.key"], name=op.f("fk_entry_article_key")),
        sa.ForeignKeyConstraint(["feed_key"], ["feed.key"], name=op.f("fk_entry_feed_key")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_entry")),
        sa.UniqueConstraint("feed_key", "identity", "content_key", name=op.f("uq_entry_feed_key_identity_content_key")),
    )
    op.create_index(op.f("ix_entry_article_key"), "entry", ["article_key"], unique=False)
    op.create_table(
        "mention",
        sa.Column(
            "key", sa.String(length=32), nullable=False, comment="hash of the raw fields: safqa.identity.mention_key"
        ),
        sa.Column("article_key", sa.String(length=32), nullable=False),
        sa.Column(
            "family",
            sa.Text(),
            nullable=False,
            comment="family of the deal type: types outlets use for one transaction",
        ),
        sa.Column("anchor", sa.Text(), nullable=False, comment="target (else first party) as the text first writes it"),
        sa.Column(
            "ordinal",
            sa.Integer(),
            nullable=False,
            comment="0 for the first mention of this family and anchor in the article",
        ),
        sa.ForeignKeyConstraint(["article_key"], ["article.key"], name=op.f("fk_mention_article_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_mention")),
    )
    op.create_index(op.f("ix_mention_article_key"), "mention", ["article_key"], unique=False)
    op.create_table(
        "organisation_name",
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="the spelling"),
        sa.Column("folded", sa.Text(), nullable=False, comment="the spelling, folded for search"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False, comment="when it was first met, UTC"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_name_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "name", name=op.f("pk_organisation_name")),
    )
    op.create_index(op.f("ix_organisation_name_folded"), "organisation_name", ["folded"], unique=False)
    op.create_table(
        "poll",
        sa.Column(
            "row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="running number"
        ),
        sa.Column("feed_key", sa.String(length=32), nullable=False),
        sa.Column("polled_at", sa.DateTime(timezone=True), nullable=False, comment="when the request was sent, UTC"),
        sa.Column("seconds", sa.Double(), nullable=False, comment="how long it took, seconds"),
        sa.Column("outcome", sa.Text(), nullable=False, comment="one of the named outcomes of a poll"),
        sa.Column("detail", sa.Text(), nullable=True, comment="one line for people; null where the outcome says all"),
        sa.Column("status", sa.Integer(), nullable=True, comment="HTTP status; null: no answer"),
        sa.Column("etag", sa.Text(), nullable=True, comment="validator as sent, quotes included"),
        sa.Column("last_modified", sa.Text(), nullable=True, comment="validator as sent"),
        sa.Column(
            "body_key",
            sa.String(length=32),
            nullable=True,
            comment="hash of the body: the guard against lying validators",
        ),
        sa.Column("body_bytes", sa.Integer(), nullable=True, comment="size of the body after decompression, bytes"),
        sa.Column("sample", sa.Text(), nullable=True, comment="start of a body that could not be read"),
        sa.Column("entries", sa.Integer(), nullable=False, comment="entries the feed showed"),
        sa.Column("new_entries", sa.Integer(), nullable=False, comment="of them, seen for the first time"),
        sa.Column("next_poll_at", sa.DateTime(timezone=True), nullable=False, comment="not before, UTC"),
        sa.ForeignKeyConstraint(["feed_key"], ["feed.key"], name=op.f("fk_poll_feed_key")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_poll")),
    )
    op.create_index(op.f("ix_poll_feed_key_polled_at"), "poll", ["feed_key", "polled_at"], unique=False)
    op.create_table(
        "claim",
        sa.Column(
            "key", sa.String(length=32), nullable=False, comment="hash of mention and all columns below but step"
        ),
        sa.Column("mention_key", sa.String(length=32), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False, comment="amount, valuation, stake or total_raised"),
        sa.Column("scope", sa.Text(), nullable=False, comment="which part of the deal the figure is"),
        sa.Column("party", sa.Text(), nullable=True, comment="whose share it is, when the scope is a party's share"),
        sa.Column("basis", sa.Text(), nullable=True, comment="pre_money or post_money; null: not said"),
        sa.Column(
            "low",
            sa.Numeric(precision=24, scale=4, asdecimal=False),
            nullable=True,
            comment="lower end in `unit`; null: open below",
        ),
        sa.Column(
            "high",
            sa.Numeric(precision=24, scale=4, asdecimal=False),
            nullable=True,
            comment="upper end in `unit`; null: open above",
        ),
        sa.Column("unit", sa.Text(), nullable=False, comment="ISO 4217 code, or percent"),
        sa.Column("qualifier", sa.Text(), nullable=False, comment="how exactly it is stated"),
        sa.Column(
            "step",
            sa.Numeric(precision=24, scale=4, asdecimal=False),
            nullable=True,
            comment="value of one unit of the last digit as written, in `unit`",
        ),
        sa.Column(
            "source", sa.Text(), nullable=True, comment="whom the text credits; null: the article states it itself"
        ),
        sa.Column("polarity", sa.Text(), nullable=False, comment="asserted or denied"),
        sa.Column("former", sa.Boolean(), nullable=False, comment="whether it is told as the old value"),
        sa.ForeignKeyConstraint(["mention_key"], ["mention.key"], name=op.f("fk_claim_mention_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_mention_key"), "claim", ["mention_key"], unique=False)
    op.create_table(
        "deal",
        sa.Column("id", sa.String(length=16), nullable=False, comment="short id made of the founding mention"),
        sa.Column("root_mention", sa.String(length=32), nullable=False, comment="the founding mention"),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when the id was given, UTC; the older id survives a merge",
        ),
        sa.ForeignKeyConstraint(["root_mention"], ["mention.key"], name=op.f("fk_deal_root_mention")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal")),
        sa.UniqueConstraint("root_mention", name=op.f("uq_deal_root_mention")),
    )
    op.create_table(
        "extraction_run",
        sa.Column("key", sa.String(length=32), nullable=False, comment="hash of version, extractor and configuration"),
        sa.Column("version_key", sa.String(length=32), nullable=False),
        sa.Column(
            "extractor", sa.Text(), nullable=False, comment="'safqa', or 'given' when the deals came with the article"
        ),
        sa.Column(
            "config", sa.Text(), nullable=False, comment="fingerprint of its code, rules, schema, model and parameters"
        ),
        sa.Column("lang", sa.Text(), nullable=False, comment="ISO 639-1 as read from the text"),
        sa.Column("relevant", sa.Boolean(), nullable=False, comment="whether the article reports a deal at all"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False, comment="when it was read, UTC"),
        sa.Column(
            "closed_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when another run took its place; null: the live run",
        ),
        sa.ForeignKeyConstraint(["version_key"], ["article_version.key"], name=op.f("fk_extraction_run_version_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_extraction_run")),
    )
    op.create_index(op.f("ix_extraction_run_version_key"), "extraction_run", ["version_key"], unique=False)
    op.create_index(
        "uq_extraction_run_live",
        "extraction_run",
        ["version_key"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "mention_block",
        sa.Column("mention_key", sa.String(length=32), nullable=False),
        sa.Column("block", sa.Text(), nullable=False, comment="safqa.ledger.clusters.blocks_of"),
        sa.ForeignKeyConstraint(["mention_key"], ["mention.key"], name=op.f("fk_mention_block_mention_key")),
        sa.PrimaryKeyConstraint("mention_key", "block", name=op.f("pk_mention_block")),
    )
    op.create_index(op.f("ix_mention_block_block"), "mention_block", ["block"], unique=False)
    op.create_table(
        "near_copy_group",
        sa.Column("key", sa.String(length=32), nullable=False, comment="hash of the origin version and the method"),
        sa.Column("origin_version_key", sa.String(length=32), nullable=False, comment="whose text it is"),
        sa.Column("method", sa.Text(), nullable=False, comment="algorithm and version that found it"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False, comment="when it was found, UTC"),
        sa.ForeignKeyConstraint(
            ["origin_version_key"], ["article_version.key"], name=op.f("fk_near_copy_group_origin_version_key")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_near_copy_group")),
    )
    op.create_table(
        "change",
        sa.Column(
            "key", sa.String(length=16), nullable=False, comment="short id made of rule, deal, slot and both claims"
        ),
        sa.Column("deal_id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="the flag: safqa.model.ChangeKind"),
        sa.Column("rule", sa.Text(), nullable=False, comment="name of the rule that raised it"),
        sa.Column("metric", sa.Text(), nullable=True, comment="metric of the figure; null: the flag is about the deal"),
        sa.Column("version_key", sa.String(length=32), nullable=False, comment="the text that brought it"),
        sa.Column("before_claim", sa.String(length=32), nullable=True, comment="the claim that stood before"),
        sa.Column("after_claim", sa.String(length=32), nullable=True, comment="the claim that came"),
        sa.Column("from_value", sa.Text(), nullable=True, comment="status, type or target before"),
        sa.Column("to_value", sa.Text(), nullable=True, comment="status, type, target or party after"),
        sa.Column("reason_en", sa.Text(), nullable=False, comment="one line for people, in English"),
        sa.Column("reason_ar", sa.Text(), nullable=False, comment="one line for people, in Arabic"),
        sa.Column(
            "suppressed", sa.Text(), nullable=True, comment="why it is kept but not flagged; null: it is flagged"
        ),
        sa.Column(
            "told_at", sa.DateTime(timezone=True), nullable=False, comment="told_at of the text that brought it, UTC"
        ),
        sa.Column(
            "row",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="running number, without meaning",
        ),
        sa.Column(
            "recorded_at", sa.DateTime(timezone=True), nullable=False, comment="when the ledger began to say so, UTC"
        ),
        sa.Column(
            "closed_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when it ceased to say so; null: it still does",
        ),
        sa.ForeignKeyConstraint(["after_claim"], ["claim.key"], name=op.f("fk_change_after_claim")),
        sa.ForeignKeyConstraint(["before_claim"], ["claim.key"], name=op.f("fk_change_before_claim")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_change_deal_id")),
        sa.ForeignKeyConstraint(["version_key"], ["article_version.key"], name=op.f("fk_change_version_key")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_change")),
    )
    op.create_index(op.f("ix_change_deal_id"), "change", ["deal_id"], unique=False)
    op.create_index(op.f("ix_change_key"), "change", ["key"], unique=False)
    op.create_index(op.f("ix_change_told_at"), "change", ["told_at"], unique=False)
    op.create_index(
        "uq_change_live",
        "change",
        ["key"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "claim_judgement",
        sa.Column(
            "row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="running number"
        ),
        sa.Column("claim_key", sa.String(length=32), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False, comment="right or wrong"),
        sa.Column(
            "cause",
            sa.Text(),
            nullable=True,
            comment="superseded, retracted, extraction_error, misattributed or duplicate",
        ),
        sa.Column("judged_by", sa.Text(), nullable=False, comment="person, rule@version or model@version"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why, in the judge's words"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, comment="when, UTC"),
        sa.Column(
            "deleted_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when it was withdrawn, UTC; null: it holds",
        ),
        sa.ForeignKeyConstraint(["claim_key"], ["claim.key"], name=op.f("fk_claim_judgement_claim_key")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_claim_judgement")),
    )
    op.create_index(
        "uq_claim_judgement_live",
        "claim_judgement",
        ["claim_key"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "cluster_event",
        sa.Column(
            "row",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="running number: order of events",
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="merge or split"),
        sa.Column("from_deal", sa.String(length=16), nullable=False, comment="merged away, or left by a split"),
        sa.Column("to_deal", sa.String(length=16), nullable=False, comment="where its mentions went"),
        sa.Column("cause", sa.Text(), nullable=False, comment="rule or judgement that did it"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False, comment="when, UTC"),
        sa.ForeignKeyConstraint(["from_deal"], ["deal.id"], name=op.f("fk_cluster_event_from_deal")),
        sa.ForeignKeyConstraint(["to_deal"], ["deal.id"], name=op.f("fk_cluster_event_to_deal")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_cluster_event")),
    )
    op.create_index(op.f("ix_cluster_event_from_deal"), "cluster_event", ["from_deal"], unique=False)
    op.create_index(op.f("ix_cluster_event_to_deal"), "cluster_event", ["to_deal"], unique=False)
    op.create_table(
        "deal_figure",
        sa.Column("deal_id", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False, comment="order in which the figures are shown, from 0"),
        sa.Column("metric", sa.Text(), nullable=False, comment="amount, valuation, stake or total_raised"),
        sa.Column("scope", sa.Text(), nullable=False, comment="which part of the deal the figure is"),
        sa.Column("party", sa.Text(), nullable=True, comment="whose share it is, when the scope is a party's share"),
        sa.Column("basis", sa.Text(), nullable=True, comment="pre_money or post_money; null: not said"),
        sa.Column(
            "low",
            sa.Numeric(precision=24, scale=4, asdecimal=False),
            nullable=True,
            comment="lower end in `unit`; null: open below",
        ),
        sa.Column(
            "high",
            sa.Numeric(precision=24, scale=4, asdecimal=False),
            nullable=True,
            comment="upper end in `unit`; null: open above",
        ),
        sa.Column("unit", sa.Text(), nullable=False, comment="ISO 4217 code, or percent"),
        sa.Column(
            "qualifier", sa.Text(), nullable=False, comment="how exactly it is stated; between also where claims differ"
        ),
        sa.Column(
            "sources", sa.JSON(), nullable=False, comment="origins of the live claims, in the order they were told"
        ),
        sa.Column(
            "row",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="running number, without meaning",
        ),
        sa.Column(
            "recorded_at", sa.DateTime(timezone=True), nullable=False, comment="when the ledger began to say so, UTC"
        ),
        sa.Column(
            "closed_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when it ceased to say so; null: it still does",
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_figure_deal_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_deal_figure")),
    )
    op.create_index(op.f("ix_deal_figure_deal_id"), "deal_figure", ["deal_id"], unique=False)
    op.create_index(
        "uq_deal_figure_live",
        "deal_figure",
        ["deal_id", "place"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "deal_member",
        sa.Column("deal_id", sa.String(length=16), nullable=False),
        sa.Column("mention_key", sa.String(length=32), nullable=False),
        sa.Column(
            "row",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="running number, without meaning",
        ),
        sa.Column(
            "recorded_at", sa.DateTime(timezone=True), nullable=False, comment="when the ledger began to say so, UTC"
        ),
        sa.Column(
            "closed_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when it ceased to say so; null: it still does",
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_member_deal_id")),
        sa.ForeignKeyConstraint(["mention_key"], ["mention.key"], name=op.f("fk_deal_member_mention_key")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_deal_member")),
    )
    op.create_index(op.f("ix_deal_member_deal_id"), "deal_member", ["deal_id"], unique=False)
    op.create_index(
        "uq_deal_member_live",
        "deal_member",
        ["mention_key"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "deal_party",
        sa.Column("deal_id", sa.String(length=16), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False, comment="order in which the parties are shown, from 0"),
        sa.Column("name", sa.Text(), nullable=False, comment="the party's name as most mentions give it"),
        sa.Column("role", sa.Text(), nullable=True, comment="what it does in the deal; null: not said"),
        sa.Column(
            "row",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="running number, without meaning",
        ),
        sa.Column(
            "recorded_at", sa.DateTime(timezone=True), nullable=False, comment="when the ledger began to say so, UTC"
        ),
        sa.Column(
            "closed_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when it ceased to say so; null: it still does",
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_party_deal_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_deal_party_organisation_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_deal_party")),
    )
    op.create_index(op.f("ix_deal_party_organisation_id"), "deal_party", ["organisation_id"], unique=False)
    op.create_index(
        "uq_deal_party_live",
        "deal_party",
        ["deal_id", "organisation_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "deal_state",
        sa.Column("deal_id", sa.String(length=16), nullable=False),
        sa.Column("type", sa.Text(), nullable=False, comment="deal type that most mentions give"),
        sa.Column("status", sa.Text(), nullable=False, comment="furthest status reported"),
        sa.Column("stage", sa.Text(), nullable=True, comment="funding stage; null: nobody says"),
        sa.Column("target_id", sa.String(length=16), nullable=True),
        sa.Column("target_name", sa.Text(), nullable=True, comment="the target's name as most mentions give it"),
        sa.Column(
            "first_reported", sa.DateTime(timezone=True), nullable=False, comment="told_at of the earliest telling, UTC"
        ),
        sa.Column(
            "last_reported", sa.DateTime(timezone=True), nullable=False, comment="told_at of the latest telling, UTC"
        ),
        sa.Column("articles", sa.Integer(), nullable=False, comment="number of articles that tell of it"),
        sa.Column(
            "row",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="running number, without meaning",
        ),
        sa.Column(
            "recorded_at", sa.DateTime(timezone=True), nullable=False, comment="when the ledger began to say so, UTC"
        ),
        sa.Column(
            "closed_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when it ceased to say so; null: it still does",
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_state_deal_id")),
        sa.ForeignKeyConstraint(["target_id"], ["organisation.id"], name=op.f("fk_deal_state_target_id")),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_deal_state")),
    )
    op.create_index(op.f("ix_deal_state_last_reported"), "deal_state", ["last_reported"], unique=False)
    op.create_index(op.f("ix_deal_state_target_id"), "deal_state", ["target_id"], unique=False)
    op.create_index(
        "uq_deal_state_live",
        "deal_state",
        ["deal_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "near_copy_member",
        sa.Column("group_key", sa.String(length=32), nullable=False),
        sa.Column("version_key", sa.String(length=32), nullable=False),
        sa.Column("jaccard", sa.Double(), nullable=False, comment="shared shingles over all shingles, 0 to 1"),
        sa.Column(
            "containment", sa.Double(), nullable=False, comment="shared shingles over those of the shorter text, 0 to 1"
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False, comment="when it was found, UTC"),
        sa.Column(
            "closed_at", sa.DateTime(timezone=True), nullable=True, comment="when the verdict was withdrawn, UTC"
        ),
        sa.ForeignKeyConstraint(["group_key"], ["near_copy_group.key"], name=op.f("fk_near_copy_member_group_key")),
        sa.ForeignKeyConstraint(["version_key"], ["article_version.key"], name=op.f("fk_near_copy_member_version_key")),
        sa.PrimaryKeyConstraint("group_key", "version_key", name=op.f("pk_near_copy_member")),
    )
    op.create_index(op.f("ix_near_copy_member_version_key"), "near_copy_member", ["version_key"], unique=False)
    op.create_index(
        "uq_near_copy_member_live",
        "near_copy_member",
        ["version_key"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "sighting",
        sa.Column("claim_key", sa.String(length=32), nullable=False),
        sa.Column("run_key", sa.String(length=32), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False, comment="place among the figures of its mention, from 0"),
        sa.Column(
            "rule", sa.Text(), nullable=False, comment="rule of the extractor that bound the figure; empty: not said"
        ),
        sa.Column("quote", sa.Text(), nullable=True, comment="words that prove it; equals text[start:end]"),
        sa.Column(
            "prefix", sa.Text(), nullable=True, comment="text before the quote, to find it again in another rendering"
        ),
        sa.Column("suffix", sa.Text(), nullable=True, comment="text after the quote"),
        sa.Column("start", sa.Integer(), nullable=True, comment="offset in the version's text, code points"),
        sa.Column("end", sa.Integer(), nullable=True, comment="offset after the last code point"),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False, comment="when we learned it, UTC"),
        sa.ForeignKeyConstraint(["claim_key"], ["claim.key"], name=op.f("fk_sighting_claim_key")),
        sa.ForeignKeyConstraint(["run_key"], ["extraction_run.key"], name=op.f("fk_sighting_run_key")),
        sa.PrimaryKeyConstraint("claim_key", "run_key", name=op.f("pk_sighting")),
    )
    op.create_index(op.f("ix_sighting_run_key"), "sighting", ["run_key"], unique=False)
    op.create_table(
        "telling",
        sa.Column("mention_key", sa.String(length=32), nullable=False),
        sa.Column("run_key", sa.String(length=32), nullable=False),
        sa.Column("type", sa.Text(), nullable=False, comment="deal type"),
        sa.Column("status", sa.Text(), nullable=False, comment="how far the deal is, as the article tells it"),
        sa.Column("stage", sa.Text(), nullable=True, comment="funding stage; null: not said"),
        sa.Column(
            "target_name", sa.Text(), nullable=True, comment="who receives the money, is bought, supplies or lists"
        ),
        sa.Column("target_surface", sa.JSON(), nullable=False, comment="spellings of the target in the text"),
        sa.Column("parties", sa.JSON(), nullable=False, comment="the other side: name, surface[], role"),
        sa.Column(
            "background", sa.Boolean(), nullable=False, comment="whether the article only looks back at the deal"
        ),
        sa.Column("polarity", sa.Text(), nullable=False, comment="asserted or denied"),
        sa.Column("quote", sa.Text(), nullable=True, comment="words that tell of the deal; equals text[start:end]"),
        sa.Column("start", sa.Integer(), nullable=True, comment="offset in the version's text, code points"),
        sa.Column("end", sa.Integer(), nullable=True, comment="offset after the last code point"),
        sa.Column("reasons", sa.JSON(), nullable=False, comment="fact, rule, quote, start, end of each rule"),
        sa.ForeignKeyConstraint(["mention_key"], ["mention.key"], name=op.f("fk_telling_mention_key")),
        sa.ForeignKeyConstraint(["run_key"], ["extraction_run.key"], name=op.f("fk_telling_run_key")),
        sa.PrimaryKeyConstraint("mention_key", "run_key", name=op.f("pk_telling")),
    )
    op.create_index(op.f("ix_telling_run_key"), "telling", ["run_key"], unique=False)


def downgrade() -> None:
    for table in (
        "telling",
        "sighting",
        "near_copy_member",
        "deal_state",
        "deal_party",
        "deal_member",
        "deal_figure",
        "cluster_event",
        "claim_judgement",
        "change",
        "near_copy_group",
        "mention_block",
        "extraction_run",
        "deal",
        "claim",
        "poll",
        "organisation_name",
        "mention",
        "entry",
        "article_version",
        "source",
        "organisation",
        "notification",
        "judgement",
        "fx_rate",
        "feed",
        "article",
    ):
        op.drop_table(table)
