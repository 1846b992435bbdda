"""The schedule from end to end: deploy/prefect.yaml on a server and a worker, deals in PostgreSQL, feeds that change
between runs, and readers who are told of it by webhook and mail. Then the machine goes down in the middle of a run."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event
from typing import Any

import psutil
import pytest
import yaml
from receivers import Hook, Mail, running
from served import Origin, serving
from waiting import wait_until

from flows.deployments import MONITOR

ROOT = Path(__file__).parents[2]
# Runs that meet another end as Cancelled, so that a short interval does no harm where runs take long.
EVERY = 5
WITHIN = 90.0

META = ("ميتا تستثمر في سكيل إيه آي", "أعلنت شركة ميتا استثمار {} مليار دولار في شركة Scale AI للذكاء الاصطناعي.")
PALMGROVE = (
    "Palmgrove Labs raises money",
    "Palmgrove Labs, a maker of artificial intelligence models, said on Monday that it had raised ${} million in a "
    "Series B round led by Harbour Street Capital.",
)
LOWTIDE = (
    "Lowtide raises money",
    "Lowtide, an artificial intelligence company, said that it had raised ${} million in a Series A round led by Tern "
    "Partners.",
)


def item(key: str, told: tuple[str, str], figure: int) -> str:
    title, text = told
    date = format_datetime(datetime.now(UTC) - timedelta(hours=1))
    return (
        f"<item><title>{title}</title><guid>{key}</guid><link>https://{key}.example/1</link>"
        f"<description>{text.format(figure)}</description><pubDate>{date}</pubDate></item>"
    )


def document(*items: str) -> bytes:
    return f'<rss version="2.0"><channel><title>News</title>{"".join(items)}</channel></rss>'.encode()


@dataclass
class Town:
    """Two newspapers, an Arabic and an English one, and two readers of alerts."""

    origin: Origin
    hook: Hook
    mail: Mail
    hold: Event = field(default_factory=Event)

    def feeds(self) -> str:
        papers = (("/ar", "الضفة"), ("/en", "Quay"))
        return "".join(
            f'[[feeds]]\nurl = "{self.origin.url(path)}"\nname = "{name}"\npublisher = "{name}"\nfull_text = "never"\n'
            for path, name in papers
        )

    def channels(self) -> str:
        post = f"mailto://127.0.0.1:{self.mail.server_address[1]}/?from=safqa@a.example&to=desk@b.example&mode=insecure"
        return (
            f'[[channels]]\nname = "hook"\nurl = "json://127.0.0.1:{self.hook.server_address[1]}/safqa"\n'
            f'[[channels]]\nname = "mail"\nlanguage = "ar"\nurl = "{post}"\n'
        )

    def told(self) -> list[str]:
        """What the readers got: the webhook's messages; the mails must be of the same number."""
        assert len(self.mail.got) == len(self.hook.got)
        return [message["message"] for message in self.hook.got]

    def stall(self, path: str) -> None:
        """Lets a feed not answer until `hold` is set."""
        answer = self.origin.behaviours[path]

        def behave(request: BaseHTTPRequestHandler) -> None:
            self.hold.wait(WITHIN)
            with suppress(OSError):  # who asked may have gone
                answer(request)

        self.origin.behaviours[path] = behave

    def asked(self, after: int) -> set[str]:
        return {path for path, _ in self.origin.asked[after:]}


