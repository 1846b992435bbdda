"""Judging on the web pages: off by default, for who signed in or is named by a proxy, as `safqa judge` does it."""

import io
import json
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest

from desk.cli import main
from desk.web.server import address_of, beside, listen
from safqa.model import Stage
from safqa.settings import Settings
from storage.engine import Database, open_database
from storage.ingest import given, ingest

# What somebody signs in with, signs in with later, and takes for it.
WORDS, OTHERS, WRONG = "four plain words here", "another plain four", "four plain words"
NAME = "سارة"
Served = Callable[..., AbstractContextManager[httpx.Client]]


class Reader:
    """Somebody at the pages: follows nothing by themselves, fills in forms as a browser would."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.made = (
            ""  # the id of the latest judgement; PostgreSQL's numbers have gaps where something was only proposed
        )

    def sign_in(self, name: str = NAME, password: str = WORDS) -> httpx.Response:
        return self.client.post("/en/sign-in", data={"name": name, "password": password, "back": "/en/deals"})

    def token(self, path: str = "/en/judgements") -> str:
        found = re.search(r'name="token" value="([^"]+)"', self.client.get(path).text)
        assert found is not None, path
        return found[1]

    def propose(self, **fields: Any) -> httpx.Response:
        return self.client.post("/en/judge", data={"token": self.token(), **fields})

    def judge(self, **fields: Any) -> str:
        """What the page of the judgement says, once it is made."""
        assert self.propose(**fields).status_code == 200
        answer = self.propose(**fields, confirmed="1")
        assert answer.status_code == 303, answer.text
        self.made = answer.headers["Location"].partition("?")[0].rpartition("/")[2]
        return self.client.get(answer.headers["Location"]).text


@pytest.fixture
def told(make: Any) -> list[Any]:
    """Two rounds of one company, one of another by a longer name, and a deal that two articles tell of."""
    return [
        make.article("one", make.mention(make.figure(14e9), stage=Stage.SERIES_A)),
        make.article("two", make.mention(make.figure(20e9), stage=Stage.SERIES_B), published=make.day(3)),
        make.article("three", make.mention(make.figure(2e9), target="Waha"), published=make.day(4)),
        make.article("four", make.mention(make.figure(2e9), target="Waha"), published=make.day(5)),
        make.article("five", make.mention(make.figure(7e9), target="Waha Data Centers"), published=make.day(40)),
    ]


@pytest.fixture
def filled(new_database: Callable[[], Database], told: list[Any], make: Any) -> Callable[[], Database]:
    def fill() -> Database:
        database = new_database()
        for number, article in enumerate(told):
            ingest(database, [given(article)], seen_at=make.day(50 + number))
        return database

    return fill


@pytest.fixture
def ledger(filled: Callable[[], Database]) -> Database:
    return filled()


def url_of(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


@pytest.fixture
def served(ledger: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Served:
    """Serves the ledger with these settings: `editor_header="X-User"`."""

    @contextmanager
    def serve(**settings: str) -> Iterator[httpx.Client]:
        (tmp_path / "feeds.toml").write_text("", encoding="utf-8")
        chosen = {"home": str(tmp_path / "home"), "database_url": url_of(ledger), "feeds": str(tmp_path / "feeds.toml")}
        for name in Settings.model_fields:
            monkeypatch.delenv(f"SAFQA_{name.upper()}", raising=False)
        for name, value in {**chosen, **settings}.items():
            monkeypatch.setenv(f"SAFQA_{name.upper()}", value)
        with (
            listen("127.0.0.1", 0, "--port") as listener,
            beside(Settings(), listener),
            httpx.Client(base_url=address_of(listener), trust_env=False) as client,
        ):
            yield client

    return serve


@pytest.fixture
def add(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Runs `safqa editor add`."""

    def run(name: str = NAME, password: str = WORDS) -> int:
        monkeypatch.setattr(sys, "stdin", io.StringIO(password + "\n"))
        return main(["editor", "add", name])

    return run


