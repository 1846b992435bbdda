"""`safqa mcp`: a client asks each tool, in memory on both databases, and over streams and HTTP of a process."""

import asyncio
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import httpx
import psycopg
import pytest
from fastmcp import Client
from fastmcp.client.transports import StdioTransport
from fastmcp.exceptions import ToolError
from sqlalchemy import make_url, text

from desk.assistant import documents, tools
from desk.assistant.documents import NOTE
from desk.assistant.server import make_server
from desk.mcp import local_address
from safqa.errors import UsageError
from safqa.ledger.severity import Severity
from safqa.model import ChangeKind, DealType, Metric, Qualifier, Scope, Status
from storage import queries
from storage.engine import Database, connect_database, open_database
from storage.ingest import given, ingest
from storage.shapes import change_json, deal_json, detail_json, head_json

ROOT = Path(__file__).parents[2]
DOC = (ROOT / "docs/mcp.md").read_text(encoding="utf-8")
CONTRACT = (ROOT / "docs/contract.md").read_text(encoding="utf-8")
ARABIC = "أعلن صندوق بيتا استثمار 15 مليار دولار في ألفا للذكاء الاصطناعي."
COMMAND = "import sys; from desk.cli import main; raise SystemExit(main(['mcp', *sys.argv[1:]]))"
ANSWERS = {
    "find_deals": documents.DealAnswer,
    "get_deal": documents.DetailAnswer,
    "compare_claims": documents.StatementAnswer,
    "list_changes": documents.ChangeAnswer,
    "find_companies": documents.CompanyAnswer,
}
T = TypeVar("T")


def fill(database: Database, make: Any) -> None:
    """A deal on which two papers differ, and one told in Arabic."""
    words = "Meta will pay $15 billion."
    second = make.article("two", text=words, published=make.day(2))
    arabic = make.article("three", text=ARABIC, lang="ar", publisher="الأخبار", published=make.day(3))
    said = make.figure(15e9, quote=make.quoted(second, "$15 billion"))
    told = make.figure(15e9, quote=make.quoted(arabic, "15 مليار دولار"))
    beta = replace(
        make.mention(told, target="ألفا", parties=("صندوق بيتا",)), quote=make.quoted(arabic, "أعلن صندوق بيتا")
    )
    articles = [
        make.article("one", make.mention(make.figure(14e9))),
        replace(second, mentions=(make.mention(said),)),
        replace(arabic, mentions=(beta,)),
    ]
    for number, article in enumerate(articles):
        ingest(database, [given(article)], seen_at=make.day(10 + number))


@pytest.fixture(scope="module")
def filled_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, make: Any) -> Path:
    path = tmp_path_factory.mktemp("asked") / "safqa.db"
    shutil.copy(sqlite_template, path)
    with open_database(f"sqlite:///{path}") as database:
        fill(database, make)
    return path


@pytest.fixture(scope="module")
def filled_server(postgres: Callable[[str | None], str], make: Any) -> str:
    url = postgres("safqa_template")
    with open_database(url) as database:
        fill(database, make)
    return url


@pytest.fixture
def ledger(request: pytest.FixtureRequest, backend: str) -> Iterator[Database]:
    if backend == "postgresql":
        url = request.getfixturevalue("filled_server")
    else:
        url = f"sqlite:///{request.getfixturevalue('filled_file')}"
    with open_database(url) as database:
        yield database


@pytest.fixture
def ask(ledger: Database) -> Callable[..., Any]:
    """What a tool answers to a client."""

    def call(tool: str, **arguments: Any) -> Any:
        async def session() -> Any:
            async with Client(make_server(ledger)) as client:
                answer = (await client.call_tool(tool, arguments)).structured_content
                ANSWERS[tool].model_validate(answer)
                assert answer["note"] == NOTE
                return answer

        return asyncio.run(session())

    return call


