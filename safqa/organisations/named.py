"""What can be named in a text: an organisation, an outlet, and the description that stands for an organisation."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Kind(StrEnum):
    """What sort of party an organisation is; projects, products and persons are parties too."""

    AI = "ai"
    CHIP = "chip"
    CLOUD = "cloud"
    TECH = "tech"
    TELECOM = "telecom"
    ENERGY = "energy"
    INDUSTRY = "industry"
    MEDIA = "media"
    INVESTOR = "investor"
    SOVEREIGN_FUND = "sovereign_fund"
    BANK = "bank"
    GOVERNMENT = "government"
    UNIVERSITY = "university"
    PERSON = "person"
    PROJECT = "project"
    PRODUCT = "product"


class OutletKind(StrEnum):
    """What sort of source an outlet is."""

    AGENCY = "agency"
    NEWSPAPER = "newspaper"
    BROADCASTER = "broadcaster"
    SITE = "site"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Alias:
    """One spelling of a name. A `homograph` is also an ordinary word or another name: it needs a second sign."""

    text: str
    homograph: bool = False


class Named(Protocol):
    """Anything that a gazetteer can look for."""

    @property
    def name(self) -> str:
        """The canonical name."""

    @property
    def aliases(self) -> tuple[Alias, ...]:
        """Every spelling to look for, the canonical one included."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A possible party of a deal; `name` is what the English press writes, `ai` says that AI is its business.

    `wikidata` and `country` (ISO 3166 alpha-2) are None where they are not known for sure, or there is no one country.
    """

    name: str
    kind: Kind
    wikidata: str | None = None
    country: str | None = None
    ai: bool = False
    aliases: tuple[Alias, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Outlet:
    """A source that reports credit; `name` is the form used in credits, `domain` None where it is not known."""

    name: str
    kind: OutletKind
    domain: str | None = None
    aliases: tuple[Alias, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A description that stands for an organisation: "the developer of ChatGPT" is OpenAI.

    With `needs_mention` it does so only in a text that also names the organisation ("the Japanese group").
    """

    name: str
    pattern: str
    needs_mention: bool = False
    aliases: tuple[Alias, ...] = field(default=(), repr=False, compare=False)