@pytest.fixture
def sara(served: Served, add: Callable[..., int]) -> Iterator[Reader]:
    """An editor who has signed in."""
    with served() as client:
        assert add() == 0
        reader = Reader(client)
        assert reader.sign_in().status_code == 303
        yield reader


def deals_of(client: httpx.Client, company: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/v1/deals", params={"company": company}).json()["items"]
    return found


def claim_of(client: httpx.Client, deal: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/api/v1/deals/{deal}").json()["claims"][0]
    return found


ADDRESSES = ("/judgements", "/judgements/j1", "/sign-in", "/deals/{deal}/same", "/companies/{company}/same")


@pytest.mark.parametrize("backend", ["sqlite"])
def test_without_editors_there_is_nothing_to_judge_with(served: Served) -> None:
    with served() as client:
        one = deals_of(client, "Waha")[0]
        for language in ("ar", "en"):
            for path in ADDRESSES:
                at = f"/{language}{path}".format(deal=one["id"], company=one["target"]["id"])
                assert client.get(at).status_code == 404, at
            for path in ("judge", "sign-in"):
                assert client.post(f"/{language}/{path}", data={"wrong": "abcdef"}).status_code == 404
            page = client.get(f"/{language}/deals/{one['id']}").text
            assert "sign-in" not in page
            assert f"/{language}/judge" not in page
        assert client.post("/en/judge", headers={"X-Forwarded-User": "sara"}).status_code == 404


@pytest.mark.parametrize("backend", ["sqlite"])
def test_readers_are_led_to_signing_in_and_come_back(served: Served, add: Callable[..., int]) -> None:
    with served() as client:
        assert add() == 0  # while it is served: from now on there is somebody
        one = deals_of(client, "Waha")[0]["id"]
        assert f'href="/en/sign-in?back=%2Fen%2Fdeals%2F{one}"' in client.get(f"/en/deals/{one}").text
        for path in ("judgements", f"deals/{one}/same"):
            answer = client.get(f"/ar/{path}")
            assert (answer.status_code, answer.headers["Location"][:18]) == (303, "/ar/sign-in?back=%")
        form = client.get(answer.headers["Location"]).text
        assert f'value="/ar/deals/{one}/same"' in form
        claim = claim_of(client, one)["id"]
        answer = client.post("/ar/judge", data={"wrong": claim, "confirmed": "1", "back": f"/ar/deals/{one}"})
        assert (answer.status_code, answer.headers["Location"][:18]) == (303, "/ar/sign-in?back=%")
        assert claim_of(client, one)["judged"] is None
        wrong = Reader(client).sign_in(password=WRONG)
        assert (wrong.status_code, "Set-Cookie" in wrong.headers and "safqa_editor" in wrong.headers["Set-Cookie"]) == (
            403,
            False,
        )
        assert 'role="alert"' in wrong.text
        assert f'value="{NAME}"' in wrong.text
        right = Reader(client).sign_in()
        assert right.headers["Location"] == "/en/deals"
        cookie = next(line for line in right.headers.get_list("Set-Cookie") if line.startswith("safqa_editor="))
        for words in ("HttpOnly", "SameSite=lax", "Max-Age=43200", "Path=/"):
            assert words in cookie
        assert "Secure" not in cookie
        assert f"<bdi>{NAME}</bdi>" in client.get("/en/deals").text
        assert client.get("/en/sign-in?back=//evil.example").headers["Location"] == "/en/changes"
        token = Reader(client).token()
        assert client.post("/en/sign-out", data={"token": "x"}).headers.get("Set-Cookie", "") == ""
        client.post("/en/sign-out", data={"token": token})
        assert client.get("/en/judgements").headers["Location"].startswith("/en/sign-in")


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_session_over_https_is_sent_over_nothing_else(served: Served, add: Callable[..., int]) -> None:
    with served() as client:
        assert add() == 0
        data, headers = {"name": NAME, "password": WORDS}, {"X-Forwarded-Proto": "https"}
        answer = client.post("/en/sign-in", data=data, headers=headers)
        assert "; Secure" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_session_ends_with_its_password_and_its_editor(sara: Reader, add: Callable[..., int]) -> None:
    assert sara.client.get("/en/judgements").status_code == 200
    assert add(password=OTHERS) == 0
    assert sara.client.get("/en/judgements").status_code == 303
    assert sara.sign_in(password=OTHERS).status_code == 303
    assert sara.client.get("/en/judgements").status_code == 200
    assert main(["editor", "remove", NAME]) == 0
    assert sara.client.get("/en/judgements").status_code == 404  # she was the only one
    sara.client.cookies.set("safqa_editor", "made.up.session")
    assert add("omar") == 0
    assert sara.client.get("/en/judgements").status_code == 303


@pytest.mark.parametrize("backend", ["sqlite"])
def test_who_guesses_is_held_up(served: Served, add: Callable[..., int]) -> None:
    with served() as client:
        assert add() == 0
        codes = [Reader(client).sign_in("omar", f"guess number {n}").status_code for n in range(6)]
        assert codes == [403] * 5 + [429]
        answer = Reader(client).sign_in()  # and the right word is not looked at either
        assert answer.status_code == 429
        assert 800 < int(answer.headers["Retry-After"]) <= 900


@pytest.mark.parametrize("backend", ["sqlite"])
def test_forms_of_other_sites_and_of_other_sessions_do_nothing(sara: Reader, add: Callable[..., int]) -> None:
    client = sara.client
    one = deals_of(client, "Waha")[0]["id"]
    wrong = {"wrong": claim_of(client, one)["id"], "confirmed": "1", "token": sara.token()}
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ):
        assert client.post("/en/judge", data=wrong, headers=headers).status_code == 403, headers
        assert client.post("/en/sign-in", data={"name": "x", "password": "y"}, headers=headers).status_code == 403
    assert add("omar") == 0
    with httpx.Client(base_url=client.base_url, trust_env=False) as other:
        omar = Reader(other)
        omar.sign_in("omar")
        for token in ("", "made.up.token", omar.token()):
            answer = client.post("/en/judge", data={**wrong, "token": token})
            assert (answer.status_code, "open it anew" in answer.text) == (403, True)
    assert client.post("/en/judge", content=b"x" * 300_000).status_code == 403
    assert claim_of(client, one)["judged"] is None
    host = str(client.base_url).rstrip("/")
    assert client.post("/en/judge", data=wrong, headers={"Origin": host}).status_code == 303
    assert claim_of(client, one)["judged"] == "wrong"


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(("proxies", "status"), [("127.0.0.0/8", 200), ("10.0.0.0/8", 403), ("::1", 403)])
def test_a_proxy_names_editors_from_its_own_address_alone(served: Served, proxies: str, status: int) -> None:
    with served(editor_header="X-Forwarded-User", editor_proxies=proxies) as client:
        named = {"X-Forwarded-User": "omar"}
        # X-Forwarded-For is what the caller says: it makes nobody a proxy, and a proxy no reader.
        for far in ("10.0.0.7", "127.0.0.1", "::1"):
            answer = client.get("/en/judgements", headers=named | {"X-Forwarded-For": far})
            assert answer.status_code == status
        assert client.get("/en/judgements").status_code == 403
        assert client.get("/en/sign-in", headers=named if status == 403 else {}).status_code == 404
        assert ("Judgements" in client.get("/en/deals", headers=named).text) is (status == 200)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_who_is_named_by_a_proxy_judges_by_that_name(served: Served) -> None:
    with served(editor_header="X-Forwarded-User") as client:
        client.headers = httpx.Headers({b"X-Forwarded-User": "ليلى".encode()})
        layla = Reader(client)
        one = deals_of(client, "Waha")[0]["id"]
        assert "ليلى" in layla.judge(wrong=claim_of(client, one)["id"])
        assert "Sign out" not in client.get("/en/judgements").text
        token = layla.token()
        for name in ("omar", "", "a:b", "x" * 65):  # her form, sent by another or by nobody
            answer = client.post("/en/judge", data={"undo": "f1", "token": token}, headers={"X-Forwarded-User": name})
            assert answer.status_code == 403, name
        twice = [("X-Forwarded-User", "omar"), ("X-Forwarded-User", "layla")]
        with httpx.Client(base_url=client.base_url, trust_env=False) as other:
            assert other.get("/en/judgements", headers=twice).status_code == 403


def test_each_judgement_is_shown_first_then_made_and_undone(sara: Reader) -> None:
    client = sara.client
    one = deals_of(client, "Waha")[-1]
    claim = claim_of(client, one["id"])["id"]
    proposed = sara.propose(wrong=claim, back="/en/deals").text
    assert "Is this figure wrong?" in proposed
    assert "US$2 bn" in proposed
    page = f"/en/deals/{one['id']}"
    assert ('name="wrong"' in client.get(page).text, 'name="url"' in client.get(page).text) == (
        True,
        one["articles"] > 1,
    )
    assert 'action="/en/judge"' not in client.get(f"{page}?as_of=2999-01-01").text  # the past is not judged
    assert claim_of(client, one["id"])["judged"] is None  # nothing is kept yet
    assert "1 deal shown otherwise" in unescape(sara.judge(wrong=claim, reason="won, not dollars", back="/en/deals"))
    first = sara.made
    assert claim_of(client, one["id"])["judged"] == "wrong"
    assert "That is held already." in sara.propose(wrong=claim).text
    assert "Right figure" in sara.judge(right=claim)
    second = sara.made
    assert claim_of(client, one["id"])["judged"] == "right"
    listed = client.get("/en/judgements").text
    assert (f'value="{second}"' in listed, f'value="{first}"' in listed, NAME in listed) == (True, False, True)
    assert "the judgement is withdrawn" in sara.judge(undo=second)
    assert claim_of(client, one["id"])["judged"] == "wrong"  # what it had replaced
    everything = client.get("/ar/judgements?all=1").text
    assert "won, not dollars" in everything
    assert "رقم صحيح" in everything
    answer = sara.propose(undo=second)
    assert (answer.status_code, f"{second} holds no more" in answer.text) == (409, True)
    assert client.get("/en/judgements/j99").status_code == 404
    assert client.get("/en/judge").headers["Location"] == "/en/judgements"


def test_deals_are_joined_and_parted(sara: Reader) -> None:
    client = sara.client
    first, second = (deal["id"] for deal in deals_of(client, "Scale AI"))
    search = client.get(f"/en/deals/{first}/same").text  # what is told of the same company
    assert f'name="same" value="{second}"' in search
    assert f'name="same" value="{first}"' not in search
    for asked in (second.upper(), f"http://localhost:4280/ar/deals/{second}?x", "scale ai"):
        assert f'value="{second}"' in client.get(f"/en/deals/{first}/same", params={"q": asked}).text
    assert "Nothing found" in client.get(f"/en/deals/{first}/same", params={"q": "dzzzzzzzz"}).text
    assert "1 deal merged into another" in sara.judge(same=second, one=first)
    (whole,) = deals_of(client, "Scale AI")
    page = client.get(f"/en/deals/{whole['id']}").text
    assert page.count('name="url"') == 2
    none = sara.propose(split=whole["id"])
    assert (none.status_code, "No article is chosen" in none.text) == (400, True)
    every = sara.propose(split=whole["id"], url=["https://one.example/1", "https://two.example/1"])
    assert (every.status_code, "these are all articles" in every.text) == (409, True)
    assert "1 deal split off" in sara.judge(split=whole["id"], url=["https://two.example/1"])
    assert len(deals_of(client, "Scale AI")) == 2
    assert "That is held already." in sara.propose(different=second, one=first).text


def test_companies_are_joined_and_parted(sara: Reader) -> None:
    client = sara.client
    ids = {deal["target"]["name"]: deal["target"]["id"] for deal in deals_of(client, "Waha")}
    assert len(set(ids.values())) == 2
    page = client.get(f"/en/companies/{ids['Waha']}").text
    assert f'action="/en/companies/{ids["Waha"]}/same"' in page
    found = client.get(f"/en/companies/{ids['Waha']}/same", params={"q": "waha"}).text
    assert 'name="same-company" value="Waha Data Centers"' in found
    assert 'name="same-company" value="Waha"' not in found
    assert 'value="Nobody Ever"' in client.get(f"/en/companies/{ids['Waha']}/same", params={"q": "Nobody Ever"}).text
    fields = {"same-company": "Waha Data Centers", "one": "Waha"}
    assert "Same company" in sara.judge(**fields)
    assert len({deal["target"]["id"] for deal in deals_of(client, "Waha")}) == 1
    assert "Not the same company" in sara.judge(**{"different-company": "Waha Data Centers", "one": "Waha"})
    assert len({deal["target"]["id"] for deal in deals_of(client, "Waha")}) == 2
    assert sara.propose(**{"same-company": "Nobody", "one": "Ever"}).status_code == 409


@pytest.mark.parametrize("backend", ["sqlite"])
def test_what_contradicts_others_names_them(sara: Reader) -> None:
    sara.judge(**{"same-company": "Waha Data Centers", "one": "Waha"})
    sara.judge(**{"same-company": "Waha Two", "one": "Waha"})
    answer = sara.propose(**{"different-company": "Waha Two", "one": "Waha Data Centers"})
    assert answer.status_code == 409
    assert re.search(r'role="alert">Nothing was judged.*<a href="/en/judgements/j\d+"', answer.text)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"wrong": " "},
        {"wrong": "abcdef", "right": "abcdef"},
        {"wrong": ["abcdef", "abcdee"]},
        {"same": "d12345678"},
        {"same": "d12345678", "one": ["d1", "d2"]},
    ],
)
@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_form_that_asks_for_nothing_clear_is_told(sara: Reader, fields: dict[str, Any]) -> None:
    answer = sara.propose(**fields)
    assert (answer.status_code, "choose again" in answer.text) == (400, True)


