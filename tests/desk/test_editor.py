"""`safqa editor` and its file; passwords as they are kept; who is held up; whose forms are ours."""

import io
import stat
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from desk.cli import main
from desk.editors import editors, is_name, put, read, remove
from desk.passwords import NOBODYS, fits, hashed, is_hash
from desk.web.editing.attempts import Attempts
from desk.web.editing.deeds import read_deed
from desk.web.editing.origin import own
from desk.web.editing.peer import within
from desk.web.editing.secret import secret
from safqa.errors import InputError, UsageError
from safqa.settings import Settings

HASH = hashed("four plain words")


@pytest.fixture
def settings(home: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("SAFQA_HOME", str(home))
    monkeypatch.delenv("SAFQA_EDITORS", raising=False)
    return Settings()


def test_editors_are_added_listed_and_removed(safqa: Any, home: Path) -> None:
    assert "no editors: the web pages are read-only" in safqa("editor", "list").out
    added = safqa("editor", "add", "سارة", stdin=b"four plain words\n")
    assert (added.code, added.out) == (0, f"سارة may sign in and judge: {home / 'editors'}\n")
    assert stat.S_IMODE((home / "editors").stat().st_mode) == 0o600
    assert safqa("editor", "add", "omar", stdin=b"four other words").code == 0
    assert "has a new password" in safqa("editor", "add", "omar", stdin=b"five other words still").out
    assert safqa("editor", "list", "--format", "json").json == [{"name": "omar"}, {"name": "سارة"}]
    assert safqa("editor", "remove", "omar").out == "omar can no longer sign in\n"
    assert safqa("editor", "list").out.strip() == "سارة"
    assert "four plain words" not in (home / "editors").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("add", "a:b"), "safqa: this cannot be a name: 'a:b'"),
        (("add", "#sara"), "safqa: this cannot be a name"),
        (("add", "sara"), "safqa: a password has 8 to 1024 characters; four words make a good one"),
        (("remove", "sara"), "has no editor 'sara': `safqa editor list` tells whom it has"),
    ],
)
def test_what_cannot_be_is_told_on_one_line(safqa: Any, command: tuple[str, ...], said: str) -> None:
    ran = safqa("editor", *command, stdin=b"short\n")
    assert (ran.code, ran.err.count("\n"), said in ran.err) == (2, 1, True), ran.err


