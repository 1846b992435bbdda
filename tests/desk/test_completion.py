"""Completion: scripts for three shells, and bash as it completes what stands on its line."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desk.completion import deal_ids
from storage.engine import Database, open_database
from storage.ingest import given, ingest
from storage.queries import deals

PROGRAMS = Path(sys.executable).parent
BASH = shutil.which("bash")
# What bash does at Tab: it gives the words of the line to the function that `complete` has named.
ASK = """
source ./completion
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
[[ $(complete -p safqa) =~ -F\\ ([^ ]+) ]] || exit 3
"${BASH_REMATCH[1]}" safqa "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def ledger(home: Path, make: Any) -> Iterator[Database]:
    """The data directory's ledger, with two deals."""
    articles = [make.article("one", make.mention()), make.article("two", make.mention(target="ألفا"))]
    with open_database(f"sqlite:///{home / 'safqa.db'}") as database:
        ingest(database, [given(article) for article in articles], seen_at=make.start)
        yield database


@pytest.fixture
def tab(safqa: Any, home: Path, tmp_path: Path) -> Any:
    """What bash offers for the last of some words."""
    (tmp_path / "completion").write_text(safqa("completion", "bash").out)

    def press(*words: str) -> list[str]:
        done = subprocess.run(
            [str(BASH), "--norc", "--noprofile", "-c", ASK, "bash", *words],
            cwd=tmp_path,
            env={"PATH": f"{PROGRAMS}:{os.environ['PATH']}", "SAFQA_HOME": str(home)},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        assert done.stderr == ""
        return done.stdout.split()

    return press


@pytest.mark.skipif(not BASH, reason="bash is not installed")
def test_bash_completes_commands_options_values_and_ids(tab: Any, ledger: Database) -> None:
    assert tab("safqa", "de") == ["deals", "deal"]
    assert tab("safqa", "judge", "same") == ["same", "same-company"]
    assert tab("safqa", "deals", "--as") == ["--as-of"]
    assert tab("safqa", "deals", "--type", "fun") == ["funding_round", "fund"]
    assert tab("safqa", "changes", "--kind", "conf") == ["confirmed", "conflict"]
    assert tab("safqa", "deals", "--format", "json") == ["json", "jsonl"]
    assert tab("safqa", "completion", "") == ["bash", "zsh", "fish"]
    known = [deal.id for deal in deals(ledger)]
    assert len(known) == 2
    assert sorted(tab("safqa", "deal", "d")) == sorted(known)
    assert tab("safqa", "deal", known[0][:-1]) == [known[0]]


def test_each_shell_has_a_script(safqa: Any) -> None:
    scripts = {shell: safqa("completion", shell).out for shell in ("bash", "zsh", "fish")}
    assert scripts["zsh"].startswith("#compdef safqa\n")
    assert "complete -o default -F" in scripts["bash"]
    assert scripts["fish"].startswith("complete --command safqa ")
    for shell, script in scripts.items():
        assert f"_SAFQA_COMPLETE=complete_{shell}" in script
    ran = safqa("completion", "csh")
    assert (ran.code, ran.out) == (2, "")
    assert "'bash', 'zsh', 'fish'" in ran.err


def test_nothing_is_made_or_said_where_there_is_no_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAFQA_DATABASE_URL", raising=False)
    monkeypatch.setenv("SAFQA_HOME", str(tmp_path / "nowhere"))
    assert deal_ids("d") == []
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / "file.db").write_text("no database at all, but a text of some length")
    monkeypatch.setenv("SAFQA_DATABASE_URL", f"sqlite:///{tmp_path / 'file.db'}")
    assert deal_ids("d") == []
    monkeypatch.setenv("SAFQA_DATABASE_URL", "bogus")
    assert deal_ids("d") == []


def test_an_id_is_no_pattern(ledger: Database, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.delenv("SAFQA_DATABASE_URL", raising=False)
    monkeypatch.setenv("SAFQA_HOME", str(home))
    assert len(deal_ids("")) == len(deals(ledger)) == 2
    assert deal_ids("%") == deal_ids("_") == []
