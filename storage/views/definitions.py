"""How the documented views are computed: one SQL for both databases, but for what they spell differently.

All show live rows only. Columns come in the order of `columns`.
"""

# ruff: noqa: S608 -- put together of names and words of ours; no value of anybody's is in it

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.views.dialects import POSTGRESQL, SQLITE
from storage.views.dollars import rate

if TYPE_CHECKING:
    from storage.views.columns import View
    from storage.views.dialects import Dialect

# An article version as its live run reads it, and the text that it carries where it is a near-copy of another article.
_READ = """
  JOIN extraction_run run ON run.key = {of}.run_key AND run.closed_at IS NULL
  JOIN article_version version ON version.key = run.version_key
  JOIN article ON article.key = version.article_key
  LEFT JOIN near_copy_member copy ON copy.version_key = version.key AND copy.closed_at IS NULL
  LEFT JOIN article_version copied
    ON copied.key = copy.origin_version_key AND copied.article_key <> version.article_key
  LEFT JOIN article page ON page.key = copied.article_key"""
# What Safqa's list says of an organisation.
_LISTED = """
  LEFT JOIN organisation ON organisation.id = {id}
  LEFT JOIN listed_organisation listed ON listed.key = organisation.key"""
# safqa.ledger.voices.origin_of
_ORIGIN = """COALESCE(NULLIF({claim}.source, ''), NULLIF(copied.publisher, ''), page.site,
    NULLIF(version.publisher, ''), article.site)"""
_WITHDRAWN = """EXISTS (
      SELECT 1 FROM withdrawal notice
      JOIN extraction_run reread ON reread.key = notice.run_key AND reread.closed_at IS NULL
      JOIN article_version later ON later.key = reread.version_key
      WHERE notice.article_key = article.key AND later.key <> version.key AND later.told_at >= version.told_at)"""

# Whether a flag says that a claim is official, or its origin has the name of the target or of a party.
_OFFICIAL = """(LOWER(one.origin) = LOWER(one.target)
    OR EXISTS (SELECT 1 FROM deal_party party
      WHERE party.deal_id = one.deal_id AND party.closed_at IS NULL AND LOWER(party.name) = LOWER(one.origin))
    OR EXISTS (SELECT 1 FROM change flag
      WHERE flag.deal_id = one.deal_id AND flag.closed_at IS NULL AND flag.after_claim = one.claim_id
        AND flag.official))"""


def definition(view: View, dialect: str) -> str:
    """The statement that makes a view on SQLite or PostgreSQL."""
    spelled = POSTGRESQL if dialect == "postgresql" else SQLITE
    names = ", ".join(column.name for column in view.columns)
    return f"CREATE VIEW {view.name} ({names}) AS\n{_QUERIES[view.name](spelled)}"


def _articles(db: Dialect) -> str:
    return f"""SELECT member.deal_id, telling.mention_key, version.key,
  article.url, version.title, version.publisher, {db.moment("version.published_at")}, article.site, run.lang,
  {db.moment("version.told_at")}, {db.day("version.told_at")}, {db.moment("version.seen_at")},
  telling.type, CASE WHEN telling.polarity = 'denied' THEN 'denied' ELSE telling.status END,
  {_flag("telling.background")}, {_flag(_WITHDRAWN)}, page.url, telling.quote
FROM deal_member member
  JOIN telling ON telling.mention_key = member.mention_key{_READ.format(of="telling")}
WHERE member.closed_at IS NULL"""


def _parties(_: Dialect) -> str:
    return f"""SELECT state.deal_id, state.type, state.target_id, state.target_name, 'target', -1,
  listed.sector, listed.country
FROM deal_state state{_LISTED.format(id="state.target_id")}
WHERE state.closed_at IS NULL AND state.target_id IS NOT NULL
UNION ALL
SELECT party.deal_id, state.type, party.organisation_id, party.name, party.role, party.place,
  listed.sector, listed.country
FROM deal_party party
  JOIN deal_state state
    ON state.deal_id = party.deal_id AND state.closed_at IS NULL{_LISTED.format(id="party.organisation_id")}
WHERE party.closed_at IS NULL"""


def _deals(db: Dialect) -> str:
    firsts = ",\n    ".join(
        f"MIN(CASE WHEN status IN ({said}) THEN told_at END) AS {name}"
        for name, said in (
            ("rumoured_at", "'rumoured', 'in_talks'"),
            ("announced_at", "'announced'"),
            ("completed_at", "'completed'"),
            ("denied_at", "'denied'"),
            ("cancelled_at", "'cancelled'"),
        )
    )
    party = "SELECT name FROM deal_party WHERE deal_id = state.deal_id AND closed_at IS NULL ORDER BY place"
    return f"""SELECT state.deal_id, state.type, state.status, state.stage, state.target_id, state.target_name,
  listed.country, (SELECT {db.joined("name")} FROM ({party}) AS others), state.articles,
  {db.moment("state.first_reported")}, {db.day("state.first_reported")},
  {db.moment("state.last_reported")}, {db.day("state.last_reported")},
  told.rumoured_at, told.announced_at, told.completed_at, told.denied_at, told.cancelled_at,
  {_days(db, "announced_at")}, {_days(db, "completed_at")}
FROM deal_state state{_LISTED.format(id="state.target_id")}
  LEFT JOIN (
    SELECT deal_id,
    {firsts}
    FROM v_articles WHERE background = 0 AND withdrawn = 0 GROUP BY deal_id
  ) told ON told.deal_id = state.deal_id
WHERE state.closed_at IS NULL"""


def _days(db: Dialect, end: str) -> str:
    """Days from the first rumour; none where the other came first, which is no course of things."""
    took = db.days(f"told.{end}", "told.rumoured_at")
    return f"CASE WHEN told.{end} >= told.rumoured_at THEN {took} END"


