"""Who really calls: the address at the other end of the connection, before any header of a proxy says another.

`X-Forwarded-For` and `X-Forwarded-Proto` are believed of the addresses in FORWARDED_ALLOW_IPS (uvicorn's own variable
and default: this machine). Who may name an editor is a narrower matter: `SAFQA_EDITOR_PROXIES`.
"""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from os import environ
from typing import TYPE_CHECKING

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

_PEER = "safqa.peer"


class Peers:
    """Notes the peer of each request, then lets the headers of a proxy say by which scheme and from where was asked."""

    def __init__(self, app: ASGIApp) -> None:
        # uvicorn writes the ASGI types of its own package, which are Starlette's in all but name.
        self._app = ProxyHeadersMiddleware(app, environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1"))  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] == "http":
            scope[_PEER] = (scope.get("client") or ("", 0))[0]
        await self._app(scope, receive, send)  # type: ignore[arg-type]


def peer(request: Request) -> str:
    """The address at the other end of the connection; empty where nobody knows."""
    return str(request.scope.get(_PEER, ""))


def within(address: str, networks: str) -> bool:
    """Whether an address lies in one of the networks (`10.0.0.7,fd00::/8`); IPv4 in IPv6's clothes is IPv4."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in ip_network(network) for network in networks.split(","))