class Terminal(io.StringIO):
    """Standard input that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_password_is_typed_twice_at_a_terminal(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter(["four plain words", "four plane words", "four plain words", "four plain words"])
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    monkeypatch.setattr(sys, "stdin", Terminal())
    assert main(["editor", "add", "sara"]) == 2
    assert "the two differ" in capsys.readouterr().err
    assert editors(settings) == {}
    assert main(["editor", "add", "sara"]) == 0
    assert fits("four plain words", editors(settings)["sara"])


def test_notes_and_others_stay_in_the_file(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "who" / "editors"
    monkeypatch.setenv("SAFQA_EDITORS", str(file))
    elsewhere = Settings()
    with pytest.raises(UsageError, match="no such file of editors; `safqa editor add NAME` makes it"):
        editors(elsewhere)
    assert put(elsewhere, "sara", HASH) is False
    file.write_text(f"# the desk\n\nsara:{HASH}\nomar:{HASH}\n", encoding="utf-8")
    assert put(elsewhere, "sara", NOBODYS) is True
    remove(elsewhere, "omar")
    assert file.read_text(encoding="utf-8") == f"# the desk\n\nsara:{NOBODYS}\n"
    assert editors(settings) == {}


@pytest.mark.parametrize(
    ("text", "line"),
    [("sara", 1), ("sara:plain", 1), (f"# x\n:{HASH}", 2), (f"a:{HASH}\na:{HASH}", 2), (f"sara:{HASH[:-9]}", 1)],
)
def test_a_line_that_is_none_is_told_with_its_place(text: str, line: int) -> None:
    with pytest.raises(InputError, match=rf"^who:{line}: "):
        read(text, "who")


def test_a_file_that_is_broken_is_told_before_anything_is_served(safqa: Any, home: Path) -> None:
    (home / "editors").write_text("sara:secret\n", encoding="utf-8")
    ran = safqa("web", "--port", "0")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"safqa: {home / 'editors'}:1: is no NAME:HASH; `safqa editor add NAME` writes such lines\n"


def test_a_password_fits_itself_however_it_was_typed() -> None:
    assert fits("four plain words", HASH)
    assert not fits("four plain word", HASH)
    assert hashed("four plain words") != HASH  # each has a salt of its own
    # A letter and its mark, or the letter that has it; Arabic's ligature, or its two letters.
    assert fits("cafe\u0301 lumière", hashed("café lumière"))
    assert fits("\ufefb شيء هنا", hashed("لا شيء هنا"))
    assert not fits("x" * 2000, HASH)


@pytest.mark.parametrize(
    "text",
    ["", "scrypt", "argon2$15$8$3$AAAA$AAAA", HASH.replace("$15$", "$20$"), HASH.replace("$15$", "$x$"), HASH + "="],
)
def test_what_is_no_hash_or_costs_too_much(text: str) -> None:
    assert is_hash(HASH)
    assert not is_hash(text)


def test_a_name_that_nobody_has_takes_as_long() -> None:
    def seconds(kept: str) -> float:
        started = time.process_time()
        fits("guess", kept)
        return time.process_time() - started

    assert is_hash(NOBODYS)
    assert min(seconds(NOBODYS) for _ in range(3)) > min(seconds(HASH) for _ in range(3)) / 3


def test_guesses_are_held_up_by_address() -> None:
    now = [0.0]
    attempts = Attempts(lambda: now[0])
    for _ in range(5):
        assert attempts.wait("192.0.2.1") == 0
        attempts.failed("192.0.2.1")
        now[0] += 60
    assert attempts.wait("192.0.2.1") == 15 * 60 - 300
    assert attempts.wait("192.0.2.2") == 0
    now[0] = 15 * 60  # the first failure is forgotten, the others are not
    assert attempts.wait("192.0.2.1") == 0
    attempts.failed("192.0.2.1")
    assert attempts.wait("192.0.2.1") == 60
    attempts.passed("192.0.2.1")
    assert attempts.wait("192.0.2.1") == 0
    for last in range(5):  # of IPv6, a customer has a network
        attempts.failed(f"2001:db8::{last}")
    assert attempts.wait("2001:db8::ffff") > 0
    assert attempts.wait("2001:db8:0:1::1") == 0
    for number in range(11_000):
        attempts.failed(f"10.0.{number // 250}.{number % 250}")
    assert attempts.wait("2001:db8::1") == 0  # the oldest make room


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({}, True),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "http://desk.example", "host": "desk.example"}, False),
        ({"origin": "http://desk.example:4280", "host": "desk.example:4280"}, True),
        ({"origin": "https://Desk.example", "host": "desk.example"}, True),
        ({"origin": "http://desk.example", "host": "desk.example:4280"}, False),
        ({"origin": "null", "host": "desk.example"}, False),
        ({"origin": "", "host": ""}, False),
        ({"origin": "http://[", "host": "["}, False),
    ],
)
def test_whose_form_it_is(headers: dict[str, str], ours: bool) -> None:
    assert own(headers) is ours


@pytest.mark.parametrize(
    ("address", "networks", "inside"),
    [
        ("127.0.0.1", "127.0.0.0/8,::1/128", True),
        ("::1", "127.0.0.0/8,::1/128", True),
        ("::ffff:10.0.0.7", "10.0.0.7/32", True),
        ("10.0.0.8", "10.0.0.7/32", False),
        ("fd00::5", "10.0.0.0/8,fd00::/8", True),
        ("", "0.0.0.0/0", False),
        ("proxy.example", "0.0.0.0/0", False),
    ],
)
def test_which_addresses_are_a_proxys(address: str, networks: str, inside: bool) -> None:
    assert within(address, networks) is inside


def test_the_key_is_made_once_and_for_its_owner(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    home = tmp_path / "new" / "home"
    key = secret(home)
    assert (len(key), secret(home)) == (32, key)
    assert stat.S_IMODE((home / "web-secret").stat().st_mode) == 0o600
    assert sorted(path.name for path in home.iterdir()) == ["web-secret"]
    (home / "web-secret").write_bytes(b"short")
    assert secret(home) != secret(home)  # for this process alone, and it says so
    assert "web-secret: is no key of 32 bytes; delete it; editors sign in again after each start" in caplog.text
    (tmp_path / "file").write_text("")
    assert len(secret(tmp_path / "file" / "home")) == 32


def test_a_deed_is_asked_for_by_one_button() -> None:
    found = read_deed({"split": ["d1"], "url": ["https://a.example", "https://b.example"], "one": ["x"]})
    assert found is not None
    assert found.fields == (("split", "d1"), ("url", "https://a.example"), ("url", "https://b.example"))
    assert read_deed({"right": ["abc"], "url": ["https://a.example"]}).fields == (("right", "abc"),)  # type: ignore[union-attr]
    assert read_deed({"same": ["d2"], "one": ["d1"]}).others == ("d1",)  # type: ignore[union-attr]
    assert read_deed({"one": ["d1"]}) is None


@pytest.mark.parametrize("name", ["sara", "سارة بن علي", "o'hara", "sara@example.org"])
def test_names_that_people_have(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize("name", ["", " sara", "a:b", "#sara", "a\nb", "x" * 65, "\u202esara"])
def test_names_that_would_break_the_file_or_a_page(name: str) -> None:
    assert not is_name(name)