def walk(ask: Callable[..., Any], tool: str, part: str = "items", **arguments: Any) -> list[Any]:
    """The rows of all pages, one a page."""
    rows, cursor = [], None
    while True:
        answer = ask(tool, **arguments, limit=1, **({"cursor": cursor} if cursor else {}))
        assert len(answer[part]) <= 1
        rows += answer[part]
        cursor = answer["next"]
        if cursor is None:
            return rows


def test_every_tool_says_what_it_does_and_only_reads(ledger: Database) -> None:
    async def session() -> None:
        async with Client(make_server(ledger)) as client:
            listed = await client.list_tools()
            assert {tool.name for tool in listed} == set(ANSWERS)
            for tool in listed:
                assert tool.description
                assert tool.annotations
                assert tool.annotations.read_only_hint
                assert not tool.annotations.open_world_hint
                assert tool.output_schema
                assert all(each["description"] for each in tool.input_schema["properties"].values()), tool.name

    asyncio.run(session())


def test_deals_are_those_of_the_api_with_the_words_behind_them(ask: Any, ledger: Database) -> None:
    answer = ask("find_deals", count=True)
    assert (answer["total"], answer["next"]) == (2, None)
    bare = [{key: value for key, value in item.items() if key not in {"told", "claims"}} for item in answer["items"]]
    assert bare == [deal_json(deal) for deal in queries.deals(ledger)]
    alpha, scale = answer["items"]
    assert alpha["told"]["quote"] == "أعلن صندوق بيتا"
    assert alpha["told"]["url"] == "https://three.example/1"
    assert [(claim["publisher"], claim["quote"]) for claim in alpha["claims"]] == [("الأخبار", "15 مليار دولار")]
    assert {claim["origin"]: claim["low"] for claim in scale["claims"]} == {"One": 14e9, "Two": 15e9}
    assert walk(ask, "find_deals") == answer["items"]


@pytest.mark.parametrize(
    ("asked", "targets"),
    [
        ({"company": "صندوق بيتا"}, ["ألفا"]),
        ({"company": "meta"}, ["Scale AI"]),
        ({"company": "nobody"}, []),
        ({"type": "investment", "status": "announced", "metric": "amount"}, ["ألفا", "Scale AI"]),
        ({"type": "ipo"}, []),
        ({"minimum": 14e9}, ["ألفا", "Scale AI"]),
        ({"minimum": 16e9}, []),
        ({"maximum": 1e9}, []),
        ({"source": "Two"}, ["Scale AI"]),
        ({"since": "2025-06-04"}, ["ألفا"]),
        ({"until": "2025-06-04"}, ["Scale AI"]),
        ({"as_of": "2025-06-12T12:00Z"}, ["Scale AI"]),
        ({"limit": 1}, ["ألفا"]),
    ],
)
def test_deals_are_found(ask: Any, asked: dict[str, Any], targets: list[str]) -> None:
    assert [deal["target"]["name"] for deal in ask("find_deals", **asked)["items"]] == targets


def test_a_deal_comes_whole_page_by_page_and_as_of(ask: Any, ledger: Database) -> None:
    scale = next(deal for deal in queries.deals(ledger) if deal.target and deal.target.name == "Scale AI")
    whole = detail_json(queries.deal(ledger, scale.id))
    answer = ask("get_deal", deal=scale.id)
    assert {key: value for key, value in answer.items() if key not in {"note", "next"}} == whole
    assert [claim["quote"] for claim in answer["claims"]] == [None, "$15 billion"]
    for part in ("claims", "changes", "articles"):
        assert len(whole[part]) > 1
        assert walk(ask, "get_deal", part, deal=scale.id) == whole[part]
    known = ask("get_deal", deal=scale.id, as_of="2025-06-11T12:00Z")
    assert [claim["origin"] for claim in known["claims"]] == ["One"]
    told = ask("get_deal", deal=scale.id, told_by="2025-06-02")
    assert [claim["origin"] for claim in told["claims"]] == ["One"]
    assert walk(ask, "get_deal", "claims", deal=scale.id, told_by="2025-06-20") == whole["claims"]


