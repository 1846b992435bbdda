"""docs/operations.md: every command exists as it stands there, and those that need no network do what they should."""

import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlalchemy import select
from typer.main import get_command
from wholeledger import fill

from desk.cli import app
from flows.deployments import DEPLOYMENTS
from flows.digest import DigestConfig
from storage import models
from storage.engine import open_database
from storage.queries import deal, deals

ROOT = Path(__file__).parents[2]
DOC = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
# What needs feeds, a Prefect server or somebody who ends it: tests/e2e runs these.
ELSEWHERE = {("run",), ("up",), ("feeds", "check"), ("alerts", "test")}


@dataclass(frozen=True)
class Line:
    """A command of the document, with the variables that stand before it."""

    env: tuple[tuple[str, str], ...]
    words: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join(self.words)


def commands() -> Iterator[Line]:
    """Each command of each block; several in a line are several."""
    for block in re.findall(r"(?:^    .+\n)+", DOC, re.MULTILINE):
        for line in block.splitlines():
            for part in line.split("#")[0].split("&&"):
                words = shlex.split(part)
                env = [word for word in words if re.match(r"[A-Z_]+=", word)]
                yield Line(tuple(tuple(word.split("=", 1)) for word in env), tuple(words[len(env) :]))  # type: ignore[misc]


SAFQA = [line for line in commands() if line.words[0] == "safqa"]
OTHERS = [line for line in commands() if line.words[0] != "safqa"]


def parse(words: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the commands that the words call; fails where there is no such command, option or argument."""
    command: Any = get_command(app)
    context, names, rest = typer.Context(command, info_name="safqa"), [], list(words)
    while hasattr(command, "commands"):
        names.append(rest.pop(0))
        assert names[-1] in command.commands, f"safqa has no command {' '.join(names)}"
        command = command.commands[names[-1]]
        context = typer.Context(command, parent=context, info_name=names[-1])
    command.parse_args(context, rest)
    return tuple(names)


def test_there_are_commands() -> None:
    assert len(SAFQA) > 25


@pytest.mark.parametrize("line", SAFQA, ids=str)
def test_a_command_exists_with_its_options(line: Line) -> None:
    words = [word.replace("$SAFQA_HOME", "/data") for word in line.words[1:]]
    parse(tuple(str(ROOT / "README.md") if word == "$TEXT" else word for word in words))
    for name, _ in line.env:
        assert f"`{name}`" in (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("wrong", [("deals", "--no-such"), ("no-such",), ("judge", "undo")])
def test_the_check_can_fail(wrong: tuple[str, ...]) -> None:
    with pytest.raises((AssertionError, typer.TyperException)):
        parse(wrong)


@pytest.fixture
def values(home: Path, make: Any, tmp_path: Path, postgres: Callable[[str | None], str]) -> dict[str, str]:
    """What a person fills in, on a ledger that has such things."""
    with open_database(f"sqlite:///{home / 'safqa.db'}") as database:
        fill(database, make)
        one, other = deals(database)[:2]
        first = next(row for row in deals(database) if len(deal(database, row.id).articles) > 1)
        detail = deal(database, first.id)
        with database.read() as connection:
            judgement = connection.scalar(select(models.ClaimJudgement.row).order_by(models.ClaimJudgement.row.desc()))
    other = other if other.id != first.id else one
    feeds, text = tmp_path / "feeds.toml", tmp_path / "article.txt"
    feeds.write_text('[[feeds]]\nurl = "https://feed.example/rss"\nname = "mine"\n')
    text.write_text("Meta invests 14 billion dollars in Scale AI, an artificial intelligence company.")
    return {
        "DEAL": first.id,
        "OTHER": other.id,
        "CLAIM": next(claim.id for claim in detail.claims if claim.judged is None),
        "ARTICLE_URL": detail.articles[0].url,
        "JUDGEMENT": f"f{judgement}",
        "FEEDS": str(feeds),
        "TEXT": str(text),
        "POSTGRES_URL": postgres(None),
        "SAFQA_HOME": str(home),
    }


def test_the_commands_do_what_they_should(safqa: Any, values: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order of the document, on one ledger; what it says beside them is looked at."""

    def filled(word: str) -> str:
        return re.sub(r"\$([A-Z_]+)", lambda name: values[name[1]], word)

    said = {}
    for line in SAFQA:
        names = line.words[1:2] if line.words[1] not in ("feeds", "alerts", "judge") else line.words[1:3]
        if names in ELSEWHERE:
            continue
        with monkeypatch.context() as patch:
            for name, value in line.env:
                patch.setenv(name, filled(value))
            ran = safqa(*map(filled, line.words[1:]))
        assert ran.code == 0, f"{line}: {ran.err}"
        said[f"{' '.join(f'{n}={v}' for n, v in line.env)} {line}".strip()] = ran.out
    assert "nothing became different" in said["SAFQA_DATABASE_URL=$POSTGRES_URL safqa rebuild"]
    assert "the same on both sides" in said["safqa copy-database $SAFQA_HOME/safqa.db $POSTGRES_URL"]
    assert "stored small" in said["safqa maintain"]
    assert "mine" in said["SAFQA_FEEDS=$FEEDS safqa feeds list"]


def test_a_digest_of_a_week_can_be_asked_for() -> None:
    [line] = [line for line in OTHERS if line.words[:3] == ("prefect", "deployment", "run")]
    assert line.words[3] in [deployment.full_name for deployment in DEPLOYMENTS]
    assert line.words[4] == "-p"
    name, value = line.words[5].split("=", 1)
    assert name == "config"
    assert DigestConfig.model_validate_json(value).days == 7


def test_the_table_of_what_runs_by_itself_is_the_list() -> None:
    table = DOC.split("| what | when | what it does |")[1].split("\n\n")[0]
    assert {row.split("`")[1] for row in table.splitlines()[2:]} == {deployment.name for deployment in DEPLOYMENTS}
    for deployment in DEPLOYMENTS:
        if deployment.daily:
            assert f"| `{deployment.name}` | daily at {deployment.daily:%H:%M} |" in table


def test_pages_that_it_names_are_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)", DOC):
        assert (ROOT / "docs" / target).exists(), target