@pytest.mark.parametrize(
    "fields",
    [
        {"wrong": "abcdef123456"},
        {"wrong": "ab"},
        {"same": "dnothing1", "one": "dnothing2"},
        {"undo": "j7"},
        {"undo": "x"},
    ],
)
@pytest.mark.parametrize("backend", ["sqlite"])
def test_what_is_not_there_is_told_on_one_line(sara: Reader, fields: dict[str, Any]) -> None:
    for confirmed in ("", "1"):
        answer = sara.propose(**fields, confirmed=confirmed)
        assert answer.status_code == 409
        assert re.search(r'role="alert">Nothing was judged: <bdi lang="en">no [^\n]+</bdi></p>', answer.text)


def test_while_a_run_writes_it_says_so_and_keeps_the_form(
    sara: Reader, ledger: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.web.pages.judging._PATIENCE", 0.2)
    one = deals_of(sara.client, "Waha")[0]["id"]
    claim = claim_of(sara.client, one)["id"]
    begun, enough = threading.Event(), threading.Event()

    def write() -> None:
        with ledger.write():
            begun.set()
            enough.wait(30)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(10)
        answer = sara.propose(wrong=claim, reason="busy day", confirmed="1")
    finally:
        enough.set()
        writer.join()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "A run is writing just now" in answer.text
    for field in (f'name="wrong" value="{claim}"', 'name="reason" value="busy day"'):
        assert field in answer.text
    assert claim_of(sara.client, one)["judged"] is None
    assert "Wrong figure" in sara.judge(wrong=claim, reason="busy day")


_TOLD_BY_WHEN = {"created_at", "deleted_at", "detected_at", "by"}


def rows(url: str, *command: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """What `safqa …` answers on a database, without when it learned things, who said so, and ids made of either."""
    monkeypatch.setenv("SAFQA_DATABASE_URL", url)
    capfd.readouterr()
    assert main([*command, "--format", "json"]) == 0
    found = json.loads(re.sub(r"\b[jf]\d+\b", "N", capfd.readouterr().out))
    told = [{key: value for key, value in row.items() if key not in _TOLD_BY_WHEN} for row in found]
    for row in told:
        if row.get("url", "") is None:  # what the ledger did itself
            del row["id"]
    return sorted(told, key=json.dumps)


def test_the_ledger_is_as_safqa_judge_leaves_it(
    sara: Reader,
    ledger: Database,
    filled: Callable[[], Database],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = (deal["id"] for deal in deals_of(sara.client, "Scale AI"))
    waha = next(deal["id"] for deal in deals_of(sara.client, "Waha") if deal["articles"] == 2)
    claim = claim_of(sara.client, first)["id"]
    urls = ["https://four.example/1"]
    made: dict[str, str] = {}
    for fields in (
        {"same": second, "one": first},
        {"wrong": claim, "reason": "why"},
        {"split": waha, "url": urls},
        {"same-company": "Waha Data Centers", "one": "Waha"},
    ):
        sara.judge(**fields)
        made[next(iter(fields))] = sara.made
    sara.judge(undo=made["wrong"])
    by_hand = url_of(filled())
    monkeypatch.setenv("SAFQA_DATABASE_URL", by_hand)
    for command in (
        ("same", first, second),
        ("wrong", claim, "--reason", "why"),
        ("split", waha, *urls),
        ("same-company", "Waha", "Waha Data Centers"),
        ("undo", "f1"),
    ):
        assert main(["judge", *command]) == 0
    for command in (("deals",), ("changes", "--all"), ("judge", "list", "--all")):
        of_the_web, of_the_hand = (
            rows(url, *command, capfd=capfd, monkeypatch=monkeypatch) for url in (url_of(ledger), by_hand)
        )
        assert of_the_web == of_the_hand, command
        assert of_the_web
    for url in (url_of(ledger), by_hand):
        monkeypatch.setenv("SAFQA_DATABASE_URL", url)
        capfd.readouterr()
        assert main(["rebuild"]) == 0
        assert "nothing" in capfd.readouterr().out


@pytest.mark.parametrize("backend", ["postgresql"])
def test_pages_are_read_by_one_user_and_judged_by_another(
    served: Served, ledger: Database, add: Callable[..., int]
) -> None:
    url = ledger.engine.url
    with ledger.engine.begin() as connection:
        name = f"reader_{url.database}"
        connection.exec_driver_sql(f"CREATE ROLE {name} LOGIN")
        connection.exec_driver_sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}")
        connection.exec_driver_sql(f"ALTER ROLE {name} SET default_transaction_read_only = on")
    reading = url.set(username=name).render_as_string(hide_password=False)
    with served(database_url=reading) as client:
        assert add() == 0
        reader = Reader(client)
        reader.sign_in()
        claim = claim_of(client, deals_of(client, "Waha")[0]["id"])["id"]
        answer = reader.propose(wrong=claim, confirmed="1")
        assert (answer.status_code, "may only be read" in answer.text) == (503, True)
    with served(database_url=reading, editor_database_url=url_of(ledger)) as client:
        reader = Reader(client)
        reader.sign_in()
        assert "Wrong figure" in reader.judge(wrong=claim)
    with open_database(url_of(ledger)) as database, database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM claim_judgement").scalar() == 1
