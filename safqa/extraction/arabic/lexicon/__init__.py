"""The words of Arabic deal news in every form they take.

    >>> from safqa.extraction.arabic.lexicon import deal_lexicon
    >>> [reading.cls for reading in deal_lexicon().read("وباستثماراتها")]
    ['INVEST']

`data/lexicon.tsv` (words) and `data/paradigms.tsv` (inflection) are what people edit. From them
`python -m safqa.extraction.arabic.lexicon` writes `data/deals.almor`, a database in the ALMOR format that camel-tools
reads; `Lexicon` asks that database. What it lacks, a full database that a user has installed may know: `FullLexicon`.
"""

from safqa.extraction.arabic.lexicon.full import FullLexicon
from safqa.extraction.arabic.lexicon.lexicon import Lexicon, deal_lexicon
from safqa.extraction.arabic.lexicon.reading import Reading

__all__ = ["FullLexicon", "Lexicon", "Reading", "deal_lexicon"]