def test_claims_are_compared(ask: Any, ledger: Database) -> None:
    scale = next(deal for deal in queries.deals(ledger) if deal.target and deal.target.name == "Scale AI")
    answer = ask("compare_claims", deal=scale.id, metric="amount")
    assert answer["deal"] == head_json(scale)
    said = [(one["origin"], one["low"], one["group"], one["differs"], one["quote"]) for one in answer["items"]]
    assert said == [("One", 14e9, 0, ["Two"], None), ("Two", 15e9, 1, ["One"], "$15 billion")]
    assert all(one["standing"] and one["url"] and not one["agrees"] for one in answer["items"])
    assert walk(ask, "compare_claims", deal=scale.id) == answer["items"]
    assert ask("compare_claims", deal=scale.id, metric="stake")["items"] == []
    assert len(ask("compare_claims", deal=scale.id, as_of="2025-06-11T12:00Z")["items"]) == 1


def test_changes_have_their_reasons_and_the_words_of_both_sides(ask: Any, ledger: Database) -> None:
    answer = ask("list_changes", count=True)
    bare = [{key: value for key, value in item.items() if key != "evidence"} for item in answer["items"]]
    assert bare == [change_json(change) for change in queries.changes(ledger)]
    assert answer["total"] == len(bare) == 3
    arabic, conflict, new = answer["items"]
    assert (arabic["kind"], conflict["kind"], new["kind"]) == ("new_deal", "conflict", "new_deal")
    assert conflict["reason_en"]
    assert conflict["reason_ar"]
    after, before = conflict["evidence"]
    assert (after["proves"], after["quote"], after["url"]) == ("after", "$15 billion", "https://two.example/1")
    assert (before["proves"], before["publisher"], before["url"]) == ("before", "One", "https://one.example/1")
    [words] = arabic["evidence"]
    assert (words["quote"], words["publisher"]) == ("أعلن صندوق بيتا", "الأخبار")
    assert walk(ask, "list_changes") == answer["items"]


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ({"kind": "conflict"}, ["conflict"]),
        ({"severity": "high", "kind": "new_deal"}, ["new_deal", "new_deal"]),
        ({"company": "ألفا"}, ["new_deal"]),
        ({"since": "2025-06-03", "until": "2025-06-04"}, ["conflict"]),
        ({"learned_after": "2025-06-12T12:00Z"}, ["new_deal"]),
        ({"told_by": "2025-06-02"}, ["new_deal"]),
        ({"as_of": "2025-06-11T12:00Z", "suppressed": True}, ["new_deal"]),
        ({"type": "investment", "minimum": 1e9, "maximum": 1e11, "source": "Two"}, ["conflict"]),
    ],
)
def test_changes_are_found(ask: Any, asked: dict[str, Any], kinds: list[str]) -> None:
    assert [change["kind"] for change in ask("list_changes", **asked)["items"]] == kinds


def test_companies_are_found_in_any_script(ask: Any) -> None:
    answer = ask("find_companies")
    assert {company["name"] for company in answer["items"]} == {"Meta", "Scale AI", "ألفا", "صندوق بيتا"}
    assert walk(ask, "find_companies") == answer["items"]
    [found] = ask("find_companies", name="بيتا")["items"]
    assert (found["name"], found["deals"]) == ("صندوق بيتا", 1)


