"""Whether a page says that its article is withdrawn: «سُحب الخبر», "This story has been withdrawn".

A notice stands at the start of a headline, line or sentence near the top of the page and speaks of the page's own
article. What other outlets took back, and pages that went for other reasons (rights that ran out, a move), are none:
a wrong notice would take true figures away. The words stand in safqa/data/withdrawals.tsv.
"""

from __future__ import annotations

import re
from functools import cache

from safqa.model import Quote, Withdrawal
from safqa.tables import DATA, read_table
from safqa.text import normalise

# Characters in which a notice begins: the headline and the first two or three sentences. One further down may speak of
# an update of the text, or of somebody else's article.
_TOP = 400
# Before a notice: the start of a line or sentence, and what newsrooms put ahead of it.
_START = r"(?:^|(?<=[\n.!?:؟«\"\[(*]))[\s\[(*«\"]*"
_LABEL = (
    r"(?:(?:editor'?s'? note|note|notice|update|correction|clarification"
    r"|تنويه|تنبيه|ملاحظه|اعتذار|تصحيح|توضيح|هام)\s*[:-]\s*)?"
)
# What follows when an article went for another reason than that it was wrong.
_OTHER_REASONS = re.compile(
    r"[^\n]{0,120}\b(?:copyright|licen[cs]e|rights|expired?|archived?|moved|duplicate)\b", re.IGNORECASE
)


def withdrawal(text: str, title: str | None = None) -> Withdrawal | None:
    """The notice that an article is withdrawn, as its text has it, else its headline; None where there is none."""
    if quote := _notice(text):
        return Withdrawal(quote.text, quote)
    quote = _notice(title) if title else None
    return Withdrawal(quote.text, None) if quote else None


def _notice(text: str) -> Quote | None:
    normal = normalise(text[: 2 * _TOP])  # marks that stand for no letter are taken out
    for found in _pattern().finditer(normal.text):
        if found.start() > _TOP:
            return None
        if not _OTHER_REASONS.match(normal.text, found.end()):
            return normal.quote(found.start("notice"), found.end("notice"))
    return None


@cache
def _pattern() -> re.Pattern[str]:
    rows = read_table(DATA / "withdrawals.tsv", ("pattern", "case", "example"))
    notices = (row["pattern"] if row.flag("case") else f"(?i:{row['pattern']})" for row in rows)
    return re.compile(f"{_START}(?i:{_LABEL})(?P<notice>{'|'.join(notices)})")
