"""Messages: the changes of a channel in its language, grouped by deal, a line for each.

An Arabic line is read from the right: it stands in an isolate of its own, and each name and figure in one of theirs.
The address comes last and outside, so that no invisible character is taken for a part of it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from safqa.bidi import embed, isolate, isolate_runs, plain, right_to_left
from safqa.ledger.reasons import figure_text, word_for
from safqa.model import ChangeKind, Figure, Metric, Qualifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from safqa.alerts.news import News, Said

Language = Literal["ar", "en"]

# Telegram, the narrowest of the common services, takes 4,096 characters, title included. A line has about 250.
MOST_CHARACTERS = 3_500
# What a stored text can do to one line: a name or a reason that is longer is cut.
_LONGEST_PIECE, _LONGEST_URL = 300, 1_000


@dataclass(frozen=True, slots=True)
class Message:
    """A text to be sent, and the changes that it tells of."""

    title: str
    body: str
    changes: tuple[str, ...]


@cache
def _wording() -> dict[str, Any]:
    return tomllib.loads(resources.files("safqa.data").joinpath("alerts.toml").read_text("utf-8"))


def messages(news: Iterable[News], language: Language) -> list[Message]:
    """The messages that tell of these changes, in their order; deals that do not fit go into the next message."""
    deals: dict[str, list[News]] = {}
    for one in news:
        deals.setdefault(one.deal, []).append(one)
    blocks = [block for same in deals.values() for block in _blocks(same, language)]
    return [_message(some, language) for some in _filled(blocks)]


@dataclass(frozen=True, slots=True)
class _Block:
    """What is told of one deal."""

    text: str
    deal: str
    changes: tuple[str, ...]


def _blocks(same: list[News], language: Language) -> Iterator[_Block]:
    """What is told of one deal; cut where it is more than a message holds."""
    head = _head(same[0], language)
    lines, keys = [head], list[str]()
    for one in same:
        line = _line(one, language)
        if keys and sum(map(len, lines)) + len(line) > MOST_CHARACTERS:
            yield _Block("\n".join(lines), one.deal, tuple(keys))
            lines, keys = [head], list[str]()
        lines.append(line)
        keys.append(one.key)
    yield _Block("\n".join(lines), same[0].deal, tuple(keys))


def _filled(blocks: Iterable[_Block]) -> Iterator[list[_Block]]:
    held: list[_Block] = []
    for block in blocks:
        if held and sum(len(one.text) + 2 for one in held) + len(block.text) > MOST_CHARACTERS:
            yield held
            held = []
        held.append(block)
    if held:
        yield held


def _message(blocks: list[_Block], language: Language) -> Message:
    changes = tuple(key for block in blocks for key in block.changes)
    counts = {"changes": len(changes), "deals": len({block.deal for block in blocks})}
    title = _wording()[language]["title"].format(**counts)
    return Message(title, "\n\n".join(block.text for block in blocks), changes)


def _head(news: News, language: Language) -> str:
    """What the deal is, and who deals with whom: "an investment: Meta → Scale AI (d7k2m9qx)"."""
    parties = _wording()[language]["and"].join(_piece(name, language) for name in news.parties)
    sides = [side for side in (parties, _piece(news.target, language) if news.target else "") if side]
    kind = word_for(news.deal_type, "type", language)
    return _whole(f"{kind}: {_arrow(sides, language) or '–'} ({_piece(news.deal, language)})", language)


def _line(news: News, language: Language) -> str:
    """A change: "• revised (high, official): amount: 14 bn USD (Reuters) → 15 bn USD (Meta) https://…"."""
    words = _wording()[language]
    marks = [words["severity"][news.severity], *([words["official"]] if news.official else [])]
    told = f"• {words['kind'][news.kind]} ({words['comma'].join(marks)}): {_what(news, language)}"
    return f"{_whole(told, language)} {plain(news.url).replace(' ', '%20')[:_LONGEST_URL]}"


def _what(news: News, language: Language) -> str:
    """Old and new with who says so, where there are such; else the reason that the ledger gives, which says all."""
    if news.kind != ChangeKind.NEW_DEAL:
        if figures := [_said(side, language) for side in (news.before, news.after) if side]:
            metric = f"{word_for(news.metric, 'metric', language)}: " if news.metric else ""
            return metric + _arrow(figures, language)
        if moved := [_piece(_moved(value, language), language) for value in (news.from_value, news.to_value) if value]:
            return f"{_arrow(moved, language)} ({_piece(news.publisher or '–', language)})"
    return plain(_cut(news.reason_ar)) if language == "ar" else isolate_runs(_cut(news.reason_en))


def _said(side: Said, language: Language) -> str:
    figure = Figure(Metric.AMOUNT, side.low, side.high, side.unit, Qualifier(side.qualifier))
    return f"{_piece(figure_text(figure, language), language)} ({_piece(side.source, language)})"


def _moved(value: str, language: Language) -> str:
    """A status or a type in the channel's language; the name of a party as it is."""
    return word_for(word_for(value, "status", language), "type", language)


def _arrow(sides: list[str], language: Language) -> str:
    """Old and new in the direction in which the line is read; the signs of arrows do not turn by themselves."""
    return (" ← " if language == "ar" else " → ").join(sides)


def _piece(text: str, language: Language) -> str:
    """A name or a figure, kept from disturbing its line."""
    return embed(_cut(text)) if language == "ar" else isolate(_cut(text))


def _whole(line: str, language: Language) -> str:
    return right_to_left(line) if language == "ar" else line


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_PIECE else f"{text[:_LONGEST_PIECE]}…"
