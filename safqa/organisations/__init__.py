"""Who is who: the list of organisations, the outlets that reports credit, and where a text names them.

The lists are tables in `seeds/`; a person can add a line. `Gazetteer` finds their names in normalised text.
"""

from safqa.organisations.gazetteer import Gazetteer, NameMatch
from safqa.organisations.identity import identify
from safqa.organisations.lists import (
    load_descriptors,
    load_organisations,
    load_outlets,
    read_descriptors,
    read_organisations,
    read_outlets,
)
from safqa.organisations.named import Alias, Descriptor, Kind, Named, Organisation, Outlet, OutletKind

__all__ = [
    "Alias",
    "Descriptor",
    "Gazetteer",
    "Kind",
    "NameMatch",
    "Named",
    "Organisation",
    "Outlet",
    "OutletKind",
    "identify",
    "load_descriptors",
    "load_organisations",
    "load_outlets",
    "read_descriptors",
    "read_organisations",
    "read_outlets",
]
