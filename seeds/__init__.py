"""The seed article, the default feeds and the list of organisations: data that ships with Safqa."""

from importlib.resources import files
from importlib.resources.abc import Traversable

SEEDS: Traversable = files(__name__)