@pytest.mark.parametrize(
    ("tool", "asked", "told"),
    [
        ("find_deals", {"type": "takeover"}, "type: Input should be 'investment', 'funding_round', "),
        ("find_deals", {"minimum": -1, "limit": 1000}, "minimum: Input should be greater than or equal to 0; limit: "),
        ("find_deals", {"compny": "Meta"}, "compny: there is no such argument"),
        ("find_deals", {"since": "yesterday"}, "since: is not an ISO 8601 date: 'yesterday'"),
        ("find_deals", {"cursor": "x"}, "the cursor is none that such a page gave; leave it out"),
        ("get_deal", {"deal": "dnope", "cursor": "x"}, "the cursor is none that such a page gave; leave it out"),
        ("get_deal", {}, "deal: Missing required argument"),
        ("get_deal", {"deal": "dnope"}, "no deal has the id 'dnope': find_deals gives the ids"),
        ("get_deal", {"deal": "d", "as_of": "2025-06-10", "told_by": "2025-06-10"}, "as_of and told_by exclude each "),
        ("compare_claims", {"deal": "d\0"}, "deal: String should match pattern"),
        ("list_changes", {"kind": "news"}, "kind: Input should be 'new_deal', "),
    ],
)
def test_wrong_questions_are_told_in_one_line(ask: Any, tool: str, asked: dict[str, Any], told: str) -> None:
    with pytest.raises(ToolError) as error:
        ask(tool, **asked)
    assert str(error.value).startswith(told)
    assert "\n" not in str(error.value)


