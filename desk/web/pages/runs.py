"""The page *Runs*: the ways into the Prefect UI, which shows every run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desk.web.links import web_link

if TYPE_CHECKING:
    from desk.web.pages.words import Words

# Pages of the UI, by our word for each.
_PLACES = (
    ("link_runs", "/runs"),
    ("link_deployments", "/deployments"),
    ("link_artifacts", "/artifacts"),
    ("link_events", "/events"),
)


@dataclass(frozen=True, slots=True)
class RunsPage:
    """What the page shows; without a server there are no links."""

    ui: str | None
    links: tuple[tuple[str, str], ...]


def view(ui: str | None, words: Words) -> RunsPage:
    """The page; `ui` is where the UI is."""
    links = tuple((words.t["runs"][word], ui + place) for word, place in _PLACES) if ui else ()
    return RunsPage(ui, links)


def ui_address(named: str | None, api: str | None) -> str | None:
    """Where the UI is.

    Args:
        named: what PREFECT_UI_URL says: where people reach it, which a server behind a proxy does not know.
        api: the address of the server's API; its UI is beside it. A password in it is not told.
    """
    if link := web_link(named):
        return link.rstrip("/")
    if api is None or web_link(api) is None:
        return None
    parts = urlsplit(api)
    host = f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
    return f"{parts.scheme}://{host}{parts.path.rstrip('/').removesuffix('/api')}"
