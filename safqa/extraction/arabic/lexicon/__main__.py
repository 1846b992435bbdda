"""`python -m safqa.extraction.arabic.lexicon`: writes deals.almor anew from lexicon.tsv and paradigms.tsv."""

from pathlib import Path

from safqa.extraction.arabic.lexicon.almor import render
from safqa.extraction.arabic.lexicon.lexicon import DATABASE
from safqa.extraction.arabic.lexicon.vocabulary import read_paradigms, read_words


def main() -> None:
    """Write the database beside the tables."""
    paradigms = read_paradigms()
    Path(str(DATABASE)).write_text(render(read_words(paradigms.stems), paradigms), encoding="utf-8")


if __name__ == "__main__":
    main()