def _claims(db: Dialect) -> str:
    slot = "deal_id, metric, scope, COALESCE(party, ''), COALESCE(basis, ''), origin, counts"
    latest = f"RANK() OVER (PARTITION BY {slot} ORDER BY told DESC) = 1 AND counts = 1"
    return f"""SELECT claim_id, deal_id, deal_type, target, metric, scope, party, basis, low, high, unit, qualifier,
  low / rate, high / rate, polarity, former, source, origin, {_flag(_OFFICIAL)}, judged, counts,
  {_flag(latest)}, quote, quote_start, quote_end, version_id, url, title, publisher, {db.moment("published")},
  {db.moment("told")}, {db.day("told")}, {db.moment("seen")}
FROM ({_stated(db)}) one"""


def _stated(db: Dialect) -> str:
    """Every claim of every deal as the live runs find it."""
    counts = f"""claim.polarity = 'asserted' AND NOT claim.former AND NOT {_WITHDRAWN}
      AND COALESCE(judged.verdict, '') <> 'wrong'"""
    return f"""
  SELECT claim.key AS claim_id, member.deal_id AS deal_id, state.type AS deal_type, state.target_name AS target,
    claim.metric AS metric, claim.scope AS scope, claim.party AS party, claim.basis AS basis,
    {db.number("claim.low")} AS low, {db.number("claim.high")} AS high, claim.unit AS unit,
    claim.qualifier AS qualifier, {rate(db, "claim.unit", db.day("version.told_at"))} AS rate,
    claim.polarity AS polarity, {_flag("claim.former")} AS former, claim.source AS source,
    {_ORIGIN.format(claim="claim")} AS origin, judged.verdict AS judged, {_flag(counts)} AS counts,
    sighting.quote AS quote, sighting.start AS quote_start, sighting."end" AS quote_end, version.key AS version_id,
    article.url AS url, version.title AS title, version.publisher AS publisher,
    version.published_at AS published, version.told_at AS told, sighting.seen_at AS seen
  FROM deal_member member
    JOIN deal_state state ON state.deal_id = member.deal_id AND state.closed_at IS NULL
    JOIN claim ON claim.mention_key = member.mention_key
    JOIN sighting ON sighting.claim_key = claim.key{_READ.format(of="sighting")}
    LEFT JOIN claim_judgement judged ON judged.claim_key = claim.key AND judged.deleted_at IS NULL
  WHERE member.closed_at IS NULL
"""


def _figures(db: Dialect) -> str:
    first = db.day("state.first_reported")
    claim = f"""
      SELECT 1 FROM ({_stated(db)}) one
      WHERE one.deal_id = shown.deal_id AND one.metric = shown.metric AND one.scope = shown.scope
        AND one.unit = shown.unit AND COALESCE(one.basis, '') = COALESCE(shown.basis, '')
        AND one.counts = 1 AND {_OFFICIAL}"""
    return f"""SELECT deal_id, deal_type, deal_status, target, first_day, place, metric, scope, party, basis,
  low, high, unit, qualifier, low / rate, high / rate,
  (SELECT {db.joined("item")} FROM {db.items("shown.sources")} AS each_of), json_array_length(shown.sources),
  {_flag(f"EXISTS ({claim})")}, {db.moment("recorded_at")}
FROM (
  SELECT figure.deal_id AS deal_id, state.type AS deal_type, state.status AS deal_status,
    state.target_name AS target, {first} AS first_day, figure.place AS place, figure.metric AS metric,
    figure.scope AS scope, figure.party AS party, figure.basis AS basis, {db.number("figure.low")} AS low,
    {db.number("figure.high")} AS high, figure.unit AS unit, figure.qualifier AS qualifier,
    {rate(db, "figure.unit", first)} AS rate, figure.sources AS sources, figure.recorded_at AS recorded_at
  FROM deal_figure figure
    JOIN deal_state state ON state.deal_id = figure.deal_id AND state.closed_at IS NULL
  WHERE figure.closed_at IS NULL
) shown"""


def _changes(db: Dialect) -> str:
    return f"""SELECT change.key, change.deal_id, state.type, state.target_name, change.kind, change.metric,
  {_side(db, "before")},
  {_side(db, "after")},
  change.from_value, change.to_value, change.severity, {_flag("change.official")}, change.suppressed,
  {db.moment("change.told_at")}, {db.day("change.told_at")}, {db.moment("change.recorded_at")},
  article.url, version.title, version.publisher, {db.moment("version.published_at")},
  change.reason_en, change.reason_ar
FROM change
  JOIN deal_state state ON state.deal_id = change.deal_id AND state.closed_at IS NULL
  JOIN article_version version ON version.key = change.version_key
  JOIN article ON article.key = version.article_key
  LEFT JOIN claim before_one ON before_one.key = change.before_claim
  LEFT JOIN claim after_one ON after_one.key = change.after_claim
WHERE change.closed_at IS NULL"""


_QUERIES = {
    "v_articles": _articles,
    "v_parties": _parties,
    "v_deals": _deals,
    "v_claims": _claims,
    "v_figures": _figures,
    "v_changes": _changes,
}


def _side(db: Dialect, side: str) -> str:
    one = f"{side}_one"
    origin = f"""(SELECT {_ORIGIN.format(claim=one)}
    FROM sighting{_READ.format(of="sighting")}
    WHERE sighting.claim_key = {one}.key ORDER BY version.told_at, version.key LIMIT 1)"""
    return f"""{db.number(f"{one}.low")}, {db.number(f"{one}.high")}, {one}.unit, {one}.qualifier,
  {origin}"""


def _flag(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"
