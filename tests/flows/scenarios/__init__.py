"""Stories of feeds, by what they are about."""

from .caching import CACHING
from .documents import DOCUMENTS
from .identity import IDENTITY
from .moves import MOVES
from .trouble import TROUBLE

SCENARIOS = (*CACHING, *MOVES, *TROUBLE, *DOCUMENTS, *IDENTITY)
