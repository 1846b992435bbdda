"""What people read: a line for each change, in the channel's language and direction, grouped by deal."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from safqa.alerts.message import MOST_CHARACTERS, messages
from safqa.alerts.news import News, Said
from safqa.alerts.sample import sample
from safqa.model import ChangeKind, DealType

Make = Callable[..., News]


def lines(news: News, language: str = "en") -> list[str]:
    (message,) = messages([news], language)  # type: ignore[arg-type]
    return message.body.splitlines()


def test_a_figure_is_told_with_old_and_new_and_who_says_so(news: Make) -> None:
    assert lines(news()) == [
        "an investment: Meta → Scale AI (d1)",
        "• revised (medium, official): amount: 14 bn USD (Reuters) → about 14.3 bn USD (Meta) https://news.example/1",
    ]


def test_an_arabic_line_is_read_from_the_right_and_keeps_names_and_figures_to_themselves(news: Make) -> None:
    rli, fsi, end = "\u2067", "\u2068", "\u2069"
    assert lines(news(), "ar") == [
        f"{rli}استثمار: {fsi}Meta{end} ← {fsi}Scale AI{end} ({fsi}d1{end}){end}",
        f"{rli}• رقم معدَّل (أهمية متوسطة، رسمي): المبلغ: {fsi}14 مليار دولار{end} ({fsi}Reuters{end}) ← "
        f"{fsi}نحو 14.3 مليار دولار{end} ({fsi}Meta{end}){end} https://news.example/1",
    ]


def test_an_arabic_name_does_not_disturb_an_english_line(news: Make) -> None:
    head, line = lines(news(kind="new_deal", target="ألفا", reason_en="First report, by العربية نت: 5 bn USD (ميتا)."))
    assert head == "an investment: Meta → \u2067ألفا\u2069 (d1)"
    assert "by \u2067العربية نت\u2069: 5 bn USD (\u2067ميتا\u2069). https://" in line


def test_a_status_is_told_in_words(news: Make) -> None:
    moved = news(
        kind="status_changed", metric=None, before=None, after=None, from_value="in_talks", to_value="completed"
    )
    assert "status (medium, official): in talks → completed (Reuters)" in lines(moved)[1]
    assert "\u2068قيد التفاوض\u2069 ← \u2068مكتملة\u2069" in lines(moved, "ar")[1]
    joined = news(kind="party_added", metric=None, before=None, after=None, to_value="Nvidia")
    assert "joined by (medium, official): Nvidia (Reuters)" in lines(joined)[1]


def test_a_new_figure_has_no_old_side(news: Make) -> None:
    assert (
        "new figure (medium, official): amount: about 14.3 bn USD (Meta) https"
        in lines(news(kind="new_figure", before=None))[1]
    )


def test_every_kind_and_type_has_words_in_both_languages(news: Make) -> None:
    for kind in set(ChangeKind) - {"merged", "split", "restated"}:
        for language in ("en", "ar"):
            assert lines(news(kind=kind.value), language)
    for kind in DealType:
        assert "_" not in lines(news(deal_type=kind.value))[0]


def test_changes_of_a_deal_stand_together(news: Make) -> None:
    (message,) = messages([news("c1"), news("c2", deal="d2"), news("c3")], "en")
    assert message.title == "Safqa · changes: 3 · deals: 2"
    assert message.changes == ("c1", "c3", "c2")
    assert [block.count("•") for block in message.body.split("\n\n")] == [2, 1]


@pytest.mark.parametrize("deals", [1, 60])
def test_what_does_not_fit_goes_into_the_next_message(news: Make, deals: int) -> None:
    every = [news(f"c{n}", deal=f"d{n % deals}", publisher="ناشر " * 20) for n in range(60)]
    sent = messages(every, "ar")
    assert len(sent) > 1
    assert sorted(key for message in sent for key in message.changes) == sorted(one.key for one in every)
    assert all(len(message.title) + len(message.body) < MOST_CHARACTERS + 400 for message in sent)


def test_a_stored_text_cannot_add_a_line_or_turn_one_round(news: Make) -> None:
    nasty = news(
        target="A\n• new deal\u202e\u2066", url="https://e.example/\n x", after=Said(None, None, "USD", "vague", "S\n")
    )
    (message,) = messages([replace(nasty, target="x" * 9_000), nasty], "ar")
    assert message.body.count("\n") == 2
    assert "\u202e" not in message.body
    assert message.body.count("\u2067") + message.body.count("\u2068") == message.body.count("\u2069")
    assert len(message.body) < 2_000


def test_a_sample_shows_what_a_channel_will_get() -> None:
    assert sample("en").title == "Safqa: this is a test"
    assert "رقم معدَّل" in sample("ar").body
