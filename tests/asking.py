"""One fetch from a client of its own, for the tests of fetching."""

import asyncio
import ipaddress

from safqa.feeds.fetch import Ask, Limits, Reply, fetch
from safqa.feeds.network import Address, Resolver, open_client, resolved

# No test waits as long as a poll may take.
SHORT = Limits(seconds=20)


def get(
    ask: Ask | str,
    *,
    allow_private: bool = True,
    limits: Limits = SHORT,
    contact: str = "",
    resolve: Resolver = resolved,
) -> Reply:
    async def asked() -> Reply:
        async with open_client(allow_private=allow_private, contact=contact, resolve=resolve) as client:
            return await fetch(client, ask, limits=limits)

    return asyncio.run(asked())


def answers(*turns: list[str]) -> Resolver:
    """A resolver that gives these addresses, one list each time that it is asked."""
    left = iter(turns)

    async def resolve(_host: str, _port: int) -> list[Address]:
        return [ipaddress.ip_address(address) for address in next(left)]

    return resolve