def test_a_mistake_of_ours_is_named_and_tells_nothing_else(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("/secret/path")

    monkeypatch.setattr(tools, "deal_page", broken)
    with pytest.raises(ToolError, match=r"^unexpected error, please report it: RuntimeError$"):
        ask("find_deals")


def test_a_database_that_fails_is_told(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no database at all, but a text of some length " * 100)

    async def session() -> None:
        with connect_database(f"sqlite:///{tmp_path / 'text.db'}") as broken:
            async with Client(make_server(broken)) as client:
                await client.call_tool("find_deals", {})

    with pytest.raises(ToolError, match="is not a SQLite database: name another file"):
        asyncio.run(session())


def test_a_user_who_may_only_read_will_do(filled_server: str) -> None:
    """The server would refuse any tool that writes."""
    with psycopg.connect(filled_server, autocommit=True) as connection:
        connection.execute("CREATE ROLE asker LOGIN PASSWORD 'asker'")
        connection.execute("ALTER ROLE asker SET default_transaction_read_only = on")
        connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO asker")

    async def session(database: Database) -> None:
        async with Client(make_server(database)) as client:
            found = (await client.call_tool("find_deals", {"company": "بيتا", "count": True})).structured_content
            [deal] = found["items"]
            for tool in ("get_deal", "compare_claims"):
                await client.call_tool(tool, {"deal": deal["id"]})
                await client.call_tool(tool, {"deal": deal["id"], "told_by": "2025-06-20"})
            assert (await client.call_tool("list_changes", {"suppressed": True})).structured_content["items"]
            assert (await client.call_tool("find_companies", {})).structured_content["items"]

    url = make_url(filled_server).set(username="asker", password="asker")  # noqa: S106 -- of a server of this test
    with open_database(url.render_as_string(hide_password=False)) as database:
        with database.read() as connection:
            assert connection.scalar(text("SELECT current_user")) == "asker"
        asyncio.run(session(database))


def test_the_guide_and_the_instructions_have_the_words(ledger: Database) -> None:
    async def session() -> tuple[str, str]:
        async with Client(make_server(ledger)) as client:
            [listed] = await client.list_resources()
            [content] = await client.read_resource(listed.uri)
            return content.text, str(client.instructions)

    guide, instructions = asyncio.run(session())
    assert NOTE in instructions
    assert all(name in instructions for name in ("find_deals", "get_deal", "compare_claims", "list_changes"))
    for words in (DealType, Status, Metric, Qualifier, ChangeKind, Scope):
        assert [word for word in words if word not in guide] == []
    reasons = CONTRACT[CONTRACT.index("Reasons in `suppressed`") : CONTRACT.index("* `alerts list`")]
    for reason in ("near_copy", "echo", "rounding", "superseded", "judged_wrong", "unclear"):
        assert reason in reasons
        assert reason in guide
    assert [word for word in Severity if word not in guide] == []


def test_the_document_has_every_tool_with_its_arguments(ledger: Database) -> None:
    async def session() -> dict[str, list[str]]:
        async with Client(make_server(ledger)) as client:
            return {tool.name: list(tool.input_schema["properties"]) for tool in await client.list_tools()}

    lines = re.findall(r"^\| `(\w+)` \| .+ \| (.+) \|$", DOC, re.MULTILINE)
    assert {name: re.findall(r"`(\w+)`", said) for name, said in lines} == asyncio.run(session())


def test_the_document_tells_assistants_of_commands_that_there_are() -> None:
    entries = [json.loads(block)["mcpServers"]["safqa"] for block in re.findall(r"```json\n(.+?)```", DOC, re.DOTALL)]
    assert [[entry["command"], *entry["args"]][-2:] for entry in entries] == [["safqa", "mcp"], ["safqa", "mcp"]]
    known = re.findall(r"^\| `(SAFQA_\w+)` \|", CONTRACT, re.MULTILINE)
    assert all(name in known for entry in entries for name in entry.get("env", {}))
    assert "`safqa mcp [--http [HOST:]PORT]`" in CONTRACT


def environment(home: Path, **more: str) -> dict[str, str]:
    """Of a process whose home is this folder."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "SAFQA_HOME": str(home), **more}


@pytest.fixture
def served_home(tmp_path: Path, filled_file: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(filled_file, home / "safqa.db")
    return home


def over_streams(home: Path, errors: Path, questions: Callable[[Client[Any]], Awaitable[T]], mode: str = "auto") -> T:
    """What a client learns from `safqa mcp`; the process may not reach any network."""
    code = (
        "import sys\n"
        "def forbid(event, args):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo'): raise SystemExit(f'network touched: {event}')\n"
        "sys.addaudithook(forbid)\n" + COMMAND
    )

    async def session() -> T:
        transport = StdioTransport(
            sys.executable, ["-c", code], env=environment(home), cwd=str(ROOT), keep_alive=False, log_file=errors
        )
        async with Client(transport, mode=mode) as client:
            return await questions(client)

    return asyncio.run(session())


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_session_over_streams(served_home: Path, tmp_path: Path, mode: str) -> None:
    before = (served_home / "safqa.db").read_bytes()

    async def questions(client: Client[Any]) -> None:
        assert NOTE in str(client.instructions)
        assert {tool.name for tool in await client.list_tools()} == set(ANSWERS)
        found = (await client.call_tool("find_deals", {"company": "ألفا"})).structured_content
        [deal] = found["items"]
        assert deal["claims"][0]["quote"] == "15 مليار دولار"
        for tool, asked in (
            ("get_deal", {"deal": deal["id"]}),
            ("compare_claims", {"deal": deal["id"]}),
            ("list_changes", {"company": "صندوق بيتا"}),
            ("find_companies", {"name": "بيتا"}),
        ):
            answer = await client.call_tool(tool, asked)
            assert "بيتا" in answer.content[0].text
            ANSWERS[tool].model_validate(answer.structured_content)
        with pytest.raises(ToolError, match="find_deals gives the ids"):
            await client.call_tool("get_deal", {"deal": "dnope"})
        assert "whose word" in (await client.read_resource("safqa://guide"))[0].text.lower()

    over_streams(served_home, tmp_path / "errors", questions, mode)
    assert (tmp_path / "errors").read_text() == ""
    assert (served_home / "safqa.db").read_bytes() == before
    assert {path.name.removesuffix("-wal").removesuffix("-shm") for path in served_home.iterdir()} == {"safqa.db"}


def test_it_ends_when_the_assistant_goes(served_home: Path) -> None:
    done = run(served_home)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_it_ends_at_ctrl_c(served_home: Path) -> None:
    with started(served_home) as process:
        assert process.stdin
        process.stdin.write('{"jsonrpc":"2.0","id":1,"method":"ping"}\n')
        process.stdin.flush()
        assert process.stdout
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == -signal.SIGINT
        assert process.communicate()[1] == ""


def test_without_the_extra_it_says_how_to_install_it(tmp_path: Path) -> None:
    code = f"import sys; sys.modules['fastmcp'] = None\n{COMMAND}"
    done = run(tmp_path, code=code)
    told = "safqa: the extra `mcp` is not installed: `uv sync --extra mcp` or `pip install 'safqa[mcp]'`\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)
    assert list(tmp_path.iterdir()) == []


def test_other_commands_do_not_load_it(served_home: Path) -> None:
    code = "import sys; from desk.cli import main; main(['deals']); print({'fastmcp', 'mcp'} & set(sys.modules))"
    done = run(served_home, code=code)
    assert done.stdout.endswith("\nset()\n")


def test_over_http_on_this_machine_alone(served_home: Path) -> None:
    with started(served_home, "--http", "0") as process:
        assert process.stderr
        line = process.stderr.readline()
        address = line.removeprefix("safqa: listening on ").split(";")[0]
        assert address.startswith("http://127.0.0.1:"), line

        async def questions() -> list[str]:
            async with Client(address) as client:
                found = (await client.call_tool("find_deals", {})).structured_content
                return [deal["target"]["name"] for deal in found["items"]]

        assert asyncio.run(questions()) == ["ألفا", "Scale AI"]
        ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        accepts = {"Accept": "application/json, text/event-stream"}
        with httpx.Client(trust_env=False) as browser:
            for headers, status in (({"Host": "evil.example"}, 421), ({"Origin": "https://evil.example"}, 403)):
                assert browser.post(address, json=ping, headers={**accepts, **headers}).status_code == status
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert process.stderr.read() == "safqa: stopped\n"


def test_a_busy_port_is_told(served_home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(served_home, "--http", str(port))
    assert (done.returncode, done.stdout) == (1, "")
    assert f"take another port: --http {port + 1 if port < 65535 else port - 1}\n" in done.stderr


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("4290", ("127.0.0.1", 4290)),
        (":0", ("127.0.0.1", 0)),
        ("localhost:1", ("127.0.0.1", 1)),
        ("127.0.0.2:1", ("127.0.0.2", 1)),
        ("[::1]:4290", ("::1", 4290)),
    ],
)
def test_addresses_of_this_machine_are_taken(given: str, meant: tuple[str, int]) -> None:
    assert local_address(given) == meant


@pytest.mark.parametrize("given", ["0.0.0.0:4290", "192.0.2.1:4290", "[::]:4290", "desk.example:4290"])
def test_addresses_that_others_reach_are_refused(given: str) -> None:
    with pytest.raises(UsageError, match=r"could be reached from other machines.*reverse proxy with a login"):
        local_address(given)


@pytest.mark.parametrize("given", ["", "x", "127.0.0.1", "127.0.0.1:", "1:65536", "127.0.0.1:٤"])
def test_what_has_no_port_is_refused(given: str) -> None:
    with pytest.raises(UsageError, match="names no port: write 4290"):
        local_address(given)


def run(home: Path, *args: str, code: str = COMMAND) -> subprocess.CompletedProcess[str]:
    """`safqa mcp` with nobody there to ask."""
    command = [sys.executable, "-c", code, *args]
    return subprocess.run(
        command, env=environment(home), cwd=ROOT, input="", capture_output=True, text=True, timeout=60, check=False
    )


@contextmanager
def started(home: Path, *args: str) -> Iterator[subprocess.Popen[str]]:
    """`safqa mcp` while the block runs."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", COMMAND, *args]
    with subprocess.Popen(
        command, env=environment(home), cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()