class Schedule:
    """The deployments on a server, and the worker that runs them."""

    def __init__(self, ask: Callable[..., Any], environment: dict[str, str], folder: Path) -> None:
        self._ask = ask
        self._environment = environment
        self._folder = folder
        self._seen: set[str] = set()
        self.worker: subprocess.Popen[bytes] | None = None

    def start_worker(self) -> None:
        """A worker of the process pool, which it makes; it looks for runs each second, and begins none before its time.

        It works from anywhere.
        """
        pace = {"PREFECT_WORKER_QUERY_SECONDS": "1", "PREFECT_WORKER_PREFETCH_SECONDS": "1"}
        command = [Path(sys.executable).with_name("prefect"), "worker", "start", "--pool", "safqa", "--type", "process"]
        with (self._folder / "worker.log").open("ab") as log:
            self.worker = subprocess.Popen(
                command,
                env=self._environment | pace,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill_worker(self) -> None:
        """SIGKILL to the worker and the runs that it has started, as when a machine goes down."""
        if self.worker and self.worker.poll() is None:
            worker = psutil.Process(self.worker.pid)
            family = [worker, *worker.children(recursive=True)]
            for one in family:
                one.kill()
            psutil.wait_procs(family, timeout=10)
            self.worker.wait()

    def deploy(self, prefect: Callable[..., None]) -> None:
        """Deploys deploy/prefect.yaml, with a shorter interval, and so that each run asks all feeds."""
        file = yaml.safe_load((ROOT / "deploy" / "prefect.yaml").read_text(encoding="utf-8"))
        [monitor] = [each for each in file["deployments"] if each["name"] == MONITOR.name]
        monitor["schedules"][0]["interval"] = EVERY
        monitor["parameters"] = {"config": {"now": True, "seed": False}}
        quick = self._folder / "prefect.yaml"
        quick.write_text(yaml.safe_dump(file), encoding="utf-8")
        assert wait_until(lambda: self._ask("POST", "work_pools/filter", {}), WITHIN), "the worker has made no pool"
        prefect("deploy", "--prefect-file", str(quick), "--all")

    def sweep(self) -> str:
        command = [sys.executable, "-m", "flows.sweeping"]
        return subprocess.check_output(command, env=self._environment, text=True, timeout=60)

    def in_state(self, *states: str) -> list[dict[str, Any]]:
        """The runs that the schedule has made, in the order of their times."""
        question = {"flow_runs": {"state": {"type": {"any_": states}}}, "sort": "EXPECTED_START_TIME_ASC"}
        return [run for run in self._ask("POST", "flow_runs/filter", question) if run["auto_scheduled"]]

    def next_run(self) -> dict[str, Any]:
        """The next run that has ended, not counting those that met another."""
        assert wait_until(self._fresh, WITHIN), "no run of the schedule has ended"
        run = self._fresh()[0]
        self._seen.add(run["id"])
        return run

    def _fresh(self) -> list[dict[str, Any]]:
        return [run for run in self.in_state("COMPLETED", "FAILED", "CRASHED") if run["id"] not in self._seen]

    def artifacts(self, run: dict[str, Any]) -> dict[str, Any]:
        question = {"artifacts": {"flow_run_id": {"any_": [run["id"]]}}}
        return {each["key"]: each["data"] for each in self._ask("POST", "artifacts/filter", question)}

    def events(self, kind: str) -> list[dict[str, Any]]:
        """Safqa's events of which the names begin like this."""
        found = self._ask("POST", "events/filter", {"filter": {"event": {"prefix": [f"safqa.{kind}"]}}})
        events: list[dict[str, Any]] = found["events"]
        return events


@pytest.fixture(scope="module")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of its own, where no other test's server is found."""
    return tmp_path_factory.mktemp("prefect-schedule")


@pytest.fixture
def town() -> Iterator[Town]:
    with serving() as origin, running(Hook()) as hook, running(Mail()) as mail:
        yield Town(origin, hook, mail)


@pytest.fixture
def environment(
    environment: dict[str, str], town: Town, postgres: Callable[[str | None], str], tmp_path: Path
) -> dict[str, str]:
    (tmp_path / "feeds.toml").write_text(town.feeds(), encoding="utf-8")
    (tmp_path / "alerts.toml").write_text(town.channels(), encoding="utf-8")
    return environment | {
        "SAFQA_DATABASE_URL": postgres(None),
        "SAFQA_FEEDS": str(tmp_path / "feeds.toml"),
        "SAFQA_ALERTS": str(tmp_path / "alerts.toml"),
        "SAFQA_RATES": "none",
        "SAFQA_ALLOW_PRIVATE_NETWORKS": "1",
        "DO_NOT_TRACK": "1",
    }


@pytest.fixture
def schedule(
    ask: Callable[..., Any], environment: dict[str, str], url: str, town: Town, tmp_path: Path
) -> Iterator[Schedule]:
    schedule = Schedule(ask, environment | {"PREFECT_API_URL": url}, tmp_path)
    yield schedule
    town.hold.set()
    schedule.kill_worker()


def test_each_change_is_told_once_whatever_becomes_of_the_worker(
    schedule: Schedule, town: Town, prefect: Callable[..., None], safqa: Callable[..., Any]
) -> None:
    town.origin.serve("/ar", document(item("dijla", META, 14)))
    town.origin.serve("/en", document())
    schedule.start_worker()
    schedule.deploy(prefect)
    ended = [*three_runs(schedule, town), *a_run_that_is_killed_and_what_follows(schedule, town)]
    # One event for each change, and one for each run that came to its end.
    assert wait_until(lambda: {run["id"] for run in ended} <= finished(schedule), 15)
    kinds = sorted(event["event"] for event in schedule.events("change"))
    assert kinds == ["safqa.change.corrected", *["safqa.change.new_deal"] * 3]
    assert len(schedule.events("run.finished")) == len(finished(schedule))
    assert ledger(safqa) == {
        "articles": {"Lowtide": 1, "Palmgrove Labs": 1, "Scale AI": 1},
        "amounts": {"Lowtide": [40e6], "Palmgrove Labs": [75e6], "Scale AI": [15e9]},
        "changes": ["corrected", "new_deal", "new_deal", "new_deal"],
        "alerts": {"hook": (0, 3), "mail": (0, 3)},
    }


def three_runs(schedule: Schedule, town: Town) -> list[dict[str, Any]]:
    """What a feed has at first is told to nobody; a new article, a changed figure and a dead feed are told."""
    first = schedule.next_run()
    town.origin.serve("/en", document(item("quay", PALMGROVE, 75)))
    assert (first["state_name"], first["name"]) == ("Completed", "monitor · 2 feeds · 1 new deal")
    assert json.loads(schedule.artifacts(first)["figures"])[0]["new"] == "14.0 bn USD"
    assert town.told() == []
    second = schedule.next_run()
    town.origin.serve("/ar", document(item("dijla", META, 15)))
    town.origin.serve("/en", b"", 404)
    assert (second["state_name"], second["name"]) == ("Completed", "monitor · 2 feeds · 1 new deal")
    assert ["Palmgrove Labs" in message for message in town.told()] == [True]
    third = schedule.next_run()
    town.stall("/ar")
    town.origin.serve("/en", document(item("quay", PALMGROVE, 75), item("lowtide", LOWTIDE, 40)))
    assert (third["state_name"], third["name"]) == ("Degraded", "monitor · 2 feeds · 1 change")
    shown = schedule.artifacts(third)
    assert shown.keys() == {"new-deals", "figures", "figures-told", "run-report"}
    [line] = json.loads(shown["figures"])
    assert (line["old"], line["new"], line["change"]) == ("14.0 bn USD (Meta)", "15.0 bn USD", "corrected (official)")
    assert "14.0 bn USD (Meta) → **15.0 bn USD**" in shown["figures-told"]
    assert "| Quay | not_found | 0 | 404 Not Found |" in shown["run-report"]
    assert ["14 bn USD (Meta) → 15 bn USD (Meta)" in message for message in town.told()] == [False, True]
    assert [mail["subject"] for mail in town.mail.got] == ["صفقة · التغييرات: 1 · الصفقات: 1"] * 2
    return [first, second, third]


def a_run_that_is_killed_and_what_follows(schedule: Schedule, town: Town) -> list[dict[str, Any]]:
    """A run dies while it waits for one feed, with what the other has brought: the next run takes it up."""
    before = len(town.origin.asked)
    assert wait_until(lambda: town.asked(before) == {"/ar", "/en"}, WITHIN)
    [killed] = schedule.in_state("RUNNING")
    schedule.kill_worker()
    town.hold.set()
    assert [run["id"] for run in schedule.in_state("RUNNING")] == [killed["id"]]
    assert schedule.sweep() == "runs that had been left: 1\n"
    crashed = schedule.next_run()
    assert (crashed["id"], crashed["state_name"]) == (killed["id"], "Crashed")
    schedule.start_worker()
    after, again = schedule.next_run(), schedule.next_run()
    assert (after["state_name"], after["name"]) == ("Completed", "monitor · 2 feeds · 1 new deal")
    assert (again["state_name"], again["name"]) == ("Completed", "monitor · 2 feeds · nothing new")
    assert ["Lowtide" in message for message in town.told()] == [False, False, True]
    return [after, again]


def finished(schedule: Schedule) -> set[str]:
    """The ids of the runs that have emitted their summary."""
    return {event["resource"]["prefect.resource.id"].rpartition(".")[2] for event in schedule.events("run.finished")}


def ledger(safqa: Callable[..., Any]) -> dict[str, Any]:
    """What the commands say: deals with their articles and figures, all changes, and what waits and was sent."""

    def listed(*command: str) -> Any:
        return json.loads(safqa(*command, "--format", "json").stdout)

    deals = listed("deals")
    return {
        "articles": {deal["target"]["name"]: deal["articles"] for deal in deals},
        "amounts": {deal["target"]["name"]: [figure["low"] for figure in deal["figures"]] for deal in deals},
        "changes": sorted(change["kind"] for change in listed("changes", "--all")),
        "alerts": {each["channel"]: (each["waiting"], each["sent"]) for each in listed("alerts", "list")},
    }
